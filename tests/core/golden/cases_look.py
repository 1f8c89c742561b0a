"""Golden files of what is found when a file is looked at, a PKCS#12 with its passphrase too.

The one private key in them is the number 1: everybody has it, and it is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from sel.base.secret import Secret
from sel.core import request
from sel.core.asn1 import armour
from sel.core.request import Asked
from tests.core import pfx_material as hand
from tests.core.golden import writing as w
from tests.core.golden.cases import AT
from tests.core.golden.cases_file import AES_256, HMAC_SHA256, pbes2
from tests.core.golden.writing import SIAN, Shape

WORD = "pysgodyn afon lleuad"
SHROUDED_KEY_BAG, SECRET_BAG = (f"1.2.840.113549.1.12.10.1.{n}" for n in (2, 5))
UNKNOWN = "1.3.6.1.4.1.32473.9"  # an arc for examples, RFC 5612
NO_KEY = NO_CERTIFICATE = w.seq(w.number(0))
OLD = "warning not-for-old-devices"
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sian Llyr\r\nEND:VCARD\r\n"


@dataclass(frozen=True)
class LookCase:
    """As `Case`, with a whole file of any kind. passphrase: None if none is given."""

    name: str
    finds: str
    data: bytes = field(repr=False)
    passphrase: str | None = None
    purpose: str = "look"
    address: None = None
    at: str = AT


@cache
def key() -> bytes:
    """The key on P-256 whose number is 1 (PKCS#8)."""
    one = ec.derive_private_key(1, ec.SECP256R1())
    return one.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def unknown_key() -> bytes:
    """A PrivateKeyInfo of a kind that nobody knows."""
    return w.seq(w.number(0), w.algorithm(UNKNOWN), w.tlv(0x04, b"\x05\0"))


@cache
def certificate() -> bytes:
    """Siân's, for that key."""
    return _for(ec.derive_private_key(1, ec.SECP256R1()).public_key())


@cache
def other() -> bytes:
    """Somebody's, for the key whose number is 2."""
    return _for(ec.derive_private_key(2, ec.SECP256R1()).public_key())


def _for(public: ec.EllipticCurvePublicKey) -> bytes:
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Shape(spki=spki, changes={"usage": w.usage(0x88, unused=3)}).der()


def pair() -> tuple[bytes, bytes]:
    """Two bags that belong together."""
    return hand.key_bag(key(), "Siân", b"1"), hand.cert_bag(certificate(), "Siân", b"1")


def sealed(*bags: bytes) -> bytes:
    """A safe of bags under the passphrase."""
    plain = hand.contents(*bags)
    return hand.pbes2_aes(plain, WORD.encode(), prf=HMAC_SHA256, hash_name="sha256", bits=256)


def whole(*safes: bytes) -> bytes:
    """A PKCS#12 of these safes with its MAC."""
    return hand.pfx(safes, hand.mac_sha256(hand.authenticated(safes), hand.bmp(WORD)))


def odd_bag(kind: str) -> bytes:
    """A bag of a kind, with nothing in it that is known."""
    return hand.bag(kind, w.seq(w.oid(UNKNOWN)), None, None)


def closed_key() -> bytes:
    """A bag of a key under another passphrase."""
    value = w.seq(pbes2(AES_256), w.tlv(0x04, b"\x5a" * 64))
    return hand.bag(SHROUDED_KEY_BAG, value, None, None)


def closed_safe() -> bytes:
    """A safe under another passphrase."""
    return hand.sealed_safe(pbes2(AES_256), b"\x5a" * 64)


def opened() -> Iterator[LookCase]:
    """Files with a passphrase, opened."""
    thunderbird = "warning thunderbird-takes-no-key"
    waiting, broken = hand.key_bag(key(), "Siân"), hand.key_bag(NO_KEY, "Dŵn", b"7")
    for name, finds, safes in (
        ("thunderbird-takes-no-key", f"{OLD}, {thunderbird}", (sealed(waiting),)),
        (
            "file-pair-differs",
            f"warning file-pair-differs, {OLD}, {thunderbird}",
            (sealed(pair()[0], hand.cert_bag(other(), "Siân", b"1")),),
        ),
        ("file-key-broken", f"error file-key-broken, {OLD}", (sealed(broken, *pair()),)),
        (
            "file-certificate-broken",
            f"error file-certificate-broken, {OLD}",
            (sealed(*pair(), hand.cert_bag(NO_CERTIFICATE, None, b"\x0a\x0b")),),
        ),
        (
            "file-key-unusable",
            f"warning file-key-unusable, {OLD}, {thunderbird}",
            (sealed(*pair(), hand.key_bag(unknown_key(), "hen")),),
        ),
        (
            "file-keys-closed",
            f"error file-keys-closed, {OLD}",
            (sealed(*pair()), hand.open_safe(closed_key())),
        ),
        (
            "file-parts-closed",
            f"error file-parts-closed, {OLD}",
            (sealed(*pair()), closed_safe()),
        ),
        (
            "file-secrets-ignored",
            f"info file-secrets-ignored, {OLD}",
            (sealed(*pair(), odd_bag(SECRET_BAG)),),
        ),
        (
            "file-parts-ignored",
            f"info file-parts-ignored, {OLD}",
            (sealed(*pair(), odd_bag(UNKNOWN), odd_bag(UNKNOWN)),),
        ),
    ):
        yield LookCase(name, finds, whole(*safes), WORD)


def closed() -> Iterator[LookCase]:
    """Files with a passphrase, not opened."""
    file = whole(sealed(*pair()))
    yield LookCase("file-closed", f"info file-closed, {OLD}", file)
    yield LookCase("wrong-passphrase", f"error wrong-passphrase, {OLD}", file, "afon")
    yield LookCase(
        "wrong-passphrase-or-damaged",
        f"error wrong-passphrase-or-damaged, {OLD}, warning closed-to-apple, "
        "warning closed-to-thunderbird, warning file-without-mac",
        hand.pfx((sealed(*pair()),)),
        "afon",
    )


def pieces() -> Iterator[LookCase]:
    """Other files."""
    altered = request.build(Asked((SIAN,), "Siân Llŷr"), key=Secret(key()))
    altered = altered.replace(b"sian.llyr", b"sion.llyr")
    yield LookCase("request-signature-invalid", "error request-signature-invalid", altered)
    yield LookCase("private-key-exposed", "warning private-key-exposed", unknown_key())
    yield LookCase("unknown-file", "error unknown-file", b"\x89PNG\r\n\x1a\n" + bytes(16))
    yield LookCase("card-without-certificate", "info card-without-certificate", CARD)
    half = armour("CERTIFICATE", certificate()).partition(b"\n")[0] + b"\nMII\n"
    yield LookCase(
        "pieces-damaged", "warning pieces-damaged", armour("CERTIFICATE", certificate()) + half
    )
    ended, later = (
        Shape(ends=w.utc("261110120000Z")),
        Shape(starts=w.utc("261201120000Z")),
    )
    yield LookCase("expired-looked-at", "info expired", ended.der())
    yield LookCase("not-yet-valid-looked-at", "info not-yet-valid", later.der())


def every() -> Iterator[LookCase]:
    """All cases of this file."""
    for group in (opened, closed, pieces):
        yield from group()
