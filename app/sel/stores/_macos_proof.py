"""A key proved where the keychain holds it, by what mail programs would have it do."""

from __future__ import annotations

import hmac
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from sel.base.errors import StoreUnavailable
from sel.core import certificate, envelope
from sel.core.envelope.content import content_cipher
from sel.core.envelope.recipients import Transport, infos
from sel.core.envelope.structure import encrypted
from sel.core.envelope.unwrapping import Unopened
from sel.ports.store import Proof
from sel.stores._macos_door import door
from sel.stores._macos_security import KeychainRef, KeyRef, Security
from sel.stores._proof import prove


class MacosProof:
    """Proves keys of one keychain; implements `sel.stores._proof.Holder`.

    macOS asks the person for leave where the key's access list does not name this program. The
    leave to use a key once is asked for at every step; "Always Allow" ends that.
    """

    def __init__(self, security: Security, keychain: KeychainRef, store: str) -> None:
        self._security, self._keychain, self._store = security, keychain, store

    def of(self, der: bytes) -> Proof:
        """Sign with SHA-256, open a secret, and with RSA a whole message in AES-256."""
        proof = prove(self, der)
        if not proof.opens or certificate.read(der).key.algorithm != "rsa":
            return proof
        return proof if self._opens_a_message(der) else Proof(proof.signs, False, "cannot-open")

    def sign(self, der: bytes, challenge: bytes) -> bytes | None:
        """See `Holder.sign`."""
        facts = certificate.read(der)
        rsa = facts.key.algorithm == "rsa"
        with door(self._store):
            key = self._key(der)
            if key is None:
                return None
            signature = self._security.sign(key, challenge, rsa=rsa)
        return signature if rsa else _side_by_side(signature, facts.spki)

    def decrypt(self, der: bytes, sealed: bytes) -> bytes | None:
        """See `Holder.decrypt`."""
        with door(self._store):
            key = self._key(der)
            return None if key is None else self._security.decrypt(key, sealed)

    def agree(self, der: bytes, other: bytes) -> bytes | None:
        """See `Holder.agree`."""
        public = load_der_public_key(other)
        point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        with door(self._store):
            key = self._key(der)
            return None if key is None else self._security.agree(key, point)

    def _opens_a_message(self, der: bytes) -> bool:
        """A message as mail programs write it; its content key comes out of the keychain's."""
        text = secrets.token_bytes(69)
        message = encrypted(envelope.encrypt(text, recipients=[der]))
        (info,) = infos(message)
        assert isinstance(info, Transport)
        try:
            content_key = self.decrypt(der, info.encrypted_key)
            if content_key is None:
                return False
            return hmac.compare_digest(content_cipher(message).decipher(content_key), text)
        except (StoreUnavailable, Unopened):
            return False

    def _key(self, der: bytes) -> KeyRef | None:
        for identity in self._security.identities(self._keychain):
            if self._security.der(self._security.certificate_of(identity)) == der:
                return self._security.key_of(identity)
        return None


def _side_by_side(signature: bytes, spki: bytes) -> bytes:
    """r and s, each as long as the curve's numbers.

    What is no Ecdsa-Sig-Value or does not fit becomes a signature that holds nowhere.
    """
    public = load_der_public_key(spki)
    assert isinstance(public, ec.EllipticCurvePublicKey)
    size = (public.curve.key_size + 7) // 8
    try:
        r, s = decode_dss_signature(signature)
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")
    except (ValueError, OverflowError):
        return bytes(2 * size)
