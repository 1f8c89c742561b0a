"""One opened profile of Thunderbird: its database, and the accounts in its preferences."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from sel.base.errors import SelError, StoreUnavailable
from sel.core import certificate
from sel.places import prefs_js
from sel.ports.accounts import MailAccount
from sel.ports.store import Which
from sel.stores import _thunderbird_accounts as preferences
from sel.stores._files import PREFERENCES
from sel.stores._nss_store import NssStore
from sel.stores._thunderbird_accounts import Identity, Wanted
from sel.stores._undo import Planned
from sel.stores._writing import cannot_write


class ThunderbirdStore(NssStore):
    """A database in a profile; implements `sel.ports.accounts.KeepsAccounts`, too."""

    def accounts(self) -> Sequence[MailAccount]:
        """Those in use, in Thunderbird's order."""
        known = {
            preferences.database_key(certificate.read(held.der)): held.sha256
            for held in self.list(Which.MINE)
        }
        return tuple(_account(each, known) for each in self._identities())

    def set_up(
        self, certificates: Sequence[bytes], *, always_encrypt: bool = False
    ) -> Sequence[MailAccount]:
        """Name these in every account with an address of theirs; see `KeepsAccounts`."""
        mine = [
            certificate.read(held.der)
            for held in self.list(Which.MINE)
            if held.sha256 in certificates
        ]

        def wanted(identity: Identity) -> Wanted:
            return identity.with_certificates(mine, always_encrypt=always_encrypt)

        self._change_accounts(wanted)
        keys = {preferences.database_key(facts) for facts in mine}
        ids = {each.id for each in self._identities() if each.keys & keys}
        return tuple(each for each in self.accounts() if each.id in ids)

    def take_back(self, sha256: bytes | None = None) -> Sequence[MailAccount]:
        """Make accounts as they were before `set_up`; see `KeepsAccounts`."""
        der = None if sha256 is None else self._der(sha256)
        if sha256 is not None and der is None:
            return ()
        key = None if der is None else preferences.database_key(certificate.read(der))

        def wanted(identity: Identity) -> Wanted:
            return identity.as_before() if key is None or key in identity.keys else {}

        changed = self._change_accounts(wanted)
        return tuple(each for each in self.accounts() if each.id in changed)

    def remove(self, sha256: bytes) -> None:
        """Remove a certificate; accounts that sign with it would send nothing any more."""
        self.take_back(sha256)
        super().remove(sha256)

    def _identities(self) -> Sequence[Identity]:
        return tuple(preferences.identities(prefs_js.values(self._preferences())))

    def _preferences(self) -> bytes:
        """prefs.js as it is; nothing before Thunderbird wrote one."""
        try:
            return (self._folder / PREFERENCES).read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise StoreUnavailable(
                store=self._store, reason="unreadable", detail=str(error)
            ) from error

    def _change_accounts(self, wanted: Callable[[Identity], Wanted]) -> frozenset[str]:
        """Change them, whole or not at all; gives the identities that changed."""
        if not any(map(wanted, self._identities())):
            return frozenset()
        self._get_ready()
        assert self._undo is not None
        before = self._preferences()  # as it is now that Thunderbird cannot write it any more
        changes = {each.id: wanted(each) for each in self._identities()}
        every = {name: value for each in changes.values() for name, value in each.items()}
        try:
            after = prefs_js.changed(before, every)
        except ValueError as error:
            raise StoreUnavailable(store=self._store, reason="preferences-odd") from error
        self._undo.before(Planned(preferences=hashlib.sha256(after).digest()))
        try:
            self._undo.write_preferences(after)
            self._check(every)
        except BaseException as error:
            self._take_back(self._undo)
            if isinstance(error, OSError):
                raise self._cannot_write(error) from error
            raise
        self._settled()
        return frozenset(each for each, changed in changes.items() if changed)

    def _check(self, wanted: Wanted) -> None:
        """What was written is read back from the file. Raises StoreUnavailable."""
        kept = prefs_js.values(self._preferences())
        if any(kept.get(name) != value for name, value in wanted.items()):
            raise StoreUnavailable(store=self._store, reason="not-written")

    def _cannot_write(self, error: OSError) -> SelError:
        return cannot_write(error, self._folder, self._store)


def _account(identity: Identity, known: dict[str, bytes]) -> MailAccount:
    return MailAccount(
        identity.id,
        identity.address,
        known.get(identity.key("signing")),
        known.get(identity.key("encryption")),
        identity.signs,
        identity.encrypts,
        identity.ours,
    )
