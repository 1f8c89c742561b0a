"""Encryption: ours opened by OpenSSL and NSS, theirs opened by us."""

from __future__ import annotations

import pytest
from asn1crypto import cms as asn1_cms

from sel.base.errors import (
    CannotEncryptTo,
    Damaged,
    NoRecipientCertificate,
    NotDecrypted,
    TooLarge,
    UnsupportedAlgorithm,
)
from sel.base.secret import Secret
from sel.core import envelope
from sel.core.envelope import Key, der
from tests.core.agreement_material import AGREEMENTS, agreed
from tests.core.mail_material import BODY, Person, person


@pytest.mark.parametrize("kind", AGREEMENTS)
def test_rfc_8418_recipients_open(kind: str) -> None:
    who = person(kind)
    opened = envelope.decrypt(agreed(kind, who), who.ring)
    assert opened.content == BODY
    assert opened.key_management == f"ecdh-hkdf-{AGREEMENTS[kind][0].name}"
    with pytest.raises(NotDecrypted):
        envelope.decrypt(agreed(kind, who, zero=True), who.ring)


def test_a_private_key_is_fetched_only_for_its_own_message() -> None:
    fetched = []

    def key(who: Person) -> Key:
        def private() -> Secret:
            fetched.append(who.address)
            return who.key

        return Key(who.certificate, who.spki, private)

    ring = [key(person("p256", name)) for name in ("a", "b", "c")]
    message = envelope.encrypt(BODY, recipients=[person("p256", "b").certificate])
    assert envelope.decrypt(message, ring).content == BODY
    assert fetched == ["b@school.example"]


@pytest.mark.parametrize("kind", ["ed25519", "x25519"])
def test_what_cannot_be_encrypted_to_is_named(kind: str) -> None:
    with pytest.raises(CannotEncryptTo) as refused:
        envelope.encrypt(BODY, recipients=[person(kind).certificate])
    assert refused.value.what.facts["algorithm"] == kind
    assert refused.value.what.facts["address"] == "sian.llyr@school.example"


def test_encrypting_to_nobody_or_too_many_is_refused() -> None:
    with pytest.raises(NoRecipientCertificate):
        envelope.encrypt(BODY, recipients=[])
    with pytest.raises(TooLarge):
        envelope.encrypt(BODY, recipients=[b"%d" % number for number in range(2_001)])
    with pytest.raises(Damaged):
        envelope.encrypt(BODY, recipients=[b"no certificate"])


def test_our_message_as_another_parser_reads_it() -> None:
    rsa, ec = person("rsa"), person("p256")
    message = asn1_cms.ContentInfo.load(
        envelope.encrypt(BODY, recipients=[rsa.certificate, ec.certificate])
    )
    assert message["content_type"].native == "enveloped_data"
    enveloped = message["content"]
    assert enveloped["version"].native == "v2"
    assert sorted(each.name for each in enveloped["recipient_infos"]) == ["kari", "ktri"]
    inside = enveloped["encrypted_content_info"]
    assert inside["content_type"].native == "data"
    assert inside["content_encryption_algorithm"]["algorithm"].native == "aes256_cbc"
    only_rsa = asn1_cms.ContentInfo.load(envelope.encrypt(BODY, recipients=[rsa.certificate]))
    assert only_rsa["content"]["version"].native == "v0"


def test_ciphers_nobody_here_knows_are_named_before_a_key_is_touched() -> None:
    def never() -> Secret:
        raise AssertionError("the private key was fetched")

    who = person("rsa")
    message = envelope.encrypt(BODY, recipients=[who.certificate])
    aes, unknown = der.oid("2.16.840.1.101.3.4.1.42"), der.oid("2.16.840.1.101.3.4.1.99")
    assert message.count(aes) == 1
    with pytest.raises(UnsupportedAlgorithm):
        envelope.decrypt(message.replace(aes, unknown), [Key(who.certificate, who.spki, never)])
    rsa, other = der.oid("1.2.840.113549.1.1.1"), der.oid("1.2.840.113549.1.1.99")
    with pytest.raises(UnsupportedAlgorithm):
        envelope.decrypt(message.replace(rsa, other), [Key(who.certificate, who.spki, never)])
