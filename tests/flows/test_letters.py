"""Letters as errands: to oneself, to trusted colleagues, and to nobody else."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest

from sel.base.errors import (
    NoCurrentCertificate,
    NoRecipientCertificate,
    NotAMail,
    RecipientNotReady,
)
from sel.base.progress import Silent
from sel.core import certificate
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import letters, people_adding, requests
from sel.ports.book import Additions, NewCertificate, Role
from sel.ports.services import Services
from tests.core.container_material import attachment, outlook_message
from tests.flows.desk import FOUNDED, desk, issued, now
from tests.pilot import GWEN, SIAN, person


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    services = desk(tmp_path / "sian")
    made = requests.make(services, Asked((SIAN,), "Siân Llŷr"), KeyKind.EC_P256, Silent())
    requests.finish(services, issued(made), (FOUNDED.issuer,), Silent())
    return services


def _meet(services: Services) -> None:
    der = person(GWEN, starts=now(), founded=FOUNDED).certificate
    people_adding.add(services, (), Silent(), pasted=der)


def test_without_a_certificate_nothing_is_signed(tmp_path: Path) -> None:
    with pytest.raises(NoCurrentCertificate):
        letters.write(desk(tmp_path / "x"), to=[], subject="x", text="x")


def test_a_stranger_cannot_be_written_to(sian: Services) -> None:
    with pytest.raises(NoRecipientCertificate):
        letters.write(sian, to=[GWEN], subject="x", text="x")


def test_a_colleague_whose_path_nobody_trusts_is_not_encrypted_to(sian: Services) -> None:
    _meet(sian)
    with pytest.raises(RecipientNotReady) as hit:
        letters.write(sian, to=[GWEN], subject="x", text="x")
    assert hit.value.what.facts["person_state"] == "path-unknown"


def test_a_trusted_colleague_is_and_so_am_i(sian: Services) -> None:
    _meet(sian)
    root = certificate.read(FOUNDED.root)
    held = NewCertificate(root.der, root.spki_sha256, Role.CHAIN)
    sian.book().add(Additions(certificates=(held,)))
    sian.book().trust("authority", root.sha256, how="test")
    written = letters.write(sian, to=[GWEN], subject="x", text="Helo")
    assert written.recipients == (GWEN,)
    read = letters.read(sian, written.eml)
    assert read.signature == "valid"
    assert "Helo" in read.letter.text


def test_a_signature_nobody_can_trace_is_unverifiable(sian: Services) -> None:
    read = letters.read(sian, letters.write(sian, to=[], subject="x", text="x").eml)
    assert read.letter.decrypted
    assert read.signature == "unverifiable"
    assert {each.code for each in read.findings} & {"issuer-missing", "root-not-trusted"}


def test_an_outlook_message_is_opened_like_the_mail_in_it(sian: Services) -> None:
    eml = letters.write(sian, to=[], subject="Adroddiad", text="Helo").eml
    cms = message_from_bytes(eml).get_payload(decode=True)
    assert isinstance(cms, bytes)
    saved = outlook_message(
        {0x37: "Adroddiad", 0x5D02: SIAN}, [attachment("smime.p7m", cms)], kind="IPM.Note.SMIME"
    )
    read = letters.read(sian, saved)
    assert read.letter.decrypted
    assert read.letter.text == "Helo\n"
    assert read.letter.from_ == SIAN
    ordinary = outlook_message({0x37: "Adroddiad"}, [attachment("a.txt", b"x")])
    with pytest.raises(NotAMail) as refused:
        letters.read(sian, ordinary)
    assert refused.value.what.facts["looks_like"] == "outlook-message"
