"""Both journeys by mouse and keyboard on a real screen, with a real profile and password store."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sel.core import request
from sel.enrol import profiles
from tests.flows.desk import issued
from tests.people.person import Person, Words
from tests.screens import people

pytestmark = [pytest.mark.people, pytest.mark.slow]
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


def certificates_with_key(profile: Path) -> str:
    """What Mozilla's own tool lists as private keys of the profile."""
    return subprocess.run(
        ["certutil", "-K", "-d", f"sql:{profile}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    ).stdout


def welcome(who: Person, language: str) -> None:
    """The language, offered once in both."""
    who.click_on(who.see({"en": "English", "cy": "Cymraeg"}[language], "push button"))
    who.read("what-to-do")


def it_team(language: str) -> str:
    """How page G1 names whoever a form goes to: the profile's own name."""
    return next(each for each in profiles() if each.id == "it-team").name[language]


def back_up(who: Person, stick: Path) -> Path:
    """Pages B1 to B5, the passphrase read from the screen and typed again."""
    stick.mkdir()
    who.read("where-title")
    who.click("choose-a-folder", "push button")
    who.read("qt-directory")
    who.press("ctrl+a")
    who.type(str(stick))
    who.press("Return")
    who.click("continue", "push button")
    who.read("passphrase-title")
    labels = [each["name"] for each in who.look("", "label")]
    words = []
    for number in range(1, 8):
        if str(number) in labels:
            words.append(labels[labels.index(str(number)) + 1])
    who.click("i-wrote-it-down", "push button")
    who.read("again-title")
    who.type(" ".join(words))
    who.press("Return")
    who.read("tested-title")
    who.press("Return")
    who.read("backed-up-title")
    return next(stick.glob("*.p12"))


@LANGUAGES
def test_i_was_given_a_file(person, thunderbird, tmp_path, language):
    given = people.given_file(tmp_path)
    who = person(language)
    welcome(who, language)
    who.click("wish-given-file", "radio button")
    who.click("continue", "push button")
    who.read("file-title")
    who.click("choose-the-file", "push button")
    who.choose_file(given.path)
    who.read("file-is-pkcs12")
    who.press("Return")
    who.read("password-title")
    who.type("nid hwn")
    who.press("Return")
    who.read("nothing-changed")
    who.fill_secret("password-label", people.PASSWORD)
    who.press("Return")
    who.read("mail-title")
    who.click("mail-thunderbird", "check box")
    who.press("Return")
    who.read("you-title")
    who.see(people.SIAN, "label")
    who.click("make-it-ready", "push button")
    who.read("ready-title")
    assert "< 0>" in certificates_with_key(thunderbird)
    who.click("make-a-backup", "push button")
    saved = back_up(who, tmp_path / "stick")
    assert saved.stat().st_size > 1000
    who.press("Return")
    who.read("status-almost")
    assert who.program.poll() is None


@LANGUAGES
def test_get_a_certificate(person, thunderbird, tmp_path, language):
    who = person(language)
    welcome(who, language)
    who.click("wish-get", "radio button")
    who.press("Return")
    who.read("who-title")
    who.click_on(who.see(it_team(language), "radio button", enabled=True))
    who.press("Return")
    who.read("mail-title")
    who.click("mail-thunderbird", "check box")
    who.press("Return")
    who.read("address-title")
    who.type(people.SIAN)
    who.fill("name-label", "Sian Llyr")
    who.press("Return")
    who.read("check-title")
    who.press("Return")
    who.read("key-kept-title")
    who.click("later", "push button")
    who.read("send-title")
    who.click("save-the-file", "push button")
    form = tmp_path / "form.csr"
    who.choose_file(form)
    who.click("to-home", "push button")
    who.read("the-answer-came")
    asked = request.read(form.read_bytes())
    assert asked.holds
    answer = tmp_path / "ateb.pem"
    answer.write_bytes(issued(people.Form(asked), (people.SIAN,)))
    who.click("the-answer-came", "push button")
    who.read("answer-title")
    who.click("choose-the-file", "push button")
    who.choose_file(answer)
    who.click("take-in-the-answer", "push button")
    who.read("you-title")
    who.click("make-it-ready", "push button")
    who.read("ready-title")
    assert "< 0>" in certificates_with_key(thunderbird)
    who.click("make-a-backup", "push button")
    back_up(who, tmp_path / "stick")
    who.press("Return")
    who.read("status-almost")


def test_the_language_changes_in_the_middle_and_nothing_typed_is_lost(person, tmp_path):
    language = "en"
    who = person("en")
    welcome(who, "en")
    who.click("wish-get", "radio button")
    who.press("Return")
    who.click_on(who.see(it_team(language), "radio button", enabled=True))
    who.press("Return")
    who.click("mail-outlook", "check box")
    who.press("Return")
    who.read("address-title")
    who.type(people.SIAN)
    who.click_on(who.see("Cymraeg"))
    welsh = Words("cy")
    who.see(welsh("address-title"))
    assert who.see(welsh("address-label"), "text")["text"] == people.SIAN


def test_everything_has_a_name_and_the_program_ends_when_the_window_closes(person):
    who = person("en")
    welcome(who, "en")
    for role in ("push button", "radio button", "check box", "text", "list item", "list"):
        for each in who.look("", role):
            assert each["name"], f"a {role} without a name at {each['place']}"
    assert who.close() == 0
