"""Whole letters: ours in the hands of other programs, theirs in ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.base.errors import NoKey
from sel.core import letter
from sel.core.letter import LayerKind, Signature
from tests.core.mail_material import (
    BODY,
    FILES,
    LONG_TEXT,
    TEXT,
    Person,
    carried_cms,
    codes,
    composed,
    entity,
    expect_whole,
    mail,
    parsed,
    person,
    signed,
)
from tests.core.mail_material import (
    sealed as sealed_entity,
)
from tests.peers.mail_programs import (
    Nss,
    ToolRefused,
    openssl,
    openssl_encrypts,
    openssl_signs,
    openssl_verifies,
)


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384"])
def test_openssl_opens_and_verifies_what_we_write(kind: str, tmp_path: Path) -> None:
    who = person(kind)
    pem = who.pem(tmp_path)
    eml = composed(who)
    inside = openssl("-decrypt", "-inkey", pem, "-recip", pem, given=eml)
    content = parsed(openssl_verifies(inside, tmp_path))
    text, *attached = content.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == LONG_TEXT + "\n"
    assert [part.get_filename() for part in attached] == [each.name for each in FILES]
    assert [part.get_payload(decode=True) for part in attached] == [each.data for each in FILES]


def test_nss_opens_and_verifies_what_we_write(tmp_path: Path) -> None:
    who = person("rsa")
    nss = Nss(tmp_path, who)
    raw = nss.opens(carried_cms(composed(who)))
    # The library would write parts anew; what was signed is what stands between the delimiters.
    _, content, signature = raw.split(f"--{parsed(raw).get_boundary()}\r\n".encode())
    content = content.removesuffix(b"\r\n")
    assert nss.opens(carried_cms(signature), content) == content
    with pytest.raises(ToolRefused):
        nss.opens(carried_cms(signature), content + b"x")
    assert parsed(content).get_content_type() == "multipart/mixed"


def test_signed_only(tmp_path: Path) -> None:
    eml = composed(person("p384"), encrypt_to=())
    assert b"micalg=sha-384" in eml
    openssl_verifies(eml, tmp_path)
    opened = letter.open_letter(eml, ())
    expect_whole(opened)
    assert not opened.decrypted


def heading(who: Person) -> tuple[str, ...]:
    return ("-from", who.address, "-to", "gwen@school.example", "-subject", "Prawf")


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


def test_text_that_was_signed_with_other_line_ends_is_tried_as_it_is(tmp_path: Path) -> None:
    """Some programs hash what they have in hand; RFC 8551 3.1.1 wants CRLF."""
    who = person("rsa")
    with_lf = BODY.replace(b"\r\n", b"\n")
    signature = openssl_signs(who, with_lf, tmp_path)
    opened = letter.open_letter(mail(who, signed(who, with_lf, signature=signature)), ())
    assert opened.signature is Signature.VALID
    assert opened.texts == (TEXT,)


def test_openssl_streams_are_read(tmp_path: Path) -> None:
    who = person("rsa")
    inside = openssl("-sign", "-stream", "-nodetach", "-signer", who.pem(tmp_path), given=BODY)
    cms = openssl_encrypts(inside, tmp_path, "-stream", "-aes-128-cbc", to=(who,))
    part = entity("application/pkcs7-mime", cms, smime_type="enveloped-data")
    assert letter.open_letter(mail(who, part), who.ring).signature is Signature.VALID


def test_a_signer_nobody_knows_is_unverifiable(tmp_path: Path) -> None:
    who = person("rsa")
    signature = openssl_signs(who, BODY, tmp_path, "-nocerts")
    opened = letter.open_letter(mail(who, signed(who, signature=signature)), ())
    assert opened.signature is Signature.UNVERIFIABLE
    assert codes(opened) == {"signer-certificate-missing"}


def test_old_digests_are_said(tmp_path: Path) -> None:
    who = person("rsa")
    for digest, code, verdict in (
        ("sha1", "digest-weak", Signature.VALID),
        ("md5", "digest-broken", Signature.UNVERIFIABLE),
    ):
        signature = openssl_signs(who, BODY, tmp_path, "-md", digest)
        opened = letter.open_letter(mail(who, signed(who, signature=signature)), ())
        assert opened.signature is verdict
        assert codes(opened) == {code}


OUTER = {
    "clear-signed": (),
    "opaque": ("-nodetach",),
    "without attributes": ("-noattr",),
    "by key": ("-keyid",),
    "in segments": ("-nodetach", "-stream"),
    "without capabilities": ("-nosmimecap", "-nodetach"),
}
BETWEEN = {
    "AES-CBC": ("-aes-256-cbc",),
    "AES-GCM": ("-aes-256-gcm",),
    "3DES in segments": ("-des3", "-stream"),
    "by key": ("-aes-128-cbc", "-keyid"),
}


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN.keys())
@pytest.mark.parametrize("outer", OUTER.values(), ids=OUTER.keys())
def test_triple_wrapping_by_openssl(
    outer: tuple[str, ...], between: tuple[str, ...], tmp_path: Path
) -> None:
    who, gwen = person("rsa"), person("p256", "gwen")
    pem = who.pem(tmp_path)
    inside = openssl("-sign", "-signer", pem, *outer, given=BODY)
    sealed = openssl("-encrypt", *between, gwen.pem(tmp_path), given=inside)
    eml = openssl("-sign", "-signer", pem, *heading(who), *outer, given=sealed)
    opened = letter.open_letter(eml, gwen.ring)
    assert [each.kind for each in opened.layers] == ["signed", "encrypted", "signed"]
    assert opened.signature is Signature.VALID
    assert opened.texts == (TEXT,)
    assert opened.findings == ()
    seen = letter.describe(eml)
    assert (seen.kind, seen.findings) == ("encrypted-mail", ())
    assert [each.opened for each in seen.layers] == [True, False]


def test_what_openssl_says_of_altered_mail_we_say_too(tmp_path: Path) -> None:
    who = person("rsa")
    eml = openssl("-sign", "-signer", who.pem(tmp_path), *heading(who), given=BODY)
    altered = eml.replace(b"Bore da", b"Bore dn")
    with pytest.raises(ToolRefused):
        openssl_verifies(altered, tmp_path)
    found = letter.open_letter(altered, ())
    assert found.signature is Signature.INVALID
    assert codes(found) == {"content-altered"}
    assert letter.describe(altered).signature is Signature.INVALID


def test_a_triple_wrapped_letter_of_ours_is_opened_by_openssl(tmp_path: Path) -> None:
    who, gwen = person("rsa"), person("p384", "gwen")
    eml = signed(who, sealed_entity(signed(who), gwen))
    pem = gwen.pem(tmp_path)
    cipher = openssl_verifies(eml, tmp_path)
    inside = openssl("-decrypt", "-inkey", pem, "-recip", pem, given=cipher)
    assert openssl_verifies(inside, tmp_path) == BODY
