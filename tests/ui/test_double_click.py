"""A file that was double-clicked is what the window begins with, or goes on with.

`--open FILE` on Windows and Linux; on macOS an event to the program that runs, made up here.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QLabel

from sel.ui.pages.file import FilePage
from sel.ui.pages.seen import SeenPage
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


# --- macOS: Finder tells the program that runs ------------------------------------------------


@pytest.fixture
def finder(qapp, start, services):
    """Opens a window (with a language or without) and hands files to it as Finder would."""
    filters = []

    def begin(language):
        driver = start(services, language=language)
        filters.append(driver.program.opened_files)
        qapp.installEventFilter(filters[0])

        def double_click(*files):
            for each in files:
                address = each if isinstance(each, QUrl) else QUrl.fromLocalFile(str(each))
                QApplication.postEvent(qapp, QFileOpenEvent(address))
            driver.bot.wait(20)
            driver.settle()

        return driver, double_click

    yield begin
    for each in filters:
        qapp.removeEventFilter(each)


def test_finder_hands_a_file_over(finder, tmp_path):
    given = people.given_file(tmp_path)
    driver, double_click = finder("en")
    driver.window.showMinimized()
    double_click(given.path)
    assert isinstance(driver.page, FilePage)
    assert driver.page.drop.file == given.path
    assert not driver.window.isMinimized()


def test_several_are_opened_together(finder, tmp_path):
    given = people.given_file(tmp_path)
    other = tmp_path / "tystysgrif.cer"
    other.write_bytes(given.opened.entries[0][1].der)
    driver, double_click = finder("en")
    double_click(given.path, other, given.path)
    assert isinstance(driver.page, SeenPage)
    assert {each.seen.path for each in driver.page._found} == {given.path, other}


def test_finder_waits_for_the_language(finder, services, tmp_path):
    given = people.given_file(tmp_path)
    preferences = services.preferences()
    preferences.keep(replace(preferences.read(), language=None))
    driver, double_click = finder(None)
    double_click(given.path)
    assert driver.window.wizard is None
    driver.program.errands._welcome.buttons["en"].click()
    driver.settle()
    assert driver.page.drop.file == given.path


def test_an_address_of_the_network_opens_nothing(finder):
    driver, double_click = finder("en")
    double_click(QUrl("https://school.example/sian.p12"))
    assert driver.window.wizard is None
