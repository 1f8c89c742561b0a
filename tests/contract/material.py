"""Certificates with usages that the pilot does not issue, and looks into databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from sel.base.secret import Secret
from sel.core.keypair import load
from tests.pilot import NOW

_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def self_signed(key: Secret, name: str, *usages: str, organisation: str = "") -> bytes:
    """A certificate for `key` with exactly these usages, DER."""
    private = load(key)
    assert isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    parts = {NameOID.ORGANIZATION_NAME: organisation, NameOID.COMMON_NAME: name}
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in parts.items() if text])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=90))
        .add_extension(
            x509.KeyUsage(**{usage: usage in usages for usage in _USAGES}), critical=True
        )
        .sign(private, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a database holds, in an order that does not matter."""
    out = {}
    for name, table in (
        ("cert9.db", "nssPublic"),
        ("key4.db", "nssPrivate"),
        ("key4.db", "metaData"),
    ):
        with closing(sqlite3.connect(folder / name)) as database:
            out[table] = sorted(database.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
    return out


def alter(path: Path, statement: str, *values: object) -> int:
    """Change a database behind everybody's back; how many rows it met."""
    with closing(sqlite3.connect(path)) as database:
        met = database.execute(statement, values).rowcount
        database.commit()
        return met
