"""Forged letters: never valid, each with its finding, and nothing inside joined with outside."""

from __future__ import annotations

import pytest
from asn1crypto import cms

from sel.core import envelope, letter
from sel.core.finding import Level
from sel.core.letter import Letter, Signature
from tests.core.mail_material import (
    BODY,
    TEXT,
    codes,
    detached,
    entity,
    mail,
    multipart,
    opaque,
    person,
    sealed,
    signed,
    stranger_signed,
)

SIAN = person()
MALLORY = person("p256", "mallory")
EVIL = b"Content-Type: text/plain\r\n\r\nPay to my account.\r\n"
HTML = b'Content-Type: text/html\r\n\r\n<img src="http://evil.example/'
FOOTER = b"Content-Type: text/plain\r\n\r\n-- \r\nThe list\r\n"


def opened(raw: bytes) -> Letter:
    return letter.open_letter(raw, SIAN.ring)


def errors(found: Letter) -> set[str]:
    return {each.code for each in found.findings if each.level is Level.ERROR}


# --- who it is from -------------------------------------------------------------------------


def test_the_honest_letter_is_valid() -> None:
    found = opened(mail(SIAN, signed(SIAN)))
    assert found.signature is Signature.VALID
    assert found.findings == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (("From: {s}", "From: mallory@school.example"), "from-repeated"),
        (("From: mallory@school.example", "From: {s}"), "from-repeated"),
        (("From: {s}", "from : {s}"), "from-repeated"),
        (("From: {s}", "Sender: mallory@school.example"), "sender-differs"),
        (("From: {s}", "Sender: {s}", "Sender: mallory@school.example"), "sender-differs"),
        (("From: {s}", "Sender: unreadable"), "sender-differs"),
        (("From: head@school.example",), "signer-not-from"),
        (("From: {s}, head@school.example",), "signer-not-from"),
        (("From: head@school.example, {s}",), "signer-not-from"),
        (("From: x:{s}, head@school.example;",), "signer-not-from"),
        (("From: sian.llyr@school.example.evil.example",), "signer-not-from"),
        (('From: "head@school.example" <{s}>',), "address-in-name"),
        (("From: head@school.example via list <{s}>",), "from-unreadable"),
        (("From: =?utf-8?q?head=40school=2Eexample?= <{s}>",), "address-in-name"),
        (('From: "head＠school.example" <{s}>',), "address-in-name"),
        (("From: {s} <mallory@school.example>",), "from-unreadable"),
        (('From: "{s}" <mallory@school.example>',), "address-in-name"),
        (('From: "{s}" <mallory@school.example>',), "signer-not-from"),
        (("From: {s} (comment",), "from-unreadable"),
        (("From: {s}>, <mallory@school.example",), "from-unreadable"),
        (("From: <@evil.example:{s}>",), "from-unreadable"),
        (("From: {s}\0mallory@school.example",), "from-unreadable"),
        (("From: sian.llyr@school.example@evil.example",), "from-unreadable"),
        (("From: Siân Llŷr",), "from-unreadable"),
        (("From:",), "from-unreadable"),
    ],
)
@pytest.mark.parametrize("encrypted", [False, True])
def test_a_sender_that_is_not_clear_is_never_valid(
    fields: tuple[str, ...], code: str, encrypted: bool
) -> None:
    named = [each.replace("{s}", SIAN.address) for each in fields]
    part = sealed(signed(SIAN), SIAN) if encrypted else signed(SIAN)
    found = opened(mail(SIAN, part, *named))
    assert found.signature in {Signature.INVALID, Signature.UNVERIFIABLE}
    assert code in errors(found)
    assert found.texts == (TEXT,)


@pytest.mark.parametrize(
    "fields",
    [
        ("From: Siân Llŷr <sian.llyr@school.example>",),
        ("From: =?utf-8?b?U2nDom4=?= <Sian.Llyr@SCHOOL.EXAMPLE>",),
        ('From: "Llŷr, Siân" <sian.llyr@school.example> (home)',),
        ("From: sian.llyr@school.example (Siân (Llŷr))",),
        ("From: sian.llyr@school.example", "Sender: Siân <sian.llyr@school.example>"),
        ('From: "sian.llyr@school.example" <sian.llyr@school.example>',),
        ("From:\r\n Siân\r\n <sian.llyr@school.example>",),
    ],
)
def test_ordinary_senders_stay_valid(fields: tuple[str, ...]) -> None:
    found = opened(mail(SIAN, signed(SIAN), *fields))
    assert found.signature is Signature.VALID
    assert found.findings == ()


def test_two_authors_need_two_signatures() -> None:
    both = "From: sian.llyr@school.example, mallory@school.example"
    one = opened(mail(SIAN, signed(SIAN), both))
    assert one.signature is Signature.INVALID
    nested = signed(MALLORY, signed(SIAN))
    assert opened(mail(SIAN, nested, both)).signature is Signature.INVALID


def test_a_header_inside_that_says_otherwise() -> None:
    inside = b'From: head@school.example\r\nContent-Type: text/plain; hp="clear"\r\n\r\nx\r\n'
    found = opened(mail(SIAN, signed(SIAN, inside)))
    assert found.signature is Signature.INVALID
    assert "protected-field-differs" in errors(found)
    signed_by_other = opened(mail(SIAN, signed(MALLORY, inside)))
    assert signed_by_other.signature is Signature.INVALID


def test_header_fields_inside_count_only_in_a_layer() -> None:
    inside = (
        b"From: head@school.example\r\nSubject: y\r\n"
        b'Content-Type: text/plain; hp="clear"\r\n\r\nx\r\n'
    )
    found = opened(mail(SIAN, inside))
    assert found.protected_subject is None
    assert errors(found) == {"from-repeated"}


# --- who signed -----------------------------------------------------------------------------


def test_a_signature_by_somebody_else() -> None:
    found = opened(mail(SIAN, stranger_signed()))
    assert found.signature is Signature.INVALID
    assert errors(found) == {"signer-not-from"}


def test_a_second_signature_lends_nothing_to_the_first() -> None:
    """The certificate of the one signer must not vouch for the content of the other."""
    honest = cms.ContentInfo.load(detached(SIAN, b"something else"))
    forged = cms.ContentInfo.load(detached(MALLORY, EVIL))
    for order in ((honest, forged), (forged, honest)):
        merged = cms.ContentInfo.load(order[0].dump())
        signed_data = merged["content"]
        signed_data["signer_infos"] = cms.SignerInfos(
            [each["content"]["signer_infos"][0] for each in order]
        )
        signed_data["certificates"] = cms.CertificateSet(
            [each["content"]["certificates"][0] for each in order]
        )
        part = signed(SIAN, EVIL, signature=merged.dump(force=True))
        found = opened(mail(SIAN, part))
        assert found.signature is Signature.INVALID
        assert {"content-altered", "signer-not-from"} <= errors(found)


def test_a_detached_signature_with_content_of_its_own() -> None:
    found = opened(mail(SIAN, signed(SIAN, EVIL, signature=opaque(SIAN, BODY))))
    assert found.signature is Signature.INVALID
    assert errors(found) == {"other-content-signed"}
    assert found.texts == ("Pay to my account.\n",)


def test_an_opaque_signature_whose_content_is_missing() -> None:
    """And a lone smime.p7s: it is no damage, and nothing that it says."""
    part = entity("application/pkcs7-mime", detached(SIAN), smime_type="signed-data")
    for found in (opened(mail(SIAN, part)), opened(detached(SIAN))):
        assert found.signature is Signature.UNVERIFIABLE
        assert errors(found) == {"signed-content-missing"}
        assert found.text == ""


def test_a_signature_around_an_encrypted_letter_is_nobodys_word() -> None:
    """Whoever takes a letter to Siân can sign it as his own."""
    taken = sealed(BODY, SIAN)
    found = opened(mail(MALLORY, signed(MALLORY, taken)))
    assert found.signature is Signature.NONE
    assert found.decrypted
    assert codes(found) == {"signed-outside-encrypted", "encrypted-unauthenticated"}
    assert found.signers == ()


def test_a_broken_signature_around_a_good_one_counts() -> None:
    inside = sealed(signed(SIAN), SIAN)
    broken = signed(SIAN, inside, signature=detached(SIAN, EVIL))
    found = opened(mail(SIAN, broken))
    assert found.signature is Signature.INVALID
    assert "content-altered" in errors(found)


# --- content beside -------------------------------------------------------------------------


def test_html_around_an_encrypted_part_gets_nothing() -> None:
    """EFAIL: the clear text would end in the address of the picture."""
    for secret in (sealed(BODY, SIAN), sealed(signed(SIAN), SIAN)):
        found = opened(mail(SIAN, multipart("mixed", HTML, secret, b'\r\n">')))
        assert found.signature is not Signature.VALID
        assert not found.decrypted
        assert found.layers == ()
        assert "content-beside-encrypted" in errors(found)
        assert TEXT not in found.text
        (attached,) = found.attachments
        assert attached.name == "smime.p7m"
        alone = letter.open_letter(attached.data, SIAN.ring)
        assert alone.texts == (TEXT,)


@pytest.mark.parametrize("subtype", ["mixed", "alternative", "related", "digest"])
def test_parts_beside_a_signed_one_spoil_it(subtype: str) -> None:
    for parts in (
        (signed(SIAN), HTML),
        (EVIL, signed(SIAN)),
        (EVIL, signed(SIAN), FOOTER),
        (signed(SIAN),),
        (EVIL, entity("application/pkcs7-mime", opaque(SIAN), smime_type="signed-data")),
    ):
        found = opened(mail(SIAN, multipart(subtype, *parts)))
        assert found.signature is Signature.UNVERIFIABLE
        assert errors(found) == {"content-beside-signed"}
        assert TEXT not in found.text
        assert found.signers == ()


def test_the_footer_of_a_list_is_told_from_what_was_signed() -> None:
    """What was signed stands by itself, with its own verdict; the whole is never valid."""
    for number in (1, 2):
        found = opened(mail(SIAN, multipart("mixed", signed(SIAN), *[FOOTER] * number)))
        assert found.signature is Signature.UNVERIFIABLE
        assert found.signers == ()
        assert errors(found) == set()
        assert codes(found) == {"text-added-to-signed"}
        assert found.texts == ("-- \nThe list\n",) * number
        part = found.signed_part
        assert part is not None
        assert (part.signature, part.texts) == (Signature.VALID, (TEXT,))
        assert [each.certificate for each in part.signers] == [SIAN.certificate]


def test_a_footer_mends_no_signature() -> None:
    altered = signed(SIAN, EVIL, signature=detached(SIAN))
    elsewhere = signed(MALLORY, EVIL)
    for part, why in ((altered, "content-altered"), (elsewhere, "signer-not-from")):
        found = opened(mail(SIAN, multipart("mixed", part, FOOTER)))
        assert found.signature is Signature.UNVERIFIABLE
        assert found.signed_part is not None
        assert found.signed_part.signature is Signature.INVALID
        assert errors(found) == {why}


@pytest.mark.parametrize("subtype", ["alternative", "related", "digest"])
def test_a_footer_is_one_only_where_lists_put_it(subtype: str) -> None:
    found = opened(mail(SIAN, multipart(subtype, signed(SIAN), FOOTER)))
    assert errors(found) == {"content-beside-signed"}
    assert found.signed_part is None


def test_a_third_part_in_multipart_signed_spoils_it() -> None:
    for more in (FOOTER, HTML, entity("application/pkcs7-signature", detached(SIAN))):
        found = opened(mail(SIAN, signed(SIAN, BODY, more)))
        assert found.signature is Signature.UNVERIFIABLE
        assert errors(found) == {"content-beside-signed"}
        assert found.texts == ()


def test_an_encrypted_letter_with_an_unsigned_part_inside() -> None:
    inside = multipart("mixed", signed(SIAN), EVIL)
    found = opened(mail(SIAN, sealed(inside, SIAN)))
    assert found.decrypted
    assert found.signature is Signature.UNVERIFIABLE
    assert {"content-beside-signed", "encrypted-unauthenticated"} <= codes(found)
    assert found.texts == ("Pay to my account.\n",)


def test_what_stands_before_and_after_the_parts_is_not_shown() -> None:
    raw = mail(SIAN, signed(SIAN))
    head, _, body = raw.partition(b"\r\n\r\n")
    found = opened(head + b"\r\n\r\nPay to me.\r\n" + body + b"Pay to me.\r\n")
    assert found.signature is Signature.VALID
    assert "Pay" not in found.text


def test_a_forwarded_signed_letter_is_an_attachment() -> None:
    inner = mail(SIAN, signed(SIAN))
    forwarded = multipart("mixed", FOOTER, b"Content-Type: message/rfc822\r\n\r\n" + inner)
    found = opened(mail(MALLORY, forwarded))
    assert found.signature is Signature.NONE
    assert found.findings == ()
    assert found.attachments[0].media_type == "message/rfc822"
    assert letter.open_letter(found.attachments[0].data, ()).signature is Signature.VALID


def test_an_encrypted_part_inside_a_signed_letter_is_an_attachment() -> None:
    inside = multipart("mixed", BODY, sealed(EVIL, SIAN))
    found = opened(mail(SIAN, signed(SIAN, inside)))
    assert found.signature is Signature.VALID
    assert not found.decrypted
    assert found.texts == (TEXT,)
    assert not errors(found)
    assert codes(found) == {"content-beside-encrypted"}


def test_two_content_types_are_one_for_judging_and_showing() -> None:
    part = signed(SIAN)
    doubled = b"Content-Type: text/plain\r\n" + part
    found = opened(mail(SIAN, doubled))
    assert found.signature is Signature.NONE
    assert found.layers == ()


def test_a_boundary_hidden_in_a_quoted_parameter() -> None:
    part = signed(SIAN)
    tricked = part.replace(b"; micalg=sha-256", b'; x="a; boundary=evil"; micalg=sha-256', 1)
    assert opened(mail(SIAN, tricked)).signature is Signature.VALID


def test_certificates_alone_are_no_layer(tmp_path: object) -> None:
    bag = cms.ContentInfo.load(opaque(SIAN))
    bag["content"]["signer_infos"] = cms.SignerInfos([])
    part = entity(
        "application/pkcs7-mime", bag.dump(force=True), smime_type="certs-only", name="smime.p7c"
    )
    found = opened(mail(SIAN, multipart("mixed", BODY, part)))
    assert found.signature is Signature.NONE
    assert found.findings == ()
    assert found.attachments[0].name == "smime.p7c"
    assert not envelope.is_signed(found.attachments[0].data)
