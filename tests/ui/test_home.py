"""Home: what it says first, what else it says, and what it leaves people in peace with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sel.base.message import Message
from sel.base.progress import Silent
from sel.core.policy import Policy
from sel.flows import installs, status
from sel.flows.identities import current
from sel.text.speaker import Speaker
from sel.ui.reminders import LATER
from sel.ui.widgets.notice import Notice
from tests.screens import people

BY_IT = Policy(it_keeps_a_copy=True)
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


def ready(services):
    """A certificate, installed; no backup."""
    people.with_certificate(services)
    installs.install(services, current(services.book(), services.clock.now()), Silent())
    return services


def notices(driver) -> list[Notice]:
    return [each for each in driver.window.place("home").findChildren(Notice) if each.isVisible()]


def shown_states(home) -> dict[str, str]:
    return {step.id: step.state.value for step in home.seen.status.steps}


class TestReminder:
    def test_tomorrow_means_the_next_open_fact_now(self, start, services):
        driver = start(ready(services))
        home = driver.window.place("home")
        assert home.seen.first.sentence.code == "status-no-backup"
        home.later.click()
        driver.settle()
        assert home.seen.first.sentence.code == "status-almost"
        assert home.reminder.isVisible()
        assert shown_states(home)["backup"] == "attention"
        home.later.click()  # "It worked"
        driver.settle()
        assert home.seen.first.sentence.code == "status-no-backup"
        assert home.seen.first.quiet
        assert home.primary.text() == "&Make a backup"
        assert not home.later.isVisible()

    def test_it_is_said_again_when_the_day_is_over(self, start, services):
        preferences = ready(services).preferences()
        over = services.clock.now() - timedelta(minutes=1)
        preferences.keep(replace(preferences.read(), later={LATER: over}))
        home = start(services).window.place("home")
        assert home.seen.first.sentence.code == "status-no-backup"
        assert not home.reminder.isVisible()
        assert home.later.isVisible()


@LANGUAGES
class TestItKeepsACopy:
    def test_home_and_backups_ask_for_none(self, start, services, language):
        driver = start(replace(ready(services), policy=BY_IT), language)
        home, speaker = driver.window.place("home"), Speaker(language)
        assert home.seen.first.sentence.code == "status-almost"
        assert shown_states(home)["backup"] == "done"
        driver.errand("backups")
        backups = driver.window.place("backups")
        said = speaker.say("kept-by-it", "Your IT team keeps a copy of your keys.")
        assert backups.newest.name.text() == said
        assert not backups.missing.isVisible()

    def test_neither_a_new_key_nor_a_ready_one_asks_for_a_backup(
        self, start, services, tmp_path, language
    ):
        given = people.given_file(tmp_path)
        driver = start(replace(services, policy=BY_IT), language)
        wanted = Speaker(language).say("make-a-backup", "&Make a backup")
        driver.errand("given-file", given.path)
        driver.on("F1")
        driver.on("F2", lambda: driver.page.field.line.setText(people.PASSWORD))
        driver.on("M1", lambda: driver.page.choices.choose("thunderbird"))
        driver.on("Y1")
        driver.at("Y2")
        assert driver.wizard.primary.text() != wanted
        assert not driver.page.later.isVisible()
        driver.on("Y2")
        assert driver.window.wizard is None
        driver.errand("get-certificate")
        driver.on("G1", lambda: driver.page.choices.choose("it-team"))
        driver.page.address.line.setText(people.SIAN)
        driver.page.name.line.setText("Siân Llŷr")
        driver.page.kind.setCurrentText("EC P-256")
        driver.on("G4")
        driver.on("G5")
        driver.at("G6")
        assert not driver.page.later.isVisible()
        driver.on("G6")
        driver.at("G7")


@LANGUAGES
class TestNotices:
    def told(self, driver) -> str:
        (notice,) = notices(driver)
        return notice.accessibleName()

    def test_settings_nobody_knows(self, start, services, language):
        policy = Policy(unknown=("colour",), origin="policy.json")
        driver = start(replace(services, policy=policy), language)
        hint = Speaker(language).say(
            "policy-unknown-keys.hint", "Tell your IT team: a newer Sêl may know them."
        )
        assert "colour" in self.told(driver)
        assert hint in self.told(driver)

    def test_a_computer_that_forgets(self, start, services, language):
        driver = start(replace(services, forgets=lambda: "temporary-profile"), language)
        hint = Speaker(language).say(
            "computer-forgets.hint",
            "Use the computer where you read your mail, or choose a folder that stays.",
        )
        assert hint in self.told(driver)

    @pytest.mark.parametrize(
        ("code", "facts", "errand"),
        [
            ("book-recovered", {"set_aside": "sel.db.1"}, "backup"),
            ("book-recovered-partly", {"set_aside": "", "lost": ("keys: 1",)}, "restore"),
        ],
    )
    def test_a_recovered_book(self, start, services, monkeypatch, language, code, facts, errand):
        notice = Message(code, facts)
        monkeypatch.setattr(status, "_notices", lambda *_args: (notice,))
        driver = start(ready(services), language)
        assert Speaker(language).message(notice) in self.told(driver)
        began = []
        monkeypatch.setattr(driver.program.errands, "begin", lambda *args: began.append(args))
        object.__setattr__(
            driver.window.place("home").context, "errand", lambda *args: began.append(args)
        )
        notices(driver)[0].button.click()
        assert began == [(errand, None)]

    def test_it_keeps_a_copy_so_damage_asks_for_no_backup(
        self, start, services, monkeypatch, language
    ):
        notice = Message("book-recovered", {"set_aside": "sel.db.1"})
        monkeypatch.setattr(status, "_notices", lambda *_args: (notice,))
        driver = start(replace(ready(services), policy=BY_IT), language)
        assert self.told(driver) == Speaker(language).message(notice)
        assert not notices(driver)[0].button.isVisible()

    def test_keys_that_are_shut_are_said_once_with_what_to_do(
        self, start, services, monkeypatch, language
    ):
        shut = Message("keys-shut", {"why": "keyring-locked"})
        monkeypatch.setattr(status, "_notices", lambda *_args: (shut,))
        driver = start(ready(services), language)
        home = driver.window.place("home")
        assert home.seen.first.sentence.code == "status-keys-shut"
        assert home.primary.isVisible()
        assert Speaker(language).message(shut) not in self.told(driver)
        hint = Speaker(language).say(
            "keys-shut.hint",
            "Nothing is lost. Sign in to this computer again, then try once more.",
        )
        assert self.told(driver) == hint
