"""Thunderbird's profiles: `thunderbird` and `thunderbird:PROFILE`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sel.base.errors import StoreInUse, StoreUnavailable, UnknownStore
from sel.base.secret import Secret
from sel.places import thunderbird
from sel.places.lockfile import LockFile
from sel.places.thunderbird import Profile
from sel.ports.children import Children
from sel.ports.store import CertStore, StoreSpec
from sel.stores._nss_library import SYSTEM
from sel.stores._thunderbird_store import ThunderbirdStore
from sel.stores._undo import Undo
from sel.stores.nss import Nss

PROGRAM = "Thunderbird"


class ThunderbirdKind:
    """Profiles that Thunderbird itself lists; written only while it is closed."""

    id = "thunderbird"

    def __init__(self, children: Children, nss: Nss | None = None) -> None:
        self._children = children
        self._nss = nss or Nss(children)

    def unusable(self) -> str | None:
        """ "nss-missing" without NSS, else None."""
        return self._nss.missing()

    def found(self) -> Sequence[StoreSpec]:
        """Profiles that Thunderbird has started once, the one that opens by itself first."""
        profiles = thunderbird.profiles()
        names = Counter(profile.name for profile in profiles)
        return tuple(
            _spec(profile, unique=names[profile.name] == 1)
            for profile in profiles
            if (profile.folder / "cert9.db").exists()
        )

    def spec(self, store: str) -> StoreSpec | None:
        """`thunderbird` is the profile that opens by itself; PROFILE a name or a folder.

        Raises UnknownStore for a profile that is not there.
        """
        kind, colon, wanted = store.partition(":")
        if kind != self.id:
            return None
        found = self.found()
        if not colon and found:
            return found[0]
        for each in found:
            folder = _folder(each)
            if wanted in {each.id.partition(":")[2], each.label, folder.name, str(folder)}:
                return each
        raise UnknownStore(store=store)

    def create(self, folder: Path) -> None:
        """Never: Thunderbird makes its profiles. Raises StoreUnavailable."""
        raise StoreUnavailable(store=self.id, reason="made-by-its-program")

    def running(self, spec: StoreSpec) -> str | None:
        """ "Thunderbird" while it has this profile open; nothing is locked by asking."""
        return PROGRAM if thunderbird.runs(_folder(spec)) else None

    def open(self, spec: StoreSpec, unlock: Secret | None) -> CertStore:
        """Open a profile's database. Reading is possible beside a running Thunderbird.

        Raises StoreUnavailable, StoreNewer, StoreLocked, StorePasswordWrong; a change raises
        StoreInUse while Thunderbird runs.
        """
        folder = _folder(spec)

        def shut() -> LockFile:
            try:
                lock = thunderbird.shut(folder)
            except OSError as error:
                raise StoreUnavailable(
                    store=spec.id, reason="not-writable", detail=str(error)
                ) from error
            if lock is None:
                raise StoreInUse(store=spec.id, program=PROGRAM)
            return lock

        Undo.settle(folder, spec.id, shut)
        return ThunderbirdStore(
            self._children,
            folder,
            store=spec.id,
            unlock=unlock,
            # What it wrote its own NSS reads; the system's may be years older: 3.87 takes the
            # right primary password of Thunderbird 153 for a wrong one.
            libraries=(*thunderbird.libraries(folder), SYSTEM),
            shut=shut,
        )


def _spec(profile: Profile, *, unique: bool) -> StoreSpec:
    named = profile.name if unique else str(profile.folder)
    return StoreSpec(f"thunderbird:{named}", profile.name)


def _folder(spec: StoreSpec) -> Path:
    """Where a spec of ours points. Raises UnknownStore if the profile has gone."""
    named = spec.id.partition(":")[2]
    for profile in thunderbird.profiles():
        if named in {profile.name, str(profile.folder)}:
            return profile.folder
    raise UnknownStore(store=spec.id)
