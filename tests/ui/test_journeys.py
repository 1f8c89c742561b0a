"""Both journeys, backup, restore and trial, to the end in the window, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.flows import backups, letters
from sel.flows.identities import identities
from sel.flows.status import status
from sel.ui.pages.file import FilePage
from tests.flows.desk import desk, issued
from tests.screens import people

LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


def back_up(driver, folder: Path) -> Path:
    """The journey of a backup from its first page to its last; returns the file."""
    folder.mkdir(exist_ok=True)
    driver.on("B1", lambda: driver.page.take_folder(folder))
    driver.at("B2")
    words = driver.page.words.secret().reveal_text()
    driver.on("B2")
    driver.on("B3", lambda: driver.page.field.line.setText(words))
    driver.at("B4")
    assert driver.page.state.target.exists()
    driver.on("B4")
    driver.at("B5")
    return driver.page.state.target


@LANGUAGES
def test_i_was_given_a_file(start, services, tmp_path, language):
    given = people.given_file(tmp_path)
    driver = start(services, language)
    home = driver.window.place("home")
    home.choices.choose("given-file")
    home.on.click()
    driver.settle()
    driver.on("F1", lambda: driver.page.offer(given.path))
    driver.at("F2")
    driver.page.field.line.setText("not this one")
    driver.wizard.primary.click()
    driver.settle()
    assert driver.page.errors.failure.code == "wrong-passphrase"
    assert driver.page.field.line.text() == ""
    assert identities(services.book(), services.clock.now()) == ()
    driver.on("F2", lambda: driver.page.field.line.setText(people.PASSWORD))
    driver.on("M1", lambda: driver.page.choices.choose("thunderbird", "phone"))
    driver.on("Y1")
    driver.at("Y2")
    mine = identities(services.book(), services.clock.now())
    assert [each.installed for each in mine] == [("thunderbird:Ysgol",)]
    driver.on("Y2")
    saved = back_up(driver, tmp_path / "stick")
    assert saved.parent == tmp_path / "stick"
    assert driver.page.delete.isVisible()
    driver.page.delete.click()
    assert driver.page.ask.isVisible()
    assert given.path.name in driver.page.ask.words.text()
    driver.page.ask.leave.click()
    assert not driver.page.ask.isVisible()
    assert given.path.exists()
    driver.page.delete.click()
    driver.page.ask.do.click()
    driver.settle()
    assert not given.path.exists()
    assert not driver.page.delete.isVisible()
    driver.page.sheet.click()
    driver.settle()
    assert driver.page._sheet.read_bytes().startswith(b"%PDF")
    driver.on("B5")
    assert status(services).sentence.code == "status-almost"
    assert driver.window.wizard is None


@LANGUAGES
def test_get_a_certificate(start, services, tmp_path, language):
    driver = start(services, language)
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("it-team"))
    driver.on("M1", lambda: driver.page.choices.choose("outlook"))
    driver.at("G4")
    driver.page.address.line.setText(people.SIAN)
    driver.page.name.line.setText("Siân Llŷr")
    driver.page.kind.setCurrentText("EC P-256")
    driver.on("G4")
    driver.on("G5")
    driver.at("G6")
    made = driver.page.state.made
    driver.on("G6")
    back_up(driver, tmp_path / "stick")
    driver.on("B5")
    driver.at("G7")
    form = tmp_path / "form.csr"
    driver.page.save_to(form)
    driver.settle()
    assert form.read_text().startswith("-----BEGIN CERTIFICATE REQUEST-----")
    driver.on("G7")
    home = driver.window.place("home")
    assert home.seen.status.sentence.code == "status-waiting"
    answer = tmp_path / "ateb.pem"
    answer.write_bytes(issued(made, (people.SIAN,)))
    home.primary.click()
    driver.settle()
    driver.on("G8", lambda: driver.page.offer(answer))
    driver.on("Y1")
    driver.at("Y2")
    driver.on("Y2")
    assert status(services).sentence.code == "status-almost"
    assert services.book().draft("get-certificate") is None


def test_the_form_says_how_the_answer_is_to_come(start, services):
    people.with_request(services)
    for language in ("en", "cy"):
        driver = start(services, language)
        driver.errand("send-form")
        driver.at("G7")
        note = next(e for e in services.profiles() if e.id == "it-team").note[language]
        assert note in driver.page.tell_them.text()


@LANGUAGES
def test_the_website_page_quotes_the_choice_as_it_is_called(start, services, language):
    driver = start(services, language)
    label = driver.window.place("home").choices.button("given-file").accessibleName()
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("website"))
    driver.at("G3")
    assert f"“{label}”" in driver.page.what.text()


def test_a_wrong_answer_is_explained_and_changes_nothing(driver, services, tmp_path):
    people.with_request(services)
    other = people.with_request(desk(tmp_path / "other"))
    answer = tmp_path / "arall.pem"
    answer.write_bytes(issued(other, (people.SIAN,)))
    driver.errand("answer")
    driver.on("G8", lambda: driver.page.offer(answer))
    driver.at("G8")
    assert driver.page.errors.failure.code == "no-match"
    assert driver.page.errors.isVisible()
    assert status(services).sentence.code == "status-waiting"


def test_a_login_page_saved_as_a_certificate_is_called_that(driver, services, tmp_path):
    people.with_request(services)
    page = tmp_path / "certificate.cer"
    page.write_text("<!DOCTYPE html><html><title>Sign in</title></html>")
    driver.errand("answer")
    driver.on("G8", lambda: driver.page.offer(page))
    assert driver.page.errors.failure.what.facts["looks_like"] == "html"


def test_restore_on_another_computer(start, services, tmp_path):
    elsewhere = desk(tmp_path / "old")
    people.with_certificate(elsewhere)
    target, words = tmp_path / "sel-backup.p12", "derwen llwybr afon menyn ceffyl eira golau"
    backups.make(elsewhere, target, Secret(words), Silent())
    driver = start(services)
    driver.errand("restore", target)
    driver.on("R1")
    driver.on("R2", lambda: driver.page.field.line.setText(words))
    driver.on("R3")
    driver.at("R4")
    driver.on("R4")
    driver.on("Y1")
    driver.at("Y2")
    assert [each.emails for each in identities(services.book(), services.clock.now())] == [
        (people.SIAN,)
    ]
    driver.wizard.close_journey()
    driver.errand("restore", target)
    driver.on("R1")
    driver.on("R2", lambda: driver.page.field.line.setText(words))
    driver.at("R3")
    assert not driver.page._new()
    driver.on("R3")
    assert driver.window.wizard is None


def test_a_backup_is_tested_again(driver, services, tmp_path):
    people.with_certificate(services)
    target, words = tmp_path / "sel-backup.p12", "derwen llwybr afon menyn ceffyl eira golau"
    backups.make(services, target, Secret(words), Silent())
    driver.errand("check-backup")
    driver.on("K4", lambda: driver.page.offer(target))
    driver.on("K2", lambda: driver.page.field.line.setText(words))
    driver.at("K3")
    assert driver.page.state.verified.sound
    assert backups.status(services).missing == ()


def test_a_damaged_backup_is_never_called_one(driver, services, tmp_path):
    people.with_certificate(services)
    target, words = tmp_path / "sel-backup.p12", "derwen llwybr afon menyn ceffyl eira golau"
    backups.make(services, target, Secret(words), Silent())
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 1
    target.write_bytes(data)
    driver.errand("check-backup")
    driver.on("K4", lambda: driver.page.offer(target))
    driver.on("K2", lambda: driver.page.field.line.setText(words))
    driver.at("K3")
    assert not driver.page.state.verified.sound
    assert driver.page.findings.isVisible()


def test_the_trial_mail_counts_and_one_in_clear_does_not(driver, services, tmp_path):
    people.with_certificate(services)
    mail, clear = tmp_path / "prawf.eml", tmp_path / "clir.eml"
    made = letters.write(services, to=(), subject="Prawf", text="Helo").eml
    mail.write_bytes(made.replace(b"X-Mailer: Sel\r\n", b""))
    clear.write_bytes(
        b"From: sian.llyr@school.example\r\nTo: sian.llyr@school.example\r\n"
        b"Subject: Prawf\r\n\r\nHelo\r\n"
    )
    driver.errand("try-it")
    driver.on("T1", lambda: driver.page.offer(clear))
    if driver.page.code == "T2":
        assert not driver.page.state.passed
        driver.on("T2")
    driver.on("T1", lambda: driver.page.offer(mail))
    driver.at("T2")
    assert driver.page.state.passed
    assert "mail-program" in services.preferences().read().ticks


def test_a_dropped_file_goes_where_it_belongs(driver, services, tmp_path):
    given = people.given_file(tmp_path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(given.path))])
    drop = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    driver.window.dropEvent(drop)
    driver.settle()
    assert isinstance(driver.page, FilePage)
    assert driver.page.drop.file == given.path


def test_what_was_typed_comes_back_after_cancel(driver, services):
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("it-team"))
    driver.on("M1", lambda: driver.page.choices.choose("outlook"))
    driver.page.address.line.setText(people.SIAN)
    driver.page.name.line.setText("Siân")
    driver.wizard.cancel.click()
    driver.settle()
    assert driver.window.wizard is None
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("it-team"))
    driver.at("G4")
    assert (driver.page.address.text, driver.page.name.text) == (people.SIAN, "Siân")


def test_mail_that_cannot_work_is_said_before_any_key(driver, services):
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("it-team"))
    driver.on("M1", lambda: driver.page.choices.choose("browser"))
    driver.at("M2")
    driver.on("M2")
    assert driver.window.wizard is None
    assert not services.book().keys()


def test_a_weak_passphrase_is_refused(driver, services, tmp_path):
    people.with_certificate(services)
    driver.errand("backup")
    driver.on("B1", lambda: driver.page.take_folder(tmp_path))
    driver.at("B2")
    driver.page.choices.choose("own")
    driver.page.own.line.setText("cymru123")
    driver.wizard.primary.click()
    driver.settle()
    assert driver.page.errors.failure.code == "weak-passphrase"
    assert driver.page.own.line.text() == ""


def test_the_second_passphrase_has_to_be_the_same(driver, services, tmp_path):
    people.with_certificate(services)
    driver.errand("backup")
    driver.on("B1", lambda: driver.page.take_folder(tmp_path / ""))
    driver.on("B2")
    driver.on("B3", lambda: driver.page.field.line.setText("something else"))
    driver.at("B3")
    assert driver.page.errors.failure.code == "passphrases-differ"
    assert not list(tmp_path.glob("*.p12"))


def test_secrets_leave_with_the_journey(driver, services, tmp_path):
    given = people.given_file(tmp_path)
    driver.errand("given-file", given.path)
    driver.on("F1")
    driver.on("F2", lambda: driver.page.field.line.setText(people.PASSWORD))
    holding = driver.wizard.context.holding
    assert holding.opened is not None
    driver.wizard.cancel.click()
    driver.settle()
    assert holding.opened is None
    assert holding.passphrase is None
