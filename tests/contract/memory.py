"""A store in memory: what the contract says, in as few lines as it can be said."""

from __future__ import annotations

from collections.abc import Sequence

from sel.base.errors import KeyMismatch, NoKey, NotExportable
from sel.base.secret import Secret
from sel.core import certificate, keypair, proof
from sel.core.bundle import Bundle, Entry
from sel.ports.store import Proof, Stored, Which


class MemoryStore:
    """Implements `sel.ports.store.CertStore`.

    kept_in  certificates (SHA-256) whose keys it does not give out
    """

    def __init__(self) -> None:
        self._certificates: dict[bytes, bytes] = {}
        self._keys: dict[bytes, Secret] = {}
        self.kept_in: set[bytes] = set()

    def list(self, which: Which) -> Sequence[Stored]:
        return tuple(each for each in map(self._stored, self._certificates) if each.which is which)

    def install(self, bundle: Bundle) -> None:
        pairs = [(each.key, each.certificate) for each in bundle.entries if each.certificate]
        for key, der in pairs:
            if keypair.spki_of(key) != certificate.read(der).spki:
                raise KeyMismatch
        for key, der in pairs:
            self._keys[certificate.read(der).spki_sha256] = key
            self._keep(der)
        for der in bundle.others:
            if certificate.read(der).is_ca:
                self._keep(der)

    def add(self, which: Which, der: bytes) -> None:
        self._keep(der)

    def remove(self, sha256: bytes) -> None:
        der = self._certificates.pop(sha256, None)
        if der is None:
            return
        spki = certificate.read(der).spki_sha256
        if all(certificate.read(d).spki_sha256 != spki for d in self._certificates.values()):
            self._keys.pop(spki, None)

    def export(self, sha256: bytes) -> Bundle:
        der = self._certificates.get(sha256)
        key = self._keys.get(certificate.read(der).spki_sha256) if der else None
        if key is None:
            raise NoKey
        if sha256 in self.kept_in:
            raise NotExportable(sha256=sha256.hex())
        return Bundle((Entry(key, der),))

    def archive(self, sha256: bytes, *, hidden: bool = True) -> bool:
        return False

    def prove(self, sha256: bytes) -> Proof:
        der = self._certificates.get(sha256)
        key = self._keys.get(certificate.read(der).spki_sha256) if der else None
        if key is None:
            return Proof(False, False, "no-key")
        did = proof.prove(key, der)
        return Proof(did.signed, did.opened, did.code)

    def close(self) -> None:
        """Nothing is open."""

    def _keep(self, der: bytes) -> None:
        self._certificates[certificate.read(der).sha256] = der

    def _stored(self, sha256: bytes) -> Stored:
        facts = certificate.read(self._certificates[sha256])
        has_key = facts.spki_sha256 in self._keys
        which = Which.AUTHORITIES if facts.is_ca else Which.PEOPLE
        return Stored(
            facts.der, sha256, Which.MINE if has_key else which, has_key, facts.common_name
        )
