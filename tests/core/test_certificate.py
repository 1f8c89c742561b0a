"""Certificates as facts, beside what OpenSSL says of the same bytes."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.base.errors import NotACertificate
from sel.core import certificate, keypair
from sel.core.asn1 import armour
from sel.core.certificate import check_code
from sel.core.keypair import KeyFacts, KeyKind
from tests.pilot import NOW, SIAN, person, pilot, rsa_key


def test_facts_of_a_persons_certificate() -> None:
    facts = certificate.read(person().certificate)
    assert facts.emails == facts.match_emails == (SIAN,)
    assert facts.common_name == "Siân Llŷr"
    assert facts.key == KeyFacts("ec", curve="P-256")
    assert facts.signature_algorithm == "ecdsa-sha256"
    assert facts.key_usage == {"digitalSignature", "keyAgreement"}
    assert facts.extended == ("emailProtection",)
    assert facts.can_sign
    assert facts.can_encrypt
    assert not facts.is_ca
    assert not facts.self_signed
    assert facts.not_after == NOW + timedelta(days=90)


def test_facts_of_the_authorities() -> None:
    root, issuer = certificate.read(pilot().root), certificate.read(pilot().issuer)
    assert root.self_signed
    assert (root.path_length, issuer.path_length) == (1, 0)
    assert root.is_ca
    assert issuer.issuer == root.subject
    assert issuer.authority_key_identifier == root.subject_key_identifier
    assert not issuer.can_sign
    assert not issuer.can_encrypt


def test_digests_serial_and_names_are_those_of_openssl(tmp_path: Path) -> None:
    facts = certificate.read(person(key=rsa_key()).certificate)
    path = tmp_path / "c.der"
    path.write_bytes(facts.der)
    shown = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-in", path, "-noout", "-serial", "-fingerprint",
         "-sha256", "-subject", "-nameopt", "RFC2253,utf8,-esc_msb", "-enddate"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert f"serial={facts.serial:X}" in shown
    assert facts.sha256.hex(":").upper() in shown
    assert f"subject={facts.subject}" in shown
    assert f"{facts.not_after:%H:%M:%S %Y GMT}" in shown


@pytest.mark.parametrize(
    ("options", "sign", "encrypt"),
    [
        ("keyUsage=digitalSignature\nextendedKeyUsage=emailProtection", True, False),
        ("keyUsage=keyEncipherment\nextendedKeyUsage=emailProtection", False, True),
        ("keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth", False, False),
        ("extendedKeyUsage=anyExtendedKeyUsage", True, True),
        ("basicConstraints=CA:FALSE", True, True),
        ("keyUsage=nonRepudiation", True, False),
        ("keyUsage=dataEncipherment", False, False),
    ],
)
def test_usages(options: str, sign: bool, encrypt: bool, tmp_path: Path) -> None:
    facts = certificate.read(_openssl(tmp_path, options))
    assert (facts.can_sign, facts.can_encrypt) == (sign, encrypt)


def test_an_address_in_the_subject_counts_only_without_one_in_the_alternative_name(
    tmp_path: Path,
) -> None:
    subject = "/CN=x/emailAddress=In.Subject@School.example"
    alone = certificate.read(_openssl(tmp_path, "basicConstraints=CA:FALSE", subject))
    assert alone.match_emails == ("In.Subject@school.example",)
    both = certificate.read(
        _openssl(tmp_path, "subjectAltName=email:in.san@school.example", subject)
    )
    assert both.emails == ("in.san@school.example", "In.Subject@school.example")
    assert both.match_emails == ("in.san@school.example",)
    assert not both.has_address("in.subject@school.example")


@pytest.mark.parametrize(
    ("algorithm", "facts", "encrypt"),
    [
        ("ed25519", KeyFacts("ed25519"), False),
        ("ec -pkeyopt ec_paramgen_curve:secp521r1", KeyFacts("ec", curve="P-521"), True),
        ("rsa-pss -pkeyopt rsa_keygen_bits:2048", KeyFacts("rsa", size=2048), True),
    ],
)
def test_other_keys(algorithm: str, facts: KeyFacts, encrypt: bool, tmp_path: Path) -> None:
    read = certificate.read(_openssl(tmp_path, "basicConstraints=CA:FALSE", newkey=algorithm))
    assert read.key == facts
    assert read.can_encrypt is encrypt


def test_the_check_code_is_frozen() -> None:
    assert check_code(b"") == "58288 50242 39164 07188 39675 62664 39279 47396"
    assert check_code(b"S\xc3\xaal") != check_code(b"Sel")


def test_pem_and_der_are_the_same() -> None:
    der = person().certificate
    assert certificate.read_any(b"text before\n" + armour("CERTIFICATE", der)).der == der
    assert certificate.read_any(der).der == der


def test_names_escape_what_rfc_4514_says(tmp_path: Path) -> None:
    facts = certificate.read(
        _openssl(tmp_path, "basicConstraints=CA:FALSE", '/O=#a, b\\+c/CN= \\\\x;<y>="z" ')
    )
    assert facts.subject == 'CN=\\ \\\\x\\;\\<y\\>\\=\\"z\\"\\ ,O=\\#a\\, b\\+c'


def test_generated_keys_are_what_was_asked() -> None:
    for kind, facts in (
        (KeyKind.EC_P256, KeyFacts("ec", curve="P-256")),
        (KeyKind.EC_P384, KeyFacts("ec", curve="P-384")),
        (KeyKind.RSA_2048, KeyFacts("rsa", size=2048)),
    ):
        assert keypair.describe(keypair.spki_of(keypair.generate(kind))) == facts


@given(st.binary(max_size=60))
def test_rubbish_is_refused(rubbish: bytes) -> None:
    with pytest.raises(NotACertificate):
        certificate.read(rubbish)


@given(st.data())
def test_damaged_bytes_are_read_or_refused(data: st.DataObject) -> None:
    der = bytearray(_SAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    try:
        facts = certificate.read(bytes(der))
    except NotACertificate:
        return
    assert len(facts.check_code.split()) == 8


_SAMPLE = person().certificate


def _openssl(
    folder: Path, extensions: str, subject: str = "/CN=x", newkey: str = "rsa:2048"
) -> bytes:
    if newkey.startswith("rsa:"):
        from cryptography.hazmat.primitives import serialization

        key = folder / "k"
        private = keypair.load(rsa_key())
        key.write_bytes(
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        choice = ["-key", str(key)]
    else:
        choice = ["-newkey", *newkey.split(), "-nodes", "-keyout", str(folder / "k2")]
    config = folder / "c.cnf"
    config.write_text(f"[req]\ndistinguished_name=dn\n[dn]\n[ext]\n{extensions}\n")
    return subprocess.run(
        ["openssl", "req", "-x509", "-new", *choice, "-utf8", "-subj", subject, "-days", "9",
         "-config", config, "-extensions", "ext", "-outform", "DER"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
