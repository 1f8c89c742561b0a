"""Letters we write: as others read them, and what must not get into a header field."""

from __future__ import annotations

import email
import email.policy
from email.header import decode_header, make_header

import pytest

from sel.base.errors import BadAddress, BadHeader, CannotEncryptTo, KeyMismatch
from sel.core import letter
from sel.core.envelope import Content, KeyTransport
from sel.core.letter import Attachment, Mailbox, Signature
from tests.core.mail_material import (
    NOW,
    composed,
    expect_whole,
    parsed,
    person,
)


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384", "p521"])
def test_we_open_what_we_write(kind: str) -> None:
    who, gwen = person(kind), person("p256", "gwen")
    eml = composed(who, gwen)
    for reader in (who, gwen):
        opened = letter.open_letter(eml, reader.ring)
        expect_whole(opened)
        assert opened.decrypted
        assert [layer.kind for layer in opened.layers] == ["encrypted", "signed"]
        assert opened.layers[0].algorithm == "aes-256-cbc"
        assert opened.authors == (Mailbox("Siân Llŷr", who.address),)
        assert opened.signers[0].certificate == who.certificate


def test_what_is_not_every_programs_is_written_on_request() -> None:
    who = person("rsa")
    eml = composed(who, cipher=Content.GCM, transport=KeyTransport.OAEP)
    assert b"smime-type=authEnveloped-data" in eml
    opened = letter.open_letter(eml, who.ring)
    expect_whole(opened)
    assert opened.layers[0].algorithm == "aes-256-gcm"
    assert opened.layers[0].key_management == "rsa-oaep-sha256"


def test_the_outside_is_a_plain_rfc_5322_message() -> None:
    who = person("rsa")
    eml = composed(who, person("p256", "gwen"), subject="Prawf o bost diogel")
    assert eml.count(b"\n") == eml.count(b"\r\n")
    assert eml.isascii()
    assert max(map(len, eml.split(b"\r\n"))) <= 78
    read = parsed(eml)
    assert not read.defects
    assert read["from"].addresses[0].display_name == "Siân Llŷr"
    assert [each.addr_spec for each in read["to"].addresses] == ["gwen@school.example"]
    assert read["date"].datetime == NOW
    assert read["message-id"].endswith("@school.example>")
    assert read.get_content_type() == "application/pkcs7-mime"
    assert read.get_param("smime-type") == "enveloped-data"
    assert read.get_param("name") == read.get_filename() == "smime.p7m"


def test_the_signed_part_survives_any_mail_server() -> None:
    eml = composed(person(), encrypt_to=(), attachments=())
    lines = eml.split(b"\r\n")
    assert eml.isascii()
    assert not any(line.startswith((b"From ", b".")) for line in lines)
    assert not any(line.endswith((b" ", b"\t")) for line in lines)
    assert max(map(len, lines)) <= 78
    quoted = eml.replace(b"\r\n", b"\n")
    assert letter.open_letter(quoted, ()).signature is Signature.VALID


@pytest.mark.parametrize(
    "name",
    [
        "Siân Llŷr",
        "Llŷr, Siân (Ysgol)",
        'Gwenllian "Gwen" ap Rhys',
        "back\\slash",
        "J. Jones",
        "=?utf-8?q?pretended?=",
        "Ŵ" * 90,
        "x" * 300,
        "Ann  Other",
        "学校 先生",
        "a@b.example",
    ],
)
def test_names_arrive_as_they_are(name: str) -> None:
    eml = composed(person(), sender=Mailbox(name, person().address), attachments=())
    sent = email.message_from_bytes(eml)["from"]
    if "=?" in sent:  # Python's newer parser puts spaces between the words of a long name
        shown = str(make_header(decode_header(sent))).rpartition("<")[0]
    else:
        shown = parsed(eml)["from"].addresses[0].display_name
    assert " ".join(shown.split()) == " ".join(name.split())
    assert max(map(len, eml.split(b"\r\n"))) <= 998
    opened = letter.open_letter(eml, person().ring)
    assert opened.authors == (Mailbox(" ".join(name.split()), person().address),)


@pytest.mark.parametrize(
    "subject", ["", "Prawf", "Ŵ ŷ " * 60, "x" * 900, " around ", "=?x?=", "a: b, <c>", "one " * 70]
)
def test_subjects_arrive_as_they_are(subject: str) -> None:
    eml = composed(person(), subject=subject, attachments=())
    assert str(parsed(eml)["subject"]).split() == subject.split()
    assert max(map(len, eml.split(b"\r\n"))) <= 998
    assert (letter.open_letter(eml, person().ring).subject or "").split() == subject.split()


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: m@evil.example", "\nX: y", "a\rb", "\0", "\u2028", "\x85"]
)
def test_nothing_breaks_out_of_a_header_field(evil: str) -> None:
    who = person()
    with pytest.raises(BadHeader):
        composed(who, subject=f"Hi{evil}")
    with pytest.raises(BadHeader):
        composed(who, sender=Mailbox(f"S{evil}", who.address))
    with pytest.raises(BadHeader):
        composed(who, recipients=[Mailbox(f"S{evil}", who.address)])
    with pytest.raises(BadHeader):
        composed(who, attachments=[Attachment(f"a{evil}", b"")])
    with pytest.raises(BadAddress):
        composed(who, recipients=[Mailbox("", f"a{evil}@b.example")])
    eml = composed(who, attachments=[Attachment("a", b"", f"text/plain{evil}")], encrypt_to=())
    assert b"evil" not in eml
    assert b"X: y" not in eml


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@c.example", "a@b.example>, <m@evil.example", "a,b@c.de"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        composed(person(), recipients=[Mailbox("", address)])


def test_a_letter_to_nobody_is_refused() -> None:
    with pytest.raises(BadAddress):
        composed(person(), recipients=[])


def test_international_addresses() -> None:
    """The domain has an ASCII form; a local part beyond ASCII has no other (RFC 6532)."""
    eml = composed(person(), recipients=[Mailbox("", "post@ysgol-tŷ.example")], attachments=())
    assert b"To: post@xn--ysgol-t-s9a.example\r\n" in eml or b"To: post@xn--" in eml
    assert eml.isascii()
    eml = composed(person(), recipients=[Mailbox("", "siân@school.example")], attachments=())
    assert "To: siân@school.example\r\n".encode() in eml


def test_keys_that_do_not_fit_are_refused() -> None:
    with pytest.raises(KeyMismatch):
        composed(person(), certificate=person("rsa").certificate)
    with pytest.raises(CannotEncryptTo):
        composed(person(), encrypt_to=[person("ed25519").certificate])
