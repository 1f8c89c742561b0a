"""A new computer: the same keys, the same colleagues, and nothing that nobody vouched for."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import bundle
from sel.core.bundle import Bundle, Entry, Protection, writer
from sel.core.certificate import read as certificate_read
from sel.core.keypair import KeyKind
from sel.core.people import Standing, eligibility
from sel.core.request import Asked
from sel.flows import backups, imports, people_adding, requests
from sel.flows import people as spoken
from sel.flows.backups import people
from sel.flows.identities import State, identities
from sel.ports.services import Services
from tests.flows.desk import desk
from tests.pilot import GWEN, NOW, SIAN, Person, person

WORDS = Secret("castell mynydd afon derwen lleuad pysgodyn gwanwyn")


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(writer.ROUNDS, Protection.MODERN, 300)


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    """Somebody with one key."""
    services = desk(tmp_path / "sian")
    requests.make(services, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
    return services


def meet(services: Services, *those: Person) -> None:
    """One taking-in each, as mails come."""
    for each in those:
        people_adding.add(services, (), Silent(), pasted=each.certificate)


def used(services: Services) -> dict[str, bytes]:
    """Whom one could write to, and with which key; trust of paths is this computer's matter."""
    found = {}
    for each in services.book().people().people():
        answer = eligibility(each, services.clock.now())
        if answer.about is not None and answer.reason is not Standing.CHANGE:
            found[each.email] = answer.about.spki_sha256
    return found


def test_the_same_keys_and_colleagues(sian: Services, tmp_path: Path) -> None:
    meet(sian, person(GWEN), person("mair@school.example"))
    stick = tmp_path / "stick"
    stick.mkdir()
    path = stick / "backup.p12"
    assert backups.make(sian, path, WORDS, Silent()).people == 2
    assert sorted(each.name for each in stick.iterdir()) == ["backup.p12", "people.p7c"]
    shown = subprocess.run(
        ["openssl", "pkcs7", "-inform", "DER", "-in", stick / "people.p7c", "-print_certs"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert shown.count("-----BEGIN CERTIFICATE-----") >= 2
    assert "PRIVATE" not in shown

    new = desk(tmp_path / "new")
    opened = backups.look(new, path.read_bytes(), WORDS, Silent())
    beside = people.look(new, path)
    assert beside is not None
    assert (beside.total, beside.new) == (2, 2)
    assert new.book().people().count().people == 0  # looking keeps nothing
    backups.restore(new, opened, Silent())
    assert people.restore(new, beside, Silent()) == 2
    assert used(new) == used(sian)
    again = people.look(new, path)
    assert again is not None
    assert again.new == 0
    assert people.restore(new, again, Silent()) == 0


def test_only_the_confirmed_key_of_a_colleague_comes_back(sian: Services, tmp_path: Path) -> None:
    """A key that waits to be confirmed must not come back as if it had been."""
    first = person(GWEN, starts=NOW - timedelta(days=200), ends=NOW + timedelta(days=500))
    second = person(GWEN, starts=NOW - timedelta(days=20), ends=NOW + timedelta(days=600))
    mallory = person(GWEN, starts=NOW - timedelta(days=300), ends=NOW + timedelta(days=700))
    meet(sian, first, second, mallory)
    spoken.confirm(sian, certificate_read(second.certificate).sha256)
    path = tmp_path / "backup.p12"
    backups.make(sian, path, WORDS, Silent())
    new = desk(tmp_path / "new")
    beside = people.look(new, path)
    assert beside is not None
    assert beside.total == 1
    people.restore(new, beside, Silent())
    keys = {each.spki_sha256 for each in new.book().people().person(GWEN).certificates}
    assert keys == {certificate_read(second.certificate).spki_sha256}


def test_no_colleagues_no_file_and_another_file_of_that_name_stays(
    sian: Services, tmp_path: Path
) -> None:
    path = tmp_path / "backup.p12"
    assert backups.make(sian, path, WORDS, Silent()).people == 0
    assert not path.with_name("people.p7c").exists()
    assert people.look(sian, path) is None
    path.with_name("people.p7c").write_text("rhestr siopa", "utf-8")
    meet(sian, person(GWEN))
    made = backups.make(sian, path, WORDS, Silent(), replace=True)
    assert "people-not-saved" in {each.code for each in made.findings}
    assert path.with_name("people.p7c").read_text("utf-8") == "rhestr siopa"
    assert people.look(sian, path) is None


def test_colleagues_of_another_computer_stay_until_they_were_restored(
    sian: Services, tmp_path: Path
) -> None:
    """The new computer's first backup goes to the stick on which the old one's still lies."""
    stick = tmp_path / "stick"
    stick.mkdir()
    meet(sian, person(GWEN))
    backups.make(sian, stick / "old.p12", WORDS, Silent())
    whole = (stick / "people.p7c").read_bytes()
    new = desk(tmp_path / "new")
    requests.make(new, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
    meet(new, person("elin@school.example"))
    made = backups.make(new, stick / "new.p12", WORDS, Silent())
    assert "people-not-saved" in {each.code for each in made.findings}
    assert (stick / "people.p7c").read_bytes() == whole
    beside = people.look(new, stick / "old.p12")
    assert beside is not None
    assert people.restore(new, beside, Silent()) == 1
    assert backups.make(new, stick / "third.p12", WORDS, Silent()).people == 2


def test_a_newer_key_is_never_replaced(sian: Services, tmp_path: Path) -> None:
    """An old backup on a computer that has gone on: everything stays, the old one comes beside."""
    old = person(SIAN, starts=NOW - timedelta(days=400), ends=NOW - timedelta(days=30))
    new = person(SIAN)
    path = tmp_path / "backup.p12"
    for each, services in ((old, desk(tmp_path / "before")), (new, sian)):
        held = Bundle((Entry(each.key, each.certificate),))
        data = bundle.write(held, WORDS, protection=Protection.MODERN, rounds=1)
        opened = imports.open_file(services, data, WORDS, Silent())
        imports.take_in(services, opened, Silent())
        if each is old:
            backups.make(services, path, WORDS, Silent())
    before = {each.id: each for each in identities(sian.book(), sian.clock.now())}
    opened = backups.look(sian, path.read_bytes(), WORDS, Silent())
    taken = backups.restore(sian, opened, Silent())
    after = {each.id: each for each in identities(sian.book(), sian.clock.now())}
    assert len(taken.new) == 1
    assert {key: after[key] for key in before} == before
    assert after[taken.new[0]].state is State.OLD
    in_use = [each for each in after.values() if each.state is State.CURRENT]
    assert [each.certificate.der for each in in_use if each.certificate] == [new.certificate]
