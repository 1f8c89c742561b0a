"""Windows' own certificate store, where Outlook and others look: `windows`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from sel.base.errors import StoreUnavailable
from sel.base.secret import Secret
from sel.ports.store import CertStore, StoreSpec


class WindowsKind:
    """The store of the person who is signed in; there is one.

    capi, exportable  as in `WindowsStore`
    """

    id = "windows"

    def __init__(self, *, capi: bool = False, exportable: bool = False) -> None:
        self._capi, self._exportable = capi, exportable

    def unusable(self) -> str | None:
        """ "not-windows" on other systems, else None."""
        return None if sys.platform == "win32" else "not-windows"

    def found(self) -> Sequence[StoreSpec]:
        """The one store, on Windows."""
        return () if self.unusable() else (StoreSpec(self.id, "Windows"),)

    def spec(self, store: str) -> StoreSpec | None:
        """`windows`."""
        return StoreSpec(self.id, "Windows") if store == self.id else None

    def create(self, folder: Path) -> None:
        """Never: Windows has it. Raises StoreUnavailable."""
        raise StoreUnavailable(store=self.id, reason="made-by-its-program")

    def open(self, spec: StoreSpec, unlock: Secret | None) -> CertStore:
        """Open it; Windows unlocks it when the person signs in. Raises StoreUnavailable."""
        from sel.stores._windows_api import WindowsApi
        from sel.stores._windows_store import WindowsStore

        if reason := self.unusable():
            raise StoreUnavailable(store=spec.id, reason=reason)
        return WindowsStore(WindowsApi(), spec.id, capi=self._capi, exportable=self._exportable)
