"""It does not work: the message recognised as it is pasted, causes with buttons, the report."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from tests.screens import people

PASTED = "Unable to encrypt message.\nPlease check that you have a valid email certificate"
OWAIN = "owain@school.example"


def buttons(page) -> list[str]:
    return [each.text() for each in page.body.findChildren(QPushButton) if each.isVisible()]


@pytest.fixture
def begun(driver):
    driver.window.go_to("help")
    driver.settle()
    driver.window.place("help").why.click()
    driver.settle()
    driver.at("X1")
    return driver


def test_from_help_to_the_report(begun, tmp_path: Path, services) -> None:
    people.with_certificate(services)
    page = begun.page
    assert not begun.wizard.primary.isEnabled()
    page.pasted.setPlainText(PASTED)
    assert page.choices.chosen == ("thunderbird-no-recipient-certificate",)
    assert page.taken.isVisible()
    assert page.to.isVisible()
    begun.on("X1", lambda: page.to.show_text(OWAIN))
    begun.at("X2")
    assert begun.page.title.text().startswith("1 likely cause")
    assert OWAIN in begun.page._shown[0][1].text.text()
    assert "Go to Colleagues" in buttons(begun.page)
    begun.on("X2")
    begun.at("X3")
    shown = begun.page.text.toPlainText()
    assert OWAIN not in shown
    begun.page.save_to(tmp_path / "r.zip")
    begun.settle()
    with zipfile.ZipFile(tmp_path / "r.zip") as archive:
        assert archive.read("report.txt").decode() == shown
    assert begun.wizard.primary.text().replace("&", "") == "Go to Home"


def test_a_button_begins_what_mends_it(begun) -> None:
    begun.on("X1", lambda: begun.page.choices.choose("not-offered"))
    begun.at("X2")
    own = next(one for one in begun.page._shown if one[0].cause == "own-none")
    own[2].click()
    begun.settle()
    assert begun.window.wizard is None


def test_a_text_that_nobody_knows_is_something_else(begun) -> None:
    page = begun.page
    page.pasted.setPlainText("The moon is made of green cheese, said the server.")
    assert page.choices.chosen == ("other",)
    assert "everything" in page.taken.text()
    page.to.show_text("owain")
    assert "owain" in page.wrong.text()
    assert not begun.wizard.primary.isEnabled()
    page.to.show_text(f"{OWAIN}; nia@school.example")
    assert begun.wizard.primary.isEnabled()


def test_back_looks_again_and_what_was_pasted_is_gone(begun) -> None:
    begun.page.pasted.setPlainText(PASTED)
    begun.on("X1")
    begun.at("X2")
    begun.wizard.go_back()
    begun.at("X1")
    assert begun.page.pasted.toPlainText() == ""
    assert begun.page.choices.chosen == ("thunderbird-no-recipient-certificate",)
    assert begun.wizard.state.diagnosis is None


def test_every_cause_speaks_the_other_language_at_once(begun) -> None:
    begun.on("X1", lambda: begun.page.choices.choose("other"))
    begun.at("X2")
    english = [line.name.text() for _, line, _ in begun.page._shown]
    begun.window.languages["cy"].click()
    begun.settle()
    welsh = [line.name.text() for _, line, _ in begun.page._shown]
    assert len(english) == len(welsh) > 15
    assert not set(english) & set(welsh)
