"""Certificates written octet by octet, so that each can be wrong in one place."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from asn1crypto import core
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIAN = "sian.llyr@school.example"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
RSA, PSS = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"
COMMON_NAME, SURNAME, GIVEN_NAME = "2.5.4.3", "2.5.4.4", "2.5.4.42"
ORGANISATION, ORGANISATION_ID = "2.5.4.10", "2.5.4.97"
EMAIL = "1.2.840.113549.1.9.1"
KEY_USAGE, BASIC, NAMES = "2.5.29.15", "2.5.29.19", "2.5.29.17"
EXTENDED, POLICIES, CRL = "2.5.29.37", "2.5.29.32", "2.5.29.31"
SUBJECT_KEY, AUTHORITY_KEY = "2.5.29.14", "2.5.29.35"
ACCESS, CAPABILITIES = "1.3.6.1.5.5.7.1.1", "1.2.840.113549.1.9.15"
MAIL, ANY_USE = "1.3.6.1.5.5.7.3.4", "2.5.29.37.0"


def tlv(tag: int, *parts: bytes) -> bytes:
    """One element in definite length."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def seq(*parts: bytes) -> bytes:
    """SEQUENCE."""
    return tlv(0x30, *parts)


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER."""
    return bytes(core.ObjectIdentifier(dotted).dump())


def number(value: int) -> bytes:
    """INTEGER."""
    return bytes(core.Integer(value).dump())


def bits(content: bytes) -> bytes:
    """BIT STRING without unused bits."""
    return tlv(0x03, b"\0", content)


def algorithm(dotted: str, *parameters: bytes) -> bytes:
    """AlgorithmIdentifier."""
    return seq(oid(dotted), *parameters)


def attribute(kind: str, text: str | bytes, tag: int = 0x0C) -> bytes:
    """A RelativeDistinguishedName of one attribute."""
    value = text.encode() if isinstance(text, str) else text
    return tlv(0x31, seq(oid(kind), tlv(tag, value)))


def called(text: str) -> bytes:
    """A Name with a common name."""
    return seq(attribute(COMMON_NAME, text))


def utc(text: str) -> bytes:
    """UTCTime: "261101120000Z"."""
    return tlv(0x17, text.encode())


def generalized(text: str) -> bytes:
    """GeneralizedTime."""
    return tlv(0x18, text.encode())


def extension(kind: str, value: bytes, *, critical: bool = False) -> bytes:
    """Extension."""
    marked = (tlv(0x01, b"\xff"),) if critical else ()
    return seq(oid(kind), *marked, tlv(0x04, value))


def usage(*octets: int, unused: int, critical: bool = True) -> bytes:
    """keyUsage of these octets: 0xA0 signs and transports keys, 0x88 signs and agrees on them."""
    return extension(KEY_USAGE, tlv(0x03, bytes([unused, *octets])), critical=critical)


def extended(*uses: str) -> bytes:
    """extKeyUsage."""
    return extension(EXTENDED, seq(*map(oid, uses)))


def names(*general: bytes, critical: bool = False) -> bytes:
    """subjectAltName."""
    return extension(NAMES, seq(*general), critical=critical)


def mailbox(text: str) -> bytes:
    """rfc822Name."""
    return tlv(0x81, text.encode())


def other(kind: str, value: bytes) -> bytes:
    """otherName."""
    return tlv(0xA0, oid(kind), tlv(0xA0, value))


def policies(*dotted: str) -> bytes:
    """certificatePolicies."""
    return extension(POLICIES, seq(*(seq(oid(each)) for each in dotted)))


def crl_at(url: str) -> bytes:
    """cRLDistributionPoints."""
    return extension(CRL, seq(seq(tlv(0xA0, tlv(0xA0, tlv(0x86, url.encode()))))))


def rsa_spki(modulus: int, exponent: int = 65537, *, kind: str = RSA) -> bytes:
    """SubjectPublicKeyInfo of these numbers, whether or not they make a key."""
    parameters = (tlv(0x05),) if kind == RSA else ()
    return seq(algorithm(kind, *parameters), bits(seq(number(modulus), number(exponent))))


def raw_spki(kind: str, key: bytes) -> bytes:
    """SubjectPublicKeyInfo of an algorithm without parameters."""
    return seq(algorithm(kind), bits(key))


@cache
def modulus(size: int = 2048) -> int:
    """Of a sound key; odd sizes are cut from a longer one, which is sound enough to look at."""
    if size % 256 == 0 and size >= 1024:
        made = rsa.generate_private_key(public_exponent=65537, key_size=size)
        return made.public_key().public_numbers().n
    while True:
        candidate = secrets.randbits(size) | 1 << size - 1 | 1
        if all(candidate % small for small in range(3, 752, 2)):
            return candidate


@cache
def curve_spki(curve: type[ec.EllipticCurve]) -> bytes:
    """A fresh key on a curve."""
    public = ec.generate_private_key(curve()).public_key()
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def sealed(signed: bytes, named: bytes, signer: ec.EllipticCurvePrivateKey) -> bytes:
    """SEQUENCE of what is signed, the algorithm that is named, and an ECDSA signature."""
    weak = named == algorithm("1.2.840.10045.4.1")
    digest = hashes.SHA1() if weak else hashes.SHA256()
    return seq(signed, named, bits(signer.sign(signed, ec.ECDSA(digest))))


@cache
def _issuer() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def identifier(whose: str) -> bytes:
    """A key identifier; any octets do."""
    return hashlib.sha256(whose.encode()).digest()[:20]


def standard() -> dict[str, bytes]:
    """The extensions of a certificate that nothing is wrong with, in their order."""
    http = "http://pki.school.example/issuer"
    places = (("1.3.6.1.5.5.7.48.1", f"{http}/ocsp"), ("1.3.6.1.5.5.7.48.2", f"{http}.cer"))
    access = seq(*(seq(oid(way), tlv(0x86, url.encode())) for way, url in places))
    own = tlv(0x04, identifier("subject"))
    return {
        "basic": extension(BASIC, seq(), critical=True),
        "usage": usage(0xA0, unused=5),
        "extended": extended(MAIL),
        "names": names(mailbox(SIAN)),
        "policies": policies("1.3.6.1.4.1.32473.1"),  # an arc for examples, RFC 5612
        "crl": crl_at(f"{http}.crl"),
        "access": extension(ACCESS, access),
        "subject_key": extension(SUBJECT_KEY, own),
        "authority_key": extension(AUTHORITY_KEY, seq(tlv(0x80, identifier("issuer")))),
    }


@dataclass(frozen=True)
class Shape:
    """Every part of a certificate as DER; what is not given is as it should be.

    changes  extensions in place of standard ones, None to leave one out, others added
    """

    version: bytes = tlv(0xA0, number(2))
    serial: bytes = field(default_factory=lambda: number(secrets.randbits(126) | 1 << 125))
    inside: bytes = algorithm(ECDSA_SHA256)
    outside: bytes | None = None
    issuer: bytes = called("Awdurdod Ysgol")
    starts: bytes = utc("261101120000Z")
    ends: bytes = utc("271101120000Z")
    subject: bytes = called("Siân Llŷr")
    spki: bytes = field(default_factory=lambda: rsa_spki(modulus()))
    changes: Mapping[str, bytes | None] = field(default_factory=dict)
    extended_form: bytes | None = None

    def der(self, signer: ec.EllipticCurvePrivateKey | None = None) -> bytes:
        """The certificate, signed by `signer`, or by an authority nobody has."""
        parts = {**standard(), **self.changes}
        listed = seq(*(each for each in parts.values() if each is not None))
        held = tlv(0xA3, listed) if self.extended_form is None else self.extended_form
        signed = seq(
            self.version,
            self.serial,
            self.inside,
            self.issuer,
            seq(self.starts, self.ends),
            self.subject,
            self.spki,
            held,
        )
        return sealed(signed, self.outside or self.inside, signer or _issuer())
