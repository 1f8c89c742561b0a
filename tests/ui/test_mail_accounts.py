"""Thunderbird signs with the certificate: let, waited for, undone; on "Ready" and in the list."""

from __future__ import annotations

import pytest

from sel.base.progress import Silent
from sel.flows import installs
from sel.flows.identities import identities
from tests.flows.desk import desk, now
from tests.screens.people import SIAN, with_certificate
from tests.screens.thunderbird import with_profiles

LET = "Let Thunderbird sign with this certificate"
UNDO = "Make its settings as they were before"


@pytest.fixture
def here(tmp_path):
    """A certificate that is in no store yet, and a profile with its account."""
    services, profiles = with_profiles(
        desk(tmp_path / "sel"), "Ysgol", addresses=(SIAN, "another@school.example")
    )
    with_certificate(services)
    return services, profiles["Ysgol"]


def install(services, **how):
    return installs.install(services, identities(services.book(), now()), Silent(), **how)


def press(part, words):
    (button,) = [each for each in part.buttons if each.text() == words]
    assert button.isEnabled()
    button.click()


@pytest.fixture
def ready(start, here):
    """The page "Ready" after the certificate was put into the profile."""
    services, profile = here
    driver = start(services)
    driver.errand("make-ready")
    driver.on("Y1")
    driver.at("Y2")
    return driver, driver.page.accounts, profile


def test_let_and_undone(ready):
    driver, part, profile = ready
    assert [each.text() for each in part.buttons] == [LET]
    assert "does not sign yet" in part.lines[0].text.text()
    press(part, LET)
    driver.settle()
    mine, other = profile.accounts()
    assert mine.signs
    assert not mine.encrypts
    assert not other.signs
    assert "encrypted stays your choice" in part.lines[0].text.text()
    assert [each.text() for each in part.buttons] == [UNDO]
    press(part, UNDO)
    driver.settle()
    assert not any(each.signs for each in profile.accounts())
    assert [each.text() for each in part.buttons] == [LET]


def test_it_is_waited_for(ready):
    driver, part, profile = ready
    profile.runs = True
    part._again.setInterval(1)
    press(part, LET)
    driver.settle()
    assert part.waits.isVisible()
    assert "Close Thunderbird now" in part.waits.text()
    assert not part.buttons[0].isEnabled()
    profile.runs = False
    driver.bot.waitUntil(lambda: profile.accounts()[0].signs)
    driver.settle()
    assert not part.waits.isVisible()
    assert [each.text() for each in part.buttons] == [UNDO]


def test_nobody_has_to_wait(ready):
    driver, part, profile = ready
    profile.runs = True
    press(part, LET)
    driver.settle()
    part.stop.click()
    assert not part.waits.isVisible()
    assert not part._again.isActive()
    assert part.buttons[0].isEnabled()
    assert not profile.accounts()[0].signs


def test_opened_again_in_between(ready, monkeypatch):
    driver, part, profile = ready
    monkeypatch.setattr("sel.flows.accounts.running", lambda *_: ())
    profile.runs = True
    press(part, LET)
    driver.settle()
    assert part.waits.isVisible()
    assert part.errors.failure is None


def test_whoever_leaves_waits_for_nothing(start, here):
    services, profile = here
    install(services)
    profile.runs = True
    driver = start(services)
    driver.errand("certificates")
    part = driver.window.place("certificates").accounts
    press(part, LET)
    driver.settle()
    assert part._again.isActive()
    driver.errand("home")
    assert not part._again.isActive()
    assert not profile.accounts()[0].signs


@pytest.mark.parametrize("language", ["en", "cy"])
def test_in_the_list_behind_a_password(start, here, language):
    services, profile = here
    install(services)
    profile.password = "afon"
    driver = start(services, language)
    driver.errand("certificates")
    part = driver.window.place("certificates").accounts
    assert part.field.isVisible()
    assert not part.lines
    part.field.line.setText("môr")
    part.look_in.click()
    driver.settle()
    assert part.errors.failure.code == "store-password-wrong"
    part.field.line.setText("afon")
    part.look_in.click()
    driver.settle()
    assert not part.field.isVisible()
    assert part.errors.failure is None
    part.buttons[0].click()
    driver.settle()
    assert profile.accounts()[0].signs
    driver.errand("home")
    assert part._unlock is None


def test_nothing_is_said_where_there_is_nothing_to_say(start, services):
    with_certificate(services)
    install(services)
    driver = start(services)
    driver.errand("certificates")
    assert not driver.window.place("certificates").accounts.isVisible()
