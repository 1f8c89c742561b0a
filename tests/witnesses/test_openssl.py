"""OpenSSL agrees with what is right and, in its own words, not with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from sel.base.errors import WitnessMissing
from sel.base.secret import Secret
from sel.witnesses.openssl import OpenSsl
from tests.witnesses.conftest import (
    CONTENT,
    GREETING,
    PASSPHRASE,
    Person,
    World,
    backup,
    encrypt,
    sign,
)

OPENSSL = OpenSsl()


def request_of(person: Person) -> bytes:
    builder = x509.CertificateSigningRequestBuilder(x509.Name([]))
    return builder.sign(person.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.fixture(name="backup")
def backup_of_one(world: World, tmp_path: Path) -> Path:
    return backup(world.people["rsa"], tmp_path / "-in place.p12")


def test_it_is_here() -> None:
    assert OPENSSL.present()


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_good_request_is_good(world: World, kind: str) -> None:
    assert OPENSSL.request(request_of(world.people[kind])) is None


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_an_altered_request_is_not(world: World, kind: str) -> None:
    request = bytearray(request_of(world.people[kind]))
    request[-1] ^= 1
    said = OPENSSL.request(bytes(request))
    assert said is not None
    assert "failure" in said


def test_what_is_no_request_is_not_good() -> None:
    assert OPENSSL.request(b"<html>") is not None


def test_a_backup_opens_with_its_key(backup: Path) -> None:
    assert OPENSSL.backup(backup, PASSPHRASE, 1) is None


def test_a_key_too_few_is_said(backup: Path) -> None:
    assert OPENSSL.backup(backup, PASSPHRASE, 2) == "1 keys, not 2"


def test_a_wrong_passphrase_is_said(backup: Path) -> None:
    said = OPENSSL.backup(backup, Secret("ty gwyn ar y bryn 5"), 1)
    assert said is not None
    assert "invalid password" in said


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_mail_signed_and_encrypted_is_opened(world: World, kind: str) -> None:
    person = world.people[kind]
    assert mail_opinion(encrypt(person, sign(person)), person, world.root) is None


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_opaque_signatures_are_read_too(world: World, kind: str) -> None:
    signed = sign(world.people[kind], CONTENT, "-nodetach")
    assert OPENSSL.signed(signed, roots=[world.root], text=GREETING) is None


def test_altered_text_is_noticed(world: World) -> None:
    person = world.people["rsa"]
    altered = encrypt(person, sign(person).replace(b"Qm9yZ", b"Qm9yY"))
    said = mail_opinion(altered, person, world.root)
    assert said is not None
    assert "content verify error" in said


def test_mail_for_another_key_does_not_open(world: World) -> None:
    mail = encrypt(world.people["ec"], sign(world.people["rsa"]))
    assert mail_opinion(mail, world.people["rsa"], world.root) is not None


def test_a_signer_of_another_authority_is_noticed(world: World) -> None:
    person = world.people["rsa"]
    said = mail_opinion(encrypt(person, sign(person)), person, world.other_root)
    assert said is not None
    assert "issuer" in said


def test_unsigned_and_unencrypted_mail_are_not_what_was_asked_for(world: World) -> None:
    person = world.people["rsa"]
    assert mail_opinion(encrypt(person, CONTENT), person, world.root) is not None
    assert mail_opinion(sign(person), person, world.root) is not None


def test_other_text_is_said(world: World) -> None:
    person = world.people["ec"]
    said = OPENSSL.signed(sign(person), roots=[world.root], text="Nos da")
    assert said == "the text is not in it"


def test_without_the_program_nobody_is_said_to_agree(
    world: World, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    person = world.people["rsa"]
    assert not OPENSSL.present()
    with pytest.raises(WitnessMissing):
        OPENSSL.request(request_of(person))
    with pytest.raises(WitnessMissing):
        OPENSSL.backup(backup, PASSPHRASE, 1)
    with pytest.raises(WitnessMissing):
        mail_opinion(b"", person, world.root)
    with pytest.raises(WitnessMissing):
        OPENSSL.signed(b"", roots=[world.root], text="")


def mail_opinion(eml: bytes, person: Person, root: bytes) -> str | None:
    return OPENSSL.mail(eml, key=person.pkcs8, certificate=person.der, roots=[root], text=GREETING)
