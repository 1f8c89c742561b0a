"""What is shown of a letter, and what is said of one that cannot be opened or was altered."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.base.errors import NotDecrypted, SelError
from sel.core import envelope, letter
from sel.core.letter import Signature
from tests.core.mail_material import (
    BODY,
    TEXT,
    Person,
    codes,
    entity,
    mail,
    mutated,
    opaque,
    person,
    sealed,
    signed,
    stranger_signed,
)

# --- what is shown --------------------------------------------------------------------------


def test_each_text_part_stands_on_its_own_and_html_is_only_named() -> None:
    who = person()
    parts = (
        b"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\nt\xea\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<img src=x>\r\n"
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''%C5%B5.txt\r\n\r\nattached\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: forwarded\r\n\r\nno\r\n"
        b"--b\r\nContent-Type: text/plain; charset=rot13\r\n\r\ntwo\r\n"
        b"--b--\r\nepilogue"
    )
    mixed = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\npreamble\r\n' + parts
    opened = letter.open_letter(mail(who, signed(who, mixed)), ())
    assert opened.signature is Signature.VALID
    assert opened.texts == ("tê", "two")
    assert [(each.name, each.data) for each in opened.attachments] == [
        ("ŵ.txt", b"attached"),
        ("part-5.eml", b"Subject: forwarded\r\n\r\nno"),
    ]
    assert codes(opened) == {"html-not-shown"}


def test_html_alone_is_said() -> None:
    who = person()
    html = b"Content-Type: text/html\r\n\r\n<script>x</script>"
    opened = letter.open_letter(mail(who, signed(who, html)), ())
    assert opened.texts == ()
    assert opened.attachments == ()
    assert codes(opened) == {"html-only"}


def test_a_plain_mail_is_a_plain_mail() -> None:
    who = person()
    opened = letter.open_letter(mail(who, BODY), ())
    assert opened.signature is Signature.NONE
    assert (opened.decrypted, opened.layers, opened.findings) == (False, (), ())
    assert opened.texts == (TEXT,)
    assert letter.describe(mail(who, BODY)).kind == "mail"


def test_protected_header_fields() -> None:
    """RFC 9788: the Subject inside is another than the one outside, and is told apart."""
    who = person()
    inside = (
        f"From: Siân <{who.address}>\r\nSubject: Cyfrinach\r\n"
        'Content-Type: text/plain; charset=utf-8; hp="cipher"\r\n\r\nHelo\r\n'
    ).encode()
    opened = letter.open_letter(mail(who, sealed(signed(who, inside), who)), who.ring)
    assert opened.signature is Signature.VALID
    assert (opened.subject, opened.protected_subject) == ("Prawf", "Cyfrinach")
    assert opened.findings == ()
    older = inside.replace(b'hp="cipher"', b'protected-headers="v1"')
    opened = letter.open_letter(mail(who, signed(who, older)), ())
    assert opened.protected_subject == "Cyfrinach"
    assert codes(opened) == {"protected-field-differs"}
    bare = envelope.encrypt(signed(who, inside), recipients=[who.certificate])
    assert letter.open_letter(bare, who.ring).signature is Signature.VALID
    unprotected = inside.replace(b'; hp="cipher"', b"")
    opened = letter.open_letter(mail(who, signed(who, unprotected)), ())
    assert opened.protected_subject is None


# --- without keys ---------------------------------------------------------------------------


def test_an_encrypted_mail_is_described_without_keys() -> None:
    who, gwen = person("rsa"), person("p256", "gwen")
    eml = mail(who, sealed(signed(who), who, gwen))
    seen = letter.describe(eml)
    assert seen.kind == "encrypted-mail"
    assert seen.from_ == who.address
    assert seen.content_encryption == "aes-256-cbc"
    assert len(seen.recipients) == 2
    assert {each.issuer for each in seen.recipients} == {"CN=Root"}
    assert (seen.signature, seen.signers) == (Signature.NONE, ())


def test_a_signed_mail_is_described_without_keys() -> None:
    who = person("rsa")
    seen = letter.describe(mail(who, signed(who)))
    assert (seen.kind, seen.signature) == ("signed-mail", Signature.VALID)
    assert seen.signers[0].certificate == who.certificate
    assert seen.recipients == ()
    outer = letter.describe(mail(who, signed(who, sealed(BODY, who))))
    assert (outer.kind, outer.signature) == ("encrypted-mail", Signature.NONE)


# --- damage ---------------------------------------------------------------------------------


def test_a_signature_that_cannot_be_read_does_not_hide_the_text() -> None:
    who = person()
    for signature in (b"garbage", envelope.encrypt(BODY, recipients=[who.certificate])):
        for named in ("application/pkcs7-signature", "application/x-pkcs7-signature"):
            part = signed(who, signature=signature).replace(
                b"\nContent-Type: application/pkcs7-signature",
                b"\nContent-Type: " + named.encode(),
            )
            opened = letter.open_letter(mail(who, part), ())
            assert opened.signature is Signature.INVALID
            assert codes(opened) == {"signed-attributes-wrong"}
            assert opened.texts == (TEXT,)


def test_a_signature_is_known_by_its_name_too() -> None:
    who = person()
    part = signed(who).replace(
        b"\nContent-Type: application/pkcs7-signature",
        b'\nContent-Type: application/octet-stream; name="smime.p7s"',
    )
    assert letter.open_letter(mail(who, part), ()).signature is Signature.VALID


def test_altered_mail(tmp_path: Path) -> None:
    who = person()
    altered = mail(who, signed(who)).replace(b"Bore", b"Nos ")
    opened = letter.open_letter(altered, ())
    assert opened.signature is Signature.INVALID
    assert codes(opened) == {"content-altered"}
    message = bytearray(envelope.encrypt(BODY * 9, recipients=[who.certificate]))
    message[-1] ^= 1
    with pytest.raises(NotDecrypted):
        _open_often(bytes(message), who)


def _open_often(message: bytes, who: Person) -> None:
    """A wrong last block passes as padding once in 256 times."""
    for _ in range(5):
        letter.open_letter(message, who.ring)


def test_a_changed_block_of_cbc_never_passes_as_signed() -> None:
    """EFAIL: whoever alters CBC unseen still breaks the signature inside."""
    who = person()
    message = bytearray(envelope.encrypt(signed(who), recipients=[who.certificate]))
    at = len(message) - len(signed(who)) + 200
    message[at : at + 16] = bytes(16)
    sender = mail(who, entity("application/pkcs7-mime", bytes(message)))
    opened = letter.open_letter(sender, who.ring)
    assert opened.signature is not Signature.VALID
    assert "encrypted-unauthenticated" in codes(opened)


def _letters() -> list[bytes]:
    who = person("rsa")
    return [
        mail(who, signed(who)),
        mail(who, sealed(signed(who), who)),
        mail(who, entity("application/pkcs7-mime", opaque(who), smime_type="signed-data")),
        mail(who, signed(who, sealed(stranger_signed(), who))),
        envelope.encrypt(signed(who), recipients=[who.certificate]),
    ]


@given(which=st.integers(0, 4), seed=st.integers(0, 2**32))
def test_mutated_letters_raise_nothing_but_ours_and_are_never_more(which: int, seed: int) -> None:
    whole = LETTERS[which]
    damaged = mutated(whole, Random(seed))
    for read in (letter.describe, lambda data: letter.open_letter(data, person("rsa").ring)):
        try:
            found = read(damaged)
        except SelError:
            continue
        if found.signature is Signature.VALID and isinstance(found, letter.Letter):
            assert found.texts == (TEXT,)


@given(st.binary(max_size=300))
def test_any_bytes_after_a_header(data: bytes) -> None:
    for head in (b"From: a@b.example\r\n", b"Content-Type: ", b"From: ", b"Subject: ", b""):
        try:
            letter.open_letter(head + data, person().ring)
        except SelError:
            continue


LETTERS = _letters()
