"""Renewal, telling, leaving and removing, pressed in the window; what is written is read back."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from sel.base.progress import Silent
from sel.flows import installs
from sel.flows.identities import State, identities
from sel.flows.status import status
from sel.flows.timeline import Held, timeline
from sel.ports.services import Services
from tests.flows.years import YEAR, Calendar, answer, certified, day, desk_in
from tests.screens import people
from tests.screens.succession import MOVED
from tests.screens.thunderbird import with_profiles

LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])
STORE = "thunderbird:Ysgol"


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(day(2026, 1))


@pytest.fixture
def sian(tmp_path: Path, calendar: Calendar) -> Services:
    """Somebody whose certificate of January ends in twenty days; all is in order."""
    services = people.with_stores(desk_in(tmp_path / "sian", calendar), "Ysgol")
    one = certified(services, calendar.moment)
    installs.install(services, (one,), Silent(), store=STORE)
    people.with_backup(services, tmp_path / "b.p12")
    calendar.moment += YEAR - timedelta(days=20)
    return services


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was asked to open; no program is started."""
    asked: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: asked.append(url.toString()) or True
    )
    return asked


@LANGUAGES
def test_from_the_reminder_to_colleagues_told(start, sian, calendar, tmp_path, opened, language):
    driver = start(sian, language)
    home = driver.window.place("home")
    assert home.seen.first.sentence.code == "status-ends"
    home.primary.click()
    driver.on("N1")
    driver.on("G5")
    driver.at("G6")
    made = driver.page.state.made
    driver.page.later.click()
    driver.on("G7")
    driver.on("G7")
    assert status(sian).steps[0].what.code == "step-certificate-renewing"

    file = tmp_path / "ateb.pem"
    file.write_bytes(answer(made, calendar.moment))
    driver.errand("answer", file)
    driver.on("G8")
    driver.on("Y1")
    driver.at("Y2")
    mine = {each.id: each for each in identities(sian.book(), calendar.now())}
    assert [each.state for each in mine.values()] == [State.OLD, State.CURRENT]
    assert mine[made.id].installed == (STORE,)

    driver.errand("renewed")
    driver.on("N2")
    assert driver.page.state.hidden is not None
    driver.on("N2")
    mail = tmp_path / "mail.eml"
    driver.at("N3")
    driver.page.save_to(mail)
    driver.settle()
    assert opened[-1].endswith("mail.eml")
    read = message_from_bytes(mail.read_bytes(), policy=default)
    assert read["X-Unsent"] == "1"
    assert next(read.iter_attachments()).get_filename().endswith(".p7b")
    driver.on("N3")
    driver.on("N4")
    assert "certificate-renewed" not in {each.code for each in status(sian).notices}
    assert all(each.held is Held.HERE for each in timeline(sian))


@LANGUAGES
def test_the_old_one_behind_a_password(start, sian, calendar, language):
    """The page asks for it once the program wants it, and keeps nothing of what was typed."""
    new = certified(sian, calendar.moment)
    services, profiles = with_profiles(sian, "Ysgol")
    installs.install(services, (new,), Silent(), store=STORE)
    (profile,) = profiles.values()
    (old, _) = identities(services.book(), calendar.now())
    installs.install(services, (old,), Silent(), store=STORE)
    profile.password = "afon"
    driver = start(services, language)
    driver.errand("renewed")
    driver.at("N2")
    assert not driver.page.field.isVisible()
    for typed, problem in ((None, "store-locked"), ("môr", "store-password-wrong")):
        driver.on("N2", lambda typed=typed: driver.page.field.line.setText(typed or ""))
        driver.at("N2")
        (outcome,) = driver.page.state.hidden
        assert (outcome.state.value, outcome.problem.code) == ("failed", problem)
        assert driver.page.field.isVisible()
        assert driver.page.field.line.text() == ""
    driver.on("N2", lambda: driver.page.field.line.setText("afon"))
    driver.at("N2")
    (outcome,) = driver.page.state.hidden
    assert outcome.problem is None
    assert not driver.page.field.isVisible()
    driver.on("N2")
    driver.at("N3")


def test_the_end_is_put_off_until_the_next_mark(start, sian, calendar):
    driver = start(sian)
    home = driver.window.place("home")
    home.later.click()
    driver.settle()
    assert home.seen.first.sentence.code == "status-almost"
    assert home.seen.first.renewal == day(2026, 1) + YEAR - timedelta(days=7)
    calendar.moment = home.seen.first.renewal
    driver.window.go_to("home")
    driver.settle()
    assert home.seen.first.sentence.code == "status-ends"


@LANGUAGES
def test_a_new_address_is_filled_in_and_the_old_key_stays(start, sian, language):
    driver = start(sian, language)
    driver.errand("new-address", MOVED)
    driver.at("N1")
    assert driver.page.address.text == MOVED
    driver.on("N1")
    driver.on("G5")
    driver.at("G6")
    assert driver.page.state.made.request.emails == (MOVED,)
    assert [each.emails for each in timeline(sian)] == [(people.SIAN,), (MOVED,)]


@LANGUAGES
def test_leaving_ends_with_nothing_in_mail_programs_and_every_key_here(
    start, sian, tmp_path, opened, language
):
    driver = start(sian, language)
    driver.errand("leave")
    driver.on("L1")
    driver.on("L2")
    driver.at("L3")
    serial = f"{timeline(sian)[0].newest.serial:X}"
    driver.page.save_to(tmp_path / "mail.eml")
    driver.settle()
    read = message_from_bytes((tmp_path / "mail.eml").read_bytes(), policy=default)
    assert serial in read.get_content()
    driver.on("L3")
    driver.on("L4")
    driver.at("L5")
    assert len(driver.page._lines) == 3
    driver.on("L5")
    (line,) = timeline(sian)
    assert (line.places, line.held) == ((), Held.HERE)


def test_the_mail_to_the_authority_opens_in_the_mail_program(start, sian, opened):
    driver = start(sian)
    driver.errand("leave")
    driver.on("L1")
    driver.on("L2")
    driver.on("L3")
    assert opened[-1].startswith("mailto:?subject=")
    assert driver.page.state.asked == "mail"


class TestUnsaved:
    """Without a tested backup nothing goes until somebody has said that they know."""

    @pytest.fixture
    def sian(self, tmp_path: Path, calendar: Calendar) -> Services:
        services = people.with_stores(desk_in(tmp_path / "sian", calendar), "Ysgol")
        one = certified(services, calendar.moment)
        installs.install(services, (one,), Silent(), store=STORE)
        return services

    def test_leaving_asks_for_a_backup_first(self, start, sian):
        driver = start(sian)
        driver.errand("leave")
        driver.on("L1")
        driver.at("B1")

    def test_programs_keep_it(self, start, sian):
        driver = start(sian)
        driver.errand("leave")
        driver.page.without.click()
        driver.on("L2")
        driver.page.known.click()
        driver.at("L4")
        assert not driver.wizard.primary.isEnabled()
        driver.page.cost.setChecked(True)
        driver.on("L4")
        assert timeline(sian)[0].places == ()

    def test_a_key_is_not_removed(self, start, sian):
        driver = start(sian)
        driver.errand("remove-key", timeline(sian)[0].id)
        driver.at("C2")
        assert not driver.wizard.primary.isEnabled()
        driver.page.cost.setChecked(True)
        driver.on("C2")
        assert timeline(sian)[0].held is Held.GONE


def test_my_certificates_offer_each_key_what_fits_it(start, sian, calendar):
    certified(sian, calendar.moment)
    driver = start(sian)
    driver.window.go_to("certificates")
    driver.settle()
    place = driver.window.place("certificates")
    rows = [place.list.itemAt(n).widget() for n in range(place.list.count())]
    words = [
        [each.text() for each in row.findChildren(QPushButton) if each.isVisibleTo(row)]
        for row in rows
    ]
    assert "Renew" in words[0]
    assert "Renew" not in words[1]
    assert ["Remove this key" in each for each in words] == [True, False]  # unfolded, folded
    assert "Opens mail sent to you from 1 January 2026 until 1 January 2027." in (
        rows[1].layout().itemAt(0).widget().text.text()
    )
