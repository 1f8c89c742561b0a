"""Messages that neither OpenSSL 3.0 nor NSS writes, by the terms of RFC 8418 and RFC 5083.

Put together without our own writer, from the standards alone.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import algos, core
from asn1crypto import cms as asn1_cms
from cryptography import x509
from cryptography.hazmat.primitives import keywrap
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sel.core.envelope import der
from tests.core.mail_material import BODY, Person, private_key

AGREEMENTS = {
    "x25519": (SHA256, "1.3.101.110", "1.2.840.113549.1.9.16.3.19"),
    "x448": (SHA512, "1.3.101.111", "1.2.840.113549.1.9.16.3.21"),
}
"""Hash of the derivation, curve, identifier of the whole."""


def agreed(kind: str, who: Person, content: bytes = BODY, *, zero: bool = False) -> bytes:
    """AuthEnvelopedData to one holder of an X25519 or X448 key.

    zero: the sender's point is that of order one, from which everybody knows what follows
    """
    hash_, curve, oid = AGREEMENTS[kind]
    cek = AESGCM.generate_key(256)
    ephemeral: Any = private_key(kind, 99)
    shared = ephemeral.exchange(who.private.public_key())
    kek = HKDF(hash_(), 32, salt=None, info=_shared_info()).derive(shared)
    public = ephemeral.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    point = bytes(len(public)) if zero else public
    wrapped = keywrap.aes_key_wrap(kek, cek)
    return _auth_enveloped(cek, _kari(point, curve, oid, wrapped, who), content)


class _SharedInfo(core.Sequence):
    _fields = [
        ("key_info", algos.AlgorithmIdentifier),
        ("supp_pub_info", core.OctetString, {"explicit": 2}),
    ]


def _wrap() -> asn1_cms.KeyEncryptionAlgorithm:
    return asn1_cms.KeyEncryptionAlgorithm({"algorithm": "aes256_wrap"})


def _shared_info() -> bytes:
    info = {"key_info": {"algorithm": "2.16.840.1.101.3.4.1.45"}, "supp_pub_info": b"\0\0\1\0"}
    encoded: bytes = _SharedInfo(info).dump()
    return encoded


def _kari(public: bytes, curve: str, oid: str, wrapped: bytes, who: Person) -> bytes:
    loaded = x509.load_der_x509_certificate(who.certificate)
    return der.encode(
        0xA1,
        b"\x02\x01\x03",
        der.encode(
            0xA0,
            der.encode(0xA1, der.algorithm(curve), der.encode(0x03, b"\0", public)),
        ),
        der.algorithm(oid, _wrap().dump()),
        der.sequence(
            der.sequence(
                der.sequence(loaded.issuer.public_bytes(), der.integer(loaded.serial_number)),
                der.octets(wrapped),
            )
        ),
    )


def _auth_enveloped(cek: bytes, info: bytes, body: bytes) -> bytes:
    sealed = AESGCM(cek).encrypt(bytes(12), body, None)
    content = der.sequence(
        der.oid("1.2.840.113549.1.7.1"),
        der.algorithm(
            "2.16.840.1.101.3.4.1.46", der.sequence(der.octets(bytes(12)), der.integer(16))
        ),
        der.encode(0x80, sealed[:-16]),
    )
    inner = der.sequence(b"\x02\x01\x00", der.set_of(info), content, der.octets(sealed[-16:]))
    return der.sequence(der.oid("1.2.840.113549.1.9.16.1.23"), der.encode(0xA0, inner))
