"""The stand-in for a certificate that has not come yet."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.base.secret import Secret
from sel.core.bundle import Bundle, Entry, Protection, read, write
from sel.core.placeholder import MARK, SUBJECT, is_placeholder, placeholder
from tests.core.pfx_material import person, run

NOW = datetime(2026, 11, 24, 9, 10, 19, 123456, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["rsa-2048", "rsa-3072", "ec-p256", "ec-p384", "ed25519"])
def test_it_is_known_again_and_holds_the_key(kind: str) -> None:
    who = person("x", kind)
    der = placeholder(Secret(who.key), now=NOW)
    assert is_placeholder(der)
    certificate = x509.load_der_x509_certificate(der)
    assert certificate.public_key() == who.signer.public_key()
    assert certificate.not_valid_before_utc == NOW.replace(microsecond=0)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == timedelta(days=1)


def test_any_zone_will_do_but_none() -> None:
    key = Secret(person("x").key)
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5)))
    certificate = x509.load_der_x509_certificate(placeholder(key, now=elsewhere))
    assert certificate.not_valid_before_utc == NOW.replace(microsecond=0)
    with pytest.raises(ValueError, match="zone"):
        placeholder(key, now=NOW.replace(tzinfo=None))


def test_keys_it_cannot_be_made_for() -> None:
    agreement = x25519.X25519PrivateKey.generate()
    pkcs8 = agreement.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(UnsupportedAlgorithm):
        placeholder(Secret(pkcs8), now=NOW)
    with pytest.raises(Damaged):
        placeholder(Secret(b"no key"), now=NOW)


def certificate(
    *,
    subject: x509.Name = SUBJECT,
    issuer: x509.Name = SUBJECT,
    names: tuple[str, ...] = (MARK,),
    signed_by_another: bool = False,
) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW)
    )
    if names:
        uris = [x509.UniformResourceIdentifier(name) for name in names]
        builder = builder.add_extension(x509.SubjectAlternativeName(uris), critical=False)
    signer = ec.generate_private_key(ec.SECP256R1()) if signed_by_another else key
    return builder.sign(signer, hashes.SHA256()).public_bytes(Encoding.DER)


def test_only_mark_names_and_signature_together_make_one() -> None:
    another = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Siân")])
    assert is_placeholder(certificate())
    assert not is_placeholder(certificate(names=()))
    assert not is_placeholder(certificate(names=(MARK[:-1] + "7",)))
    assert not is_placeholder(certificate(names=(MARK, "urn:x:y")))
    assert not is_placeholder(certificate(subject=another))
    assert not is_placeholder(certificate(issuer=another))
    assert not is_placeholder(certificate(signed_by_another=True))


@given(st.binary(max_size=100), st.integers(0, 2_000), st.integers(1, 255))
def test_any_octets_have_an_answer(octets: bytes, at: int, change: int) -> None:
    assert not is_placeholder(octets)
    broken = bytearray(_ONE)
    broken[at % len(broken)] ^= change
    assert not is_placeholder(bytes(broken))


_ONE = certificate()


def test_with_it_no_program_loses_a_key(tmp_path: Path) -> None:
    """Two people, one of whom waits: NSS takes both keys, OpenSSL and GnuTLS read all."""
    ready, waiting = person("Siân", "rsa-2048"), person("Gwên")
    stand_in = placeholder(Secret(waiting.key), now=datetime.now(UTC))
    held = Bundle((ready.entry, Entry(Secret(waiting.key), stand_in, "Gwên")))
    data = write(held, Secret("x"), protection=Protection.MODERN, rounds=1_000)
    assert read(data, Secret("x")) == held

    (tmp_path / "b.p12").write_bytes(data)
    run("certutil", "-N", "-d", "sql:.", "--empty-password", folder=tmp_path)
    run("pk12util", "-i", "b.p12", "-d", "sql:.", "-W", "x", "-K", "", folder=tmp_path)
    keys = run("certutil", "-K", "-d", "sql:.", folder=tmp_path).decode()
    assert len(re.findall(r"^<\s*\d+>", keys, re.MULTILINE)) == 2

    shown = run(
        *("openssl", "pkcs12", "-in", "b.p12", "-nodes", "-passin", "pass:x"), folder=tmp_path
    )
    assert shown.count(b"BEGIN PRIVATE KEY") == 2
    (tmp_path / "c.der").write_bytes(stand_in)
    shown = run("certtool", "-i", "--inder", "--infile", "c.der", folder=tmp_path)
    assert MARK.encode() in shown
