"""What a helpdesk trips over: full disks under a log, odd options, hints that do not help."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path

from sel.core.asn1 import armour
from tests.cli.program import Program
from tests.pilot import person


def test_a_log_that_cannot_be_written_takes_away_neither_document_nor_exit_code(
    sel: Program,
) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            sel.command("--json", "check", sel.path("nothing.pem")),
            stdout=subprocess.PIPE, stderr=full, timeout=60, check=False,
        )  # fmt: skip
    assert ran.returncode == 3
    assert json.loads(ran.stdout)["error"]["code"] == "not-found"


def test_a_file_may_be_called_json(sel: Program) -> None:
    ran = sel("inspect", "--", "--json", unlock=False)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("There is no file here: --json\n")


def test_what_to_do_stands_in_a_line_of_its_own(sel: Program) -> None:
    sel.path("c.pem").write_bytes(armour("CERTIFICATE", person().certificate))
    command = ("check", sel.path("c.pem"), "--revocation", "off")
    seen = sel(*command, "--json").json["problems"]
    lines = sel(*command).out.splitlines()
    assert seen
    for each in seen:
        told = next(number for number, line in enumerate(lines) if each["message"] in line)
        assert lines[told].endswith("]")
        assert lines[told + 1] == f"  {each['hint']}"


def test_a_mail_that_did_not_open_is_not_said_to_open(issued: Program) -> None:
    mine = issued.path("mine.pem")
    issued.done("id", "export", issued.path("id.txt").read_text(), "--format", "pem",
                "--out", mine)  # fmt: skip
    made = subprocess.run(
        ["openssl", "cms", "-encrypt", "-aes-256-gcm", "-recip", mine, "-outform", "DER"],
        input=b"text\n" * 99, capture_output=True, check=True,
    )  # fmt: skip
    altered = bytearray(made.stdout)
    altered[-100] ^= 1
    mail = issued.path("altered.eml")
    mail.write_bytes(
        b"From: sian.llyr@school.example\nMIME-Version: 1.0\n"
        b"Content-Type: application/pkcs7-mime; smime-type=authEnveloped-data; name=smime.p7m\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(altered)
    )
    ran = issued("mail", "open", mail, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, "not-decrypted")
    assert ran.json["recipients"]
    assert ran.json["problems"] == []
    assert "can open" not in ran.err


def test_rewrap_tries_the_empty_passphrase_as_inspect_does(sel: Program) -> None:
    """A file of certificates alone: it opens, and then there is nothing to copy."""
    sel.path("c.pem").write_bytes(armour("CERTIFICATE", person().certificate))
    made = sel.path("empty.p12")
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-nokeys", "-in", sel.path("c.pem"),
         "-passout", "pass:", "-out", made],
        capture_output=True, check=True,
    )  # fmt: skip
    assert sel.done("inspect", made)["files"][0]["counts"]["certificates"] == 1
    ran = sel("rewrap", made, "--for", "modern", "--out", sel.path("new.p12"),
              "--new-pass-file", sel.path("backup.pass"), "--json")  # fmt: skip
    assert (ran.status, ran.json["error"]["code"]) == (3, "no-key-in-file")


def test_a_mail_names_what_is_attached_and_what_was_saved(sel: Program) -> None:
    mail = sel.path("m.eml")
    mail.write_text(
        "From: a@school.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=z\n\n"
        "--z\nContent-Type: text/plain\n\nHelo\n"
        "--z\nContent-Type: text/csv\nContent-Disposition: attachment; filename=rhestr.csv\n\n1\n"
        "--z--\n"
    )
    assert "Attached: rhestr.csv (--out DIR saves them)" in sel("mail", "open", mail).out
    folder = sel.path("out")
    folder.mkdir()
    told = sel("mail", "open", mail, "--out", folder).out.splitlines()
    assert "Saved: text.txt, rhestr.csv" in told


def test_every_step_is_told_with_its_name(sel: Program) -> None:
    ran = sel("status", "--lang", "en")
    assert ran.status == 0
    told = [line[2:].partition(":")[0] for line in ran.out.splitlines()[-5:]]
    assert told == ["Certificate", "Ready in", "Backup", "Mail program", "Colleagues"]
