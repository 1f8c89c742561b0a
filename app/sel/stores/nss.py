"""NSS databases (cert9.db and key4.db) in any folder: `nss:DIR`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sel.base.errors import ChildFailed, StoreUnavailable
from sel.base.secret import Secret
from sel.places.lockfile import LockFile
from sel.places.thunderbird import libraries
from sel.ports.children import Children
from sel.ports.store import CertStore, StoreSpec
from sel.stores._nss_store import NssStore
from sel.stores._undo import Undo

_PREFIX = "nss:"


class NssKind:
    """Folders that somebody names; none is looked for."""

    id = "nss"

    def __init__(self, children: Children, nss: Nss | None = None) -> None:
        self._children = children
        self._nss = nss or Nss(children)

    def unusable(self) -> str | None:
        """ "nss-missing" without libnss3 here and in Thunderbird's folder, else None."""
        return self._nss.missing()

    def found(self) -> Sequence[StoreSpec]:
        """None: a folder has to be named."""
        return ()

    def spec(self, store: str) -> StoreSpec | None:
        """`nss:DIR`; the folder becomes absolute."""
        if not store.startswith(_PREFIX) or store == _PREFIX:
            return None
        folder = Path(store.removeprefix(_PREFIX)).expanduser().absolute()
        return StoreSpec(f"{_PREFIX}{folder}", str(folder))

    def create(self, folder: Path) -> None:
        """Make an empty database without password in a folder that has none.

        Raises StoreUnavailable (reason: exists, not-writable, nss-missing, nss-refused).
        """
        store = f"{_PREFIX}{folder.absolute()}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(store=store, reason="not-writable") from error
        if any((folder / name).exists() for name in ("cert9.db", "key4.db", "cert8.db")):
            raise StoreUnavailable(store=store, reason="exists")
        child = self._children.start("nss")
        try:
            child.call(
                "open",
                folder=folder.absolute().as_posix(),
                store=store,
                password=None,
                libraries=libraries(),
                write=True,
            )
        finally:
            child.close()

    def open(self, spec: StoreSpec, unlock: Secret | None) -> CertStore:
        """Open a folder's database; it must exist.

        Raises StoreUnavailable, StoreNewer, StoreLocked, StorePasswordWrong.
        """
        folder = Path(spec.id.removeprefix(_PREFIX))
        Undo.settle(folder, spec.id, _no_program)
        return NssStore(
            self._children,
            folder,
            store=spec.id,
            unlock=unlock,
            libraries=libraries(),
            shut=_no_program,
        )


def _no_program() -> LockFile | None:
    """A folder that somebody names is no program's."""
    return None


class Nss:
    """Whether NSS loads on this computer, asked from a child once."""

    def __init__(self, children: Children) -> None:
        self._children = children
        self._present = False

    def missing(self) -> str | None:
        """The code why it does not load, or None. What is missing now may come later."""
        if not self._present:
            try:
                child = self._children.start("nss")
                try:
                    child.call("version", libraries=libraries())
                finally:
                    child.close()
            except StoreUnavailable as error:
                return str(error.what.facts["reason"])
            except ChildFailed:
                return "nss-missing"
            self._present = True
        return None
