"""The pilot authority: what it may do, what it may not, and what linters and OpenSSL say."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from sel.core import authority, certificate, chain
from sel.core.asn1 import armour
from sel.core.keypair import KeyKind
from tests.pilot import DOMAIN, NOW, SIAN, person, pilot, rsa_key

ACCEPTED = {
    # The name comes from the request; a linter cannot know where a person's name was checked.
    "cabf.smime.common_name_value_unknown_source",
    # A pilot serves neither OCSP nor its own certificate; a CRL address is a choice of `ca init`.
    "cabf.aia_extension_missing",
    "cabf.smime.crldp_extension_missing",
    # `example` is reserved and no public suffix: true of the tests, not of a school.
    "cabf.internal_domain_name",
    # On purpose: the Forum's policy identifiers assert compliance, ours says "trial".
    "cabf.smime.no_required_reserved_policy_oid",
}


def _lint(tool: str, der: bytes, folder: Path, *options: str) -> set[str]:
    path = folder / "lint.pem"
    path.write_bytes(armour("CERTIFICATE", der))
    done = subprocess.run(
        [Path(sys.executable).with_name(tool), "lint", *options, "-s", "NOTICE", "-f", "JSON",
         path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    results = json.loads(done.stdout)["results"]
    return {each["code"] for result in results for each in result["finding_descriptions"]}


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_pkilint_accepts_a_persons_certificate(kind: str, tmp_path: Path) -> None:
    der = person(key=rsa_key() if kind == "rsa" else None).certificate
    found = _lint("lint_cabf_smime_cert", der, tmp_path, "-t", "MAILBOX-MULTIPURPOSE")
    assert found <= ACCEPTED
    assert "cabf.smime.no_required_reserved_policy_oid" in found  # the linter did look


def test_pkilint_accepts_the_authorities(tmp_path: Path) -> None:
    assert _lint("lint_pkix_cert", pilot().issuer, tmp_path) == set()
    assert _lint("lint_pkix_cert", pilot().root, tmp_path) == set()


def test_openssl_verifies_the_path_for_mail(tmp_path: Path) -> None:
    root, issuer, leaf = tmp_path / "r", tmp_path / "i", tmp_path / "l"
    root.write_bytes(armour("CERTIFICATE", pilot().root))
    issuer.write_bytes(armour("CERTIFICATE", pilot().issuer))
    leaf.write_bytes(armour("CERTIFICATE", person().certificate))
    shown = subprocess.run(
        ["openssl", "verify", "-x509_strict", "-purpose", "smimesign", "-attime",
         str(int(NOW.timestamp())), "-CAfile", root, "-untrusted", issuer, leaf],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert shown.stdout.endswith("OK\n"), shown.stderr


def test_other_domains_are_outside_its_constraints() -> None:
    stranger = person("x@other.example").certificate
    found = chain.build(stranger, pool=[pilot().issuer], anchors=[pilot().root], at=NOW)
    assert not found.trusted
    assert found.findings[0].code == "path-invalid"


def test_a_lifetime_ends_with_the_authority_at_the_latest() -> None:
    facts = certificate.read(person(ends=NOW + timedelta(days=9_999)).certificate)
    assert facts.not_after == certificate.read(pilot().issuer).not_after


def test_serials_are_long_positive_and_never_twice() -> None:
    serials = {authority.new_serial() for _ in range(500)}
    assert len(serials) == 500
    assert all(0 < serial < 1 << 159 for serial in serials)


def test_a_crl_lists_what_was_revoked(tmp_path: Path) -> None:
    der = authority.crl(
        pilot().issuer, pilot().issuer_key, [(0xABC, NOW), (0x123, NOW)], number=7, now=NOW
    )
    crl, issuer = tmp_path / "l", tmp_path / "i"
    crl.write_bytes(der)
    issuer.write_bytes(armour("CERTIFICATE", pilot().issuer))
    shown = subprocess.run(
        ["openssl", "crl", "-inform", "DER", "-in", crl, "-noout", "-text", "-CAfile", issuer],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "verify OK" in shown.stderr + shown.stdout
    assert "0ABC" in shown.stdout
    assert authority.read_crl(der) == (7, {0x123: NOW, 0xABC: NOW})


def test_the_roots_own_crl_lasts_as_long_as_the_root() -> None:
    from cryptography import x509

    listed = x509.load_der_x509_crl(pilot().root_crl)
    assert listed.next_update_utc == certificate.read(pilot().root).not_after
    assert list(listed) == []


def test_the_domains_are_read_back() -> None:
    assert authority.domains_of(pilot().issuer) == (DOMAIN,)


def test_an_rsa_authority_works_as_well() -> None:
    founded = authority.found("RSA", [DOMAIN], now=NOW, kind=KeyKind.RSA_2048)
    leaf = person(founded=founded).certificate
    assert chain.build(leaf, pool=[founded.issuer], anchors=[founded.root], at=NOW).trusted
    assert certificate.read(leaf).emails == (SIAN,)
