"""A kind of store that the organisation does not want used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sel.base.errors import PolicyForbids
from sel.ports.store import BY_POLICY

if TYPE_CHECKING:
    from sel.base.secret import Secret
    from sel.ports.store import CertStore, StoreKind, StoreSpec


class ForbiddenKind:
    """Is named and explained, and never opened. See `sel.ports.store.StoreKind`."""

    def __init__(self, kind: StoreKind) -> None:
        self._kind = kind
        self.id = kind.id

    def unusable(self) -> str | None:
        """That it is forbidden is said before anything else that may be wrong with it."""
        return BY_POLICY

    def found(self) -> Sequence[StoreSpec]:
        """Nothing: what cannot be used is not offered."""
        return ()

    def spec(self, store: str) -> StoreSpec | None:
        """As the kind itself says: a name is not yet a use."""
        return self._kind.spec(store)

    def create(self, folder: Path) -> None:
        """Raises PolicyForbids."""
        raise PolicyForbids(rule="stores")

    def open(self, spec: StoreSpec, unlock: Secret | None) -> CertStore:
        """Raises PolicyForbids."""
        raise PolicyForbids(rule="stores")
