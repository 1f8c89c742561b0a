"""Encryption: ours opened by OpenSSL and NSS, theirs opened by us."""

from __future__ import annotations

import pytest
from asn1crypto import algos, core
from asn1crypto import cms as asn1_cms
from cryptography import x509
from cryptography.hazmat.primitives import keywrap
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

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
from tests.core.mail_material import (
    BODY,
    Person,
    person,
    private_key,
)


@pytest.mark.parametrize(
    ("kind", "hash_", "oid"),
    [
        ("x25519", SHA256, "1.2.840.113549.1.9.16.3.19"),
        ("x448", SHA512, "1.2.840.113549.1.9.16.3.21"),
    ],
)
def test_rfc_8418_recipients_open(kind: str, hash_: type, oid: str) -> None:
    """Neither OpenSSL 3.0 nor NSS writes these: put together here by the RFC's own terms."""
    who = person(kind)
    cek, kek_info = AESGCM.generate_key(256), _shared_info()
    ephemeral = private_key(kind, 99)
    shared = ephemeral.exchange(who.private.public_key())
    kek = HKDF(hash_(), 32, salt=None, info=kek_info).derive(shared)
    public = ephemeral.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    curve = {"x25519": "1.3.101.110", "x448": "1.3.101.111"}[kind]
    message = _auth_enveloped(
        cek,
        _kari(public, curve, oid, keywrap.aes_key_wrap(kek, cek), who),
    )
    opened = envelope.decrypt(message, who.ring)
    assert opened.content == BODY
    assert opened.key_management == f"ecdh-hkdf-{hash_.name}"
    zero = _kari(bytes(len(public)), curve, oid, keywrap.aes_key_wrap(kek, cek), who)
    with pytest.raises(NotDecrypted):
        envelope.decrypt(_auth_enveloped(cek, zero), who.ring)


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


# --- by the terms of RFC 8418 and RFC 5083, without our own writer --------------------------


class _SharedInfo(core.Sequence):
    _fields = [
        ("key_info", algos.AlgorithmIdentifier),
        ("supp_pub_info", core.OctetString, {"explicit": 2}),
    ]


def _wrap() -> asn1_cms.KeyEncryptionAlgorithm:
    return asn1_cms.KeyEncryptionAlgorithm({"algorithm": "aes256_wrap"})


def _shared_info() -> bytes:
    info = {"key_info": {"algorithm": "2.16.840.1.101.3.4.1.45"}, "supp_pub_info": b"\0\0\1\0"}
    encoded: bytes = _SharedInfo(info).dump()
    return encoded


def _kari(public: bytes, curve: str, oid: str, wrapped: bytes, who: Person) -> bytes:
    loaded = x509.load_der_x509_certificate(who.certificate)
    return der.encode(
        0xA1,
        b"\x02\x01\x03",
        der.encode(
            0xA0,
            der.encode(0xA1, der.algorithm(curve), der.encode(0x03, b"\0", public)),
        ),
        der.algorithm(oid, _wrap().dump()),
        der.sequence(
            der.sequence(
                der.sequence(loaded.issuer.public_bytes(), der.integer(loaded.serial_number)),
                der.octets(wrapped),
            )
        ),
    )


def _auth_enveloped(cek: bytes, info: bytes) -> bytes:
    sealed = AESGCM(cek).encrypt(bytes(12), BODY, None)
    content = der.sequence(
        der.oid("1.2.840.113549.1.7.1"),
        der.algorithm(
            "2.16.840.1.101.3.4.1.46", der.sequence(der.octets(bytes(12)), der.integer(16))
        ),
        der.encode(0x80, sealed[:-16]),
    )
    inner = der.sequence(b"\x02\x01\x00", der.set_of(info), content, der.octets(sealed[-16:]))
    return der.sequence(der.oid("1.2.840.113549.1.9.16.1.23"), der.encode(0xA0, inner))
