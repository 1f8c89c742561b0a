"""Messages that lie, are broken or want too much: refused in words, and never more than that."""

from __future__ import annotations

import contextlib
import hashlib
import random
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from asn1crypto import cms as asn1_cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hypothesis import given
from hypothesis import strategies as st

from sel.base.errors import Damaged, NotDecrypted, SelError, TooLarge
from sel.core import envelope
from sel.core.envelope import Content, Reason, der
from tests.core.mail_material import (
    BODY,
    NOW,
    Person,
    compressed,
    decrypt_often,
    mutated,
    person,
    root,
)


def sign(who: Person, *, detached: bool = True) -> bytes:
    return envelope.sign(
        BODY,
        key=who.key,
        certificate=who.certificate,
        chain=[root()[1]],
        when=NOW,
        detached=detached,
    )


# --- decrypting: one error for every failure (RFC 3218) -------------------------------------


@pytest.mark.parametrize("cipher", Content)
@pytest.mark.parametrize("kind", ["rsa", "p256"])
def test_whatever_fails_inside_looks_the_same(kind: str, cipher: Content) -> None:
    who = person(kind)
    message = envelope.encrypt(BODY * 50, recipients=[who.certificate], cipher=cipher)
    wrapped = _encrypted_key(message)
    at = message.index(wrapped)
    # The block before the last of CBC changes the length of the padding to one that cannot be;
    # a change in the last block would leave a padding that holds once in 256 times.
    content = len(message) - (17 if cipher is Content.CBC else 1)
    broken = {
        "key": _flipped(message, at + len(wrapped) // 2),
        "key end": _flipped(message, at + len(wrapped) - 1),
        "no key": message.replace(wrapped, bytes(len(wrapped))),
        "content": _flipped(message, content),
    }
    said = set()
    for each in broken.values():
        with pytest.raises(NotDecrypted) as failed:
            decrypt_often(each, who)
        said.add((str(failed.value), failed.value.detail, str(failed.value.what.facts)))
        assert failed.value.__cause__ is None
        assert failed.value.__context__ is None
    assert len(said) == 1


def test_nothing_is_released_before_the_tag_holds() -> None:
    who = person()
    message = envelope.encrypt(BODY * 10_000, recipients=[who.certificate], cipher=Content.GCM)
    for at in (len(message) - 1, len(message) - 100, len(message) // 2):
        with pytest.raises(NotDecrypted):
            envelope.decrypt(_flipped(message, at), who.ring)


def test_a_short_tag_is_refused() -> None:
    who = person()
    message = asn1_cms.ContentInfo.load(
        envelope.encrypt(BODY, recipients=[who.certificate], cipher=Content.GCM)
    )
    message["content"]["mac"] = message["content"]["mac"].native[:8]
    with pytest.raises(Damaged):
        envelope.decrypt(message.dump(force=True), who.ring)


# --- signatures that hold for something else ------------------------------------------------


def test_a_detached_signature_with_its_own_content_never_holds() -> None:
    opaque = sign(person(), detached=False)
    assert envelope.verify(opaque)[0].holds
    assert envelope.verify(opaque, BODY)[0].holds
    (signer,) = envelope.verify(opaque, b"what the mail shows")
    assert signer.reason is Reason.OTHER_CONTENT
    assert signer.certificate == person().certificate


def test_signed_attributes_do_not_pass_as_content(tmp_path: Path) -> None:
    """The bytes a signature is really over, presented as content without attributes."""
    who = person("rsa")
    signed = asn1_cms.ContentInfo.load(sign(who))
    info = signed["content"]["signer_infos"][0]
    attributes = b"\x31" + info["signed_attrs"].dump()[1:]
    info["signed_attrs"] = None
    (signer,) = envelope.verify(_dump(signed), attributes)
    assert signer.reason is Reason.ATTRIBUTES


@pytest.mark.parametrize("oid", ["content_type", "message_digest", "signing_time"])
def test_attributes_stand_once(oid: str) -> None:
    signed = asn1_cms.ContentInfo.load(sign(person()))
    info = signed["content"]["signer_infos"][0]
    doubled = [each for each in info["signed_attrs"] if each["type"].native == oid]
    info["signed_attrs"] = asn1_cms.CMSAttributes([*info["signed_attrs"], *doubled])
    assert envelope.verify(_dump(signed), BODY)[0].reason is Reason.ATTRIBUTES


@pytest.mark.parametrize("oid", ["content_type", "message_digest"])
def test_attributes_that_must_be_there(oid: str) -> None:
    signed = asn1_cms.ContentInfo.load(sign(person()))
    info = signed["content"]["signer_infos"][0]
    kept = [each for each in info["signed_attrs"] if each["type"].native != oid]
    info["signed_attrs"] = asn1_cms.CMSAttributes(kept)
    assert envelope.verify(_dump(signed), BODY)[0].reason is Reason.ATTRIBUTES


def test_an_attribute_nobody_knows_spoils_nothing(tmp_path: Path) -> None:
    """asn1crypto cannot read Microsoft's 1.3.6.1.4.1.311.16.4 as a value; mail is full of it."""
    who = person("rsa")
    odd = der.sequence(
        der.oid("1.3.6.1.4.1.311.16.4"), der.set_of(der.sequence(der.sequence(), der.integer(5)))
    )
    digest = der.sequence(
        der.oid("1.2.840.113549.1.9.4"),
        der.set_of(der.octets(hashlib.sha256(BODY).digest())),
    )
    kind = der.sequence(
        der.oid("1.2.840.113549.1.9.3"), der.set_of(der.oid("1.2.840.113549.1.7.1"))
    )
    for attributes in ([kind, digest, odd], [odd, digest, kind]):  # also out of order, as sent
        message = _signed_with(who, attributes)
        assert envelope.verify(message, BODY)[0].holds


def test_another_certificate_of_the_same_key_is_noticed() -> None:
    """The attribute signingCertificateV2 says which one the signer meant (RFC 5035 5.4)."""
    who = person("p256")
    message = sign(who)
    signed = asn1_cms.ContentInfo.load(message)
    other = bytearray(who.certificate)
    other[-1] ^= 1
    signed["content"]["certificates"] = [asn1_cms.CertificateChoices.load(bytes(other))]
    assert envelope.verify(_dump(signed), BODY)[0].reason is Reason.OTHER_CERTIFICATE


def test_a_signature_by_another_key_does_not_hold() -> None:
    honest, other = sign(person("p256")), sign(person("p256", "mallory"))
    signature, forged = _signature(honest), _signature(other)
    swapped = honest.replace(signature, forged)
    if len(signature) == len(forged):
        assert envelope.verify(swapped, BODY)[0].reason is Reason.WRONG
    flipped = _flipped(honest, honest.index(signature) + len(signature) - 1)
    assert envelope.verify(flipped, BODY)[0].reason is Reason.WRONG


# --- limits ---------------------------------------------------------------------------------


def test_too_many_recipients_are_refused() -> None:
    message = envelope.encrypt(BODY, recipients=[person("rsa").certificate])
    enveloped = asn1_cms.ContentInfo.load(message)
    one = enveloped["content"]["recipient_infos"][0].dump()
    many = _with_infos(message, [one] * 2_001)
    with pytest.raises(TooLarge):
        envelope.recipients(many)
    assert len(envelope.recipients(_with_infos(message, [one] * 2_000))) == 2_000


def test_too_many_signers_are_refused() -> None:
    signed = asn1_cms.ContentInfo.load(sign(person()))
    one = signed["content"]["signer_infos"][0]
    signed["content"]["signer_infos"] = asn1_cms.SignerInfos([one] * 17)
    with pytest.raises(TooLarge):
        envelope.verify(_dump(signed), BODY)


def test_absurd_nesting_is_refused() -> None:
    for deep in (b"\x30\x80" * 10_000, b"\x24\x80" * 10_000):
        oid = der.oid("1.2.840.113549.1.7.2")
        for message in (deep, b"\x30\x80" + oid + b"\xa0\x80" + deep):
            with pytest.raises((TooLarge, Damaged)):
                envelope.verify(message)
    attributes = b"\x30\x80" * 60 + b"\0\0" * 60
    with pytest.raises((TooLarge, Damaged)):
        envelope.verify(der.sequence(oid, der.encode(0xA0, attributes)))


def test_a_zip_bomb_is_refused() -> None:
    assert envelope.decompress(compressed(BODY)) == BODY
    with pytest.raises(TooLarge):
        envelope.decompress(compressed(bytes(2_000_000)), limit=1_000_000)
    with pytest.raises(Damaged):
        envelope.decompress(compressed(zlib.compress(BODY)[:-3], packed=True))
    with pytest.raises(Damaged):
        envelope.decompress(compressed(b"no zlib", packed=True))


def test_openssl_compresses_for_us(tmp_path: Path) -> None:
    """Debian's OpenSSL has no zlib; then asn1crypto reads ours, as the only other one here."""
    parsed = asn1_cms.ContentInfo.load(compressed(BODY))
    assert parsed["content_type"].native == "compressed_data"
    assert parsed["content"].decompressed == BODY


# --- mutation -------------------------------------------------------------------------------


@cache
def _messages() -> list[tuple[bytes, Callable[[bytes], object]]]:
    who, other = person("rsa"), person("p256")
    ring = (*who.ring, *other.ring)
    both = [who.certificate, other.certificate]
    return [
        (sign(who), lambda data: envelope.verify(data, BODY)),
        (sign(other, detached=False), envelope.verify),
        (envelope.encrypt(BODY, recipients=both), lambda data: envelope.decrypt(data, ring)),
        (
            envelope.encrypt(BODY, recipients=both, cipher=Content.GCM),
            lambda data: envelope.decrypt(data, ring),
        ),
        (compressed(BODY), envelope.decompress),
        (envelope.encrypt(BODY, recipients=both), envelope.recipients),
    ]


@given(which=st.integers(0, 5), seed=st.integers(0, 2**32))
def test_mutated_messages_raise_nothing_but_ours(which: int, seed: int) -> None:
    message, read = _messages()[which]
    with contextlib.suppress(SelError):
        read(mutated(message, random.Random(seed)))


@given(st.binary(max_size=200))
def test_any_bytes_raise_nothing_but_ours(data: bytes) -> None:
    oid = der.oid("1.2.840.113549.1.7.3")
    for message in (data, der.sequence(oid, der.encode(0xA0, data))):
        for read in (
            envelope.recipients,
            envelope.verify,
            envelope.decompress,
            lambda d: envelope.decrypt(d, person().ring),
        ):
            with pytest.raises(SelError):
                read(message)


# --- parts ----------------------------------------------------------------------------------


def _flipped(message: bytes, at: int) -> bytes:
    changed = bytearray(message)
    changed[at] ^= 1
    return bytes(changed)


def _dump(message: asn1_cms.ContentInfo) -> bytes:
    encoded: bytes = message.dump(force=True)
    return encoded


def _encrypted_key(message: bytes) -> bytes:
    info = asn1_cms.ContentInfo.load(message)["content"]["recipient_infos"][0]
    if info.name == "ktri":
        key: bytes = info.chosen["encrypted_key"].native
        return key
    wrapped: bytes = info.chosen["recipient_encrypted_keys"][0]["encrypted_key"].native
    return wrapped


def _signature(message: bytes) -> bytes:
    value: bytes = asn1_cms.ContentInfo.load(message)["content"]["signer_infos"][0][
        "signature"
    ].native
    return value


def _with_infos(message: bytes, infos: list[bytes]) -> bytes:
    enveloped = asn1_cms.ContentInfo.load(message)["content"]
    return der.sequence(
        der.oid("1.2.840.113549.1.7.3"),
        der.encode(
            0xA0,
            der.sequence(
                der.integer(0),
                der.encode(0x31, *infos),
                enveloped["encrypted_content_info"].dump(),
            ),
        ),
    )


def _signed_with(who: Person, attributes: list[bytes]) -> bytes:
    """SignedData with these attributes as they come, signed as they come."""
    signature = who.private.sign(
        der.encode(0x31, *attributes), padding.PKCS1v15(), hashes.SHA256()
    )
    signed = asn1_cms.ContentInfo.load(sign(who))
    sid = signed["content"]["signer_infos"][0]["sid"].dump()
    sha256 = der.algorithm("2.16.840.1.101.3.4.2.1")
    info = der.sequence(
        der.integer(1),
        sid,
        sha256,
        der.encode(0xA0, *attributes),
        der.algorithm("1.2.840.113549.1.1.1", b"\x05\x00"),
        der.octets(signature),
    )
    shell = der.sequence(
        der.integer(1),
        der.set_of(sha256),
        der.sequence(der.oid("1.2.840.113549.1.7.1")),
        der.encode(0xA0, who.certificate),
        der.set_of(info),
    )
    return der.sequence(der.oid("1.2.840.113549.1.7.2"), der.encode(0xA0, shell))
