"""`inspect` of mails: whom they are for, who signed them; nothing is decrypted."""

from __future__ import annotations

import subprocess
from pathlib import Path

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


def test_a_mail_that_does_not_open_says_all_that_it_can(issued: Program, tmp_path: Path) -> None:
    mail = issued.path("m.eml")
    issued.done("mail", "test", "--out", mail)
    stranger = Program(tmp_path / "stranger")
    ran = stranger("mail", "open", mail, "--json")
    found = ran.json
    assert (ran.status, found["error"]["code"]) == (3, "no-key")
    assert (found["decrypted"], found["signature"], found["signer"]) == (False, "none", None)
    (layer,) = found["layers"]
    assert (layer["kind"], layer["algorithm"]) == ("encrypted", "aes-256-cbc")
    assert (layer["opened"], layer["key_management"]) == (False, None)
    mine = issued.done("id", "list")["ids"][0]
    assert found["recipients"] == [{"issuer": mine["issuer"], "serial": mine["serial"]}]
    assert found["from"] == "sian.llyr@school.example"
    assert [each["code"] for each in found["problems"]] == ["mail-not-for-you"]
    assert found["whereabouts"][0]["mine"] is False
    # What is no mail at all has the same fields, and nothing in them.
    ran = stranger("mail", "open", stranger.path("unlock.pass"), "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, "not-a-mail")
    assert set(ran.json) == set(found)


def test_a_mail_finds_the_backup_that_holds_its_key(issued: Program) -> None:
    mail, backup = issued.path("m.eml"), issued.path("keys.p12")
    issued.done("mail", "test", "--out", mail)
    given = ("--pass-file", issued.path("backup.pass"))
    issued.done("backup", "make", "--out", backup, *given)
    issued.done("backup", "verify", backup, *given)
    issued.done("id", "remove", issued.done("id", "list")["ids"][0]["id"], "--yes")
    (seen,) = issued.done("inspect", mail, unlock=False)["files"]
    assert [each["code"] for each in seen["problems"]] == ["mail-key-in-backup"]
    assert str(backup) in seen["problems"][0]["hint"]
    (place,) = seen["objects"][0]["whereabouts"]
    assert (place["mine"], place["key_here"]) == (True, None)
    assert place["emails"] == ["sian.llyr@school.example"]
    assert [each["path"] for each in place["backups"]] == [str(backup)]
    ran = issued("mail", "open", mail, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, "no-key")
    assert ran.json["whereabouts"][0]["backups"][0]["path"] == str(backup)
    issued.done("backup", "restore", backup, *given)
    found = issued.done("mail", "open", mail)
    assert found["decrypted"]
    outer, inner = found["layers"]
    assert (outer["kind"], outer["key_management"]) == ("encrypted", "ecdh-sha256")
    (signer,) = inner["signers"]
    assert (signer["holds"], signer["certificate"]) == (True, found["signer"])


def test_a_mail_that_is_not_smime_is_called_what_it_is(sel: Program) -> None:
    mail = sel.path("m.eml")
    sel.folder.mkdir(parents=True, exist_ok=True)
    mail.write_bytes(
        b"From: a@school.example\nSubject: secure mail\nContent-Type: text/plain\n\nHelo\n"
    )
    (seen,) = sel.done("inspect", mail, unlock=False)["files"]
    assert seen["kind"] == "mail"
    assert [each["code"] for each in seen["problems"]] == ["mail-keyword-only"]
