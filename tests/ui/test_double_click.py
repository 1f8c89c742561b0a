"""A file that was double-clicked (`--open FILE`) is what the window begins with."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel

from sel.ui.pages.file import FilePage
from tests.screens import people


def test_the_file_is_taken_as_if_it_were_dropped(start, services, tmp_path):
    given = people.given_file(tmp_path)
    driver = start(services, file=given.path)
    assert isinstance(driver.page, FilePage)
    assert driver.page.drop.file == given.path


def test_the_language_is_chosen_first(start, services, tmp_path):
    given = people.given_file(tmp_path)
    preferences = services.preferences()
    preferences.keep(replace(preferences.read(), language=None))
    driver = start(services, language=None, file=given.path)
    assert driver.window.wizard is None
    driver.program.errands._welcome.buttons["cy"].click()
    driver.settle()
    assert isinstance(driver.page, FilePage)
    assert driver.page.drop.file == given.path


def test_a_file_that_is_gone_is_said(start, services, tmp_path):
    driver = start(services, file=tmp_path / "ar-goll.p12")
    shown = [each.text() for each in driver.page.findChildren(QLabel) if each.isVisible()]
    assert any("There is no file here" in text for text in shown)
