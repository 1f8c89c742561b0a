"""What the organisation decided, in the window: a lock where nothing can be chosen, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sel.core.keypair import KeyKind
from sel.core.policy import Policy
from sel.text.speaker import Speaker
from sel.ui.widgets.decided import Decided
from sel.ui.widgets.plain import Words
from tests.screens import people

LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])
WHOM = "Desg TG: 01234 567890"


@LANGUAGES
def test_settings_list_what_was_decided_and_by_whom(start, services, language):
    origin = r"HKLM\Software\Policies\Sel"
    policy = Policy(
        key_kind="ec-p256",
        stores=("windows", "nss"),
        network=False,
        origins=(("key_kind", origin), ("stores", origin), ("network", origin)),
    )
    driver = start(replace(services, policy=policy), language)
    driver.window.go_to("settings")
    driver.settle()
    shown = driver.window.place("settings").decisions
    say = Speaker(language).say
    assert [line.name.text() for line in shown.lines] == [
        say("rule.key_kind", "Kind of new keys"),
        say("rule.stores", "Certificate stores that may be used"),
        say("rule.network", "Sêl may use the network"),
    ]
    assert all(line.isVisible() and origin in line.text.text() for line in shown.lines)
    assert say("rule-off", "off") in shown.lines[2].text.text()


def test_without_a_policy_nothing_is_listed(start, services):
    driver = start(services, "en")
    driver.window.go_to("settings")
    driver.settle()
    settings = driver.window.place("settings")
    assert not settings.decisions.isVisible()
    assert not settings.closed_by.isVisible()


@pytest.mark.parametrize("decided", ["keyring", None])
def test_no_passphrase_is_offered_where_none_may_be(start, services, decided):
    policy = Policy(own_keys=decided, origins=(("own_keys", "x"),) if decided else ())
    driver = start(replace(services, policy=policy), "en")
    driver.window.go_to("settings")
    driver.settle()
    settings = driver.window.place("settings")
    assert settings.set.isVisible() is (decided is None)
    assert settings.closed_by.isVisible() is (decided is not None)


@LANGUAGES
def test_help_names_whom_to_ask(start, services, language):
    driver = start(replace(services, policy=Policy(helpdesk=WHOM)), language)
    driver.window.go_to("help")
    driver.settle()
    assert WHOM in driver.window.place("help").whom.text()


def test_every_error_names_whom_to_ask(start, services, tmp_path):
    driver = start(replace(services, policy=Policy(helpdesk=WHOM)), "en")
    driver.errand("given-file", people.given_file(tmp_path).path)
    driver.on("F1")
    driver.at("F2")
    driver.page.field.line.setText("not this one")
    driver.wizard.primary.click()
    driver.settle()
    assert driver.page.errors.failure.code == "wrong-passphrase"
    assert shown(driver.page.errors, WHOM)


def test_the_kind_of_key_is_shown_and_cannot_be_chosen(start, services):
    policy = Policy(key_kind="ec-p384", origins=(("key_kind", "x"),))
    driver = start(replace(services, policy=policy), "en")
    driver.errand("get-certificate")
    driver.on("G1", lambda: driver.page.choices.choose("it-team"))
    driver.on("M1", lambda: driver.page.choices.choose("outlook"))
    driver.at("G4")
    assert driver.page.kind.currentData() == KeyKind.EC_P384.value
    assert not driver.page.kind.isEnabled()
    assert driver.page.findChild(Decided).shown
    driver.page.address.line.setText(people.SIAN)
    driver.page.name.line.setText("Siân Llŷr")
    driver.on("G4")
    driver.on("G5")
    driver.at("G6")
    assert driver.page.state.made.request.key.curve == "P-384"


def test_a_file_that_it_left_is_offered_and_then_no_more(start, services, tmp_path):
    folder = tmp_path / "certs"
    folder.mkdir()
    given = people.given_file(folder)
    driver = start(replace(services, policy=Policy(pick_up=str(folder))), "en")
    card = driver.window.place("home").pick_up.card
    assert card.isVisible()
    assert shown(card, f"Your school has a certificate for you: {given.path.name}")
    card.button.click()
    driver.settle()
    driver.on("F1")
    driver.on("F2", lambda: driver.page.field.line.setText(people.PASSWORD))
    driver.on("M1", lambda: driver.page.choices.choose("thunderbird"))
    driver.on("Y1")
    driver.on("Y2")
    driver.window.go_to("home")
    driver.settle()
    assert not driver.window.place("home").pick_up.isVisible()


def test_the_language_is_for_those_who_have_not_chosen(start, services):
    decided = replace(services, policy=Policy(language="cy"))
    assert start(decided, None).program.language.speaker.language == "cy"
    preferences = services.preferences()
    preferences.keep(replace(preferences.read(), language="en"))
    assert start(decided, None).program.language.speaker.language == "en"


def shown(widget, text: str) -> bool:
    """Whether these words can be read on it."""
    return any(text in each.text() and each.isVisible() for each in widget.findChildren(Words))


@LANGUAGES
def test_help_shows_the_licences_of_what_is_packed(start, services, language):
    driver = start(services, language)
    driver.window.go_to("help")
    driver.settle()
    shown_there = driver.window.place("help").licences
    assert not shown_there.text.isVisible()
    shown_there.button.click()
    names = [shown_there.parts.itemText(n) for n in range(shown_there.parts.count())]
    assert any(each.startswith("pyside6-essentials ") and "LGPL" in each for each in names)
    assert any(each.startswith("DejaVu (fonts)") for each in names)
    texts = set()
    for place in range(shown_there.parts.count()):
        shown_there.parts.setCurrentIndex(place)
        texts.add(shown_there.text.toPlainText())
    assert all(len(each) > 100 for each in texts)
    assert len(texts) > 20  # Qt's two, and pyobjc's three, have one in common
