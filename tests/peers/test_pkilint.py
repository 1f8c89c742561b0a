"""pkilint, the linter of the S/MIME Baseline Requirements, and our rules say the same.

Our golden certificates, and one for each of the twelve policies whose name says too much.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from sel.core import certificate
from sel.core.certificate import CertificateFacts
from sel.core.extensions import details
from sel.core.finding import Finding
from sel.core.rules.baseline import check_baseline
from sel.core.rules.baseline.subject import _NAMES
from tests.core.golden import cases_baseline, reading
from tests.core.golden import writing as w

SAME = {
    "cabf.smime.multiple_reserved_policy_oids": "br-policy-several",
    "cabf.smime.anypolicy_present": "br-policy-any",
    "cabf.smime.legacy_generation_certificate_issued_after_prohibition": "br-legacy-ended",
    "cabf.smime.certificate_validity_period_exceeds_825_days": "br-lifetime",
    "cabf.smime.certificate_validity_period_exceeds_1185_days": "br-lifetime",
    "cabf.smime.key_usage_extension_missing": "br-key-usage-missing",
    "cabf.smime.prohibited_ku_present": "br-key-usage",
    "cabf.smime.unknown_certificate_key_usage_type": "br-key-usage",
    "cabf.smime.ku_extension_not_critical": "br-key-usage-optional",
    "cabf.smime.extended_key_usage_extension_missing": "br-extended-usage",
    "cabf.smime.emailprotection_eku_missing": "br-extended-usage",
    "cabf.smime.prohibited_eku_present": "br-extended-usage-more",
    "cabf.smime.san_extension_missing": "br-address-missing",
    "cabf.smime.san_does_not_contain_email_address": "br-address-missing",
    "cabf.smime.prohibited_generalname_type_present": "br-name-kind",
    "cabf.smime.prohibited_othername_type_present": "br-name-kind",
    "cabf.smime.email_address_in_attribute_not_in_san": "br-subject-address",
    "pkix.subject_email_address_not_in_san": "br-subject-address",
    "cabf.smime.prohibited_attribute": "br-subject-forbidden",
    "cabf.smime.missing_required_attribute": "br-subject-lacks",
    "cabf.smime.required_attribute_missing_for_dependent_attribute": "br-subject-lacks",
    "cabf.smime.common_name_value_unknown_source": "br-common-name",
    "cabf.smime.crldp_extension_missing": "br-crl-missing",
    "cabf.smime.crldp_fullname_prohibited_uri_scheme": "br-crl-scheme",
    "cabf.aia_extension_missing": "br-issuer-url",
    "pkix.authority_key_identifier_extension_absent": "br-authority-key",
    "cabf.rsa_modulus_invalid_length": "br-modulus",
    "cabf.rsa_exponent_not_in_recommended_range": "br-exponent",
}
# What pkilint does not look at, and what is one fault for us and two for it.
OURS_ALONE = {"br-serial"}
SAID_ONCE = {"br-address-missing": "br-subject-address"}
POLICIES = [
    f"{cases_baseline.ARC}.{kind}.{strict}" for kind in (1, 2, 3, 4) for strict in (1, 2, 3)
]


@cache
def _validator(level: Any, generation: Any) -> Any:
    from pkilint.cabf import smime  # a second to load: not in every process that collects tests
    from pkilint.pkix import certificate as pkix

    return pkix.create_pkix_certificate_validator_container(
        smime.create_decoding_validators(),
        smime.create_subscriber_validators(level, generation),
    )


def _linted(der: bytes) -> list[tuple[str, str]]:
    """Code and message of everything pkilint finds."""
    from pkilint import loader
    from pkilint.cabf import smime

    loaded = loader.load_certificate(der, "golden")
    kind = smime.determine_validation_level_and_generation(loaded)
    assert kind is not None
    return [
        (each.finding.code, each.message or "")
        for result in _validator(*kind).validate(loaded.root)
        for each in result.finding_descriptions
    ]


def _ours(facts: CertificateFacts) -> list[Finding]:
    return list(check_baseline(facts, details(facts.der)))


def _agree(der: bytes) -> None:
    theirs = {SAME[code] for code, _ in _linted(der) if code in SAME}
    ours = {finding.code for finding in _ours(certificate.read(der))}
    for one, other in SAID_ONCE.items():
        if one in ours:
            theirs.discard(other)
    assert ours - OURS_ALONE == theirs


GOLDEN = [path for path in reading.every() if path.name.startswith("br-")]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name.removesuffix(reading.ENDING))
def test_both_see_what_the_golden_file_shows(path: Any) -> None:
    _agree(reading.read(path).der)


def test_both_see_nothing_in_a_good_one() -> None:
    der = cases_baseline.shape().der()
    assert _ours(certificate.read(der)) == []
    _agree(der)


@pytest.mark.parametrize("policy", POLICIES)
def test_both_forbid_the_same_parts_of_a_name(policy: str) -> None:
    values = {
        "2.5.4.6": "GB",
        "2.5.4.97": "GOVGB",
        w.EMAIL: w.SIAN,
        "2.5.4.3": w.SIAN,
        "2.5.4.17": "LL57 2DG",
    }
    subject = w.seq(*(w.attribute(kind, values.get(kind, "Bangor")) for kind in _NAMES))
    der = cases_baseline.shape(policy, subject=subject).der()
    facts = certificate.read(der)
    forbidden = [text for code, text in _linted(der) if code == "cabf.smime.prohibited_attribute"]
    theirs = {_NAMES[text.rpartition(" ")[2]] for text in forbidden}
    ours = {
        name
        for finding in _ours(facts)
        if finding.code == "br-subject-forbidden"
        for name in str(finding.what.facts["attributes"]).split(", ")
    }
    assert ours == theirs


@pytest.mark.parametrize("policy", POLICIES)
def test_both_ask_for_the_same_parts_of_a_name(policy: str) -> None:
    _agree(cases_baseline.shape(policy, subject=w.seq(w.attribute(w.EMAIL, w.SIAN, 0x16))).der())
