"""PKCS#12 in the shapes of RFC 9216, rebuilt with keys of our own; and the published ones.

The published samples are not part of the project: SEL_SAMPLES names a folder that has them in
`rfc/rfc9216` and `rfc/rfc9579`.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa, x25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from sel.base.errors import Damaged, WrongPassphrase
from sel.base.secret import Secret
from sel.core import keypair
from sel.core.bundle import Bundle, Entry, Protection, openers, outline, read, write
from tests.core.pfx_material import run

NOW = datetime.now(UTC).replace(microsecond=0)


def certified(key: Any, name: str, issuer: Any, issuer_name: str) -> bytes:
    """A certificate for `key` from `issuer`, DER."""
    edwards = isinstance(issuer, ed25519.Ed25519PrivateKey)

    def called(common: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

    return (
        x509.CertificateBuilder()
        .subject_name(called(name))
        .issuer_name(called(issuer_name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=90))
        .sign(issuer, None if edwards else hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def pkcs8(key: Any) -> bytes:
    return bytes(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def shape(kind: str) -> tuple[Bundle, tuple[str, str]]:
    """A pair of keys, one to decrypt and one to sign, with the authority and its cross."""
    authority: Any
    encrypt: Any
    sign: Any
    if kind == "rsa":
        authority, encrypt, sign = rsa_key(), rsa_key(), rsa_key()
    else:
        authority = ed25519.Ed25519PrivateKey.generate()
        encrypt, sign = x25519.X25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
    entries = tuple(
        Entry(Secret(pkcs8(key)), certified(key, "Siân", authority, "Awdurdod"), "siân")
        for key in (encrypt, sign)
    )
    other = ed25519.Ed25519PrivateKey.generate()
    others = (
        certified(authority, "Awdurdod", authority, "Awdurdod"),
        certified(authority, "Awdurdod", other, "Awdurdod arall"),
    )
    kinds = ("rsa", "rsa") if kind == "rsa" else ("x25519", "ed25519")
    return Bundle(entries, others), kinds


@pytest.mark.parametrize("kind", ["rsa", "edwards"])
@pytest.mark.parametrize("protection", Protection)
def test_pairs_of_keys_with_their_authority(kind: str, protection: Protection) -> None:
    made, kinds = shape(kind)
    data = write(made, Secret("siân"), protection=protection, rounds=2)
    found = read(data, Secret("siân"))
    assert found == made
    assert tuple(algorithms(found)) == kinds
    with pytest.raises(WrongPassphrase):
        read(data, Secret("sian"))
    stopped = "thunderbird-takes-no-key" in {each.code for each in openers(outline(data), found)}
    assert stopped == (kind == "edwards")


def test_the_same_from_openssl(tmp_path: Path) -> None:
    made, _ = shape("edwards")
    entry = made.entries[1]
    assert entry.certificate is not None
    chain = [x509.load_der_x509_certificate(each) for each in made.others]
    key = keypair.load(entry.key).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    own = x509.load_der_x509_certificate(entry.certificate).public_bytes(Encoding.PEM)
    (tmp_path / "key.pem").write_bytes(key + own)
    (tmp_path / "chain.pem").write_bytes(b"".join(c.public_bytes(Encoding.PEM) for c in chain))
    run(
        *("openssl", "pkcs12", "-export", "-in", "key.pem", "-certfile", "chain.pem"),
        *("-name", "siân", "-passout", "pass:siân", "-out", "o.p12"),
        folder=tmp_path,
    )
    found = read((tmp_path / "o.p12").read_bytes(), Secret("siân"))
    assert found.entries == (entry,)
    assert set(found.others) == set(made.others)
    loaded = pkcs12.load_pkcs12((tmp_path / "o.p12").read_bytes(), "siân".encode())
    assert loaded.cert is not None
    assert loaded.cert.certificate.public_bytes(Encoding.DER) == entry.certificate


def algorithms(found: Bundle) -> list[str]:
    return [keypair.describe(keypair.spki_of(entry.key)).algorithm for entry in found.entries]


# --- the published ones ----------------------------------------------------------------------

SAMPLES = Path(os.environ.get("SEL_SAMPLES", "")) / "rfc"
published = pytest.mark.skipif(
    "SEL_SAMPLES" not in os.environ, reason="SEL_SAMPLES names no folder with published samples"
)


@published
@pytest.mark.parametrize("form", ["p12", "p12.pem"])
@pytest.mark.parametrize("holder", ["alice", "bob", "carlos", "dana"])
def test_published_holders(holder: str, form: str) -> None:
    data = (SAMPLES / "rfc9216" / f"{holder}.{form}").read_bytes()
    found = read(data, Secret(holder))
    expected = ["rsa", "rsa"] if holder in {"alice", "bob"} else ["x25519", "ed25519"]
    assert algorithms(found) == expected
    assert all(entry.certificate for entry in found.entries)
    assert [entry.friendly_name for entry in found.entries] == [holder, holder]
    assert len(found.others) == 1
    assert found.findings == ()
    with pytest.raises(WrongPassphrase):
        read(data, Secret(holder + "!"))


@published
@pytest.mark.parametrize("name", ["a1", "a2", "a3"])
def test_published_pbmac1(name: str) -> None:
    data = (SAMPLES / "rfc9579" / f"{name}.p12").read_bytes()
    (entry,) = read(data, Secret("1234")).entries
    assert entry.certificate is not None
    with pytest.raises(WrongPassphrase):
        read(data, Secret("12345"))


@published
@pytest.mark.parametrize("name", ["a4", "a5", "a6"])
def test_published_pbmac1_that_is_broken(name: str) -> None:
    data = (SAMPLES / "rfc9579" / f"{name}.p12").read_bytes()
    with pytest.raises(Damaged):
        read(data, Secret("1234"))
