"""Thirty-odd files that people send: each is named and gets its right next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.base.errors import NotFound
from sel.base.message import Message
from sel.base.progress import Cancelled, Silent
from sel.flows import next_steps
from sel.flows.checking import Verdict
from sel.flows.next_steps import NextStep, Offered
from sel.ports.services import Services
from tests import assorted
from tests.flows.desk import desk
from tests.screens import people

WANTED = {
    "Gwenllian ap Rhys.cer": ("certificate", NextStep.CHECK),
    "Gwenllian.vcf": ("contact-card", NextStep.CHECK),
    "answer.cer": ("certificate", NextStep.ANSWER),
    "certificate.cer": ("html", NextStep.ASK_SENDER),
    "empty.p12": ("empty", NextStep.ASK_SENDER),
    "form.pdf": ("pdf", NextStep.ASK_SENDER),
    "given.p12": ("pkcs12", NextStep.SET_UP),
    "gwenllian.pem": ("certificate", NextStep.CHECK),
    "id_ed25519.pub": ("ssh", NextStep.ASK_SENDER),
    "inbox.mbox/1.eml": ("mail", NextStep.NOTHING),
    "inbox.mbox/2.eml": ("mail", NextStep.NOTHING),
    "key-closed.pem": ("private-key", NextStep.ASK_SENDER),
    "key.pem": ("private-key", NextStep.ASK_SENDER),
    "keystore.jks": ("jks", NextStep.ASK_SENDER),
    "letter.docx": ("office", NextStep.ASK_SENDER),
    "list.crl": ("crl", NextStep.NOTHING),
    "lunch.eml": ("mail", NextStep.NOTHING),
    "mine.p7b": ("certificates", NextStep.NOTHING),
    "my-form.csr": ("request", NextStep.SEND_FORM),
    "noise.bin": ("unknown", NextStep.ASK_SENDER),
    "other.csr": ("request", NextStep.NOTHING),
    "paste.txt": ("certificate", NextStep.CHECK),
    "photo.jpg": ("image", NextStep.ASK_SENDER),
    "public.asc": ("pgp", NextStep.ASK_SENDER),
    "root.crt": ("certificate", NextStep.NOTHING),
    "screen.png": ("image", NextStep.ASK_SENDER),
    "sel-backup-2026-11-24.p12": ("pkcs12", NextStep.BRING_BACK),
    "signed.eml": ("signed-mail", NextStep.OPEN_MAIL),
    "staff.zip/Gwenllian.cer": ("certificate", NextStep.CHECK),
    "staff.zip/staff/mair.pem": ("certificate", NextStep.CHECK),
    "to-me.eml": ("encrypted-mail", NextStep.OPEN_MAIL),
    "to-somebody.eml": ("encrypted-mail", NextStep.NOTHING),
}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """A desk with a current certificate and a form that waits."""
    made = desk(tmp_path_factory.mktemp("desk"))
    people.with_certificate(made)
    people.with_request(made, "sian.ap.rhys@school.example")
    return made


@pytest.fixture(scope="module")
def folder(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What people send, a key file and a backup among it."""
    folder = tmp_path_factory.mktemp("sent")
    assorted.fill(folder, services)
    people.given_file(tmp_path_factory.mktemp("other"), people.LONG).path.rename(
        folder / "given.p12"
    )
    people.with_backup(services, folder / "sel-backup-2026-11-24.p12")
    return folder


@pytest.fixture(scope="module")
def offered(services: Services, folder: Path) -> tuple[Offered, ...]:
    """All of it, looked at."""
    return next_steps.look_at_all(services, [folder], Silent())


def test_every_file_is_named_and_has_its_next_step(
    offered: tuple[Offered, ...], folder: Path
) -> None:
    found = {
        str(each.seen.path.relative_to(folder)): (
            each.seen.looks_like or each.seen.kind.value,
            each.step,
        )
        for each in offered
    }
    assert found == WANTED


def test_what_is_packed_is_not_on_the_disk(offered: tuple[Offered, ...], folder: Path) -> None:
    packed = {each.seen.path.parts[-2] for each in offered if not each.on_disk}
    assert packed == {"inbox.mbox", "staff.zip", "staff"}
    assert all(each.on_disk == each.seen.path.exists() for each in offered)


def test_the_bytes_of_a_packed_file_come_out_of_its_archive(
    services: Services, folder: Path
) -> None:
    one = next_steps.data_of(services, [folder], folder / "staff.zip" / "Gwenllian.cer")
    assert one == (folder / "Gwenllian ap Rhys.cer").read_bytes()
    with pytest.raises(NotFound):
        next_steps.data_of(services, [folder], folder / "staff.zip" / "nobody.cer")


def test_one_file_that_is_no_container(services: Services, folder: Path) -> None:
    one = next_steps.look_at_one(services, folder / "answer.cer")
    assert one is not None
    assert one.step is NextStep.ANSWER
    assert next_steps.look_at_one(services, folder / "staff.zip") is None


def test_a_colleague_s_certificate_is_judged(services: Services, folder: Path) -> None:
    path = folder / "gwenllian.pem"
    checked = next_steps.check(services, [folder], path, Silent())
    assert checked.verdict is Verdict.BAD
    assert "issuer-missing" in [each.code for each in checked.findings]


def test_it_can_be_stopped(services: Services, folder: Path) -> None:
    class Stopping:
        def step(self, done: int, total: int, what: Message) -> None:
            if done == 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        next_steps.look_at_all(services, [folder], Stopping())


def test_a_file_that_is_gone_is_an_answer(services: Services, tmp_path: Path) -> None:
    (gone,) = next_steps.look_at_all(services, [tmp_path / "gone.cer"], Silent())
    assert gone.seen.error is not None
    assert gone.step is NextStep.NOTHING
