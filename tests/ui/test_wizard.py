"""Keys, focus, language, progress and closing, on the real window."""

from __future__ import annotations

import signal
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from sel.base.message import Message
from sel.base.progress import Progress
from sel.ui.app import close_soon
from tests.screens import people


def go_to_address(driver):
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("it-team"))
    driver.on("M1", lambda: driver.page.choices.choose("outlook"))
    driver.at("G4")


def press(driver, key, modifier=Qt.KeyboardModifier.NoModifier):
    target = QApplication.focusWidget() or driver.window
    driver.bot.keyClick(target, key, modifier)
    driver.settle()


class TestKeys:
    def test_enter_is_the_primary_button(self, driver):
        go_to_address(driver)
        driver.bot.keyClicks(driver.page.address.line, people.SIAN)
        driver.bot.keyClicks(driver.page.name.line, "Sian")
        driver.page.name.line.setFocus()
        press(driver, Qt.Key.Key_Return)
        driver.at("G5")

    def test_enter_does_nothing_while_the_decision_is_open(self, driver):
        go_to_address(driver)
        driver.page.address.line.setFocus()
        press(driver, Qt.Key.Key_Return)
        driver.at("G4")
        assert driver.page.errors.failure is None

    def test_enter_on_another_button_presses_that_one(self, driver):
        go_to_address(driver)
        driver.page.address.line.setText(people.SIAN)
        driver.page.name.line.setText("Sian")
        driver.wizard.back.setFocus()
        press(driver, Qt.Key.Key_Return)
        driver.at("M1")

    def test_escape_leaves_for_home(self, driver):
        go_to_address(driver)
        press(driver, Qt.Key.Key_Escape)
        assert driver.window.wizard is None

    def test_tab_reaches_everything_and_comes_round(self, driver):
        go_to_address(driver)
        driver.page.address.line.setText(people.SIAN)
        driver.page.name.line.setText("Sian")
        seen, first = [], QApplication.focusWidget()
        for _ in range(60):
            seen.append(QApplication.focusWidget())
            press(driver, Qt.Key.Key_Tab)
            if QApplication.focusWidget() is first:
                break
        else:
            pytest.fail("the keyboard never comes round")
        page = [driver.page.address.line, driver.page.name.line, driver.page.folded.button]
        bar = [driver.wizard.primary, driver.wizard.back, driver.wizard.cancel]
        order = [seen.index(widget) for widget in (*page, *bar)]
        assert order == sorted(order)


class TestFocus:
    def test_a_page_with_a_field_takes_keys_at_once(self, driver):
        go_to_address(driver)
        assert QApplication.focusWidget() is driver.page.address.line

    def test_a_page_without_one_gives_the_title_the_focus(self, driver):
        driver.errand("get-certificate")
        assert QApplication.focusWidget() is driver.page.title

    def test_the_title_is_announced_when_the_page_comes(self, driver, monkeypatch):
        said = []
        real = QAccessible.updateAccessibility

        def heard(event):
            if hasattr(event, "message"):
                said.append(event.message())
            real(event)

        monkeypatch.setattr(QAccessible, "updateAccessibility", heard)
        driver.errand("get-certificate")
        assert any(driver.page.title.text() in text for text in said)


class TestLanguage:
    def test_everything_changes_at_once_and_nothing_typed_is_lost(self, driver):
        go_to_address(driver)
        driver.page.address.line.setText(people.SIAN)
        driver.page.folded.unfold()
        before = driver.page.title.text(), driver.wizard.primary.text()
        page = driver.page
        driver.window.languages["cy"].click()
        driver.settle()
        assert driver.page is page
        assert (page.title.text(), driver.wizard.primary.text()) != before
        assert page.address.text == people.SIAN
        assert page.folded.inside.isVisible()
        assert driver.program._services.preferences().read().language == "cy"

    def test_a_typed_password_survives_the_change(self, driver, tmp_path):
        given = people.given_file(tmp_path)
        driver.errand("given-file", given.path)
        driver.on("F1")
        driver.page.field.line.setText(people.PASSWORD)
        driver.window.languages["cy"].click()
        driver.on("F2")
        driver.at("M1")

    def test_qts_own_buttons_speak_welsh(self, driver):
        driver.window.languages["cy"].click()
        driver.settle()
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        driver.bot.addWidget(box)
        text = box.button(QDialogButtonBox.StandardButton.Cancel).text()
        assert text.replace("&", "") == "Canslo"

    def test_an_error_on_the_screen_changes_too(self, driver, tmp_path):
        given = people.given_file(tmp_path)
        driver.errand("given-file", given.path)
        driver.on("F1")
        driver.on("F2", lambda: driver.page.field.line.setText("wrong"))
        english = driver.page.errors._what.text()
        driver.window.languages["cy"].click()
        driver.settle()
        assert driver.page.errors.isVisible()
        assert driver.page.errors._what.text() != english
        report = driver.page.errors.report.toPlainText()
        assert english in report
        assert driver.page.errors._what.text() in report

    def test_no_page_says_the_same_code_as_another(self):
        from sel.ui.pages import tables
        from sel.ui.places.listed import PLACES

        pages = {
            page
            for name, table in vars(tables).items()
            if name.isupper()
            for page in table.values()
        }
        places = [listed.load() for listed in PLACES.values()]
        codes = [kind.code for kind in (*pages, *places)]
        assert len(codes) > 25
        assert len(set(codes)) == len(codes)


class TestProgress:
    def test_work_locks_the_page_shows_numbers_and_can_be_stopped(self, driver):
        driver.errand("get-certificate")
        begun, go_on = threading.Event(), threading.Event()

        def work(progress: Progress) -> None:
            progress.step(1, 3, Message("testing-key"))
            begun.set()
            go_on.wait(5)
            progress.step(2, 3, Message("testing-key"))

        wizard, page = driver.wizard, driver.page
        page.work(work, lambda _result: pytest.fail("it was stopped"))
        assert begun.wait(5)
        driver.bot.waitUntil(lambda: wizard.busy.bar.value() == 1)
        assert wizard.busy.isVisible()
        assert "1" in wizard.busy.numbers.text()
        assert "3" in wizard.busy.numbers.text()
        assert not page.body.isEnabled()
        assert not wizard.primary.isEnabled()
        driver.bot.keyClick(wizard, Qt.Key.Key_Escape)
        assert not wizard.busy.stop.isEnabled()
        go_on.set()
        driver.settle()
        assert driver.wizard is wizard
        assert not wizard.busy.isVisible()
        assert page.body.isEnabled()

    def test_closing_hides_at_once_and_quits_after_the_work(self, driver, monkeypatch):
        quits = []
        monkeypatch.setattr(QApplication, "quit", lambda *_: quits.append(True))
        begun, go_on, ended = threading.Event(), threading.Event(), []

        def work(_progress: Progress) -> None:
            begun.set()
            go_on.wait(5)
            ended.append(True)

        driver.program.runner.start(work)
        assert begun.wait(5)
        driver.window.close()
        assert not driver.window.isVisible()
        driver.bot.wait(50)
        assert quits == []
        go_on.set()
        driver.bot.waitUntil(lambda: bool(quits))
        assert ended == [True]

    def test_a_signal_closes_it_even_while_work_is_being_handed_over(self, driver, monkeypatch):
        """The handler runs between any two steps, here within the lock of the thread pool."""
        quits = []
        monkeypatch.setattr(QApplication, "quit", lambda *_: quits.append(True))
        before = signal.signal(signal.SIGTERM, close_soon(driver.window))
        try:
            with driver.program.runner._pool._shutdown_lock:
                signal.raise_signal(signal.SIGTERM)
                assert driver.window.isVisible()
        finally:
            signal.signal(signal.SIGTERM, before)
        driver.bot.waitUntil(lambda: bool(quits))
        assert not driver.window.isVisible()

    def test_another_place_while_work_runs_waits_for_its_end(self, driver):
        driver.errand("get-certificate")
        begun, go_on = threading.Event(), threading.Event()

        def work(_progress: Progress) -> str:
            begun.set()
            go_on.wait(5)
            return "kept"

        driver.page.work(work, lambda _result: pytest.fail("the journey was left"))
        assert begun.wait(5)
        driver.window.list.setCurrentRow(driver.window.list.count() - 1)
        assert driver.window.wizard is not None
        go_on.set()
        driver.settle()
        assert driver.window.wizard is None
        assert driver.window.stack.currentWidget() is driver.window.place("help")


class TestCrash:
    def test_a_bug_in_work_opens_a_dialog_without_anybodys_data(self, driver):
        def work(_progress: Progress) -> None:
            raise KeyError("sian.llyr@school.example in /home/sian/secret")

        driver.program.runner.crashed.disconnect(driver.faults.append)
        driver.errand("get-certificate")
        driver.page.work(work, lambda _result: None)
        driver.settle()
        from sel.ui.crash import CrashDialog

        dialog = driver.window.findChild(CrashDialog)
        assert dialog is not None
        report = dialog.report.toPlainText()
        assert "KeyError" in report
        assert "test_wizard.py" in report
        for private in ("sian", "school.example", "/home"):
            assert private not in report
        dialog.accept()
