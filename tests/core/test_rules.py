"""Rules: each raises its finding, and stays silent otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sel.core import certificate, chain
from sel.core.keypair import KeyFacts
from sel.core.rules import Purpose, judge
from tests.pilot import NOW, SIAN, person, pilot

GOOD = certificate.read(person().certificate)


def _codes(facts: certificate.CertificateFacts, **asked: object) -> list[str]:
    return [finding.code for finding in judge(facts, at=NOW, **asked)]  # type: ignore[arg-type]


def test_a_good_certificate_has_no_finding() -> None:
    path = chain.build(GOOD.der, pool=[pilot().issuer], anchors=[pilot().root], at=NOW)
    for purpose in Purpose:
        assert _codes(GOOD, purpose=purpose, mailbox=SIAN, path=path) == []


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"not_after": NOW - timedelta(seconds=1)}, ["expired"]),
        ({"not_after": NOW}, ["ends-soon"]),
        ({"not_after": NOW + timedelta(days=29)}, ["ends-soon"]),
        ({"not_before": NOW + timedelta(seconds=1)}, ["not-yet-valid"]),
        ({"match_emails": ()}, ["no-address"]),
        ({"is_ca": True}, ["is-authority"]),
        ({"extended": ("serverAuth",)}, ["not-for-mail"]),
        ({"key_usage": frozenset({"digitalSignature"})}, ["sign-only"]),
        ({"key_usage": frozenset({"keyAgreement"})}, ["encrypt-only"]),
        ({"key_usage": frozenset({"cRLSign"})}, ["cannot-sign", "cannot-encrypt"]),
        ({"key": KeyFacts("rsa", size=1024), "key_usage": None}, ["key-weak"]),
        ({"key": KeyFacts("rsa", size=512), "key_usage": None}, ["key-broken"]),
        ({"key": KeyFacts("ec", curve="secp256k1")}, ["curve-unusual"]),
        ({"key": KeyFacts("dsa", size=1024), "key_usage": None}, ["sign-only", "key-unusual"]),
        ({"signature_algorithm": "rsa-md5"}, ["signature-broken"]),
        ({"signature_algorithm": "ecdsa-sha1"}, ["signature-weak"]),
    ],
)
def test_each_fault_is_found(changed: dict[str, object], codes: list[str]) -> None:
    assert _codes(replace(GOOD, **changed)) == codes  # type: ignore[arg-type]


def test_a_purpose_sharpens_the_question() -> None:
    sign_only = replace(GOOD, key_usage=frozenset({"digitalSignature"}))
    assert _codes(sign_only, purpose=Purpose.SIGN) == []
    assert _codes(sign_only, purpose=Purpose.ENCRYPT) == ["cannot-encrypt"]


def test_another_address_is_told() -> None:
    assert _codes(GOOD, mailbox="gwen@school.example") == ["address-differs"]


def test_days_left_are_whole_days() -> None:
    soon = replace(GOOD, not_after=NOW + timedelta(days=2, hours=23))
    assert judge(soon, at=NOW)[0].what.facts["n"] == 2


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        judge(GOOD, at=NOW.replace(tzinfo=None))
