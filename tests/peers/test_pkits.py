"""NIST PKITS (Public Key Interoperability Test Suite), every section, 247 verdicts.

The certificates and lists are the published ones, from the package `cryptography_vectors`; what
is expected of each and the inputs of the policy tests are those of the published document. Every
test is given all the certificates and all the lists there are, so the path has to be found.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import cryptography_vectors
import pytest

from sel.core import chain
from sel.core.chain import Pool, Settings
from sel.core.finding import Finding
from sel.core.revocation import Evidence, Judge, State, Status, read_all

DATA = Path(cryptography_vectors.__file__).parent / "x509" / "PKITS_data"
AT = datetime(2026, 11, 24, tzinfo=UTC)

# End entity certificates, one a test; a name that begins with Invalid is to be refused.
SECTIONS = {
    "4.1 Signature Verification": """
        ValidCertificatePathTest1 InvalidCASignatureTest2 InvalidEESignatureTest3
        ValidDSASignaturesTest4 ValidDSAParameterInheritanceTest5 InvalidDSASignatureTest6
    """,
    "4.2 Validity Periods": """
        InvalidCAnotBeforeDateTest1 InvalidEEnotBeforeDateTest2
        Validpre2000UTCnotBeforeDateTest3 ValidGeneralizedTimenotBeforeDateTest4
        InvalidCAnotAfterDateTest5 InvalidEEnotAfterDateTest6
        Invalidpre2000UTCEEnotAfterDateTest7 ValidGeneralizedTimenotAfterDateTest8
    """,
    "4.3 Verifying Name Chaining": """
        InvalidNameChainingTest1 InvalidNameChainingOrderTest2 ValidNameChainingWhitespaceTest3
        ValidNameChainingWhitespaceTest4 ValidNameChainingCapitalizationTest5
        ValidNameUIDsTest6 ValidRFC3280MandatoryAttributeTypesTest7
        ValidRFC3280OptionalAttributeTypesTest8 ValidUTF8StringEncodedNamesTest9
        ValidRolloverfromPrintableStringtoUTF8StringTest10
        ValidUTF8StringCaseInsensitiveMatchTest11
    """,
    "4.4 Basic Certificate Revocation Tests": """
        InvalidMissingCRLTest1 InvalidRevokedCATest2 InvalidRevokedEETest3
        InvalidBadCRLSignatureTest4 InvalidBadCRLIssuerNameTest5 InvalidWrongCRLTest6
        ValidTwoCRLsTest7 InvalidUnknownCRLEntryExtensionTest8 InvalidUnknownCRLExtensionTest9
        InvalidUnknownCRLExtensionTest10 InvalidOldCRLnextUpdateTest11
        Invalidpre2000CRLnextUpdateTest12 ValidGeneralizedTimeCRLnextUpdateTest13
        ValidNegativeSerialNumberTest14 InvalidNegativeSerialNumberTest15
        ValidLongSerialNumberTest16 ValidLongSerialNumberTest17 InvalidLongSerialNumberTest18
        ValidSeparateCertificateandCRLKeysTest19 InvalidSeparateCertificateandCRLKeysTest20
        InvalidSeparateCertificateandCRLKeysTest21
    """,
    "4.5 Self-Issued Certificates": """
        ValidBasicSelfIssuedOldWithNewTest1 InvalidBasicSelfIssuedOldWithNewTest2
        ValidBasicSelfIssuedNewWithOldTest3 ValidBasicSelfIssuedNewWithOldTest4
        InvalidBasicSelfIssuedNewWithOldTest5 ValidBasicSelfIssuedCRLSigningKeyTest6
        InvalidBasicSelfIssuedCRLSigningKeyTest7 InvalidBasicSelfIssuedCRLSigningKeyTest8
    """,
    "4.6 Verifying Basic Constraints": """
        InvalidMissingbasicConstraintsTest1 InvalidcAFalseTest2 InvalidcAFalseTest3
        ValidbasicConstraintsNotCriticalTest4 InvalidpathLenConstraintTest5
        InvalidpathLenConstraintTest6 ValidpathLenConstraintTest7 ValidpathLenConstraintTest8
        InvalidpathLenConstraintTest9 InvalidpathLenConstraintTest10
        InvalidpathLenConstraintTest11 InvalidpathLenConstraintTest12
        ValidpathLenConstraintTest13 ValidpathLenConstraintTest14
        ValidSelfIssuedpathLenConstraintTest15 InvalidSelfIssuedpathLenConstraintTest16
        ValidSelfIssuedpathLenConstraintTest17
    """,
    "4.7 Key Usage": """
        InvalidkeyUsageCriticalkeyCertSignFalseTest1
        InvalidkeyUsageNotCriticalkeyCertSignFalseTest2 ValidkeyUsageNotCriticalTest3
        InvalidkeyUsageCriticalcRLSignFalseTest4 InvalidkeyUsageNotCriticalcRLSignFalseTest5
    """,
    "4.8 Certificate Policies": """
        ValidCertificatePathTest1 AllCertificatesNoPoliciesTest2 DifferentPoliciesTest3
        DifferentPoliciesTest4 DifferentPoliciesTest5 OverlappingPoliciesTest6
        DifferentPoliciesTest7 DifferentPoliciesTest8 DifferentPoliciesTest9
        AllCertificatesSamePoliciesTest10 AllCertificatesanyPolicyTest11
        DifferentPoliciesTest12 AllCertificatesSamePoliciesTest13 AnyPolicyTest14
        UserNoticeQualifierTest15 UserNoticeQualifierTest16 UserNoticeQualifierTest17
        UserNoticeQualifierTest18 UserNoticeQualifierTest19 CPSPointerQualifierTest20
    """,
    "4.9 Require Explicit Policy": """
        ValidrequireExplicitPolicyTest1 ValidrequireExplicitPolicyTest2
        InvalidrequireExplicitPolicyTest3 ValidrequireExplicitPolicyTest4
        InvalidrequireExplicitPolicyTest5 ValidSelfIssuedrequireExplicitPolicyTest6
        InvalidSelfIssuedrequireExplicitPolicyTest7 InvalidSelfIssuedrequireExplicitPolicyTest8
    """,
    "4.10 Policy Mappings": """
        ValidPolicyMappingTest1 InvalidPolicyMappingTest2 ValidPolicyMappingTest3
        InvalidPolicyMappingTest4 ValidPolicyMappingTest5 ValidPolicyMappingTest6
        InvalidMappingFromanyPolicyTest7 InvalidMappingToanyPolicyTest8 ValidPolicyMappingTest9
        InvalidPolicyMappingTest10 ValidPolicyMappingTest11 ValidPolicyMappingTest12
        ValidPolicyMappingTest13 ValidPolicyMappingTest14
    """,
    "4.11 Inhibit Policy Mapping": """
        InvalidinhibitPolicyMappingTest1 ValidinhibitPolicyMappingTest2
        InvalidinhibitPolicyMappingTest3 ValidinhibitPolicyMappingTest4
        InvalidinhibitPolicyMappingTest5 InvalidinhibitPolicyMappingTest6
        ValidSelfIssuedinhibitPolicyMappingTest7 InvalidSelfIssuedinhibitPolicyMappingTest8
        InvalidSelfIssuedinhibitPolicyMappingTest9 InvalidSelfIssuedinhibitPolicyMappingTest10
        InvalidSelfIssuedinhibitPolicyMappingTest11
    """,
    "4.12 Inhibit Any Policy": """
        InvalidinhibitAnyPolicyTest1 ValidinhibitAnyPolicyTest2 inhibitAnyPolicyTest3
        InvalidinhibitAnyPolicyTest4 InvalidinhibitAnyPolicyTest5 InvalidinhibitAnyPolicyTest6
        ValidSelfIssuedinhibitAnyPolicyTest7 InvalidSelfIssuedinhibitAnyPolicyTest8
        ValidSelfIssuedinhibitAnyPolicyTest9 InvalidSelfIssuedinhibitAnyPolicyTest10
    """,
    "4.13 Name Constraints": """
        ValidDNnameConstraintsTest1 InvalidDNnameConstraintsTest2 InvalidDNnameConstraintsTest3
        ValidDNnameConstraintsTest4 ValidDNnameConstraintsTest5 ValidDNnameConstraintsTest6
        InvalidDNnameConstraintsTest7 InvalidDNnameConstraintsTest8
        InvalidDNnameConstraintsTest9 InvalidDNnameConstraintsTest10
        ValidDNnameConstraintsTest11 InvalidDNnameConstraintsTest12
        InvalidDNnameConstraintsTest13 ValidDNnameConstraintsTest14
        InvalidDNnameConstraintsTest15 InvalidDNnameConstraintsTest16
        InvalidDNnameConstraintsTest17 ValidDNnameConstraintsTest18
        ValidDNnameConstraintsTest19 InvalidDNnameConstraintsTest20
        ValidRFC822nameConstraintsTest21 InvalidRFC822nameConstraintsTest22
        ValidRFC822nameConstraintsTest23 InvalidRFC822nameConstraintsTest24
        ValidRFC822nameConstraintsTest25 InvalidRFC822nameConstraintsTest26
        ValidDNandRFC822nameConstraintsTest27 InvalidDNandRFC822nameConstraintsTest28
        InvalidDNandRFC822nameConstraintsTest29 ValidDNSnameConstraintsTest30
        InvalidDNSnameConstraintsTest31 ValidDNSnameConstraintsTest32
        InvalidDNSnameConstraintsTest33 ValidURInameConstraintsTest34
        InvalidURInameConstraintsTest35 ValidURInameConstraintsTest36
        InvalidURInameConstraintsTest37 InvalidDNSnameConstraintsTest38
    """,
    "4.14 Distribution Points": """
        ValiddistributionPointTest1 InvaliddistributionPointTest2 InvaliddistributionPointTest3
        ValiddistributionPointTest4 ValiddistributionPointTest5 InvaliddistributionPointTest6
        ValiddistributionPointTest7 InvaliddistributionPointTest8 InvaliddistributionPointTest9
        ValidNoissuingDistributionPointTest10 InvalidonlyContainsUserCertsTest11
        InvalidonlyContainsCACertsTest12 ValidonlyContainsCACertsTest13
        InvalidonlyContainsAttributeCertsTest14 InvalidonlySomeReasonsTest15
        InvalidonlySomeReasonsTest16 InvalidonlySomeReasonsTest17 ValidonlySomeReasonsTest18
        ValidonlySomeReasonsTest19 InvalidonlySomeReasonsTest20 InvalidonlySomeReasonsTest21
        ValidIDPwithindirectCRLTest22 InvalidIDPwithindirectCRLTest23
        ValidIDPwithindirectCRLTest24 ValidIDPwithindirectCRLTest25
        InvalidIDPwithindirectCRLTest26 InvalidcRLIssuerTest27 ValidcRLIssuerTest28
        ValidcRLIssuerTest29 ValidcRLIssuerTest30 InvalidcRLIssuerTest31 InvalidcRLIssuerTest32
        ValidcRLIssuerTest33 InvalidcRLIssuerTest34 InvalidcRLIssuerTest35
    """,
    "4.15 Delta-CRLs": """
        InvaliddeltaCRLIndicatorNoBaseTest1 ValiddeltaCRLTest2 InvaliddeltaCRLTest3
        InvaliddeltaCRLTest4 ValiddeltaCRLTest5 InvaliddeltaCRLTest6 ValiddeltaCRLTest7
        ValiddeltaCRLTest8 InvaliddeltaCRLTest9 InvaliddeltaCRLTest10
    """,
    "4.16 Private Certificate Extensions": """
        ValidUnknownNotCriticalCertificateExtensionTest1
        InvalidUnknownCriticalCertificateExtensionTest2
    """,
}


def nist(*numbers: int) -> frozenset[str]:
    """NIST-test-policy-N."""
    return frozenset(f"2.16.840.1.101.3.2.1.48.{number}" for number in numbers)


ANY = None
# (section, test): what each setting of the inputs of RFC 5280 6.1.1 is to give.
INPUTS: dict[tuple[str, int], list[tuple[Settings, bool]]] = {
    ("4.8", 1): [
        (Settings(ANY, explicit=True), True),
        (Settings(nist(1), explicit=True), True),
        (Settings(nist(2), explicit=True), False),
        (Settings(nist(1, 2), explicit=True), True),
    ],
    ("4.8", 2): [(Settings(), True), (Settings(ANY, explicit=True), False)],
    ("4.8", 3): [
        (Settings(), True),
        (Settings(ANY, explicit=True), False),
        (Settings(nist(1, 2), explicit=True), False),
    ],
    ("4.8", 4): [(Settings(), False)],
    ("4.8", 5): [(Settings(), False)],
    ("4.8", 6): [(Settings(), True), (Settings(nist(1)), True), (Settings(nist(2)), False)],
    ("4.8", 7): [(Settings(), False)],
    ("4.8", 8): [(Settings(), False)],
    ("4.8", 9): [(Settings(), False)],
    ("4.8", 10): [(Settings(), True), (Settings(nist(1)), True), (Settings(nist(2)), True)],
    ("4.8", 11): [(Settings(), True), (Settings(nist(1)), True)],
    ("4.8", 12): [(Settings(), False)],
    ("4.8", 13): [
        (Settings(nist(1)), True),
        (Settings(nist(2)), True),
        (Settings(nist(3)), True),
    ],
    ("4.8", 14): [(Settings(nist(1)), True), (Settings(nist(2)), False)],
    ("4.8", 18): [(Settings(nist(1)), True), (Settings(nist(2)), True)],
    ("4.8", 20): [(Settings(ANY, explicit=True), True)],
    ("4.10", 1): [
        (Settings(nist(1)), True),
        (Settings(nist(2)), False),
        (Settings(ANY, no_mapping=True), False),
    ],
    ("4.10", 2): [(Settings(), False), (Settings(ANY, no_mapping=True), False)],
    ("4.10", 3): [(Settings(nist(1)), False), (Settings(nist(2)), True)],
    ("4.10", 5): [(Settings(nist(1)), True), (Settings(nist(6)), False)],
    ("4.10", 6): [(Settings(nist(1)), True), (Settings(nist(6)), False)],
    ("4.10", 12): [(Settings(nist(1)), True), (Settings(nist(2)), True)],
    ("4.12", 3): [(Settings(), True), (Settings(ANY, no_any=True), False)],
}


# What a refusal may rest on: the reason of a path, or the codes of a revocation status.
BECAUSE = {
    "4.1": {"signature"},
    "4.2": {"path-expired", "path-not-yet-valid"},
    "4.3": {"issuer-missing"},
    "4.4": {"revoked", "authority-revoked", "unknown", "crl-wrong-signer", "crl-strange",
            "crl-outdated"},
    "4.5": {"revoked", "not-an-authority"},
    "4.6": {"not-an-authority", "path-length"},
    "4.7": {"key-usage", "crl-wrong-signer"},
    "4.8": {"policy"},
    "4.9": {"policy"},
    "4.10": {"policy", "policy-mapping"},
    "4.11": {"policy"},
    "4.12": {"policy"},
    "4.13": {"name-constraints"},
    "4.14": {"revoked", "unknown"},
    "4.15": {"revoked", "unknown", "crl-outdated"},
    "4.16": {"unknown-critical"},
}  # fmt: skip


def cases() -> list[tuple[str, str, Settings, bool]]:
    """Every verdict: its number, the certificate, the inputs, and whether it is to be good."""
    found = []
    for title, names in SECTIONS.items():
        section = title.split()[0]
        for number, name in enumerate(names.split(), 1):
            default = [(Settings(), not name.startswith("Invalid"))]
            settings = INPUTS.get((section, number), default)
            for place, (chosen, good) in enumerate(settings, 1):
                label = f"{section}.{number}" + (f".{place}" if len(settings) > 1 else "")
                found.append((label, name, chosen, good))
    return found


CASES = cases()


@cache
def pool() -> Pool:
    """Every certificate of the set."""
    return Pool(each.read_bytes() for each in sorted((DATA / "certs").glob("*.crt")))


@cache
def anchors() -> Pool:
    """The one trust anchor."""
    return Pool([(DATA / "certs" / "TrustAnchorRootCertificate.crt").read_bytes()])


@cache
def lists() -> Evidence:
    """Every revocation list of the set."""
    files = sorted((DATA / "crls").glob("*.crl"))
    return read_all((each.name, each.read_bytes()) for each in files)


def test_the_set_is_whole() -> None:
    assert len(CASES) == 247
    assert [title.split()[0] for title in SECTIONS] == [f"4.{n}" for n in range(1, 17)]
    assert len(list((DATA / "certs").glob("*.crt"))) == len(pool().links) == 405
    assert len(lists().crls) == 173
    assert lists().findings == ()


def because(why: Finding | None, status: Status | None) -> set[str]:
    """What a refusal rests on."""
    if why is not None:
        return {str(why.what.facts.get("reason", why.code))}
    assert status is not None
    return {each.code for each in status.findings} or {status.state.value}


@pytest.mark.parametrize(("label", "name", "settings", "good"), CASES, ids=[c[0] for c in CASES])
def test_the_verdict_is_right(label: str, name: str, settings: Settings, good: bool) -> None:
    chosen = Settings(
        settings.policies, settings.explicit, settings.no_mapping, settings.no_any, weak=True
    )
    leaf = (DATA / "certs" / f"{name}EE.crt").read_bytes()
    found = chain.find(leaf, pool(), anchors(), at=AT, settings=chosen)
    why = found.why
    status = None
    if found.anchor is not None:
        judge = Judge(pool(), found.anchor, lists(), at=AT, settings=chosen)
        status = judge.status(found.links)
    assert (status is not None and status.state is State.GOOD) == good, (label, name, why, status)
    if not good:
        assert because(why, status) <= BECAUSE[label.rsplit(".", label.count(".") - 1)[0]]
