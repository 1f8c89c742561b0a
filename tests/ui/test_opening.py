"""The journeys of both tests in the window: writing, and opening."""

from __future__ import annotations

import pytest

from sel.core import letter
from sel.flows import letters
from sel.flows.word_tests import TICK
from sel.ui.pages import make_test_mail
from tests.screens import protection
from tests.screens.protection import OWAIN


@pytest.fixture
def sian(tmp_path):
    (tmp_path / "sian").mkdir()
    return protection.ready(tmp_path / "sian")


class _NoProgram:
    """Instead of the mail program that would open the mail."""

    opened: list[str]

    def __init__(self) -> None:
        self.opened = []

    def openUrl(self, url) -> None:
        self.opened.append(url.toLocalFile())


def test_a_mail_in_clear_one_of_sel_and_one_that_counts(start, sian, tmp_path):
    driver = start(sian)
    made = letters.write(sian, to=(OWAIN,), subject="Prawf", text="Helo").eml
    mails = {
        "words": b"From: a@x.example\r\nSubject: secure mail\r\n\r\nHelo\r\n",
        "sel": made,
        "real": made.replace(b"X-Mailer: Sel\r\n", b""),
    }
    driver.errand("try-it")
    titles = {}
    for name, data in mails.items():
        mail = tmp_path / f"{name}.eml"
        mail.write_bytes(data)
        driver.on("T1", lambda mail=mail: driver.page.offer(mail))
        driver.at("T2")
        titles[name] = driver.page.title.text()
        if name != "real":
            assert not driver.page.second.isVisible()
            driver.on("T2")
    assert titles == {
        "words": "This mail is not S/MIME",
        "sel": "Sêl made this mail, so it says nothing of your mail program",
        "real": "Signed and encrypted. You and others can open it.",
    }
    page = driver.page
    assert OWAIN in page.encrypted.text.text()
    assert "until" in page.signed.text.text()
    assert page.subject.text.text() == "Subject: Prawf"
    page.second.click()
    driver.at("T3")


def test_the_words_that_were_read(start, sian, tmp_path, monkeypatch):
    program = _NoProgram()
    monkeypatch.setattr(make_test_mail, "QDesktopServices", program)
    driver, mail = start(sian, "cy"), tmp_path / "prawf.eml"
    driver.errand("opening")
    driver.at("T3")
    driver.page.save_to(mail)
    driver.at("T4")
    assert program.opened == [str(mail)]
    opened = letter.open_letter(mail.read_bytes(), letters.ring(sian.book()))
    words = opened.text.rpartition(": ")[2].strip()
    driver.on("T4", lambda: driver.page.field.show_text("nid hwn"))
    driver.at("T4")
    assert driver.page.errors.failure.code == "wrong-words"
    assert driver.page.errors.failure.what.facts == {"n": 2}
    driver.on("T4", lambda: driver.page.field.show_text(words))
    driver.at("T5")
    assert (
        driver.page.title.text() == "Mae'r rhaglen y darllenoch chi hi ynddi yn agor eich e-bost."
    )
    assert TICK in sian.preferences().read().ticks


def test_another_mail_is_made_when_the_test_is_over(start, sian, tmp_path, monkeypatch):
    monkeypatch.setattr(make_test_mail, "QDesktopServices", _NoProgram())
    driver, mail = start(sian), tmp_path / "test.eml"
    driver.errand("opening")
    driver.page.save_to(mail)
    driver.at("T4")
    letters.read(sian, mail.read_bytes())
    driver.on("T4", lambda: driver.page.field.show_text("any words"))
    assert driver.page.errors.failure.code == "word-test-over"
    driver.page.another.click()
    driver.at("T3")
