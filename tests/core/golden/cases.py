"""What each golden file shows, apart from the points of the Baseline Requirements."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import prod

from cryptography.hazmat.primitives.asymmetric import ec

from tests.core.golden import writing as w
from tests.core.golden.writing import SIAN, Shape

AT = "2026-11-24T12:00:00Z"
INTERNATIONAL = "siân@school.example"
UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9"


@dataclass(frozen=True)
class Case:
    """name: of the file, the code first; finds: "level code" in the order of the judgement."""

    name: str
    finds: str
    shape: Shape
    purpose: str = "any"
    address: str | None = None
    at: str = AT


def _without(*parts: str) -> Shape:
    return Shape(changes=dict.fromkeys(parts))


def _with(**changes: bytes) -> Shape:
    return Shape(changes=changes)


def validity() -> Iterator[Case]:
    yield Case("expired", "error expired", Shape(ends=w.utc("261110120000Z")))
    yield Case("not-yet-valid", "error not-yet-valid", Shape(starts=w.utc("261201120000Z")))
    yield Case("ends-soon", "warning ends-soon", Shape(ends=w.utc("261127180000Z")))
    yield Case(
        "dates-reversed",
        "error dates-reversed",
        Shape(starts=w.utc("271101120000Z"), ends=w.utc("261101120000Z")),
    )
    yield Case(
        "never-ends",
        "warning never-ends",
        Shape(ends=w.generalized("99991231235959Z")),
    )
    yield Case(
        "lasts-long",
        "info lasts-long",
        Shape(starts=w.utc("240101120000Z"), ends=w.utc("290101120000Z")),
    )


def addresses() -> Iterator[Case]:
    subject = w.seq(w.attribute(w.COMMON_NAME, "Siân"), w.attribute(w.EMAIL, SIAN, 0x16))
    letters = w.other(UTF8_MAILBOX, w.tlv(0x0C, INTERNATIONAL.encode()))
    wrong = w.other(UTF8_MAILBOX, w.tlv(0x0C, b"sian@school.example"))
    yield Case("no-address", "error no-address", _without("names"))
    yield Case("address-differs", "error address-differs", Shape(), address="gwen@school.example")
    yield Case(
        "address-letter-case",
        "info address-letter-case",
        Shape(),
        address="Sian.Llyr@school.example",
    )
    yield Case(
        "alternative-name-empty",
        "warning alternative-name-empty, warning address-in-subject-only",
        Shape(subject=subject, changes={"names": w.names()}),
    )
    yield Case(
        "address-in-subject-only",
        "warning address-in-subject-only",
        Shape(subject=subject, changes={"names": None}),
    )
    yield Case(
        "address-malformed",
        "warning address-malformed",
        _with(names=w.names(w.mailbox(SIAN), w.mailbox(f"Sian Llyr <{SIAN}>"))),
    )
    yield Case(
        "address-international", "warning address-international", _with(names=w.names(letters))
    )
    yield Case(
        "mailbox-form-wrong",
        "warning mailbox-form-wrong",
        _with(names=w.names(w.mailbox(SIAN), wrong)),
    )


def uses() -> Iterator[Case]:
    authority = w.extension(w.BASIC, w.seq(w.tlv(0x01, b"\xff")), critical=True)
    length = w.extension(w.BASIC, w.seq(w.number(0)), critical=True)
    sign, transport = w.usage(0x80, unused=7), w.usage(0x20, unused=5)
    yield Case("is-authority", "error is-authority", _with(basic=authority))
    yield Case(
        "not-for-mail", "error not-for-mail", _with(extended=w.extended("1.3.6.1.5.5.7.3.1"))
    )
    yield Case("sign-only", "info sign-only", _with(usage=sign))
    yield Case("encrypt-only", "info encrypt-only", _with(usage=transport))
    yield Case("cannot-encrypt", "error cannot-encrypt", _with(usage=sign), "encrypt")
    yield Case("cannot-sign", "error cannot-sign", _with(usage=transport), "sign")
    yield Case(
        "usage-unstated",
        "info usage-unstated",
        _without("usage"),
    )
    yield Case(
        "usage-misfits-key",
        "warning usage-misfits-key",
        _with(usage=w.usage(0xA8, unused=3)),
    )
    yield Case(
        "non-repudiation-only",
        "warning non-repudiation-only",
        _with(usage=w.usage(0x40, unused=6)),
        "sign",
    )
    yield Case(
        "extended-usage-absent",
        "info extended-usage-absent",
        _without("extended"),
    )
    yield Case(
        "extended-usage-any",
        "warning extended-usage-any, info baseline-differs",
        _with(extended=w.extended(w.ANY_USE)),
    )
    yield Case("marks-of-authority", "warning marks-of-authority", _with(basic=length))
    listed = w.seq(*(w.seq(w.oid(each)) for each in ("1.2.840.113549.3.7", "1.2.840.113549.3.2")))
    yield Case(
        "capabilities-old",
        "warning capabilities-old",
        _with(capabilities=w.extension(w.CAPABILITIES, listed)),
        "encrypt",
    )


def keys() -> Iterator[Case]:
    agrees, signs = w.usage(0x88, unused=3), w.usage(0x80, unused=7)
    yield Case("key-broken", "error key-broken", Shape(spki=w.rsa_spki(w.modulus(768))))
    yield Case("key-weak", "warning key-weak", Shape(spki=w.rsa_spki(w.modulus(1024))))
    curve = w.curve_spki(ec.SECP256K1)
    yield Case(
        "curve-unusual", "warning curve-unusual", Shape(spki=curve, changes={"usage": agrees})
    )
    ml_dsa = w.raw_spki("2.16.840.1.101.3.4.3.18", secrets.token_bytes(1952))
    yield Case(
        "key-unusual",
        "warning key-unusual",
        Shape(spki=ml_dsa, changes={"usage": signs}),
        "sign",
    )
    ed25519 = w.raw_spki("1.3.101.112", secrets.token_bytes(32))
    yield Case(
        "key-rare", "warning key-rare", Shape(spki=ed25519, changes={"usage": signs}), "sign"
    )
    pss = w.rsa_spki(w.modulus(), kind=w.PSS)
    yield Case(
        "key-pss-only", "warning key-pss-only", Shape(spki=pss, changes={"usage": signs}), "sign"
    )
    yield Case("key-pss-only-to-encrypt", "error key-pss-only", Shape(spki=pss), "encrypt")
    p256 = Shape(spki=w.curve_spki(ec.SECP256R1), changes={"usage": agrees})
    yield Case("key-elliptic", "info key-elliptic", p256, "encrypt")
    yield Case("exponent-broken", "error exponent-broken", Shape(spki=w.rsa_spki(w.modulus(), 1)))
    flawed = {"factor": _divisible(), "pattern": _pattern(), "close": _close()}
    for flaw, modulus in flawed.items():
        yield Case(
            f"key-known-weak-{flaw}", "error key-known-weak", Shape(spki=w.rsa_spki(modulus))
        )


def _small() -> Iterator[int]:
    return (n for n in range(2, 752) if all(n % d for d in range(2, n)))


@cache
def _divisible() -> int:
    """An odd number that three divides."""
    number = secrets.randbits(2048) | 3 << 2046
    return number - number % 6 + 3


@cache
def _pattern() -> int:
    """A number made as the faulty chips made their primes; as a key it serves no one."""
    base = prod(each for each in _small() if each < 168)
    while True:
        number = secrets.randbits(2049 - base.bit_length()) * base
        number += pow(65537, secrets.randbelow(1 << 64), base)
        if number.bit_length() == 2048 and all(number % each for each in _small()):
            return number


@cache
def _close() -> int:
    """The product of two numbers beside each other."""
    while True:
        half = secrets.randbits(1024) | 3 << 1022 | 1
        if all(half * (half + 2) % each for each in _small()):
            return half * (half + 2)


def signatures() -> Iterator[Case]:
    rsa_md5 = w.algorithm("1.2.840.113549.1.1.4", w.tlv(0x05))
    yield Case("signature-broken", "error signature-broken", Shape(inside=rsa_md5))
    sha1 = w.algorithm("1.2.840.10045.4.1")
    yield Case("signature-weak", "warning signature-weak", Shape(inside=sha1))
    unknown = w.algorithm("1.3.6.1.4.1.32473.2")
    yield Case("signature-unknown", "warning signature-unknown", Shape(inside=unknown))
    yield Case("algorithms-differ", "error algorithms-differ", Shape(inside=sha1, outside=_SHA256))
    name = w.called("Siân Llŷr")
    yield Case("self-signed", "warning self-signed", Shape(issuer=name, subject=name))


_SHA256 = w.algorithm(w.ECDSA_SHA256)


def parts() -> Iterator[Case]:
    unknown = w.extension("1.3.6.1.4.1.32473.3", w.tlv(0x05), critical=True)
    yield Case("critical-unknown", "error critical-unknown", _with(unknown=unknown))
    broken = w.extension(w.ACCESS, b"\x30\x05\x02\x01")
    yield Case("unreadable-extension", "warning unreadable-extension", _with(access=broken))
    basic = w.extension(w.BASIC, b"\x30\x05\x01", critical=True)
    yield Case("unreadable-extension-critical", "error unreadable-extension", _with(basic=basic))
    yield Case("issuer-nameless", "warning issuer-nameless", Shape(issuer=w.seq()))
    yield Case(
        "alternative-name-not-critical",
        "info alternative-name-not-critical",
        Shape(subject=w.seq()),
    )
    yield Case(
        "issuer-key-unnamed",
        "info issuer-key-unnamed",
        _without("authority_key"),
    )
    yield Case("no-revocation-source", "info no-revocation-source", _without("crl", "access"))
    yield Case("serial-zero", "info serial-zero", Shape(serial=w.number(0)))
    more = w.extended(w.MAIL, "1.3.6.1.5.5.7.3.1")
    beside = w.names(w.mailbox(SIAN), w.tlv(0x82, b"school.example"))
    yield Case("baseline-differs", "info baseline-differs", _with(extended=more, names=beside))


def oddities() -> Iterator[Case]:
    long_length = b"\x30\x81\x0a" + w.seq(w.oid(w.MAIL))[2:]
    yield Case("not-der", "info not-der", _with(extended=w.extension(w.EXTENDED, long_length)))
    old = w.seq(w.attribute(w.COMMON_NAME, "Sian"), w.attribute(w.EMAIL, SIAN, 0x16))
    seldom = (
        "warning address-in-subject-only, info usage-unstated, info extended-usage-absent, "
        "info issuer-key-unnamed, info no-revocation-source, {}"
    )
    yield Case(
        "version-1",
        seldom.format("warning version-1"),
        Shape(version=b"", subject=old, extended_form=b""),
    )
    yield Case(
        "empty-extensions",
        seldom.format("info empty-extensions"),
        Shape(subject=old, extended_form=w.tlv(0xA3, w.seq())),
    )
    yield Case(
        "version-unknown", "warning version-unknown", Shape(version=w.tlv(0xA0, w.number(5)))
    )
    yield Case(
        "extensions-in-old-version",
        "warning version-1, info extensions-in-old-version",
        Shape(version=w.tlv(0xA0, w.number(1))),
    )
    yield Case("negative-serial", "info negative-serial", Shape(serial=w.number(-(1 << 100))))
    yield Case("serial-too-long", "info serial-too-long", Shape(serial=w.number(1 << 200)))
    yield Case(
        "duplicate-extension",
        "warning duplicate-extension",
        _with(again=w.names(w.mailbox("gwen@school.example"))),
    )
    yield Case("bad-time", "warning bad-time", Shape(starts=w.utc("2611011200Z")))
    yield Case("time-form", "info time-form", Shape(ends=w.generalized("20271101120000Z")))
    teletex = w.seq(w.attribute(w.COMMON_NAME, "Siân Llyr".encode("latin-1"), 0x14))
    yield Case("teletex-name", "info teletex-name", Shape(subject=teletex))
    bmp = w.seq(w.attribute(w.COMMON_NAME, "Siân Llŷr".encode("utf-16-be"), 0x1E))
    yield Case("old-string-name", "info old-string-name", Shape(subject=bmp))
    torn = w.seq(w.attribute(w.COMMON_NAME, b"Si\xe2n Llyr"))
    yield Case("bad-text", "warning bad-text", Shape(subject=torn))
    yield Case("unused-bits", "info unused-bits", _with(usage=w.usage(0xA1, unused=5)))


def every() -> Iterator[Case]:
    """All cases of this file."""
    for group in (validity, addresses, uses, keys, signatures, parts, oddities):
        yield from group()
