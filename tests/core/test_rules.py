"""Rules: each raises its finding, and stays silent otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sel.core import authority, certificate, chain, request
from sel.core.keypair import KeyFacts
from sel.core.rules import Purpose, judge
from tests.pilot import NOW, SIAN, person, pilot, rsa_key

GOOD = certificate.read(
    authority.issue(
        request.read(person(key=rsa_key()).request),
        [SIAN],
        issuer=pilot().issuer,
        issuer_key=pilot().issuer_key,
        serial=authority.new_serial(),
        not_before=NOW - timedelta(minutes=5),
        not_after=NOW + timedelta(days=90),
        crl_url="http://pki.school.example/issuer.crl",
    )
)


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
        ({"key_usage": frozenset({"keyEncipherment"})}, ["encrypt-only"]),
        ({"key_usage": frozenset({"cRLSign"})}, ["cannot-sign", "cannot-encrypt"]),
        ({"key": KeyFacts("rsa", size=1024), "key_usage": None}, ["key-weak"]),
        ({"key": KeyFacts("rsa", size=512), "key_usage": None}, ["key-broken"]),
        ({"key": KeyFacts("ec", curve="secp256k1"), "key_usage": None}, ["curve-unusual"]),
        (
            {"key": KeyFacts("dsa", size=1024), "key_usage": None},
            ["sign-only", "key-weak", "key-unusual"],
        ),
        ({"signature_algorithm": "rsa-md5"}, ["signature-broken"]),
        ({"signature_algorithm": "ecdsa-sha1"}, ["signature-weak"]),
    ],
)
def test_each_fault_is_found(changed: dict[str, object], codes: list[str]) -> None:
    assert _codes(replace(GOOD, **changed), thorough=False) == codes  # type: ignore[arg-type]


def test_how_it_was_made_is_for_those_who_ask() -> None:
    loose = replace(GOOD, key_usage=None, extended=None, authority_key_identifier=None)
    assert _codes(loose, thorough=False) == []
    assert _codes(loose) == [
        "usage-unstated",
        "extended-usage-absent",
        "issuer-key-unnamed",
    ]


def test_who_promised_the_baseline_is_told_each_point_and_nothing_twice() -> None:
    loose = replace(GOOD, key_usage=None, extended=None, policies=("2.23.140.1.5.1.2",))
    codes = _codes(loose)
    assert {"br-key-usage-missing", "br-extended-usage"} <= set(codes)
    assert not {"usage-unstated", "extended-usage-absent", "baseline-differs"} & set(codes)


@pytest.mark.parametrize(
    "policy", ["2.23.140.1.5", "2.23.140.1.5.9.9", "2.23.140.1.5.1", "2.23.1"]
)
def test_other_policies_promise_nothing(policy: str) -> None:
    assert _codes(replace(GOOD, policies=(policy,))) == []


def test_an_authority_and_a_web_certificate_are_not_held_to_rules_for_mail() -> None:
    root = certificate.read(pilot().root)
    assert _codes(root) == ["no-address", "is-authority"]
    web = replace(GOOD, extended=("serverAuth",), key_usage=None)
    assert _codes(web) == ["not-for-mail"]


def test_what_only_its_owner_vouches_for_is_told_where_no_path_says_more() -> None:
    alone = replace(GOOD, issuer_der=GOOD.subject_der)
    assert _codes(alone) == ["self-signed"]
    assert _codes(alone, path=chain.Path((GOOD.der,), GOOD.der)) == []


def test_bytes_that_the_facts_are_not_of_are_named_not_raised() -> None:
    assert _codes(replace(GOOD, der=b"\x30\x03\x02\x01"), thorough=False) == [
        "unreadable-extension"
    ]


def test_a_purpose_sharpens_the_question() -> None:
    sign_only = replace(GOOD, key_usage=frozenset({"digitalSignature"}))
    assert _codes(sign_only, purpose=Purpose.SIGN) == []
    assert _codes(sign_only) == ["sign-only"]
    assert _codes(sign_only, purpose=Purpose.ENCRYPT) == ["cannot-encrypt"]


def test_another_address_is_told() -> None:
    assert _codes(GOOD, mailbox="gwen@school.example") == ["address-differs"]


def test_days_left_are_whole_days() -> None:
    soon = replace(GOOD, not_after=NOW + timedelta(days=2, hours=23))
    assert judge(soon, at=NOW)[0].what.facts["n"] == 2


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        judge(GOOD, at=NOW.replace(tzinfo=None))
