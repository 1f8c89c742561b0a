"""Certificates that are odd but in use: read, shown, and named as what they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.base.errors import NotACertificate
from sel.core import certificate
from sel.core.certificate import ODDITIES, CertificateFacts, strict, tolerant
from sel.core.keypair import KeyFacts
from sel.core.spans import shortest
from tests.core.certificate_material import (
    ED25519,
    RSA_SHA256,
    Made,
    addresses,
    attribute,
    extension,
    indefinite,
    key,
    name,
    oid,
    tlv,
)

PLAIN = Made()
FALSE, TRUE = tlv(0x01, b"\0"), tlv(0x01, b"\xff")
USAGE, CONSTRAINTS, EXTENDED = "2.5.29.15", "2.5.29.19", "2.5.29.37"


def test_the_ordinary_one_is_not_odd() -> None:
    facts = certificate.read(PLAIN.der)
    assert facts.oddities == ()
    assert facts.version == 3
    assert facts.emails == ("sian.llyr@school.example",)


@pytest.mark.parametrize(
    ("made", "codes"),
    [
        (PLAIN.but(serial=tlv(0x02, b"\xd6")), {"negative-serial"}),
        (PLAIN.but(serial=tlv(0x02, b"\x01" * 21)), {"serial-too-long"}),
        (PLAIN.but(serial=tlv(0x02, b"\0\0\x01")), {"not-der"}),
        (PLAIN.but(version=b"", extensions=None), {"version-1"}),
        (PLAIN.but(version=b""), {"version-1", "extensions-in-old-version"}),
        (PLAIN.but(version=tlv(0xA0, tlv(0x02, b"\x05"))), {"version-unknown"}),
        (PLAIN.but(version=tlv(0xA0, tlv(0x02, b"\0"))),
         {"default-written-out", "version-1", "extensions-in-old-version"}),
        (PLAIN.but(extensions=()), {"empty-extensions"}),
        (PLAIN.but(extensions=(addresses("a@b.example"), addresses("c@d.example"))),
         {"duplicate-extension"}),
        (PLAIN.but(extensions=(extension(USAGE, tlv(0x03, b"\x05\xa0"), FALSE),)),
         {"default-written-out"}),
        (PLAIN.but(extensions=(extension(USAGE, tlv(0x03, b"\x05\xbf")),)), {"unused-bits"}),
        (PLAIN.but(extensions=(extension(EXTENDED, b"\x30\x03\x06"),)), {"unreadable-extension"}),
        (PLAIN.but(extensions=(extension(CONSTRAINTS, tlv(0x30, tlv(0x01, b"\x01"))),)),
         {"not-der"}),
        (PLAIN.but(starts=tlv(0x18, b"20260101000000Z")), {"time-form"}),
        (PLAIN.but(starts=tlv(0x17, b"2601010000Z")), {"bad-time"}),
        (PLAIN.but(starts=tlv(0x17, b"260101013000+0130")), {"bad-time"}),
        (PLAIN.but(starts=tlv(0x17, b"251231235960Z")), {"bad-time"}),
        (PLAIN.but(starts=tlv(0x18, b"20260101000000.5Z")), {"bad-time"}),
        (PLAIN.but(subject=name(attribute("2.5.4.3", "Si\xe2n".encode("latin-1"), 0x14))),
         {"teletex-name"}),
        (PLAIN.but(issuer=name(attribute("2.5.4.3", "Llŷr".encode("utf-16-be"), 0x1E))),
         {"old-string-name"}),
        (PLAIN.but(subject=name(attribute("2.5.4.3", "Llŷr".encode("utf-32-be"), 0x1C))),
         {"old-string-name"}),
        (PLAIN.but(subject=name(attribute("2.5.4.3", b"\xff\xfe"))), {"bad-text"}),
        (PLAIN.but(extensions=(addresses("siân@school.example"),)), {"bad-text"}),
        (PLAIN.but(outer_algorithm=ED25519), {"algorithms-differ"}),
    ],
)  # fmt: skip
def test_each_oddity_is_named(made: Made, codes: set[str]) -> None:
    facts = certificate.read(made.der)
    assert set(facts.oddities) == codes
    assert facts.oddities == tuple(code for code in ODDITIES if code in codes)


def test_ber_is_read_as_it_is_and_named() -> None:
    facts = certificate.read(indefinite(PLAIN.der))
    plain = certificate.read(PLAIN.der)
    assert facts.oddities == ("not-der",)
    assert (facts.subject, facts.emails, facts.key) == (plain.subject, plain.emails, plain.key)
    assert facts.der == indefinite(PLAIN.der)


@pytest.mark.parametrize(
    ("value", "tag", "text"),
    [
        (b"Si\xe2n", 0x14, "Siân"),
        (b"Sian", 0x1A, "Sian"),
        ("Siân Llŷr".encode("utf-16-be"), 0x1E, "Siân Llŷr"),
        ("Llŷr \U0001f409".encode("utf-32-be"), 0x1C, "Llŷr \U0001f409"),
        (b"Sian", 0x13, "Sian"),
        (b"12 34", 0x12, "12 34"),
        ("Llŷr".encode(), 0x16, "Llŷr"),
        (b"Ll\xffr", 0x16, "Llÿr"),
    ],
)
def test_every_string_type_of_a_name(value: bytes, tag: int, text: str) -> None:
    subject = name(attribute("2.5.4.3", value, tag))
    facts = certificate.read(PLAIN.but(subject=subject).der)
    assert facts.common_name == text
    assert tolerant.read(PLAIN.but(subject=subject).der) == facts


@pytest.mark.parametrize("tag", [0x0C, 0x13, 0x14, 0x16])
def test_an_address_in_the_subject_may_have_any_string_type(tag: int) -> None:
    subject = name(attribute("1.2.840.113549.1.9.1", b"Sian@School.Example", tag))
    facts = certificate.read(PLAIN.but(subject=subject, extensions=None).der)
    assert facts.match_emails == ("Sian@school.example",)


def test_an_empty_subject_is_a_name() -> None:
    assert certificate.read(PLAIN.but(subject=name()).der).subject == ""


@pytest.mark.parametrize(
    ("stands", "moment"),
    [
        (tlv(0x17, b"491231235959Z"), datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (tlv(0x17, b"500101000000Z"), datetime(1950, 1, 1, tzinfo=UTC)),
        (tlv(0x18, b"99991231235959Z"), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (tlv(0x17, b"2607010830Z"), datetime(2026, 7, 1, 8, 30, tzinfo=UTC)),
        (tlv(0x17, b"260701083000-0130"), datetime(2026, 7, 1, 10, tzinfo=UTC)),
        (tlv(0x17, b"261231235960Z"), datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (tlv(0x18, b"20260701083000,25+0100"), datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
    ],
)
def test_times_as_they_are_met(stands: bytes, moment: datetime) -> None:
    assert certificate.read(PLAIN.but(ends=stands).der).not_after == moment


@pytest.mark.parametrize(
    "stands", [tlv(0x17, b"soon"), tlv(0x17, b"261331000000Z"), tlv(0x0C, b"260101000000Z"),
               tlv(0x18, b"00010101000000+0100"), tlv(0x17, b"1" * 99)]
)  # fmt: skip
def test_what_is_no_time_is_no_certificate(stands: bytes) -> None:
    with pytest.raises(NotACertificate):
        certificate.read(PLAIN.but(ends=stands).der)


@pytest.mark.parametrize(
    ("dotted", "named", "signs", "receives"),
    [
        ("2.16.840.1.101.3.4.3.18", "ml-dsa-65", True, False),
        ("2.16.840.1.101.3.4.3.24", "slh-dsa-sha2-256s", True, False),
        ("2.16.840.1.101.3.4.4.2", "ml-kem-768", False, False),
        ("1.2.643.7.1.1.1.1", "gost2012-256", True, False),
        ("1.3.9999.1", "1.3.9999.1", True, False),
    ],
)
def test_keys_of_other_worlds_have_names(
    dotted: str, named: str, signs: bool, receives: bool
) -> None:
    facts = certificate.read(PLAIN.but(key=key(tlv(0x30, oid(dotted)))).der)
    assert facts.key == KeyFacts(named)
    assert (facts.key.can_sign, facts.key.can_receive) == (signs, receives)


def test_brainpool_has_a_name() -> None:
    algorithm = tlv(0x30, oid("1.2.840.10045.2.1"), oid("1.3.36.3.3.2.8.1.1.7"))
    facts = certificate.read(PLAIN.but(key=key(algorithm)).der)
    assert facts.key == KeyFacts("ec", curve="brainpoolP256r1")


def test_what_an_unreadable_extension_would_allow_is_not_allowed() -> None:
    broken = (extension(USAGE, b"\x03"), extension(EXTENDED, b""), extension(CONSTRAINTS, b"\x30"))
    facts = certificate.read(PLAIN.but(extensions=broken).der)
    assert (facts.key_usage, facts.extended, facts.is_ca) == (frozenset(), (), False)
    assert not facts.can_sign
    assert not facts.can_encrypt


def test_the_first_of_two_extensions_counts() -> None:
    twice = (addresses("one@school.example"), addresses("two@school.example"))
    assert certificate.read(PLAIN.but(extensions=twice).der).emails == ("one@school.example",)


def test_a_huge_extension_is_carried() -> None:
    huge = extension("1.3.9999.2", b"\0" * 3_000_000)
    assert certificate.read(PLAIN.but(extensions=(huge,)).der).oddities == ()


def test_what_stands_alone() -> None:
    from sel.core.asn1 import armour

    pem = armour("CERTIFICATE", PLAIN.der)
    assert certificate.alone(PLAIN.der) == certificate.alone(pem) == certificate.read(PLAIN.der)
    for other in (
        pem + b"text",
        pem + pem,
        b"text\n" + pem,
        pem[:-30],
        indefinite(PLAIN.der),
        b"",
    ):
        assert certificate.alone(other) is None


def _constraints(is_ca: bool, path_length: int | None) -> bytes:
    length = b"" if path_length is None else tlv(0x02, path_length.to_bytes(2, "big")[1:])
    return extension(CONSTRAINTS, tlv(0x30, TRUE if is_ca else b"", length))


def _usage(bits: int) -> bytes:
    return extension(USAGE, tlv(0x03, b"\x07", (bits << 7).to_bytes(2, "big")), TRUE)


_TYPES = st.sampled_from(["2.5.4.3", "2.5.4.10", "1.2.840.113549.1.9.1", "1.3.9999"])
_TAGS = st.sampled_from([0x0C, 0x13, 0x14, 0x16, 0x1A, 0x1C, 0x1E, 0x03])
_TEXTS = st.tuples(_TYPES, _TAGS, st.binary(max_size=12) | st.text(max_size=8).map(str.encode))
_NAMES = st.lists(_TEXTS, max_size=3).map(
    lambda listed: name(*(attribute(kind, value, tag) for kind, tag, value in listed))
)
_MOMENTS = st.datetimes(datetime(1951, 1, 1), datetime(2049, 12, 31)).map(
    lambda moment: tlv(0x17, f"{moment:%y%m%d%H%M%SZ}".encode())
)
_MAILBOXES = st.lists(st.emails() | st.text(max_size=12), min_size=1, max_size=3)
_PURPOSES = st.lists(
    st.sampled_from(["1.3.6.1.5.5.7.3.4", "2.5.29.37.0", "1.3.9999.7"]), min_size=1, max_size=3
)
_EXTENSIONS = st.tuples(
    _MAILBOXES.map(lambda listed: addresses(*listed)),
    st.integers(0, 511).map(_usage),
    st.builds(_constraints, st.booleans(), st.none() | st.integers(0, 127)),
    _PURPOSES.map(lambda listed: extension(EXTENDED, tlv(0x30, *map(oid, listed)))),
    st.binary(max_size=20).map(lambda k: extension("2.5.29.14", tlv(0x04, k))),
    st.binary(max_size=20).map(lambda k: extension("2.5.29.35", tlv(0x30, tlv(0x80, k)))),
)
_SERIALS = st.binary(min_size=1, max_size=24).filter(shortest)


@settings(max_examples=25, deadline=None)
@given(_NAMES, _NAMES, _MOMENTS, _MOMENTS, _SERIALS, _EXTENSIONS,
       st.sets(st.integers(0, 5)))  # fmt: skip
def test_both_readers_say_the_same(
    subject: bytes, issuer: bytes, starts: bytes, ends: bytes, serial: bytes,
    extensions: tuple[bytes, ...], chosen: set[int],
) -> None:  # fmt: skip
    made = PLAIN.but(
        subject=subject, issuer=issuer, starts=starts, ends=ends, serial=tlv(0x02, serial),
        extensions=tuple(extensions[each] for each in sorted(chosen)),
    )  # fmt: skip
    assert strict.read(made.der) == tolerant.read(made.der)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_altered_octets_are_read_or_refused(data: st.DataObject) -> None:
    der = bytearray(PLAIN.but(algorithm=RSA_SHA256).der)
    for _ in range(data.draw(st.integers(1, 3))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    try:
        facts = certificate.read(bytes(der))
    except NotACertificate:
        return
    assert isinstance(facts, CertificateFacts)
    assert set(facts.oddities) <= set(ODDITIES)
