"""Encryption: ours opened by OpenSSL and NSS, theirs opened by us."""

from __future__ import annotations

from pathlib import Path

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
    NoKey,
    NoRecipientCertificate,
    NotDecrypted,
    TooLarge,
    UnsupportedAlgorithm,
)
from sel.base.secret import Secret
from sel.core import envelope
from sel.core.envelope import Content, Key, KeyTransport, der
from tests.core.mail_material import (
    BODY,
    Nss,
    Person,
    openssl_decrypts,
    openssl_encrypts,
    openssl_signs,
    person,
    private_key,
)

ANYBODY = ("rsa", "p256", "p384", "p521", "brainpool")


@pytest.mark.parametrize("kind", ANYBODY)
@pytest.mark.parametrize("cipher", Content)
@pytest.mark.parametrize("size", [0, 15, 16, 100_000])
def test_what_we_encrypt_openssl_opens(
    kind: str, cipher: Content, size: int, tmp_path: Path
) -> None:
    who, content = person(kind), bytes(range(256)) * 400
    message = envelope.encrypt(content[:size], recipients=[who.certificate], cipher=cipher)
    if size in {15, 100_000}:
        assert openssl_decrypts(message, who, tmp_path) == content[:size]
    opened = envelope.decrypt(message, who.ring)
    assert opened.content == content[:size]
    assert opened.content_encryption == cipher.value
    assert opened.authenticated == (cipher is Content.GCM)
    assert opened.key_management == ("rsa-pkcs1" if kind == "rsa" else "ecdh-sha256")
    assert opened.spki == who.spki


def test_oaep_is_written_on_request(tmp_path: Path) -> None:
    who = person("rsa")
    message = envelope.encrypt(BODY, recipients=[who.certificate], transport=KeyTransport.OAEP)
    assert openssl_decrypts(message, who, tmp_path) == BODY
    assert envelope.decrypt(message, who.ring).key_management == "rsa-oaep-sha256"


def test_every_recipient_opens_the_same_message(tmp_path: Path) -> None:
    people = [person("rsa"), person("p256", "gwen"), person("p384", "dafydd")]
    certificates = [each.certificate for each in people]
    message = envelope.encrypt(BODY, recipients=[*certificates, certificates[0]])
    assert len(envelope.recipients(message)) == 3
    for each in people:
        assert openssl_decrypts(message, each, tmp_path) == BODY
        opened = envelope.decrypt(message, each.ring)
        assert opened.content == BODY
        assert opened.recipient.serial == _serial(each)
        assert opened.recipient.issuer == "CN=Root"
    with pytest.raises(NoKey):
        envelope.decrypt(message, person("p256", "mallory").ring)


def test_nss_opens_ours_and_we_open_theirs(tmp_path: Path) -> None:
    who = person("rsa")
    nss = Nss(tmp_path, who)
    ours = envelope.encrypt(BODY, recipients=[who.certificate])
    assert nss.opens(ours) == BODY
    theirs = nss.encrypts(who, BODY)
    assert envelope.decrypt(theirs, who.ring).content == BODY


@pytest.mark.parametrize(
    ("kind", "options", "cipher", "management"),
    [
        ("rsa", ("-aes-128-cbc",), "aes-128-cbc", "rsa-pkcs1"),
        ("rsa", ("-aes-192-cbc", "-keyid"), "aes-192-cbc", "rsa-pkcs1"),
        ("rsa", ("-aes-256-cbc", "-stream"), "aes-256-cbc", "rsa-pkcs1"),
        ("rsa", ("-des3",), "3des-cbc", "rsa-pkcs1"),
        ("rsa", ("-aes-256-gcm",), "aes-256-gcm", "rsa-pkcs1"),
        ("rsa", ("-aes-128-gcm", "-stream"), "aes-128-gcm", "rsa-pkcs1"),
        ("rsa", ("-camellia256",), "camellia-256-cbc", "rsa-pkcs1"),
        ("p256", ("-aes-256-cbc",), "aes-256-cbc", "ecdh-sha1"),
        ("p256", ("-aes-256-cbc", "-keyid", "-stream"), "aes-256-cbc", "ecdh-sha1"),
        ("p384", ("-aes-192-gcm", "-aes192-wrap"), "aes-192-gcm", "ecdh-sha1"),
        ("p521", ("-aes-256-cbc", "-aes256-wrap"), "aes-256-cbc", "ecdh-sha1"),
        ("brainpool", ("-des3", "-des3-wrap"), "3des-cbc", "ecdh-sha1"),
    ],
)
def test_what_openssl_encrypts_we_open(
    kind: str, options: tuple[str, ...], cipher: str, management: str, tmp_path: Path
) -> None:
    who = person(kind)
    message = openssl_encrypts(BODY, tmp_path, *options, to=(who,))
    _opens(message, who, cipher, management)


@pytest.mark.parametrize(
    ("kind", "keyopts", "management"),
    [
        ("rsa", ("rsa_padding_mode:oaep",), "rsa-oaep-sha1"),
        ("rsa", ("rsa_padding_mode:oaep", "rsa_oaep_md:sha256"), "rsa-oaep-sha256"),
        (
            "rsa",
            ("rsa_padding_mode:oaep", "rsa_oaep_md:sha512", "rsa_mgf1_md:sha1"),
            "rsa-oaep-sha512",
        ),
        (
            "rsa",
            ("rsa_padding_mode:oaep", "rsa_oaep_label:0a0b0c"),
            "rsa-oaep-sha1",
        ),
        ("p256", ("ecdh_kdf_md:sha224",), "ecdh-sha224"),
        ("p256", ("ecdh_kdf_md:sha256",), "ecdh-sha256"),
        ("p384", ("ecdh_kdf_md:sha384",), "ecdh-sha384"),
        ("p521", ("ecdh_kdf_md:sha512",), "ecdh-sha512"),
        ("p256", ("ecdh_kdf_md:sha256", "ecdh_cofactor_mode:1"), "ecdh-sha256"),
        ("p256", ("ecdh_cofactor_mode:1",), "ecdh-sha1"),
    ],
)
def test_what_openssl_encrypts_with_chosen_parameters_we_open(
    kind: str, keyopts: tuple[str, ...], management: str, tmp_path: Path
) -> None:
    who = person(kind)
    options = ["-recip", who.pem(tmp_path)]
    for each in keyopts:
        options += ["-keyopt", each]
    message = openssl_encrypts(BODY, tmp_path, "-aes-256-cbc", *options, to=())
    _opens(message, who, "aes-256-cbc", management)


@pytest.mark.parametrize(
    ("option", "cipher"),
    [("-rc2-40", "rc2-40-cbc"), ("-rc2-64", "rc2-64-cbc"), ("-rc2-128", "rc2-128-cbc")],
)
def test_old_mail_under_rc2_is_opened(option: str, cipher: str, tmp_path: Path) -> None:
    who = person("rsa")
    old = ("-provider", "legacy", "-provider", "default")
    message = openssl_encrypts(BODY, tmp_path, option, *old, to=(who,))
    _opens(message, who, cipher, "rsa-pkcs1")


def test_several_recipients_of_openssl_each_open(tmp_path: Path) -> None:
    people = (person("rsa"), person("p256", "gwen"), person("p521", "dafydd"))
    message = openssl_encrypts(BODY, tmp_path, "-aes-256-cbc", to=people)
    assert len(envelope.recipients(message)) == 3
    for each in people:
        assert envelope.decrypt(message, each.ring).content == BODY


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


def test_a_key_without_certificate_is_found_by_its_identifier(tmp_path: Path) -> None:
    for kind in ("rsa", "p256"):
        who = person(kind)
        waiting = Key(None, who.spki, lambda who=who: who.key)
        by_key = openssl_encrypts(BODY, tmp_path, "-aes-256-cbc", "-keyid", to=(who,))
        assert envelope.recipients(by_key)[0].key_id is not None
        assert envelope.decrypt(by_key, [waiting]).content == BODY
        by_issuer = openssl_encrypts(BODY, tmp_path, "-aes-256-cbc", to=(who,))
        with pytest.raises(NoKey):
            envelope.decrypt(by_issuer, [waiting])


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


def test_signed_data_is_no_encrypted_message(tmp_path: Path) -> None:
    signature = openssl_signs(person(), BODY, tmp_path)
    with pytest.raises(Damaged):
        envelope.decrypt(signature, person().ring)
    with pytest.raises(Damaged):
        envelope.verify(envelope.encrypt(BODY, recipients=[person().certificate]), BODY)


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


def _opens(message: bytes, who: Person, cipher: str, management: str) -> None:
    opened = envelope.decrypt(message, who.ring)
    assert opened.content == BODY
    assert (opened.content_encryption, opened.key_management) == (cipher, management)
    assert envelope.content_encryption(message) in {cipher, "rc2-cbc"}


def _serial(who: Person) -> int:
    return x509.load_der_x509_certificate(who.certificate).serial_number


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
