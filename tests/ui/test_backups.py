"""Backups in the window: the given file moved, several of them, dates, colleagues."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import icalendar
import pytest

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core.bundle import Protection, writer
from sel.flows import backups, people_adding
from sel.flows.identities import identities
from sel.flows.status import status
from sel.ui.pages import backed_up
from sel.ui.places import backups as place
from sel.ui.places import home
from tests.flows.desk import desk
from tests.pilot import GWEN, person
from tests.screens import people

WORDS = "derwen llwybr afon menyn ceffyl eira golau"


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(writer.ROUNDS, Protection.MODERN, 300)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Calendar files that were handed to the system; downloads go into this test's folder."""
    handed: list[Path] = []
    monkeypatch.setenv("HOME", str(tmp_path))
    for module in (backed_up, place, home):
        monkeypatch.setattr(module, "open_dates", handed.append)
    return handed


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_given_file_becomes_the_backup(start, services, tmp_path, language, opened):
    given = people.given_file(tmp_path)
    driver = start(services, language)
    driver.errand("given-file", given.path)
    driver.on("F1")
    driver.on("F2", lambda: driver.page.field.line.setText(people.PASSWORD))
    driver.on("M1", lambda: driver.page.choices.choose("thunderbird"))
    driver.on("Y1")
    driver.at("Y2")
    assert driver.page.keep.isVisible()
    driver.page.keep.click()
    driver.settle()
    stick = tmp_path / "stick"
    stick.mkdir()
    driver.on("B1", lambda: driver.page.take_folder(stick))
    driver.at("B6")
    assert given.path.name in driver.page.why.text()
    driver.page.field.line.setText("not this one")
    driver.wizard.primary.click()
    driver.settle()
    assert driver.page.errors.failure.code in {"wrong-passphrase", "wrong-passphrase-or-changed"}
    assert given.path.exists()
    assert list(stick.iterdir()) == []
    driver.on("B6", lambda: driver.page.field.line.setText(people.PASSWORD))
    driver.at("B5")
    assert not given.path.exists()
    assert given.path.name in driver.page.deleted.text()
    assert driver.page.about.isVisible()
    assert not driver.page.delete.isVisible()
    driver.page.calendar.click()
    driver.settle()
    (written,) = opened
    events = icalendar.Calendar.from_ical(written.read_bytes()).walk("VEVENT")
    assert len(events) == 2
    driver.on("B5")
    assert backups.status(services).missing == ()


def test_several_backups_and_one_that_is_damaged(start, services, tmp_path, opened):
    people.with_certificate(services)
    for name in ("a", "b", "c"):
        backups.make(services, tmp_path / f"{name}.p12", Secret(WORDS), Silent())
    assert backups.verify(services, tmp_path / "a.p12", Secret(WORDS), Silent()).sound
    (tmp_path / "b.p12").write_bytes((tmp_path / "b.p12").read_bytes()[:-1])
    assert not backups.verify(services, tmp_path / "b.p12", Secret(WORDS), Silent()).sound
    driver = start(services, "en")
    shown = driver.window.place("backups")
    driver.window.go_to("backups")
    driver.settle()
    lines = [shown.kept.itemAt(row).widget() for row in range(shown.kept.count())]
    told = {line.text.text(): line.name.text() for line in lines}
    assert [name.split(":")[0] for name in told.values()].count("Last tested") == 1
    assert any("b.p12" in text and name.startswith("Found") for text, name in told.items())
    assert any("c.p12" in text and name.startswith("Made") for text, name in told.items())
    shown.calendar.click()
    driver.settle()
    assert len(opened) == 1
    assert shown.dated.isVisible()


def test_the_end_of_a_certificate_from_home(start, services, opened):
    people.with_certificate(services)
    driver = start(services, "cy")
    shown = driver.window.place("home")
    shown.steps.wanted.emit("dates")
    driver.settle()
    (written,) = opened
    (event,) = icalendar.Calendar.from_ical(written.read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]).startswith("Sêl: mae eich tystysgrif")
    assert people.SIAN in str(event["SUMMARY"])
    assert shown.dated.isVisible()


def test_only_a_damaged_backup_is_none(start, services, tmp_path):
    people.with_certificate(services)
    path = tmp_path / "a.p12"
    backups.make(services, path, Secret(WORDS), Silent())
    assert backups.verify(services, path, Secret(WORDS), Silent()).sound
    path.write_bytes(path.read_bytes()[:-1])
    driver = start(services, "en")
    driver.errand("check-backup")
    driver.on("K4")
    driver.on("K2", lambda: driver.page.field.line.setText(WORDS))
    driver.at("K3")
    assert not driver.page.state.verified.sound
    steps = {each.id: each.what.code for each in status(services).steps}
    assert steps["backup"] == "step-backup-damaged"


def test_colleagues_come_back_with_the_keys(start, services, tmp_path):
    elsewhere = desk(tmp_path / "old")
    people.with_certificate(elsewhere)
    people_adding.add(elsewhere, (), Silent(), pasted=person(GWEN).certificate)
    target = tmp_path / "sel-backup.p12"
    backups.make(elsewhere, target, Secret(WORDS), Silent())
    driver = start(services)
    driver.errand("restore", target)
    driver.on("R1")
    driver.on("R2", lambda: driver.page.field.line.setText(WORDS))
    driver.at("R3")
    assert driver.page.colleagues.isVisible()
    driver.on("R3")
    driver.at("R4")
    assert driver.page.state.came_back == 1
    assert services.book().people().count().people == 1
    assert len(identities(services.book(), services.clock.now())) == 1


def test_only_where_policy_allows(start, services, tmp_path):
    people.with_certificate(services)
    allowed = tmp_path / "home drive"
    allowed.mkdir()
    policy = replace(services.policy, backup_places=(str(allowed),))
    driver = start(replace(services, policy=policy))
    driver.errand("backup")
    driver.at("B1")
    assert driver.page.state.target.parent == allowed  # the one place there is
    driver.page.take_folder(tmp_path)
    driver.wizard.primary.click()
    driver.settle()
    assert driver.page.errors.failure.code == "backup-place-forbidden"
    driver.on("B1", lambda: driver.page.take_folder(allowed))
    driver.at("B2")
