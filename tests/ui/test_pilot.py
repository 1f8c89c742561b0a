"""The pilot of this book in "Get a certificate": offered, asked, refused, asked again."""

from __future__ import annotations

import pytest

from sel.base.errors import DiskFull
from sel.flows import authority, requests
from sel.flows.identities import identities
from tests.screens import people

LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


@LANGUAGES
def test_the_pilot_of_this_book_answers_at_once(start, services, language):
    people.with_pilot(services)
    driver = start(services, language)
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("pilot"))
    driver.on("M1", lambda: driver.page.choices.choose("thunderbird"))
    driver.at("G4")
    driver.page.address.line.setText(people.SIAN)
    driver.page.name.line.setText("Siân Llŷr")
    driver.page.kind.setCurrentText("EC P-256")
    driver.on("G4")
    driver.on("G5")
    driver.at("Y1")
    pilot = next(each for each in services.profiles() if each.id == "pilot")
    assert driver.page.trial.isVisible()
    assert driver.page.trial.text.text() == pilot.note[language]
    driver.on("Y1")
    driver.at("Y2")
    (mine,) = identities(services.book(), services.clock.now())
    assert mine.installed == ("thunderbird:Ysgol",)
    assert [each.certificate for each in authority.issued(services)] == [mine.certificate]


def test_the_pilot_is_first_where_there_is_one_and_absent_where_not(start, services, tmp_path):
    driver = start(services)
    driver.errand("get-certificate")
    assert list(driver.page.choices.keys) == ["it-team", "website", "unknown"]
    people.with_pilot(services)
    driver.errand("get-certificate")
    assert list(driver.page.choices.keys) == ["pilot", "it-team", "website", "unknown"]
    profile = next(each for each in services.profiles() if each.id == "it-team")
    described = driver.page.choices.button("it-team").accessibleDescription()
    assert driver.page.choices.button("it-team").text() == profile.name["en"]
    assert profile.takes["en"] in described
    assert profile.cost["en"] in described


def test_an_address_outside_the_pilot_is_refused_before_any_key(driver, services):
    people.with_pilot(services, "other.example")
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("pilot"))
    driver.on("M1", lambda: driver.page.choices.choose("outlook"))
    driver.page.address.line.setText(people.SIAN)
    driver.page.name.line.setText("Siân Llŷr")
    driver.on("G4")
    driver.at("G4")
    assert driver.page.errors.failure.code == "address-outside-authority"
    assert people.SIAN in driver.page.errors._what.text()
    assert not services.book().keys()


@pytest.mark.parametrize("way", ["at-once", "from-home"])
def test_a_pilot_that_failed_is_asked_again_for_the_same_key(driver, services, monkeypatch, way):
    people.with_pilot(services)
    real = requests.finish

    def full(*_args):
        raise DiskFull(path="sel.db")

    monkeypatch.setattr(requests, "finish", full)
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("pilot"))
    driver.on("M1", lambda: driver.page.choices.choose("outlook"))
    driver.page.address.line.setText(people.SIAN)
    driver.page.name.line.setText("Siân Llŷr")
    driver.page.kind.setCurrentText("EC P-256")
    driver.on("G4")
    driver.on("G5")
    driver.at("G9")
    assert driver.page.errors.failure.code == "disk-full"
    assert driver.page.later.isVisible()
    monkeypatch.setattr(requests, "finish", real)
    if way == "at-once":
        driver.on("G9")
    else:
        driver.page.later.click()
        driver.settle()
        driver.window.place("home").later.click()  # "Send the form again"
        driver.at("G7")
        driver.page.pilot.click()
    driver.at("Y1")
    assert len(services.book().keys()) == 1
    assert len(authority.issued(services)) == 1
