"""Letters others write, in all the forms a file may have."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import pytest

from sel.base.errors import Damaged, NoKey, NotAMail, TooLarge
from sel.core import envelope, letter
from sel.core.asn1 import armour
from sel.core.envelope import Content
from sel.core.letter import LayerKind, Signature
from tests.core.mail_material import (
    BODY,
    TEXT,
    Person,
    compressed,
    entity,
    mail,
    opaque,
    openssl,
    openssl_encrypts,
    openssl_signs,
    person,
    sealed,
    signed,
)


def heading(who: Person) -> tuple[str, ...]:
    return ("-from", who.address, "-to", "gwen@school.example", "-subject", "Prawf")


def codes(found: letter.Letter | letter.Outline) -> set[str]:
    return {finding.code for finding in found.findings}


# --- mail of other programs -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384"])
def test_signed_mail_of_openssl(kind: str, tmp_path: Path) -> None:
    who = person(kind)
    for options in ((), ("-nodetach",)):
        eml = openssl("-sign", "-signer", who.pem(tmp_path), *heading(who), *options, given=BODY)
        opened = letter.open_letter(eml, ())
        assert opened.signature is Signature.VALID
        assert opened.texts == (TEXT,)
        assert opened.from_ == who.address
        assert opened.subject == "Prawf"
        assert not opened.decrypted
        assert opened.findings == ()


def test_signed_and_encrypted_mail_of_openssl(tmp_path: Path) -> None:
    who, gwen = person("rsa"), person("p256", "gwen")
    inside = openssl("-sign", "-signer", who.pem(tmp_path), given=BODY)
    eml = openssl("-encrypt", "-aes-256-cbc", *heading(who), gwen.pem(tmp_path), given=inside)
    opened = letter.open_letter(eml, gwen.ring)
    assert opened.signature is Signature.VALID
    assert opened.decrypted
    assert opened.texts == (TEXT,)
    assert [(each.kind, each.algorithm) for each in opened.layers] == [
        (LayerKind.ENCRYPTED, "aes-256-cbc"),
        (LayerKind.SIGNED, "sha256"),
    ]
    assert opened.layers[0].spki == gwen.spki
    with pytest.raises(NoKey):
        letter.open_letter(eml, who.ring)


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


def test_text_that_was_signed_with_other_line_ends_is_tried_as_it_is(tmp_path: Path) -> None:
    """Some programs hash what they have in hand; RFC 8551 3.1.1 wants CRLF."""
    who = person("rsa")
    with_lf = BODY.replace(b"\r\n", b"\n")
    signature = openssl_signs(who, with_lf, tmp_path)
    opened = letter.open_letter(mail(who, signed(who, with_lf, signature=signature)), ())
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
        (b"just words\nand more", "unknown"),
        (b"note: this is no mail\n\nhello", "unknown"),
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


def test_a_bomb_inside_a_letter_is_refused() -> None:
    deep = zlib.compress(bytes(65 * 1024 * 1024), 1)
    who = person()
    bomb = entity(
        "application/pkcs7-mime", compressed(deep, packed=True), smime_type="compressed-data"
    )
    with pytest.raises(TooLarge):
        letter.open_letter(mail(who, bomb), ())


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


def test_openssl_streams_are_read(tmp_path: Path) -> None:
    who = person("rsa")
    inside = openssl("-sign", "-stream", "-nodetach", "-signer", who.pem(tmp_path), given=BODY)
    cms = openssl_encrypts(inside, tmp_path, "-stream", "-aes-128-cbc", to=(who,))
    part = entity("application/pkcs7-mime", cms, smime_type="enveloped-data")
    assert letter.open_letter(mail(who, part), who.ring).signature is Signature.VALID
