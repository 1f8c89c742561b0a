"""`inspect` of mails: whom they are for, who signed them; nothing is decrypted."""

from __future__ import annotations

import subprocess

from sel.core import certificate
from sel.core.asn1 import armour
from tests.cli.program import Program
from tests.pilot import person


def test_an_encrypted_mail_names_its_recipients_and_the_key_that_is_here(issued: Program) -> None:
    mail = issued.path("m.eml")
    issued.done("mail", "test", "--out", mail)
    (seen,) = issued.done("inspect", mail, unlock=False)["files"]
    (shape,) = seen["objects"]
    mine = issued.done("id", "list")["ids"][0]
    assert (seen["kind"], shape["kind"]) == ("encrypted-mail", "encrypted-mail")
    assert shape["from"] == "sian.llyr@school.example"
    assert shape["recipients"] == [{"issuer": mine["issuer"], "serial": mine["serial"]}]
    assert shape["content_encryption"] == "aes-256-cbc"
    assert shape["key_here"] == mine["id"]


def test_somebody_elses_mail_has_no_key_here(issued: Program, sel: Program) -> None:
    one = person()
    der = issued.path("c.pem")
    der.write_bytes(armour("CERTIFICATE", one.certificate))
    done = subprocess.run(
        ["openssl", "cms", "-encrypt", "-aes256", "-recip", der, "-from", "a@school.example"],
        input=b"text\n", capture_output=True, check=True,
    )  # fmt: skip
    mail = issued.path("other.eml")
    mail.write_bytes(done.stdout)
    (shape,) = issued.done("inspect", mail, unlock=False)["files"][0]["objects"]
    assert shape["key_here"] is None
    assert shape["recipients"][0]["serial"] == f"{certificate.read(one.certificate).serial:x}"


def test_a_signed_mail_names_its_signer(issued: Program) -> None:
    from cryptography.hazmat.primitives import serialization

    from sel.core import keypair

    one = person()
    cert, key = issued.path("c.pem"), issued.path("k.pem")
    cert.write_bytes(armour("CERTIFICATE", one.certificate))
    key.write_bytes(
        keypair.load(one.key).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    done = subprocess.run(
        ["openssl", "cms", "-sign", "-signer", cert, "-inkey", key,
         "-from", "sian.llyr@school.example"],
        input=b"text\n", capture_output=True, check=True,
    )  # fmt: skip
    mail = issued.path("signed.eml")
    mail.write_bytes(done.stdout)
    (shape,) = issued.done("inspect", mail, unlock=False)["files"][0]["objects"]
    assert shape["kind"] == "signed-mail"
    assert shape["signature"] == "unverifiable"  # it holds, but nobody here trusts that pilot
    assert shape["signer"] == certificate.read(one.certificate).sha256.hex()
