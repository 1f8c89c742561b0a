"""Files are what they hold, whatever they are called."""

from __future__ import annotations

import base64
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.core.asn1 import armour
from sel.core.recognise import Kind, certificates, recognise
from tests.pilot import person, pilot, rsa_key

SIAN = person()
PEM = armour("CERTIFICATE", SIAN.certificate)
P7 = subprocess.run(
    ["openssl", "crl2pkcs7", "-nocrl", "-outform", "DER", "-certfile", "/dev/stdin"],
    input=PEM + armour("CERTIFICATE", pilot().issuer), capture_output=True, check=True,
).stdout  # fmt: skip
LOGIN = b"\r\n<!DOCTYPE html><html><head><title>Sign in</title></head></html>"


@pytest.mark.parametrize(
    ("data", "kind", "looks_like"),
    [
        (SIAN.certificate, Kind.CERTIFICATE, None),
        (PEM, Kind.CERTIFICATE, None),
        (b"Dear all\r\n" + PEM.replace(b"\n", b"\r\n") + b"\r\nThanks", Kind.CERTIFICATE, None),
        (b"\xef\xbb\xbf" + PEM, Kind.CERTIFICATE, None),
        (PEM.decode().encode("utf-16"), Kind.CERTIFICATE, None),
        (base64.encodebytes(SIAN.certificate), Kind.CERTIFICATE, None),
        (PEM + armour("CERTIFICATE", pilot().root), Kind.CERTIFICATES, None),
        (P7, Kind.CERTIFICATES, None),
        (armour("PKCS7", P7), Kind.CERTIFICATES, None),
        (SIAN.request, Kind.REQUEST, None),
        (pilot().root_crl, Kind.CRL, None),
        (rsa_key().reveal(), Kind.PRIVATE_KEY, None),
        (armour("PRIVATE KEY", SIAN.key.reveal()), Kind.PRIVATE_KEY, None),
        (LOGIN, Kind.UNKNOWN, "html"),
        (b"%PDF-1.7 ...", Kind.UNKNOWN, "pdf"),
        (b"\xfe\xed\xfe\xed\0\0\0\2", Kind.UNKNOWN, "jks"),
        (b"ssh-rsa AAAA sian", Kind.UNKNOWN, "ssh"),
        (b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n", Kind.UNKNOWN, "pgp"),
        (b"\x89PNG\r\n\x1a\n", Kind.UNKNOWN, "image"),
        (b"From: a@x.example\nSubject: x\n\ntext", Kind.MAIL, None),
        (b"", Kind.UNKNOWN, "empty"),
        (b"hello", Kind.UNKNOWN, "text"),
    ],
)
def test_kinds(data: bytes, kind: Kind, looks_like: str | None) -> None:
    found = recognise(data)
    assert (found.kind, found.looks_like) == (kind, looks_like)


def test_every_certificate_comes_out_once() -> None:
    assert certificates(PEM + PEM + armour("CERTIFICATE", pilot().issuer)) == (
        SIAN.certificate, pilot().issuer,
    )  # fmt: skip
    assert set(certificates(P7)) == {SIAN.certificate, pilot().issuer}
    assert certificates(LOGIN) == ()


@given(st.binary(max_size=300))
def test_nothing_surprises_it(data: bytes) -> None:
    recognise(data)
    recognise(b"\x30" + data)
    recognise(b"-----BEGIN CERTIFICATE-----\n" + data + b"\n-----END CERTIFICATE-----\n")
