"""Parts of a certificate for rules: read as they stand, and never an exception."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.base.errors import NotACertificate
from sel.core import certificate
from sel.core.extensions import AUTHORITY_KEY, KEY_USAGE, OCSP, details
from sel.core.rules import Purpose, judge
from tests.core.golden import writing as w
from tests.core.golden.writing import SIAN, Shape

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
WHOLE = Shape().der()


def test_parts_as_they_stand() -> None:
    seen = details(WHOLE)
    assert seen.unreadable == ()
    assert seen.subject == ((w.COMMON_NAME, "Siân Llŷr"),)
    assert (seen.modulus, seen.exponent) == (w.modulus(), 65537)
    assert [(each.kind, each.text) for each in seen.names or ()] == [("rfc822Name", SIAN)]
    assert dict(seen.access)[OCSP] == "http://pki.school.example/issuer/ocsp"
    usage = seen.extension(KEY_USAGE)
    assert usage is not None
    assert (usage.name, usage.critical, usage.value) == ("keyUsage", True, b"\x03\x02\x05\xa0")
    assert not seen.issuer_empty
    assert seen.capabilities is None


def test_every_kind_of_name_and_text() -> None:
    general = [
        w.other("1.3.6.1.4.1.32473.9", w.tlv(0x0C, b"x")),
        w.mailbox(SIAN),
        w.tlv(0x82, b"school.example"),
        w.tlv(0xA4, w.called("Siân")),
        w.tlv(0x86, b"urn:x"),
        w.tlv(0x87, b"\x7f\0\0\1"),
        w.tlv(0x88, b"\x2a\x03"),
    ]
    texts = {0x0C: "utf-8", 0x14: "latin-1", 0x1E: "utf-16-be", 0x1C: "utf-32-be"}
    subject = w.seq(
        *(w.attribute(w.COMMON_NAME, "Siân".encode(code), tag) for tag, code in texts.items()),
        w.attribute(w.COMMON_NAME, b"\xff", 0x04),
    )
    shape = Shape(subject=subject, changes={"names": w.names(*general)})
    seen = details(shape.der())
    assert [each.kind for each in seen.names or ()] == [
        "otherName",
        "rfc822Name",
        "dNSName",
        "directoryName",
        "uniformResourceIdentifier",
        "iPAddress",
        "registeredID",
    ]
    assert [text for _, text in seen.subject] == ["Siân"] * 4 + [None]


def test_an_issuer_named_beside_the_key_is_seen() -> None:
    both = w.seq(w.tlv(0x80, b"k"), w.tlv(0xA1, w.tlv(0xA4, w.called("A"))), w.tlv(0x82, b"\1"))
    shape = Shape(changes={"authority_key": w.extension(AUTHORITY_KEY, both)})
    assert details(shape.der()).authority_issuer
    assert not details(WHOLE).authority_issuer


@pytest.mark.parametrize("value", [b"", b"\x05\0", b"\x30\x80", b"\x30\0\0", b"\x30\x02\x99\0"])
def test_a_broken_inside_is_named_and_the_rest_counts(value: bytes) -> None:
    shape = Shape(changes={"names": w.extension(w.NAMES, value)})
    seen = details(shape.der())
    assert seen.unreadable == ("subjectAltName",)
    assert seen.names is None
    assert len(seen.access) == 2


def test_what_is_no_certificate_has_no_parts() -> None:
    for nothing in (b"", b"\x30\x03\x02\x01", b"hello", WHOLE[:100]):
        assert details(nothing).unreadable == ("certificate",)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4), st.sampled_from(Purpose))
def test_a_damaged_certificate_is_judged_or_refused(
    at: int, patch: bytes, purpose: Purpose
) -> None:
    damaged = WHOLE[:at] + patch + WHOLE[at + len(patch) :]
    try:
        facts = certificate.read(damaged)
    except NotACertificate:
        details(damaged)
        return
    for finding in judge(facts, at=AT, purpose=purpose, mailbox=SIAN):
        assert finding.source
