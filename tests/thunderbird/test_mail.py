"""Thunderbird opens what was encrypted to the installed certificate, and writes what Sêl opens."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

import pytest

from tests.thunderbird.conftest import GWEN, SIAN, Desk
from tests.thunderbird.here import lab_only
from tests.thunderbird.program import Thunderbird, thunderbird

pytestmark = lab_only

TEXT = "Bore da, Llŷr! Mae'r glöyn byw ar y to."


@pytest.fixture(scope="module")
def running(desk: Desk) -> Iterator[Thunderbird]:
    """Thunderbird, open on the profile into which Sêl wrote."""
    with thunderbird(desk.profile) as program:
        yield program


def headed(part: bytes, subject: str, sender: str = SIAN) -> bytes:
    """A mail from a MIME part; Thunderbird compares its date with that of the signature."""
    head = (
        f"Date: {formatdate()}\nMessage-ID: {make_msgid(domain='school.example')}\n"
        f"From: {sender}\nTo: {SIAN}\nSubject: {subject}\n"
    )
    return head.encode("ascii") + part


def plain(text: str) -> bytes:
    """A MIME part with a text."""
    part = EmailMessage()
    part.set_content(text, cte="quoted-printable")
    return part.as_bytes()


def signed(desk: Desk, text: str) -> bytes:
    """By OpenSSL, with the key that is in the profile, too."""
    made = desk.made
    return desk.openssl(
        "cms", "-sign", "-md", "sha256", "-signer", made["certificate"], "-inkey", made["key"],
        "-certfile", made["chain"], given=plain(text),
    )  # fmt: skip


def encrypted(desk: Desk, part: bytes) -> bytes:
    """By OpenSSL, to the certificate that is in the profile."""
    return desk.openssl("cms", "-encrypt", "-aes256", desk.made["certificate"], given=part)


def test_it_opens_what_openssl_encrypted_and_signed(desk: Desk, running: Thunderbird) -> None:
    seen = running.open(headed(encrypted(desk, signed(desk, TEXT)), "openssl"))
    assert (seen["tech"], seen["encrypted"], seen["signed"]) == (
        "S/MIME", "encrypted-ok", "signed-ok",
    )  # fmt: skip
    assert TEXT in seen["text"]


def test_it_opens_what_sel_wrote(desk: Desk, running: Thunderbird) -> None:
    path = desk.sel.path("test.eml")
    desk.sel.done("mail", "test", "--out", path, "--replace")
    seen = running.open(path.read_bytes())
    assert (seen["encrypted"], seen["signed"]) == ("encrypted-ok", "signed-ok")
    assert "If you can read this" in seen["text"]


def test_signed_alone(desk: Desk, running: Thunderbird) -> None:
    seen = running.open(headed(signed(desk, TEXT), "llofnod"))
    assert (seen["encrypted"], seen["signed"]) == (None, "signed-ok")


def test_an_altered_signature_is_not_valid(desk: Desk, running: Thunderbird) -> None:
    altered = signed(desk, "100 punt").replace(b"100 punt", b"900 punt")
    seen = running.open(headed(altered, "newid"))
    assert "900 punt" in seen["text"]
    assert seen["signed"] != "signed-ok"


def test_what_is_encrypted_to_somebody_else_stays_shut(
    desk: Desk, running: Thunderbird, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    desk.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "key",
                 "-subj", "/CN=Arall", "-out", other)  # fmt: skip
    part = desk.openssl("cms", "-encrypt", "-aes256", other, given=plain(TEXT))
    seen = running.open(headed(part, "arall"))
    assert seen["encrypted"] == "encrypted-notok"
    assert TEXT not in seen["text"]


@pytest.mark.parametrize("subject", ["secure mail: adroddiad", "Adroddiad - post diogel"])
def test_a_keyword_is_no_encryption(desk: Desk, running: Thunderbird, subject: str) -> None:
    """Neither Thunderbird nor Sêl takes words in a subject for S/MIME."""
    mail = headed(plain(TEXT), subject)
    seen = running.open(mail)
    assert (seen["tech"], seen["encrypted"], seen["signed"]) == (None, None, None)
    path = desk.sel.path("keyword.eml")
    path.write_bytes(mail)
    ran = desk.sel("mail", "open", path, "--json")
    assert ran.json["layers"] == []


def test_it_writes_signed_and_encrypted_mail_that_sel_opens(
    desk: Desk, running: Thunderbird
) -> None:
    before, mail = running.write(SIAN, "o Thunderbird", TEXT, encrypt=True)
    assert before == {"sign": True, "encrypt": False, "pgp": False}
    assert b"smime-type=enveloped-data" in mail
    assert TEXT.encode() not in mail
    opened = look(desk, mail, "from-thunderbird.eml")
    kinds = [layer["kind"] for layer in opened["layers"]]
    assert kinds == ["encrypted", "signed"]
    assert opened["signature"] == "valid"
    # And OpenSSL, which knows nothing of either.
    made = desk.made
    inner = desk.openssl("cms", "-decrypt", "-inkey", made["key"], "-recip", made["certificate"],
                         given=mail)  # fmt: skip
    text = desk.openssl("cms", "-verify", "-purpose", "any", "-CAfile", made["chain"], given=inner)
    assert TEXT.encode() in text or b"quoted-printable" in text


def test_it_signs_every_mail_and_encrypts_what_it_is_told_to(
    desk: Desk, running: Thunderbird
) -> None:
    before, mail = running.write(GWEN, "heb ei amgryptio", TEXT, encrypt=False)
    assert before["sign"]
    assert b"multipart/signed" in mail
    assert look(desk, mail, "signed.eml")["signature"] == "valid"


def look(desk: Desk, mail: bytes, name: str) -> Any:
    """What Sêl says of a mail."""
    path = desk.sel.path(name)
    path.write_bytes(mail)
    return desk.sel.done("mail", "open", path)
