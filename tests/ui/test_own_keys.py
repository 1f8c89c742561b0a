"""What opens the keys is gone, locked or forgotten: the way back, in the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from sel.base.secret import Secret
from sel.flows.identities import identities
from sel.keeping.book import open_book
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.unlock import UnlockDialog, Unlocker
from sel.ui.widgets.notice import Notice
from tests.flows.desk import desk
from tests.keeping.material import MemoryKeyring
from tests.screens import people

LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])
OWN = "derwen llwybr afon menyn ceffyl eira golau"
NEW = "castell mynydd pysgodyn gwanwyn lleuad ceffyl llwybr"


@dataclass
class Desk:
    """A person whose keys lie behind a keyring that a test can trouble."""

    services: Services
    keyring: MemoryKeyring
    unlocker: Unlocker

    def again(self) -> Services:
        """The program was closed and is started again."""
        return people.with_keyring(self.services, self.keyring, self.unlocker)

    @property
    def opens(self) -> bool:
        """Whether a program that is started now has the key of every identity."""
        book = self.again().book()
        found = identities(book, self.services.clock.now())
        return all(book.private_key(each.id) for each in found)


@pytest.fixture
def sian(tmp_path: Path) -> Desk:
    keyring, unlocker = MemoryKeyring(), Unlocker()
    bare = people.with_stores(desk(tmp_path / "sel"), "Ysgol")
    made = Desk(bare, keyring, unlocker)
    people.with_certificate(made.again())
    return made


def dialog(driver) -> UnlockDialog:
    """The one that is open."""
    driver.settle()
    (found,) = [each for each in driver.window.findChildren(UnlockDialog) if each.isVisible()]
    return found


def closed(driver) -> bool:
    driver.settle()
    return not any(each.isVisible() for each in driver.window.findChildren(UnlockDialog))


def notice(driver) -> Notice:
    """The one that Home shows."""
    rows = driver.window.place("home").notices
    (one,) = [rows.itemAt(row).widget() for row in range(rows.count())]
    return one


def by_keyboard(driver, asked: UnlockDialog, *typed: str) -> None:
    """Type into the fields of the dialog, then Return."""
    for field, text in zip((asked.field, asked.again), typed, strict=False):
        driver.bot.keyClicks(field.line, text)
    driver.bot.keyClick(asked.field.line, Qt.Key.Key_Return)
    driver.settle()


class TestForgottenButAPassphrase:
    @pytest.fixture
    def forgot(self, sian: Desk) -> Desk:
        sian.again().book().set_passphrase(Secret(OWN))
        sian.keyring.entries.clear()
        return sian

    @LANGUAGES
    def test_once_typed_the_computer_opens_them_again(self, start, forgot, language):
        driver = start(forgot.again(), language, forgot.unlocker)
        told = notice(driver)
        words = Speaker(language).say("let-computer-remember", "&Let this computer remember")
        assert told.button.text() == words
        told.button.click()
        asked = dialog(driver)
        assert asked.remember.isVisible()
        assert asked.remember.isChecked()
        by_keyboard(driver, asked, "rhywbeth arall")
        assert asked.errors.failure.code == "wrong-unlock-passphrase"
        assert not forgot.keyring.entries
        by_keyboard(driver, asked, OWN)
        assert closed(driver)
        assert forgot.unlocker() is None, "the passphrase is not kept longer than it is needed"
        assert forgot.keyring.entries
        assert not driver.window.place("home").notices.count()
        assert forgot.opens

    def test_only_opened_the_notice_stays_and_one_press_is_enough(self, start, forgot):
        driver = start(forgot.again(), "en", forgot.unlocker)
        notice(driver).button.click()
        asked = dialog(driver)
        asked.remember.setChecked(False)
        by_keyboard(driver, asked, OWN)
        assert not forgot.keyring.entries
        notice(driver).button.click()
        driver.settle()
        assert closed(driver), "the keys are open: nothing to type"
        assert forgot.keyring.entries

    def test_settings_say_so_and_offer_it_too(self, start, forgot):
        driver = start(forgot.again(), "en", forgot.unlocker)
        driver.errand("settings")
        settings = driver.window.place("settings")
        assert "forgotten" in settings.keys.text.text()
        assert settings.remember.isVisible()
        settings.remember.click()
        by_keyboard(driver, dialog(driver), OWN)
        driver.settle()
        assert not settings.remember.isVisible()

    def test_a_passphrase_that_is_known_no_longer(self, start, forgot):
        driver = start(forgot.again(), "en", forgot.unlocker)
        notice(driver).button.click()
        asked = dialog(driver)
        asked.unknown.click()
        assert closed(driver)
        driver.at("Z1")
        assert driver.page.title.text() == "Without the passphrase your keys do not open"
        assert not driver.page.other.isVisible()
        driver.on("Z1", lambda: driver.page.known.setChecked(True))
        driver.at("Z2")
        assert len(forgot.keyring.entries) == 1

    def test_a_new_passphrase_wants_the_old_one_first(self, start, forgot):
        driver = start(forgot.again(), "en", forgot.unlocker)
        driver.errand("settings")
        driver.window.place("settings").set.click()
        by_keyboard(driver, dialog(driver), OWN)
        asked = dialog(driver)
        assert asked.again.isVisible()
        by_keyboard(driver, asked, NEW, OWN)
        assert asked.errors.failure.code == "passphrases-differ"
        by_keyboard(driver, asked, NEW, NEW)
        assert closed(driver)
        forgot.keyring.gone = True
        forgot.unlocker.hold(Secret(NEW))
        assert forgot.opens


class TestForgottenForGood:
    @LANGUAGES
    def test_begun_anew_a_backup_brings_them_back(self, start, sian, tmp_path, language):
        saved = tmp_path / "sel-backup.p12"
        people.with_backup(sian.again(), saved)
        sian.keyring.entries.clear()
        driver = start(sian.again(), language)
        home = driver.window.place("home")
        assert home.seen.first.sentence.code == "status-keys-shut"
        home.primary.click()
        driver.at("Z1")
        (line, _key), *_ = driver.page._lines
        assert people.SIAN in line.name.text()
        assert str(saved) in line.text.text()
        assert not driver.wizard.primary.isEnabled(), "what is lost has to be known first"
        driver.on("Z1", lambda: driver.page.known.click())
        driver.at("Z2")
        assert not driver.wizard.back.isVisible()
        driver.on("Z2")
        driver.on("R1", lambda: driver.page.offer(saved))
        driver.on("R2", lambda: driver.page.field.line.setText(OWN))
        driver.at("R3")
        assert [inside.known for inside in driver.page.state.inside] == [False]
        driver.on("R3")
        driver.at("R4")
        driver.page.later.click()
        driver.settle()
        assert home.seen.first.sentence.code != "status-keys-lost"
        assert sian.opens

    def test_until_then_home_says_it(self, start, sian):
        sian.keyring.entries.clear()
        driver = start(sian.again())
        driver.window.place("home").primary.click()
        driver.on("Z1", lambda: driver.page.known.setChecked(True))
        driver.at("Z2")
        driver.page.later.click()
        driver.settle()
        home = driver.window.place("home")
        assert home.seen.first.sentence.code == "status-keys-lost"
        assert home.primary.text() == "&Bring my keys back"
        home.primary.click()
        driver.at("R1")

    def test_a_key_in_no_backup_is_called_that(self, start, sian):
        sian.keyring.entries.clear()
        driver = start(sian.again())
        driver.window.place("home").primary.click()
        driver.at("Z1")
        (line, _key), *_ = driver.page._lines
        assert line.text.text() == "In no backup that was made here"

    def test_a_page_that_meets_it_offers_the_way_back(self, start, sian, tmp_path):
        sian.keyring.entries.clear()
        driver = start(sian.again())
        driver.errand("make-ready")
        driver.on("Y1")
        assert driver.page.errors.failure.code == "keyring-forgot"
        assert driver.page.errors.remedy.text() == "See what can be done"
        driver.page.errors.remedy.click()
        driver.at("Z1")


class TestForNow:
    def test_a_locked_keyring_is_asked_and_never_given_up(self, start, sian):
        sian.keyring.locked = True
        driver = start(sian.again())
        driver.window.place("home").primary.click()
        driver.at("Z1")
        assert not driver.page.known.isVisible()
        assert not driver.page.other.isVisible()
        driver.wizard.primary.click()
        driver.settle()
        assert driver.page.errors.failure.code == "keyring-locked"
        sian.keyring.prompt_opens = True
        driver.on("Z1")
        assert driver.window.wizard is None
        assert driver.window.place("home").seen.first.sentence.code != "status-keys-shut"

    def test_a_keyring_that_went_away_may_be_given_up_for_a_passphrase(self, start, sian):
        sian.keyring.gone = True
        driver = start(sian.again())
        driver.window.place("home").primary.click()
        driver.at("Z1")
        assert not driver.page.known.isVisible()
        driver.page.other.click()
        page = driver.page
        assert page.known.isVisible()
        page.known.setChecked(True)
        assert not driver.wizard.primary.isEnabled()
        for typed, code in ((("cyfrinair", "cyfrinair"), "weak-passphrase"),
                            ((OWN, NEW), "passphrases-differ")):  # fmt: skip
            page.field.line.setText(typed[0])
            page.again.line.setText(typed[1])
            driver.wizard.primary.click()
            driver.settle()
            assert page.errors.failure.code == code
        page.field.line.setText(OWN)
        page.again.line.setText(OWN)
        driver.on("Z1")
        driver.at("Z2")
        book = open_book(
            sian.services.data, unlock=lambda: Secret(OWN), keyring=None,
            clock=sian.services.clock,
        )  # fmt: skip
        assert book.slots().opened_by == "passphrase"


def test_a_first_passphrase_where_nothing_keeps_secrets(start, tmp_path):
    keyring, unlocker = MemoryKeyring(), Unlocker()
    keyring.gone = True
    bare = people.with_stores(desk(tmp_path / "sel"), "Ysgol")
    driver = start(people.with_keyring(bare, keyring, unlocker), "en", unlocker)
    driver.errand("settings")
    driver.window.place("settings").set.click()
    asked = dialog(driver)
    assert "no place that keeps secrets" in asked.why.text()
    assert not asked.unknown.isVisible()
    by_keyboard(driver, asked, OWN, OWN)
    assert closed(driver)
    assert driver.window.place("settings").keys.text.text() == "your own passphrase"


@LANGUAGES
def test_everything_has_a_name_to_be_read_out(start, sian, language):
    sian.again().book().set_passphrase(Secret(OWN))
    sian.keyring.entries.clear()
    driver = start(sian.again(), language, sian.unlocker)
    notice(driver).button.click()
    asked = dialog(driver)
    for control in (asked.field.line, asked.field.eye):
        assert control.accessibleName() or control.text()
    for control in (asked.remember, asked.unknown, asked.cancel, asked.primary):
        assert control.text()
    asked.unknown.click()
    driver.at("Z1")
    assert driver.page.known.text()
    assert driver.page.known.focusPolicy() & Qt.FocusPolicy.TabFocus
