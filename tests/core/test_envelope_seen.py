"""What is seen of an encrypted message without a key, and ciphers that few programs write."""

from __future__ import annotations

import secrets

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, padding
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

from sel.base.errors import Damaged, NoKey, NotDecrypted, UnsupportedAlgorithm
from sel.core import envelope, letter
from sel.core.envelope import Content, KeyTransport, Reason, RecipientId, der, signatures
from sel.core.envelope.structure import Algorithm
from tests.core.mail_material import BODY, Person, codes, entity, mail, person, sealed, serial

WHO = person("rsa")
NONCE, AAD = bytes(range(12)), b""
ENVELOPED, AUTHENTICATED = "1.2.840.113549.1.7.3", "1.2.840.113549.1.9.16.1.23"
AES = "2.16.840.1.101.3.4.1"
CHACHA = "1.2.840.113549.1.9.16.3.18"


def transport(who: Person, key: bytes) -> bytes:
    """KeyTransRecipientInfo."""
    public = who.private.public_key()
    return der.sequence(
        der.integer(0),
        named(who),
        der.algorithm("1.2.840.113549.1.1.1", der.NULL),
        der.octets(public.encrypt(key, padding.PKCS1v15())),
    )


def named(who: Person) -> bytes:
    (recipient,) = envelope.recipients(envelope.encrypt(b"", recipients=[who.certificate]))
    assert recipient.issuer_der is not None
    return der.sequence(recipient.issuer_der, der.integer(serial(who)))


def message(infos: list[bytes], used: bytes, content: bytes, *mac: bytes) -> bytes:
    inside = der.sequence(der.oid("1.2.840.113549.1.7.1"), used, der.encode(0x80, content))
    oid = AUTHENTICATED if mac else ENVELOPED
    shell = der.sequence(
        der.integer(0), der.set_of(*infos), inside, *(der.octets(each) for each in mac)
    )
    return der.sequence(der.oid(oid), der.encode(0xA0, shell))


def ccm(arc: int, key: bytes, *, tag: int = 16, nonce: bytes = NONCE) -> tuple[bytes, bytes]:
    parameters = der.sequence(der.octets(nonce), der.integer(tag))
    return (
        der.algorithm(f"{AES}.{arc}", parameters),
        AESCCM(key, tag).encrypt(nonce, BODY, AAD),
    )


@pytest.mark.parametrize(("arc", "size"), [(7, 16), (27, 24), (47, 32)])
@pytest.mark.parametrize("tag", [8, 12, 16])
def test_ccm_is_opened(arc: int, size: int, tag: int) -> None:
    key = secrets.token_bytes(size)
    used, both = ccm(arc, key, tag=tag)
    cms = message([transport(WHO, key)], used, both[:-tag], both[-tag:])
    opened = envelope.decrypt(cms, WHO.ring)
    assert opened.content == BODY
    assert opened.content_encryption == f"aes-{size * 8}-ccm"
    assert opened.authenticated
    for broken in (both[:-tag][::-1], both[: -tag - 1], b""):
        with pytest.raises(NotDecrypted):
            envelope.decrypt(message([transport(WHO, key)], used, broken, both[-tag:]), WHO.ring)


@pytest.mark.parametrize(("tag", "nonce"), [(4, 12), (6, 12), (16, 6), (16, 14)])
def test_ccm_with_sizes_that_protect_too_little_is_refused(tag: int, nonce: int) -> None:
    parameters = der.sequence(der.octets(bytes(nonce)), der.integer(tag))
    used = der.algorithm(f"{AES}.47", parameters)
    with pytest.raises(Damaged):
        envelope.decrypt(message([transport(WHO, bytes(32))], used, b"x", bytes(tag)), WHO.ring)


def test_chacha20_is_opened() -> None:
    key = secrets.token_bytes(32)
    both = ChaCha20Poly1305(key).encrypt(NONCE, BODY, AAD)
    used = der.algorithm(CHACHA, der.octets(NONCE))
    cms = message([transport(WHO, key)], used, both[:-16], both[-16:])
    opened = envelope.decrypt(cms, WHO.ring)
    assert (opened.content, opened.content_encryption) == (BODY, "chacha20-poly1305")
    for tag in (both[-16:][::-1], bytes(16)):
        with pytest.raises(NotDecrypted):
            envelope.decrypt(message([transport(WHO, key)], used, both[:-16], tag), WHO.ring)
    with pytest.raises(Damaged):
        envelope.decrypt(message([transport(WHO, key)], used, both[:-16], both[-12:]), WHO.ring)


def test_a_tag_does_not_serve_two_ciphers() -> None:
    """The same octets under another identifier of the same key size."""
    key = secrets.token_bytes(32)
    both = AESGCM(key).encrypt(NONCE, BODY, AAD)
    for arc in (47, 26):
        used = der.algorithm(f"{AES}.{arc}", der.sequence(der.octets(NONCE), der.integer(16)))
        cms = message([transport(WHO, key)], used, both[:-16], both[-16:])
        with pytest.raises(NotDecrypted):
            envelope.decrypt(cms, WHO.ring)


# --- seen without a key ---------------------------------------------------------------------


def test_a_message_of_ours_is_seen_as_it_is() -> None:
    gwen = person("p256", "gwen")
    both = [WHO.certificate, gwen.certificate]
    for cipher in Content:
        seen = envelope.look(envelope.encrypt(BODY, recipients=both, cipher=cipher))
        assert sorted(seen.key_managements) == ["ecdh-sha256", "rsa-pkcs1"]
        assert {each.serial for each in seen.recipients} == {serial(WHO), serial(gwen)}
        assert seen.content_encryption == cipher.value
        assert seen.authenticated == (cipher is Content.GCM)
        assert (seen.otherwise, seen.unknown, seen.damaged) == ((), (), False)
    oaep = envelope.encrypt(BODY, recipients=both[:1], transport=KeyTransport.OAEP)
    assert envelope.look(oaep).key_managements == ("rsa-oaep-sha256",)


def encapsulated(who: Person, kem: str) -> bytes:
    """KEMRecipientInfo (RFC 9629), with nothing that anybody could open."""
    value = der.sequence(
        der.integer(0),
        named(who),
        der.algorithm(kem),
        der.octets(b"ciphertext"),
        der.algorithm("1.2.840.113549.1.9.16.3.28"),
        der.integer(32),
        der.algorithm(f"{AES}.45"),
        der.octets(b"wrapped"),
    )
    return der.encode(0xA4, der.oid("1.2.840.113549.1.9.16.13.3"), value)


def test_a_recipient_by_ml_kem_is_named() -> None:
    used = der.algorithm(f"{AES}.42", der.octets(bytes(16)))
    cms = message([encapsulated(WHO, "2.16.840.1.101.3.4.4.2")], used, bytes(16))
    seen = envelope.look(cms)
    assert seen.key_managements == seen.unknown == ("ml-kem-768",)
    assert [each.serial for each in seen.recipients] == [serial(WHO)]
    with pytest.raises(UnsupportedAlgorithm) as refused:
        envelope.decrypt(cms, WHO.ring)
    assert refused.value.what.facts["algorithm"] == "ml-kem-768"
    found = letter.describe(cms)
    assert found.recipients == seen.recipients
    assert codes(found) == {"encryption-unknown"}


def test_one_way_that_is_known_is_enough() -> None:
    key = secrets.token_bytes(32)
    plain = der.algorithm(f"{AES}.42", der.octets(bytes(16)))
    cms = message(
        [encapsulated(WHO, "2.16.840.1.101.3.4.4.3"), transport(WHO, key)], plain, bytes(16)
    )
    seen = envelope.look(cms)
    assert set(seen.key_managements) == {"ml-kem-1024", "rsa-pkcs1"}
    assert seen.unknown == ()


@pytest.mark.parametrize(
    ("info", "otherwise"),
    [
        (der.encode(0xA3, der.integer(0)), "password"),
        (der.encode(0xA2, der.integer(4)), "shared-key"),
        (der.encode(0xA4, der.oid("1.2.3.4"), der.NULL), "1.2.3.4"),
    ],
)
def test_recipients_without_a_certificate_are_named(info: bytes, otherwise: str) -> None:
    used = der.algorithm(f"{AES}.42", der.octets(bytes(16)))
    cms = message([info], used, bytes(16))
    assert envelope.look(cms).otherwise == (otherwise,)
    assert codes(letter.describe(cms)) == {"encrypted-otherwise"}
    with pytest.raises(NoKey):
        envelope.decrypt(cms, WHO.ring)


@pytest.mark.parametrize(
    ("oid", "name"),
    [("1.2.840.113549.3.4", "rc4"), ("1.2.643.7.1.1.5.1.1", "magma"), ("1.2.3.4", "1.2.3.4")],
)
def test_a_cipher_nobody_here_knows_is_named(oid: str, name: str) -> None:
    cms = message([transport(WHO, bytes(32))], der.algorithm(oid), bytes(16))
    found = letter.describe(mail(WHO, entity("application/pkcs7-mime", cms)))
    assert found.content_encryption == name
    assert codes(found) == {"encryption-unknown"}
    assert [(each.kind, each.algorithm, each.opened) for each in found.layers] == [
        ("encrypted", name, False)
    ]
    with pytest.raises(UnsupportedAlgorithm) as refused:
        letter.open_letter(cms, WHO.ring)
    assert refused.value.what.facts["algorithm"] == name


def test_content_that_was_cut_off_is_seen() -> None:
    used = der.algorithm(f"{AES}.42", der.octets(bytes(16)))
    cms = message([transport(WHO, bytes(32))], used, bytes(15))
    found = letter.describe(cms)
    assert codes(found) == {"encrypted-content-damaged"}
    assert found.recipients
    with pytest.raises(Damaged):
        letter.open_letter(cms, WHO.ring)


def test_a_signature_around_an_encrypted_letter_is_judged_before_it_is_opened() -> None:
    from tests.core.mail_material import detached, signed

    inside = sealed(BODY, WHO)
    good = letter.describe(mail(WHO, signed(WHO, inside)))
    assert (good.kind, good.findings) == ("encrypted-mail", ())
    bad = letter.describe(mail(WHO, signed(WHO, inside, signature=detached(WHO))))
    assert codes(bad) == {"content-altered"}
    assert [each.kind for each in bad.layers] == ["signed", "encrypted"]


# --- protection that is not S/MIME ----------------------------------------------------------

HTML = b"Content-Type: text/html\r\n\r\n"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (
            entity("application/x-microsoft-rpmsg-message", b"x", name="message.rpmsg"),
            "mail-microsoft-encrypted",
        ),
        (entity("application/octet-stream", b"x", name="message_v2.rpmsg"),
         "mail-microsoft-encrypted"),
        (HTML + b'<a href="https://Outlook.Office365.com/Encryption/retrieve">',
         "mail-microsoft-encrypted"),
        (b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b'
         b"\r\n\r\n--b\r\n\r\nVersion: 1\r\n--b--\r\n", "mail-pgp"),
        (b"\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nx\r\n", "mail-pgp"),
        (HTML + b'<a href="https://school.example/Encryption/">', None),
        (b"\r\nWe do not use -----BEGIN PGP MESSAGE-----\r\n", None),
    ],
)  # fmt: skip
def test_other_protection_is_called_by_its_name(part: bytes, code: str | None) -> None:
    found = letter.describe(mail(WHO, part))
    assert found.kind == "mail"
    assert codes(found) - {"html-only"} == ({code} if code else set())
    assert codes(letter.open_letter(mail(WHO, part), ())) - {"html-only"} == (
        {code} if code else set()
    )


@pytest.mark.parametrize("subject", ["secure mail: Iechyd", "Iechyd - Post Diogel"])
def test_words_that_only_ask_for_protection(subject: str) -> None:
    head = f"From: {WHO.address}\r\nSubject: {subject}\r\n".encode()
    assert codes(letter.describe(head + BODY)) == {"mail-keyword-only"}
    assert codes(letter.describe(head + sealed(BODY, WHO))) == set()
    protected = head + entity("application/x-microsoft-rpmsg-message", b"x")
    assert codes(letter.describe(protected)) == {"mail-microsoft-encrypted"}


# --- old signatures -------------------------------------------------------------------------


def test_dsa_is_judged() -> None:
    private = dsa.generate_private_key(1024)
    who = Person(private, b"", "")
    data = b"text"
    made = private.sign(data, hashes.SHA1())
    for oid in ("1.2.840.10040.4.1", "1.2.840.10040.4.3"):
        used = Algorithm(oid, None, b"")
        assert signatures.fits(who.spki, used, made, data, "sha1")
        assert not signatures.fits(who.spki, used, made, data + b"x", "sha1")
        assert signatures.signature_name(used, "sha1") == "dsa-sha1"
    assert not signatures.fits(WHO.spki, Algorithm("1.2.840.10040.4.3", None, b""), made, data,
                               "sha1")  # fmt: skip


def test_reasons_and_recipients_have_words() -> None:
    """Whatever is shown by its code has words in the catalogue."""
    from sel.text.catalog import find

    assert all(find(reason.value) is not None for reason in Reason)
    assert RecipientId().issuer is None
