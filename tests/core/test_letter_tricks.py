"""More forged letters, one line each: headers twice, letters in letters, lies of Content-Type."""

from __future__ import annotations

import pytest

from sel.base.errors import TooLarge
from sel.core import letter
from sel.core.envelope import Content
from sel.core.finding import Level
from sel.core.letter import Letter, Signature
from tests.core.mail_material import (
    BODY,
    TEXT,
    codes,
    compressed,
    detached,
    entity,
    mail,
    multipart,
    opaque,
    person,
    sealed,
    signed,
)

SIAN = person()
MALLORY = person("p256", "mallory")
EVIL = b"Content-Type: text/plain\r\n\r\nPay to my account.\r\n"
MIXED = multipart("mixed", BODY, EVIL)


def opened(raw: bytes) -> Letter:
    return letter.open_letter(raw, SIAN.ring)


def errors(found: Letter) -> set[str]:
    return {each.code for each in found.findings if each.level is Level.ERROR}


def wrapped(inner: bytes, *parameters: str) -> bytes:
    """A letter as a part."""
    typed = "; ".join(("Content-Type: message/rfc822", *parameters))
    return f"{typed}\r\n\r\n".encode() + inner


def named(address: str, part: bytes = BODY, *fields: str) -> bytes:
    """A letter that says it is from `address`."""
    return mail(SIAN, part, f"From: {address}", *fields)


PART_OF_SIAN = signed(SIAN)
OURS = entity("application/pkcs7-mime", opaque(SIAN), smime_type="signed-data")
NEVER_VALID = {
    "signature of another letter": signed(SIAN, EVIL, signature=detached(SIAN)),
    "signature of the same letter in other words": signed(
        SIAN, BODY.replace(b"Bore", b"bore"), signature=detached(SIAN)
    ),
    "an opaque signature for the detached one": signed(SIAN, EVIL, signature=opaque(SIAN)),
    "a signed letter among others": multipart("mixed", PART_OF_SIAN, EVIL),
    "an encrypted letter among others": multipart("mixed", EVIL, sealed(BODY, SIAN)),
    "an encrypted and signed letter among others": multipart(
        "related", sealed(PART_OF_SIAN, SIAN), EVIL
    ),
    "alone in a multipart": multipart("mixed", PART_OF_SIAN),
    "alternative": multipart("alternative", EVIL, PART_OF_SIAN),
    "in a report": multipart("report", EVIL, PART_OF_SIAN),
    "forwarded": wrapped(mail(SIAN, PART_OF_SIAN)),
    "forwarded, said to be the letter": wrapped(mail(SIAN, PART_OF_SIAN), "forwarded=no"),
    "forwarded by somebody": signed(MALLORY, wrapped(mail(SIAN, PART_OF_SIAN))),
    "forwarded by somebody as the letter": signed(
        MALLORY, wrapped(mail(SIAN, BODY), "forwarded=no")
    ),
    "signed twice, once by somebody": signed(MALLORY, multipart("mixed", PART_OF_SIAN, EVIL)),
    "signed inside by somebody": signed(SIAN, signed(MALLORY, EVIL)),
    "a good one around one that is broken": signed(
        SIAN, signed(SIAN, EVIL, signature=detached(SIAN))
    ),
    "a broken one around a good one": signed(SIAN, signed(SIAN), signature=detached(SIAN, EVIL)),
    "a signature around what somebody encrypted": signed(SIAN, sealed(EVIL, SIAN)),
    "said to be text": OURS.replace(b"application/pkcs7-mime", b"text/plain"),
    "said to be a picture": OURS.replace(b"application/pkcs7-mime", b"image/png"),
    "a signature said to be text": PART_OF_SIAN.replace(
        b"Content-Type: application/pkcs7-signature", b"Content-Type: text/plain"
    ),
    "of PGP": PART_OF_SIAN.replace(
        b'protocol="application/pkcs7-signature"', b'protocol="application/pgp-signature"'
    ),
    "no boundary": PART_OF_SIAN.replace(b"; boundary=", b"; bound="),
    "the signature first": multipart(
        'signed; protocol="application/pkcs7-signature"',
        entity("application/pkcs7-signature", detached(SIAN)),
        BODY,
    ),
    "two signatures": multipart(
        'signed; protocol="application/pkcs7-signature"',
        entity("application/pkcs7-signature", detached(SIAN)),
        entity("application/pkcs7-signature", detached(SIAN)),
    ),
    "no signature": multipart('signed; protocol="application/pkcs7-signature"', BODY),
    "compressed by nobody": entity("application/pkcs7-mime", compressed(EVIL)),
    "garbage for a signature": signed(SIAN, BODY, signature=b"garbage"),
}


@pytest.mark.parametrize("part", NEVER_VALID.values(), ids=NEVER_VALID.keys())
def test_a_forged_part_is_never_valid(part: bytes) -> None:
    found = opened(mail(SIAN, part))
    assert found.signature is not Signature.VALID
    assert len(found.texts) <= 1  # nothing is joined
    assert found.decrypted == any(layer.kind == "encrypted" for layer in found.layers)


HONEST_INSIDE = {"forwarded, said to be the letter"}  # encrypted, it is a letter like others


@pytest.mark.parametrize("name", sorted(NEVER_VALID.keys() - HONEST_INSIDE))
def test_nor_if_it_is_encrypted(name: str) -> None:
    part = NEVER_VALID[name]
    for cipher in Content:
        found = opened(mail(SIAN, sealed(part, SIAN, cipher=cipher)))
        assert found.signature is not Signature.VALID
        assert found.decrypted
        assert len(found.texts) <= 1


@pytest.mark.parametrize(
    "sender",
    [
        "\ufeffsian.llyr@school.example",
        "sian.llyr\u202e@school.example",
        "\u202esian.llyr@school.example",
        "sian.llyr@school.example\u200b",
        "sian.llyr\u00ad@school.example",
        "sian.llyr@schооl.example",  # Cyrillic
        "sian.llyr\0@school.example",
        "sian.llyr@school.example\0",
        "sian.llyr@school\0.example",
        "sian.llyr\u2024other@school.example",
        "sian.llyr\uff20school.example",
        "ѕian.llyr@school.example",  # Cyrillic
        "sian.llyr@school.example.",
        "sian.llyr+x@school.example",
        '"sian.llyr@school.example"@evil.example',
        "sian.llyr%school.example@evil.example",
        "=?utf-8?q?sian.llyr=40school.example?=",
        "=?utf-8?q?sian.llyr=40school.example=3E?= <mallory@school.example>",
        "Siân <sian.llyr@school.example>, Mallory <mallory@school.example>",
    ],
)
def test_a_sender_with_marks_nobody_sees(sender: str) -> None:
    found = opened(named(sender, PART_OF_SIAN))
    assert found.signature is not Signature.VALID
    assert errors(found) & {"signer-not-from", "from-unreadable", "address-in-name"}
    assert found.texts == (TEXT,)


@pytest.mark.parametrize(
    "name",
    [
        "head@school.example",
        "\u202ehead@school.example",
        "\ufeffhead@school.example\u200b",
        "Head (head@school.example)",
        "head\uff20school.example",
        "=?utf-8?b?aGVhZEBzY2hvb2wuZXhhbXBsZQ==?=",
    ],
)
def test_a_name_that_is_another_address(name: str) -> None:
    found = opened(named(f'"{name}" <{SIAN.address}>', PART_OF_SIAN))
    assert found.signature is Signature.INVALID
    assert errors(found) == {"address-in-name"}
    bare = opened(named(f"{name} <{SIAN.address}>", PART_OF_SIAN))
    assert bare.signature is not Signature.VALID
    assert errors(bare) & {"address-in-name", "from-unreadable"}


# --- RFC 9788 and RFC 8551 3.1: the header inside and outside ---------------------------------


def protected(*fields: str, hp: str = "clear") -> bytes:
    lines = (*fields, f'Content-Type: text/plain; charset=utf-8; hp="{hp}"')
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\nBore da.\r\n"


MINE = f"From: {SIAN.address}"


@pytest.mark.parametrize(
    ("inside", "verdict", "code"),
    [
        ((MINE, "Subject: Prawf"), Signature.VALID, None),
        ((MINE, "Subject: Arall"), Signature.VALID, "protected-field-differs"),
        ((MINE, "Reply-To: evil@evil.example"), Signature.VALID, None),
        ((MINE, "To: other@school.example"), Signature.VALID, "protected-field-differs"),
        ((MINE, MINE), Signature.INVALID, "from-repeated"),
        ((MINE, "From: mallory@school.example"), Signature.INVALID, "from-repeated"),
        (("From: mallory@school.example",), Signature.INVALID, "protected-field-differs"),
        ((MINE, "Sender: mallory@school.example"), Signature.INVALID, "sender-differs"),
        (("From: nobody",), Signature.UNVERIFIABLE, "from-unreadable"),
    ],
)
def test_a_protected_header(inside: tuple[str, ...], verdict: Signature, code: str | None) -> None:
    for part in (
        signed(SIAN, protected(*inside)),
        sealed(signed(SIAN, protected(*inside)), SIAN),
        signed(SIAN, wrapped(protected(*inside), "forwarded=no")),
    ):
        found = opened(mail(SIAN, part))
        assert found.signature is verdict
        assert (code in codes(found)) if code else not found.findings
        assert found.texts == ("Bore da.\n",)


def test_what_a_sender_hides_outside_was_not_changed_on_the_way() -> None:
    secret = (MINE, "Subject: Iechyd", "HP-Outer: Subject: Prawf", f"HP-Outer: {MINE}")
    hidden = sealed(signed(SIAN, protected(*secret, hp="cipher")), SIAN)
    found = opened(mail(SIAN, hidden))
    assert (found.signature, found.protected_subject) == (Signature.VALID, "Iechyd")
    assert found.findings == ()
    # What the sender had written outside is not what stands there.
    changed = mail(SIAN, hidden).replace(b"Subject: Prawf", b"Subject: Brys")
    assert codes(opened(changed)) == {"protected-field-differs"}
    # Nothing can be hidden without encryption.
    bare = opened(mail(SIAN, signed(SIAN, protected(*secret, hp="cipher"))))
    assert codes(bare) == {"protected-field-differs"}


def test_a_reply_to_that_was_added_on_the_way_is_seen_where_there_was_another() -> None:
    part = signed(SIAN, protected(MINE, "Reply-To: sian@home.example"))
    found = opened(mail(SIAN, part, MINE, "Reply-To: evil@evil.example"))
    assert codes(found) == {"protected-field-differs"}


def test_a_letter_wrapped_for_its_header_is_the_letter() -> None:
    inner = mail(SIAN, BODY, MINE, "Message-ID: <1@school.example>")
    same = ("Message-ID: <1@school.example>",)
    for part, fields in (
        (wrapped(inner, "forwarded=no"), ()),
        (wrapped(inner), same),
        (wrapped(inner, 'forwarded="NO"'), same),
    ):
        for layered in (signed(SIAN, part), sealed(signed(SIAN, part), SIAN)):
            found = opened(mail(SIAN, layered, MINE, *fields))
            assert found.signature is Signature.VALID
            assert found.texts == (TEXT,)
            assert found.protected_subject == "Prawf"
            assert found.findings == ()


def test_a_letter_that_is_forwarded_is_an_attachment() -> None:
    inner = mail(SIAN, BODY, MINE, "Message-ID: <1@school.example>")
    for part, fields in (
        (wrapped(inner), ()),
        (wrapped(inner), ("Message-ID: <2@school.example>",)),
        (wrapped(inner, "forwarded=yes"), ("Message-ID: <1@school.example>",)),
    ):
        found = opened(mail(SIAN, signed(SIAN, part), MINE, *fields))
        assert found.texts == ()
        assert found.protected_subject is None
        assert [each.media_type for each in found.attachments] == ["message/rfc822"]
    # Without a layer around it there is nothing that it could protect.
    bare = opened(mail(SIAN, wrapped(inner, "forwarded=no")))
    assert (bare.texts, bare.layers) == ((), ())


def test_layers_inside_a_wrapped_letter_are_taken_off_too() -> None:
    inner = mail(SIAN, sealed(signed(SIAN), SIAN))
    found = opened(mail(SIAN, signed(SIAN, wrapped(inner, "forwarded=no"))))
    assert [each.kind for each in found.layers] == ["signed", "encrypted", "signed"]
    assert found.signature is Signature.VALID
    # What protects the header outside says nothing of who wrote what is inside.
    stranger = mail(SIAN, sealed(BODY, SIAN))
    found = opened(mail(SIAN, signed(SIAN, wrapped(stranger, "forwarded=no"))))
    assert found.signature is Signature.NONE
    assert "signed-outside-encrypted" in codes(found)


def test_wrapped_beyond_measure() -> None:
    inner = mail(SIAN, BODY)
    for _ in range(4):
        inner = mail(SIAN, signed(SIAN, wrapped(inner, "forwarded=no")))
    assert opened(inner).texts == (TEXT,)
    with pytest.raises(TooLarge):
        opened(mail(SIAN, signed(SIAN, wrapped(inner, "forwarded=no"))))
