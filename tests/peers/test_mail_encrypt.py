"""Encryption: ours opened by OpenSSL and NSS, theirs opened by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.base.errors import Damaged, NoKey, NotDecrypted
from sel.core import envelope
from sel.core.envelope import Content, Key, KeyTransport, Reason, der
from tests.core.mail_material import (
    BODY,
    Person,
    decrypt_often,
    person,
    serial,
)
from tests.peers.mail_programs import (
    Nss,
    openssl,
    openssl_decrypts,
    openssl_encrypts,
    openssl_signs,
    run,
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
        assert opened.recipient.serial == serial(each)
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


def test_signed_data_is_no_encrypted_message(tmp_path: Path) -> None:
    signature = openssl_signs(person(), BODY, tmp_path)
    with pytest.raises(Damaged):
        envelope.decrypt(signature, person().ring)
    with pytest.raises(Damaged):
        envelope.verify(envelope.encrypt(BODY, recipients=[person().certificate]), BODY)


def _opens(message: bytes, who: Person, cipher: str, management: str) -> None:
    opened = envelope.decrypt(message, who.ring)
    assert opened.content == BODY
    assert (opened.content_encryption, opened.key_management) == (cipher, management)
    assert envelope.content_encryption(message) in {cipher, "rc2-cbc"}


def test_a_wrong_key_for_rsa_goes_on_as_if_it_were_right(tmp_path: Path) -> None:
    """A content key of another length must not be told from a wrong padding."""
    who = person("rsa")
    message = openssl_encrypts(BODY, tmp_path, "-aes-128-cbc", to=(who,))
    aes_128, aes_256 = der.oid("2.16.840.1.101.3.4.1.2"), der.oid("2.16.840.1.101.3.4.1.42")
    with pytest.raises(NotDecrypted):
        decrypt_often(message.replace(aes_128, aes_256), who)


def test_a_password_recipient_alone_is_no_key_here() -> None:
    message = openssl(
        "-encrypt", "-aes-256-cbc", "-outform", "DER", "-pwri_password", "x", given=BODY
    )
    assert envelope.recipients(message) == ()
    with pytest.raises(NoKey):
        envelope.decrypt(message, person().ring)


def test_without_attributes_only_plain_data_hold(tmp_path: Path) -> None:
    signature = openssl_signs(
        person("rsa"), BODY, tmp_path, "-noattr", "-econtent_type", "1.2.3.4", "-nodetach"
    )
    assert envelope.verify(signature)[0].reason is Reason.ATTRIBUTES


def test_certificates_alone_have_no_signers(tmp_path: Path) -> None:
    pem = person().pem(tmp_path)
    bag = run("openssl", "crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", "DER")
    assert envelope.verify(bag) == ()
    assert not envelope.is_signed(bag)
    assert envelope.carried_certificates(bag) == (person().certificate,)
