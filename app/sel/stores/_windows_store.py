"""The certificate store of the person who is signed in to Windows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sel.base.errors import NoKey, NotACertificate, NotExportable
from sel.core import certificate
from sel.core.bundle import Bundle
from sel.ports.store import Proof, Stored, Which
from sel.stores import _windows_api as windows
from sel.stores._identity import Identity
from sel.stores._windows_api import WindowsApi, WindowsFailure
from sel.stores._windows_certificates import Certificate, KeyLink, created, delete, opened
from sel.stores._windows_door import door
from sel.stores._windows_import import exported
from sel.stores._windows_install import Installation
from sel.stores._windows_keys import delete_key
from sel.stores._windows_proof import WindowsProof

_MAIL_ONLY: Final = bytes.fromhex("300a06082b06010505070304")
"""ExtKeyUsageSyntax (RFC 5280 4.2.1.12) of emailProtection alone."""

_KEPT_IN: Final = {
    windows.NTE_BAD_KEY_STATE,  # what CAPI says of a key that is not exportable
    windows.NTE_NOT_SUPPORTED,  # what CNG says
    windows.NTE_PERM,
    windows.NTE_NO_KEY,
}


@dataclass(frozen=True, slots=True)
class Names:
    """The system stores that are meant; tests have some of their own."""

    mine: str = "MY"
    people: str = "AddressBook"
    intermediates: str = "CA"
    roots: str = "Root"


class WindowsStore:
    """Implements `sel.ports.store.CertStore`.

    Keys go into CNG's software provider, one container each, and stay in there unless they are
    made exportable: Sêl's book keeps the copy that can move. Nothing stays open between calls.

    capi        put RSA keys into CAPI's AES provider instead, for programs that know no CNG
    exportable  whether Windows may give imported keys out again
    """

    def __init__(
        self,
        api: WindowsApi,
        store: str,
        *,
        names: Names | None = None,
        capi: bool = False,
        exportable: bool = False,
    ) -> None:
        self._api, self._store, self._names = api, store, names or Names()
        self._capi, self._exportable = capi, exportable

    def list(self, which: Which) -> Sequence[Stored]:
        """What is the person's own there, archived ones among it; MINE have their key."""
        found: dict[bytes, Stored] = {}
        with door(self._store):
            for name in self._shelves():
                # What others put into the computer's own stores is not the person's.
                with opened(self._api, name, own=name != self._names.mine) as store:
                    for held in store.certificates() if store else ():
                        stored = self._stored(held, name)
                        found.setdefault(stored.sha256, stored)
        return tuple(each for each in found.values() if each.which is which)

    def install(self, bundle: Bundle) -> None:
        """Put keys with certificates and their authorities in; twice is not an error.

        A certificate whose key works there, or lies on a card, is left alone. A key without
        certificate stays out: nothing could find it there. Of `bundle.others` the authorities
        go in, without any trust.
        Raises KeyMismatch, UnsupportedAlgorithm, and as `CertStore`; then nothing was changed.
        """
        identities = [Identity.of(entry) for entry in bundle.entries if entry.certificate]
        if not identities:
            return
        chain = [der for der in bundle.others if certificate.read(der).is_ca]
        work = Installation(
            self._api,
            self._names.mine,
            capi=self._capi,
            exportable=self._exportable,
            proof=self._proof(silent=True),
        )
        try:
            with door(self._store):
                for one in identities:
                    work.put(one)
                self._add_all(self._names.intermediates, chain)
        except BaseException:
            work.take_back()
            raise

    def add(self, which: Which, der: bytes) -> None:
        """Add somebody's certificate, or an authority trusted for mail only.

        A root goes among the trusted ones, for mail and nothing else, and Windows asks the
        person; one that Windows trusts already keeps what trust it has. Other authorities get
        none. The caller has shown what trusting means.
        Raises Cancelled if the person said no.
        """
        facts = certificate.read(der)
        with door(self._store):
            if which is not Which.AUTHORITIES:
                self._add_all(self._names.people, [der])
            elif facts.subject_der == facts.issuer_der:
                self._trust(der)
            else:
                self._add_all(self._names.intermediates, [der])

    def remove(self, sha256: bytes) -> None:
        """Remove a certificate, with its key if no other certificate has that one, too.

        Of a trusted root Windows asks the person. Raises Cancelled if the person said no.
        """
        with door(self._store):
            for name in self._shelves():
                found = self._find(name, sha256)
                if found is None:
                    continue
                der, link = found
                delete(self._api, name, der)
                if link is not None and not self._shared(link):
                    delete_key(self._api, link)

    def archive(self, sha256: bytes, *, hidden: bool = True) -> bool:
        """Hide one of mine from mail programs' lists, or show it again; False if unknown.

        Its key stays and opens old mail: programs find it by what the mail says of it.
        """
        with door(self._store):
            found = self._find(self._names.mine, sha256)
            if found is None or found[1] is None:
                return False
            with opened(self._api, self._names.mine, write=True) as store:
                assert store is not None
                with store.find(found[0]) as held:
                    if held is not None and held.archived is not hidden:
                        held.set_property(windows.PROP_ARCHIVED, b"" if hidden else None)
                    return held is not None

    def archived(self) -> Sequence[bytes]:
        """SHA-256 of those of mine that are hidden."""
        with door(self._store), opened(self._api, self._names.mine) as store:
            return tuple(
                hashlib.sha256(each.der).digest()
                for each in (store.certificates() if store else ())
                if each.archived
            )

    def prove(self, sha256: bytes) -> Proof:
        """Sign with SHA-256 and open a message in AES-256 with the key as Windows holds it.

        Windows may ask something here: the PIN of a card, leave to use a protected key.
        """
        with door(self._store):
            found = self._find(self._names.mine, sha256)
        if found is None or found[1] is None:
            return Proof(False, False, "no-key")
        return self._proof(silent=False).of(found[0])

    def export(self, sha256: bytes) -> Bundle:
        """A certificate with its key, where Windows gives it out. Raises NoKey, NotExportable."""
        with door(self._store):
            found = self._find(self._names.mine, sha256)
            if found is None or found[1] is None:
                raise NoKey(what=sha256.hex()[:8])
            with opened(self._api, self._names.mine) as store:
                assert store is not None
                with store.find(found[0]) as held:
                    assert held is not None
                    try:
                        return exported(self._api, held)
                    except WindowsFailure as failure:
                        if failure.code not in _KEPT_IN:
                            raise
                        raise NotExportable(sha256=sha256.hex(), detail=str(failure)) from failure

    def close(self) -> None:
        """Nothing is open."""

    def _shelves(self) -> Sequence[str]:
        """Where certificates are looked for; what stands in several counts where it is first."""
        names = self._names
        return (names.mine, names.people, names.roots, names.intermediates)

    def _stored(self, held: Certificate, shelf: str) -> Stored:
        der, has_key = held.der, shelf == self._names.mine and held.link is not None
        if has_key:
            which = Which.MINE
        elif shelf == self._names.mine:
            which = Which.AUTHORITIES if _is_authority(der) else Which.PEOPLE
        else:
            which = Which.PEOPLE if shelf == self._names.people else Which.AUTHORITIES
        return Stored(der, hashlib.sha256(der).digest(), which, has_key, held.display_name)

    def _find(self, shelf: str, sha256: bytes) -> tuple[bytes, KeyLink | None] | None:
        """A certificate on one shelf, and where its key lies."""
        with opened(self._api, shelf, own=shelf != self._names.mine) as store:
            for held in store.certificates() if store else ():
                if hashlib.sha256(held.der).digest() == sha256:
                    return held.der, held.link
        return None

    def _shared(self, link: KeyLink) -> bool:
        """Whether a certificate that is still there has this key."""
        with opened(self._api, self._names.mine) as store:
            others = [each.link for each in (store.certificates() if store else ())]
        return any(other is not None and other.same_key(link) for other in others)

    def _add_all(self, shelf: str, ders: Sequence[bytes]) -> None:
        if ders:
            with opened(self._api, shelf, write=True) as store:
                assert store is not None
                for der in ders:
                    store.add(der)

    def _trust(self, der: bytes) -> None:
        # The computer's own roots are looked at, too: what is trusted there needs nothing of us.
        with opened(self._api, self._names.roots) as store:
            if store is not None:
                with store.find(der) as found:
                    if found is not None:
                        return
        with (
            created(self._api, der) as root,
            opened(self._api, self._names.roots, write=True) as store,
        ):
            assert store is not None
            # Before it goes in, so that it never is trusted for anything else.
            root.set_property(windows.PROP_ENHKEY_USAGE, _MAIL_ONLY)
            try:
                with store.put(root, windows.ADD_NEW):
                    pass
            except WindowsFailure as failure:
                if failure.code != windows.CRYPT_E_EXISTS:
                    raise

    def _proof(self, *, silent: bool) -> WindowsProof:
        return WindowsProof(self._api, self._names.mine, self._store, silent=silent)


def _is_authority(der: bytes) -> bool:
    try:
        return certificate.read(der).is_ca
    except NotACertificate:
        return False
