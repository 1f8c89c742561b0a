"""The keychain of the person who is signed in to a Mac."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sel.base.errors import NoKey, NotACertificate, NotExportable, StoreUnavailable
from sel.core import certificate
from sel.core.bundle import Bundle
from sel.ports.store import Proof, Stored, Which
from sel.stores._identity import Identity
from sel.stores._macos_codes import Status, TrustResult
from sel.stores._macos_door import door
from sel.stores._macos_install import Installation, spellings
from sel.stores._macos_items import Items
from sel.stores._macos_proof import MacosProof
from sel.stores._macos_security import (
    CertificateRef,
    IdentityRef,
    KeychainRef,
    MacosFailure,
    Security,
)
from sel.stores._sealed_key import bundle_of, new_password

_KEPT_IN = {
    Status.errSecDataNotAvailable,  # what macOS says of a key that was imported to stay
    Status.errSecKeyIsSensitive,
    Status.errSecInvalidKeyUsageMask,
    Status.errSecInvalidKeyAttributeMask,
}
_TRUSTED = TrustResult.kSecTrustSettingsResultTrustRoot
_UNDECIDED = TrustResult.kSecTrustSettingsResultUnspecified


class MacosStore:
    """Implements `sel.ports.store.CertStore`.

    Mail and Outlook may use the keys that go in without a question; every other program has to
    ask the person. macOS unlocks the keychain by asking, too.

    ourselves  whether the program that runs now may use them so, too, and proves them unasked
    keychain   the file of another keychain than the default one, for tests
    """

    def __init__(
        self,
        security: Security,
        store: str,
        *,
        ourselves: bool,
        keychain: Path | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Raises StoreUnavailable."""
        self._security, self._store = security, store
        self._ourselves = ourselves
        self._clock = clock or (lambda: datetime.now(UTC))
        with door(store):
            self._keychain: KeychainRef = (
                security.default_keychain() if keychain is None else security.keychain_at(keychain)
            )
        self._items = Items(security, self._keychain)

    def list(self, which: Which) -> Sequence[Stored]:
        """What is in this keychain; MINE have their key there."""
        with door(self._store):
            mine = self._items.identities()
            found = [
                self._stored(der, held, has_key=der in mine)
                for der, held in self._items.certificates().items()
            ]
        return tuple(each for each in found if each.which is which)

    def install(self, bundle: Bundle) -> None:
        """Put keys with certificates and their authorities in; twice is not an error.

        A certificate that is there with its key is left alone. A key without certificate stays
        out: nothing could find it there. Of `bundle.others` the authorities go in, without any
        trust. Mail programs are told to sign with the newest certificate of each address.
        Raises KeyMismatch, UnsupportedAlgorithm, and as `CertStore`; then nothing was changed.
        """
        identities = [Identity.of(entry) for entry in bundle.entries if entry.certificate]
        if not identities:
            return
        chain = [der for der in bundle.others if certificate.read(der).is_ca]
        work = Installation(
            self._security, self._keychain, ourselves=self._ourselves, clock=self._clock
        )
        try:
            with door(self._store):
                for one in identities:
                    work.put(one)
                for der in chain:
                    work.add(der)
                work.prefer(identities)
        except BaseException:
            work.take_back()
            raise

    def add(self, which: Which, der: bytes) -> None:
        """Add somebody's certificate, or an authority trusted for mail only.

        A root is trusted for mail and nothing else, and macOS asks the person for a password;
        one that the person trusts already keeps what trust it has. Other authorities get none.
        The caller has shown what trusting means.
        Raises Cancelled if the person said no, StoreUnavailable (distrusted) if the person has
        told macOS before not to trust it.
        """
        facts = certificate.read(der)
        with door(self._store):
            held = self._security.certificate(der)
            is_new = self._security.add(held, self._keychain)
            if which is not Which.AUTHORITIES or not facts.self_signed:
                return
            try:
                self._trust(held)
            except BaseException:
                if is_new:
                    with suppress(MacosFailure):
                        self._items.delete_certificate(der)
                raise

    def remove(self, sha256: bytes) -> None:
        """Remove a certificate, with its key if no other certificate has that one, too.

        What the person set for it goes with it: the preference of mail programs, and the trust,
        for which macOS asks. Raises Cancelled if the person said no; then it is still there.
        """
        with door(self._store):
            found = self._find(sha256)
            if found is None:
                return
            der, held = found
            if self._security.trust(held) is not None:
                self._security.remove_trust(held)
            identity = self._items.identities().get(der)
            if identity is not None:
                self._forget_preferences(der)
                if not self._items.shares_its_key(der):
                    self._security.delete(self._security.key_of(identity))
            self._security.delete(held)

    def archive(self, sha256: bytes, *, hidden: bool = True) -> bool:
        """macOS hides nothing; `install` has told Mail to sign with the newest one."""
        return False

    def export(self, sha256: bytes) -> Bundle:
        """A certificate with its key, where macOS gives it out; it may ask the person for leave.

        Raises NoKey, NotExportable, Cancelled.
        """
        with door(self._store):
            found = self._find(sha256)
            identity = self._items.identities().get(found[0]) if found is not None else None
            if found is None or identity is None:
                raise NoKey(what=sha256.hex()[:8])
            der, held = found
            password, name = new_password(), self._security.summary(held)
            try:
                sealed = self._security.export(self._security.key_of(identity), password)
            except MacosFailure as failure:
                if failure.status not in _KEPT_IN:
                    raise
                raise NotExportable(sha256=sha256.hex(), detail=str(failure)) from failure
        return bundle_of(sealed, password, der, name)

    def prove(self, sha256: bytes) -> Proof:
        """Sign with SHA-256 and open a message in AES-256 with the key as the keychain holds it.

        macOS may ask for leave to use the key.
        """
        with door(self._store):
            found = self._find(sha256)
            if found is None or found[0] not in self._items.identities():
                return Proof(False, False, "no-key")
        return MacosProof(self._security, self._keychain, self._store).of(found[0])

    def close(self) -> None:
        """Nothing is open."""

    def _stored(self, der: bytes, held: CertificateRef, *, has_key: bool) -> Stored:
        which = Which.AUTHORITIES if _is_authority(der) else Which.PEOPLE
        return Stored(
            der,
            hashlib.sha256(der).digest(),
            Which.MINE if has_key else which,
            has_key,
            self._security.summary(held),
        )

    def _find(self, sha256: bytes) -> tuple[bytes, CertificateRef] | None:
        for der, held in self._items.certificates().items():
            if hashlib.sha256(der).digest() == sha256:
                return der, held
        return None

    def _trust(self, held: CertificateRef) -> None:
        settings = self._security.trust(held)
        if settings is not None and not settings:
            return
        about_mail = [
            each for each in settings or () if each.about_mail and each.result != _UNDECIDED
        ]
        if any(each.result != _TRUSTED for each in about_mail):
            raise StoreUnavailable(store=self._store, reason="distrusted")
        if about_mail:
            return
        others = [each for each in settings or () if not each.about_mail]
        self._security.set_trust(held, [*others, self._security.mail_root()])

    def _forget_preferences(self, der: bytes) -> None:
        for address in spellings(certificate.read(der)):
            signing = self._security.preferred(address, only_signing=True)
            general = self._security.preferred(address, only_signing=False)
            if signing is not None and self._der(signing) == der:
                self._security.set_preferred(None, address, only_signing=True)
                signing = None
            if general is not None and self._der(general) == der:
                # This forgets what stands for signatures alone, too.
                self._security.set_preferred(None, address, only_signing=False)
                if signing is not None:
                    self._security.set_preferred(signing, address, only_signing=True)

    def _der(self, identity: IdentityRef) -> bytes:
        return self._security.der(self._security.certificate_of(identity))


def _is_authority(der: bytes) -> bool:
    try:
        return certificate.read(der).is_ca
    except NotACertificate:
        return False
