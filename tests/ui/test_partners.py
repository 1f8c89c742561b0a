"""The place for IT: found from Home and kept in the settings; checks against real servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sel.core.delivery.judged import Verdict
from sel.ports.services import Services
from sel.ui.places.partners import PartnersPlace
from sel.wiring import build
from tests.delivery.conftest import EXPIRED, GOOD, PLAIN, Net, internet
from tests.screens import people
from tests.ui.conftest import Driver


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """Somebody who may ask the network."""
    bare = build(tmp_path / "data", lambda: None, True, ())
    return people.with_stores(bare, "Ysgol")


@pytest.fixture(scope="module")
def net() -> Iterator[Net]:
    with internet() as running:
        yield running


@pytest.fixture
def place(driver: Driver, net: Net, monkeypatch: pytest.MonkeyPatch) -> PartnersPlace:
    monkeypatch.setattr(PartnersPlace, "way", net.way)
    driver.program.window.go_to("partners")
    driver.settle()
    found = driver.program.window.place("partners")
    assert isinstance(found, PartnersPlace)
    return found


def hidden(driver: Driver) -> bool:
    window = driver.program.window
    (row,) = [n for n in range(window.list.count())
              if window.list.item(n).data(Qt.ItemDataRole.UserRole) == "partners"]  # fmt: skip
    return window.list.item(row).isHidden()


def test_home_leads_there_and_the_settings_know(driver: Driver, start, services) -> None:
    assert hidden(driver)
    home, settings = (driver.program.window.place(each) for each in ("home", "settings"))
    home.for_it.click()
    driver.settle()
    assert not hidden(driver)
    assert driver.window.stack.currentWidget() is driver.window.place("partners")
    assert not hidden(start(services))  # the next time, too
    driver.window.go_to("settings")
    driver.settle()
    assert settings.for_it.isChecked()
    settings.for_it.click()
    driver.settle()
    assert hidden(driver)


def test_all_that_are_shown_are_checked(driver: Driver, place: PartnersPlace, net: Net) -> None:
    net.partner("gwynedd.gov.uk", GOOD, "gwynedd.hosted.example")
    net.partner("gwynedd.llyw.cymru", PLAIN)
    assert len(place.table.domains.shown) == 39
    assert place.check.text() == "Che&ck 39 domains"
    place.search.show_text("gwynedd")
    assert place.check.text() == "Che&ck 2 domains"
    place.check.click()
    driver.settle()
    assert [each.verdict for each in place.table.domains.shown] == [Verdict.GOOD, Verdict.BAD]
    assert place.sums.text() == "2 domains were checked.\ngood: 1\ndo not rely on it: 1"
    place.table.selectRow(1)
    assert "gwynedd.llyw.cymru" in place.found.sentence.words.text()
    assert place.check.text() == "Che&ck this domain"
    codes = [each.code for each in place.found.findings.findings]
    assert codes[0] == "starttls-missing"
    place.found.copy.click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("Do not rely on TLS to gwynedd.llyw.cymru")
    assert "- This mail server offers no encryption (STARTTLS): mx.gwynedd.llyw.cymru" in copied


def test_a_domain_of_no_list_and_what_is_different(
    driver: Driver,
    place: PartnersPlace,
    net: Net,
    tmp_path: Path,
) -> None:
    net.partner("new.example", GOOD, "new.hosted.example")
    place.search.show_text("no domain")
    assert not place.check.isEnabled()
    place.search.show_text("New.Example")
    place.check.click()
    driver.settle()
    assert place.found.checked is not None
    assert place.found.checked.judged.verdict is Verdict.GOOD
    assert not place.found.different.isVisible()
    net.partner("new.example", EXPIRED, "new.expired.example")
    place.check.click()
    driver.settle()
    assert place.found.different.isVisible()
    assert place.found.changes.text().splitlines()[1:] == [
        "There is a new mail server: new.expired.example",
        "A mail server is gone: new.hosted.example",
    ]
    report = tmp_path / "report.csv"
    place.save_report(report)
    driver.settle()
    assert "changed-host-new" in report.read_text("utf-8-sig")
    script = tmp_path / "tls.ps1"
    place.save_script(script)
    driver.settle()
    assert "Domain = 'new.example'" in script.read_text("utf-8-sig")
    assert "Mail to these would not be sent at present: new.example" in place.saved.text()


def test_stopped_half_way(
    driver: Driver, place: PartnersPlace, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.net.dns_asking._SECONDS", 0.3)
    net.world.be_odd("gov.wales", "silent")
    place.search.show_text("gov.wales")
    place.check.click()
    driver.bot.waitUntil(place.busy.isVisible)
    place.busy.stop.click()
    driver.settle()
    assert not place.busy.isVisible()
    assert place.found.checked is None
    assert place.errors.failure is None


def test_where_nothing_may_leave(start, tmp_path: Path) -> None:
    closed = people.with_stores(build(tmp_path / "data", lambda: None, False, ()), "Ysgol")
    driver = start(closed)
    driver.window.go_to("partners")
    driver.settle()
    place = driver.window.place("partners")
    place.check.click()
    driver.settle()
    assert place.errors.failure.code == "no-network"
