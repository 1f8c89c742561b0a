"""Letters others write, in all the forms a file may have."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from sel.base.errors import Damaged, NotAMail, TooLarge
from sel.core import envelope, letter
from sel.core.asn1 import armour
from sel.core.envelope import Content
from sel.core.letter import Signature
from tests.core.mail_material import (
    BODY,
    TEXT,
    codes,
    compressed,
    entity,
    mail,
    opaque,
    person,
    sealed,
    signed,
)

# --- mail of other programs -----------------------------------------------------------------


# --- one letter, many files -----------------------------------------------------------------


def test_a_file_may_have_any_line_ends_and_a_mailbox_line() -> None:
    who = person()
    for eml in (mail(who, signed(who)), mail(who, sealed(signed(who), who))):
        for same in (
            eml,
            eml.replace(b"\r\n", b"\n"),
            b"From sian@school.example Tue Nov 24 09:00:00 2026\n" + eml,
            b"\xef\xbb\xbf" + eml,
            eml + b"\r\n\r\n",
        ):
            opened = letter.open_letter(same, who.ring)
            assert opened.signature is Signature.VALID
            assert opened.texts == (TEXT,)


def test_a_bare_message_is_opened() -> None:
    who = person()
    cms = envelope.encrypt(signed(who), recipients=[who.certificate])
    for data in (cms, armour("CMS", cms), armour("PKCS7", cms), base64.encodebytes(cms)):
        opened = letter.open_letter(data, who.ring)
        assert opened.texts == (TEXT,)
        assert opened.decrypted
        assert opened.signature is Signature.UNVERIFIABLE  # nobody says who it is from
        assert codes(opened) == {"no-sender", "encrypted-unauthenticated"}
        assert letter.describe(data).kind == "encrypted-mail"
    assert letter.describe(opaque(who)).kind == "signed-mail"


def test_a_truncated_message_is_called_damaged() -> None:
    who = person()
    cms = envelope.encrypt(BODY, recipients=[who.certificate])
    for data in (cms[:-5], cms[:60], armour("CMS", cms[:-5])):
        with pytest.raises(Damaged):
            letter.open_letter(data, who.ring)
    half = mail(who, entity("application/pkcs7-mime", cms[:-5], smime_type="enveloped-data"))
    with pytest.raises(Damaged):
        letter.open_letter(half, who.ring)


@pytest.mark.parametrize(
    ("data", "looks_like"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"<html><body>Sign in</body></html>", "html"),
        (b"just words\nand more", "text"),
        (b"note: this is no mail\n\nhello", "text"),
    ],
)
def test_what_is_no_mail_is_named(data: bytes, looks_like: str) -> None:
    for read in (letter.describe, lambda d: letter.open_letter(d, ())):
        with pytest.raises(NotAMail) as refused:
            read(data)
        assert refused.value.what.facts["looks_like"] == looks_like


def test_a_certificate_is_no_mail() -> None:
    for data in (person().certificate, armour("CERTIFICATE", person().certificate)):
        with pytest.raises(NotAMail) as refused:
            letter.open_letter(data, ())
        assert refused.value.what.facts["looks_like"] == "certificate"


# --- layers ---------------------------------------------------------------------------------


def test_triple_wrapping() -> None:
    """RFC 2634 1.1: the outer signature is for the way, the inner one for the reader."""
    who, gwen = person(), person("rsa", "gwen", 1)
    outer = signed(who, sealed(signed(who), gwen))
    opened = letter.open_letter(mail(who, outer), gwen.ring)
    assert [each.kind for each in opened.layers] == ["signed", "encrypted", "signed"]
    assert opened.signature is Signature.VALID
    assert opened.texts == (TEXT,)


def test_opaque_compressed_and_authenticated_layers(tmp_path: Path) -> None:
    who = person()
    inside = entity("application/pkcs7-mime", opaque(who), smime_type="signed-data")
    packed = entity("application/pkcs7-mime", compressed(inside), smime_type="compressed-data")
    eml = mail(who, sealed(packed, who, cipher=Content.GCM))
    opened = letter.open_letter(eml, who.ring)
    assert [(each.kind, each.algorithm) for each in opened.layers] == [
        ("encrypted", "aes-256-gcm"),
        ("compressed", "zlib"),
        ("signed", "sha256"),
    ]
    assert opened.signature is Signature.VALID


def test_too_many_layers_are_refused() -> None:
    who, inside = person(), BODY
    for _ in range(8):
        inside = entity("application/pkcs7-mime", opaque(who, inside), smime_type="signed-data")
    assert letter.open_letter(mail(who, inside), ()).texts == (TEXT,)
    inside = entity("application/pkcs7-mime", opaque(who, inside), smime_type="signed-data")
    with pytest.raises(TooLarge):
        letter.open_letter(mail(who, inside), ())


def test_encrypted_without_signature_says_so() -> None:
    who = person()
    opened = letter.open_letter(mail(who, sealed(BODY, who)), who.ring)
    assert opened.decrypted
    assert opened.signature is Signature.NONE
    assert codes(opened) == {"encrypted-unauthenticated"}
    with_tag = letter.open_letter(mail(who, sealed(BODY, who, cipher=Content.GCM)), who.ring)
    assert codes(with_tag) == set()


def test_what_a_mail_says_of_its_message_is_not_believed() -> None:
    """Outlook and gateways write the wrong smime-type; the message itself knows."""
    who = person()
    cms = envelope.encrypt(BODY, recipients=[who.certificate])
    for media_type in ("application/x-pkcs7-mime", "application/octet-stream"):
        part = entity(media_type, cms, smime_type="signed-data", name="smime.p7m")
        assert letter.open_letter(mail(who, part), who.ring).decrypted
