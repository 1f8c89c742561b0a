"""Requests beside OpenSSL: it verifies ours, and we read its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sel.core import keypair, request
from sel.core.keypair import KeyKind
from tests.core.test_request import WELSH
from tests.pilot import SIAN, rsa_key


@pytest.mark.parametrize("kind", [KeyKind.RSA_2048, KeyKind.EC_P256, KeyKind.EC_P384])
def test_openssl_verifies_what_we_made(kind: KeyKind, tmp_path: Path) -> None:
    key = rsa_key() if kind is KeyKind.RSA_2048 else keypair.generate(kind)
    path = tmp_path / "request.der"
    path.write_bytes(request.build(WELSH, key=key))
    shown = subprocess.run(
        ["openssl", "req", "-inform", "DER", "-in", path, "-verify", "-noout", "-text",
         "-nameopt", "utf8,-esc_msb"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "verify OK" in shown.stdout + shown.stderr
    assert "Siân Llŷr" in shown.stdout
    assert f"email:{SIAN}" in shown.stdout
    assert "E-mail Protection" in shown.stdout
    usage = "Key Encipherment" if kind is KeyKind.RSA_2048 else "Key Agreement"
    assert f"Digital Signature, {usage}" in shown.stdout


def test_a_request_of_openssl_is_read(tmp_path: Path) -> None:
    pem = subprocess.run(
        ["openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "k",
         "-subj", "/CN=Gwen/emailAddress=gwen@school.example",
         "-addext", "subjectAltName=email:Gwen@School.example"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    read = request.read(pem)
    assert read.holds
    assert read.emails == ("Gwen@school.example", "gwen@school.example")
