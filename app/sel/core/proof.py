"""What a key has to do before anybody says it works: sign and open, as its certificate allows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sel.base.errors import SelError
from sel.base.secret import Secret
from sel.core import certificate
from sel.core.keypair import describe, load, spki_of, spki_sha256


@dataclass(frozen=True, slots=True)
class KeyProof:
    """What a private key did. code: "proved", or the first thing that did not hold.

    Codes: "unreadable", "key-mismatch", "cannot-sign", "cannot-open".
    """

    code: str
    signed: bool = False
    opened: bool = False

    @property
    def holds(self) -> bool:
        """Whether everything that was tried held."""
        return self.code == "proved"


def prove(key: Secret, der: bytes | None) -> KeyProof:
    """Sign and verify, encrypt and decrypt with this pair, for real.

    key  PKCS#8 DER;  der: its certificate, or None for a key that waits for one. With a
    certificate everything is done against *its* public key, and only what its usages allow.
    """
    try:
        private_spki = spki_of(key)
    except SelError:
        return KeyProof("unreadable")
    sign, receive = describe(private_spki).can_sign, describe(private_spki).can_receive
    public_spki = private_spki
    if der is not None:
        facts = certificate.read(der)
        if facts.spki_sha256 != spki_sha256(private_spki):
            return KeyProof("key-mismatch")
        usage = facts.key_usage
        public_spki = facts.spki
        sign = sign and (usage is None or bool({"digitalSignature", "nonRepudiation"} & usage))
        receive = receive and (usage is None or bool({"keyEncipherment", "keyAgreement"} & usage))
    if sign and not signs(key, public_spki):
        return KeyProof("cannot-sign")
    if receive and not opens(key, public_spki):
        return KeyProof("cannot-open", signed=sign)
    return KeyProof("proved", signed=sign, opened=receive)


def signs(key: Secret, spki: bytes) -> bool:
    """Whether a signature of random bytes by `key` holds under `spki`."""
    from cryptography import exceptions
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    challenge = secrets.token_bytes(32)
    private, public = load(key), load_der_public_key(spki)
    try:
        if isinstance(private, rsa.RSAPrivateKey) and isinstance(public, rsa.RSAPublicKey):
            signature = private.sign(challenge, padding.PKCS1v15(), hashes.SHA256())
            public.verify(signature, challenge, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(
            public, ec.EllipticCurvePublicKey
        ):
            signature = private.sign(challenge, ec.ECDSA(hashes.SHA256()))
            public.verify(signature, challenge, ec.ECDSA(hashes.SHA256()))
        elif isinstance(private, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey) and isinstance(
            public, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey
        ):
            public.verify(private.sign(challenge), challenge)
        else:
            return False
    except exceptions.InvalidSignature:
        return False
    return True


def opens(key: Secret, spki: bytes) -> bool:
    """Whether `key` opens what was encrypted to, or agreed with, `spki`."""
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, x448, x25519
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    message = secrets.token_bytes(32)
    private, public = load(key), load_der_public_key(spki)
    if isinstance(private, rsa.RSAPrivateKey) and isinstance(public, rsa.RSAPublicKey):
        sealed = public.encrypt(message, padding.PKCS1v15())
        try:
            return private.decrypt(sealed, padding.PKCS1v15()) == message
        except ValueError:
            return False
    if isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(
        public, ec.EllipticCurvePublicKey
    ):
        other = ec.generate_private_key(public.curve)
        return private.exchange(ec.ECDH(), other.public_key()) == other.exchange(ec.ECDH(), public)
    if isinstance(private, x25519.X25519PrivateKey) and isinstance(public, x25519.X25519PublicKey):
        ephemeral = x25519.X25519PrivateKey.generate()
        return private.exchange(ephemeral.public_key()) == ephemeral.exchange(public)
    if isinstance(private, x448.X448PrivateKey) and isinstance(public, x448.X448PublicKey):
        long = x448.X448PrivateKey.generate()
        return private.exchange(long.public_key()) == long.exchange(public)
    return False
