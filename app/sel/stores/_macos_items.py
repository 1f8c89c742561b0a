"""What a keychain holds, by the bytes of certificates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sel.core import certificate
from sel.stores._macos_security import CertificateRef, IdentityRef, KeychainRef, Security


class Items:
    """Certificates and identities of one keychain, looked up anew each time.

    Raises MacosFailure.
    """

    def __init__(self, security: Security, keychain: KeychainRef) -> None:
        self._security, self._keychain = security, keychain

    def certificates(self) -> Mapping[bytes, CertificateRef]:
        """Every certificate, by its DER."""
        return self._by_der(self._security.certificates(self._keychain))

    def identities(self) -> Mapping[bytes, IdentityRef]:
        """Every certificate whose key is there, by its DER."""
        found = {}
        for identity in self._security.identities(self._keychain):
            found[self._security.der(self._security.certificate_of(identity))] = identity
        return found

    def delete_certificate(self, der: bytes) -> None:
        """Remove a certificate and leave its key; unknown is no error."""
        held = self.certificates().get(der)
        if held is not None:
            self._security.delete(held)

    def shares_its_key(self, der: bytes) -> bool:
        """Whether another certificate, in any keychain that is searched, has the same key."""
        spki = certificate.read(der).spki
        everywhere = self._by_der(self._security.certificates(None))
        # Looked for as bytes, so that one which cannot be read protects its key, too.
        return any(spki in other for other in {*everywhere, *self.certificates()} - {der})

    def _by_der(self, found: Iterable[CertificateRef]) -> Mapping[bytes, CertificateRef]:
        return {self._security.der(each): each for each in found}
