"""The tools of NSS agree with what is right and, in their own words, not with what is wrong."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest

from sel.base.errors import WitnessMissing, WitnessUnable
from sel.base.secret import Secret
from sel.witnesses.nss_tools import NssTools
from tests.witnesses.conftest import (
    CONTENT,
    GREETING,
    PASSPHRASE,
    Person,
    World,
    backup,
    cms,
    encrypt,
    sign,
)

NSS = NssTools()


@pytest.fixture(name="backup", params=["rsa", "ec"])
def backup_of_one(world: World, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return backup(world.people[request.param], tmp_path / "backup.p12")


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where scratch databases are made during a test."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_they_are_here() -> None:
    assert NSS.present()


def test_requests_are_not_theirs() -> None:
    with pytest.raises(WitnessUnable) as refused:
        NSS.request(b"")
    assert refused.value.what.facts == {"tool": "nss", "what": "request"}


def test_a_backup_goes_in_with_its_key(backup: Path, scratch: Path) -> None:
    assert NSS.backup(backup, PASSPHRASE, 1) is None
    assert list(scratch.iterdir()) == []


def test_a_key_too_few_is_said(backup: Path) -> None:
    assert NSS.backup(backup, PASSPHRASE, 2) == "1 keys, not 2"


def test_a_wrong_passphrase_is_said(backup: Path) -> None:
    said = NSS.backup(backup, Secret("ty gwyn ar y bryn 5"), 1)
    assert said is not None
    assert "SEC_ERROR_BAD_PASSWORD" in said


def test_mail_signed_and_encrypted_is_opened(world: World, scratch: Path) -> None:
    person = world.people["rsa"]
    assert mail_opinion(encrypt(person, sign(person)), person, world.root) is None
    assert list(scratch.iterdir()) == []


def test_an_elliptic_signature_inside_rsa_encryption_is_good(world: World) -> None:
    mail = encrypt(world.people["rsa"], sign(world.people["ec"]))
    assert mail_opinion(mail, world.people["rsa"], world.root) is None


@pytest.mark.parametrize("reader", ["ec", "rsa"])
def test_what_an_old_nss_cannot_decrypt_is_not_called_wrong(world: World, reader: str) -> None:
    """Old ones cannot read such mail at all, even with the key of an RSA recipient beside."""
    person = world.people[reader]
    mail = cms(
        "-encrypt", "-aes-256-cbc", world.people["ec"].pem, world.people["rsa"].pem,
        given=sign(person),
    )  # fmt: skip
    with contextlib.suppress(WitnessUnable):
        assert mail_opinion(mail, person, world.root) is None


@pytest.mark.parametrize("kind", ["rsa", "ec"])
@pytest.mark.parametrize("form", ["-nodetach", "-binary"])
def test_signed_mail_is_verified(world: World, kind: str, form: str) -> None:
    signed = sign(world.people[kind], CONTENT, form)
    assert NSS.signed(signed, roots=[world.root], text=GREETING) is None


@pytest.mark.parametrize("form", ["-nodetach", "-binary"])
def test_altered_text_is_noticed(world: World, form: str) -> None:
    signed = sign(world.people["rsa"], CONTENT, form)
    altered = altered_text(signed, opaque=form == "-nodetach")
    assert altered != signed
    said = NSS.signed(altered, roots=[world.root], text="Bor")
    assert said is not None
    assert "DigestMismatch" in said


def test_mail_for_another_key_does_not_open(world: World) -> None:
    mail = encrypt(world.people["other"], sign(world.people["rsa"]))
    assert mail_opinion(mail, world.people["rsa"], world.root) is not None


def test_a_signer_of_another_authority_is_noticed(world: World) -> None:
    person = world.people["rsa"]
    mail = encrypt(person, sign(person))
    assert mail_opinion(mail, person, world.other_root) is not None


def test_unsigned_mail_is_not_called_signed(world: World) -> None:
    person = world.people["rsa"]
    assert mail_opinion(encrypt(person, CONTENT), person, world.root) == "not signed"
    twice = encrypt(person, encrypt(person, CONTENT))
    assert mail_opinion(twice, person, world.root) == "not signed"


def test_mail_without_encryption_is_not_called_opened(world: World) -> None:
    person = world.people["rsa"]
    opaque = sign(person, CONTENT, "-nodetach")
    assert mail_opinion(opaque, person, world.root) == "not encrypted"
    assert mail_opinion(sign(person), person, world.root) == "not encrypted"


def test_other_text_is_said(world: World) -> None:
    said = NSS.signed(sign(world.people["ec"]), roots=[world.root], text="Nos da")
    assert said == "the text is not in it"


def test_without_the_programs_nobody_is_said_to_agree(
    world: World, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert not NSS.present()
    with pytest.raises(WitnessMissing):
        NSS.request(b"")
    with pytest.raises(WitnessMissing):
        NSS.backup(backup, PASSPHRASE, 1)
    with pytest.raises(WitnessMissing):
        mail_opinion(b"", world.people["rsa"], world.root)
    with pytest.raises(WitnessMissing):
        NSS.signed(b"", roots=[world.root], text="")


def altered_text(signed: bytes, *, opaque: bool) -> bytes:
    """The same mail with one letter of the content changed."""
    if not opaque:
        return signed.replace(b"Qm9yZ", b"Qm9yY")
    der = cms("-cmsout", "-outform", "DER", given=signed).replace(b"Qm9yZ", b"Qm9yY")
    return cms("-cmsout", "-inform", "DER", "-outform", "SMIME", given=der)


def mail_opinion(eml: bytes, person: Person, root: bytes) -> str | None:
    return NSS.mail(eml, key=person.pkcs8, certificate=person.der, roots=[root], text=GREETING)
