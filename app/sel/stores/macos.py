"""The keychain of macOS, where Mail and Outlook look: `macos`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from sel.base.errors import StoreUnavailable
from sel.base.secret import Secret
from sel.ports.store import CertStore, StoreSpec


class MacosKind:
    """The default keychain of the person who is signed in, which is the login keychain."""

    id = "macos"

    def unusable(self) -> str | None:
        """ "not-macos" on other systems, "no-pyobjc" without what is to be installed, or None."""
        return _missing() if sys.platform == "darwin" else "not-macos"

    def found(self) -> Sequence[StoreSpec]:
        """The one store, on macOS."""
        return () if self.unusable() else (StoreSpec(self.id, "macOS"),)

    def spec(self, store: str) -> StoreSpec | None:
        """`macos`."""
        return StoreSpec(self.id, "macOS") if store == self.id else None

    def create(self, folder: Path) -> None:
        """Never: macOS has it. Raises StoreUnavailable."""
        raise StoreUnavailable(store=self.id, reason="made-by-its-program")

    def open(self, spec: StoreSpec, unlock: Secret | None) -> CertStore:
        """Open it; macOS unlocks it when the person signs in, or asks. Raises StoreUnavailable."""
        from sel.stores._macos_security import Security
        from sel.stores._macos_store import MacosStore

        if reason := self.unusable():
            raise StoreUnavailable(store=spec.id, reason=reason)
        # Only as a program of its own: run by an interpreter we are that in the eyes of macOS,
        # and whatever script it ran would get at the keys without a question.
        ourselves = bool(getattr(sys, "frozen", False))
        return MacosStore(Security(), spec.id, ourselves=ourselves)


def _missing() -> str | None:
    return None if find_spec("Security") else "no-pyobjc"
