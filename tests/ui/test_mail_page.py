"""M1, where somebody reads their mail: what was found here is marked, and nothing is chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton

from sel.journeys.mail_places import MailPlace
from sel.ui import theme
from sel.ui.window import LEAST
from tests.screens import people
from tests.ui.conftest import Driver
from tests.ui.test_layout import CASES, cut_off


@pytest.fixture
def on(start, services, tmp_path: Path):
    """The page on one of the computers of tests/clients."""

    def begin(computer: str, language: str = "en") -> Driver:
        driver = start(people.with_mail_programs(services, computer, tmp_path), language)
        driver.errand("get-certificate")
        driver.on("G1", lambda: driver.page.choices.choose("it-team"))
        driver.at("M1")
        return driver

    return begin


def whys(driver: Driver) -> dict[str, str]:
    """What stands below each choice that is shown, as a screen reader has it, too."""
    choices = driver.page.choices
    shown = {key: choices.button(key) for key in choices.keys if choices.button(key).isVisible()}
    return {key: button.accessibleDescription() for key, button in shown.items()}


def test_what_was_found_is_marked_and_nothing_is_chosen(on):
    driver = on("windows-both")
    said = whys(driver)
    assert said["outlook"].startswith("Found on this computer. It signs, encrypts and opens")
    assert "new Outlook opens in its place" in said["outlook"]
    assert said["new-outlook"].startswith("Found on this computer. What new Outlook can do")
    assert "Classic Outlook is on this computer, too" in said["new-outlook"]
    assert said["thunderbird"] == said["browser"] == said["phone"] == ""
    assert driver.page.choices.chosen == ()
    assert not driver.wizard.primary.isEnabled()


def test_it_is_said_in_welsh_too(on):
    said = whys(on("windows-both", "cy"))
    assert said["outlook"].startswith("Wedi'i chanfod ar y cyfrifiadur hwn. Mae'n llofnodi")


def test_where_nothing_is_found_the_page_is_as_it_was(on):
    said = whys(on("chromebook"))
    assert set(said) == {"outlook", "thunderbird", "new-outlook", "browser", "phone", "shared"}
    assert not any("Found" in why for why in said.values())
    assert said["new-outlook"] == (
        "What new Outlook can do with your own certificate is not known for certain."
    )


def test_a_choice_stays_when_the_language_changes_or_programs_are_found(on):
    driver = on("windows-both")
    driver.page.choices.choose("browser")
    driver.program.language.switch("cy")
    driver.settle()
    assert driver.page.choices.chosen == ("browser",)


def test_a_mac_offers_its_own_programs(on):
    driver = on("mac-mail-and-outlook")
    assert driver.page.choices.button("outlook").text() == "O&utlook for Mac"
    said = whys(driver)["apple-mail"]
    assert "keychain of this Mac" in said
    assert "Sêl" not in said  # how a certificate gets there is no question yet
    driver.on("M1", lambda: driver.page.choices.choose("apple-mail"))
    driver.at("G4")  # Apple Mail can do it, so the journey goes on


def test_programs_of_one_kind_share_their_place(on):
    said = whys(on("linux-flatpak-and-snap"))["thunderbird"]
    assert said.count("Found on this computer.") == said.count("It signs, encrypts") == 1
    assert "Start it once" in said


def test_an_apple_mail_that_was_chosen_stays_to_be_seen(on):
    """Of an answer that was kept before the program went."""
    driver = on("chromebook")
    driver.page.enter(replace(driver.page.state, reads=frozenset({MailPlace.APPLE_MAIL})))
    driver.page.refresh_words()
    driver.settle()
    assert whys(driver)["apple-mail"] == ""
    assert driver.page.choices.chosen == ("apple-mail",)


@pytest.mark.parametrize(("language", "times"), CASES)
@pytest.mark.parametrize("computer", ["windows-both", "mac-mail-and-outlook"])
def test_the_marks_fit_into_the_smallest_window(on, computer, language, times):
    theme.text_size(times)
    try:
        driver = on(computer, language)
        driver.window.resize(LEAST)
        driver.settle()
        assert cut_off(driver.window) == []
    finally:
        theme.text_size()


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("computer", ["windows-both", "mac-mail-and-outlook"])
def test_every_choice_has_a_letter_of_its_own(on, computer, language):
    driver = on(computer, language)
    buttons = [each for each in driver.wizard.findChildren(QAbstractButton) if each.isVisible()]
    letters = [each.shortcut().toString() for each in buttons if "&" in each.text()]
    assert len(letters) >= 7
    assert len(letters) == len(set(letters))
