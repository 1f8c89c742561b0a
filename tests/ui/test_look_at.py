"""Open or check: thirty-odd files in the window, each with its next step, mails read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from sel.core import bundle
from sel.flows.next_steps import NextStep
from sel.ui.pages.copy import CopyPage
from sel.ui.pages.letter import LetterPage
from sel.ui.pages.seen import SeenPage
from tests import assorted
from tests.screens import people


@pytest.fixture
def sent(services, tmp_path: Path) -> tuple[Path, ...]:
    """What people send to somebody with a certificate and a form that waits."""
    people.with_certificate(services)
    people.with_request(services, "sian.ap.rhys@school.example")
    return assorted.fill(tmp_path / "sent", services)


def pick(driver, name: str) -> None:
    """Bring one of the files to the front, as the arrow keys would."""
    names = [each.seen.path.name for each in driver.page._found]
    driver.page.table.pick(names.index(name))
    driver.settle()


def drop(driver, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    driver.window.dropEvent(event)
    driver.settle()


def test_each_of_thirty_files_is_named_and_offered_its_next_step(driver, sent) -> None:
    drop(driver, *sent)
    page = driver.page
    assert isinstance(page, SeenPage)
    assert page.table.model().rowCount() >= 30
    verbs = {}
    for number, each in enumerate(page._found):
        page.table.pick(number)
        verbs.setdefault(each.step, driver.wizard.primary.text())
        assert page.line.name.text()
        assert page.line.text.text()
        assert page.ready()
    assert len(set(verbs.values())) == len(verbs)
    assert NextStep.ASK_SENDER in verbs
    assert "unknown" not in page.table.text().replace("noise.bin", "").split("\t")


@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_row_has_words_of_the_language(driver, sent, language) -> None:
    drop(driver, *sent)
    driver.window.languages[language].click()
    driver.settle()
    lines = [line.split("\t") for line in driver.page.table.text().splitlines()]
    assert len(lines) >= 30
    assert all(kind and now and "." not in kind.split("-")[0] for _, kind, now in lines)


def test_a_mail_to_me_is_read(driver, sent) -> None:
    drop(driver, *sent)
    pick(driver, "to-me.eml")
    driver.on("O1")
    assert isinstance(driver.page, LetterPage)
    assert "Bore da" in driver.page.text.toPlainText()
    driver.page.save_to(sent[0].parent)
    driver.settle()
    assert (sent[0].parent / "text.txt").read_text("utf-8").strip() == "Bore da"


def test_a_colleague_s_certificate_is_checked(driver, sent) -> None:
    drop(driver, *sent)
    pick(driver, "gwenllian.pem")
    assert driver.page.verdict.isHidden()
    driver.on("O1")
    assert not driver.page.verdict.isHidden()
    pick(driver, "answer.cer")
    assert driver.page.verdict.isHidden()


def test_words_for_the_sender_are_in_both_languages(driver, sent) -> None:
    drop(driver, *sent)
    pick(driver, "certificate.cer")
    driver.on("O1")
    text = QApplication.clipboard().text()
    assert "certificate.cer" in text
    assert "a web page" in text
    assert "tudalen we" in text
    assert str(sent[0].parent) not in text


def test_an_answer_goes_to_its_form(driver, sent) -> None:
    drop(driver, *sent)
    pick(driver, "answer.cer")
    driver.on("O1")
    assert driver.wizard.journey.name != "look-at"


def test_a_packed_file_is_saved_before_it_is_used(driver, services, tmp_path) -> None:
    (tmp_path / "other").mkdir()
    given = people.given_file(tmp_path / "other", people.LONG)
    archive = tmp_path / "from-it.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(given.path, "mine.p12")
    drop(driver, archive)
    page = driver.page
    assert isinstance(page, SeenPage)
    page.take_out_to(page._found[0], tmp_path / "saved.p12")
    driver.settle()
    assert (tmp_path / "saved.p12").read_bytes() == given.path.read_bytes()
    assert driver.wizard.journey.name == "given-file"


def test_other_files_can_be_chosen(driver, sent) -> None:
    drop(driver, sent[0], sent[1])
    driver.page.others.click()
    assert not driver.page.drop.isHidden()
    driver.page.drop.several.emit((sent[2],))
    driver.settle()
    assert len(driver.page._found) == 1


def test_a_key_file_is_copied_for_older_devices(driver, tmp_path) -> None:
    (tmp_path / "other").mkdir()
    given = people.given_file(tmp_path / "other", people.LONG)
    driver.errand("look-at", given.path)
    assert not driver.page.rewrap.isHidden()
    driver.page.rewrap.click()
    driver.settle()
    page = driver.page
    assert isinstance(page, CopyPage)
    page.choices.choose("old-devices")
    words = page.words.secret()
    page.field.line.setText("nid hwn")
    page.save_to(tmp_path / "copy.p12")
    driver.settle()
    assert page.errors.failure is not None
    assert page.errors.failure.code == "wrong-passphrase"
    assert not (tmp_path / "copy.p12").exists()
    page.field.line.setText(people.PASSWORD)
    page.save_to(tmp_path / "copy.p12")
    driver.settle()
    assert not page.made.isHidden()
    data = (tmp_path / "copy.p12").read_bytes()
    assert len(bundle.read(data, words).entries) == 1
    codes = [each.code for each in bundle.openers(bundle.outline(data))]
    assert "not-for-old-devices" not in codes
