"""The place "Colleagues": found, shown, spoken for, taken in, handed over; by keyboard alone."""

from __future__ import annotations

import csv
import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from sel.core import certificate
from sel.flows import pack_looking, people_finding
from sel.ui import theme
from sel.ui.window import LEAST
from tests.screens import colleagues, people
from tests.screens.colleagues import OWAIN, RHYS
from tests.screens.scenes import SCENES
from tests.ui.test_layout import cut_off


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return colleagues.Office(tmp_path_factory.mktemp("office"))


def opened(start, services, language="en"):
    driver = start(services, language)
    driver.window.go_to("colleagues")
    place = driver.window.place("colleagues")
    driver.settle()
    if place.two.isVisible():
        driver.bot.waitUntil(lambda: place.list.at_rest, timeout=10_000)
        driver.settle()
    return driver, place


def shown(place) -> list[str]:
    return [each.person.email for each in place.list.table.people.people]


def look_for(driver, place, text: str) -> None:
    QTest.keyClicks(place.list.search.line, text)
    driver.bot.waitUntil(lambda: place.list.at_rest, timeout=10_000)
    driver.settle()


def test_before_anybody_came_the_simplest_way_is_told(start, services):
    _, place = opened(start, services)
    assert place.coming.isVisible()
    assert not place.two.isVisible()
    assert not place.coming.leave.isVisible()
    assert "signed mail" in place.coming.simplest.text()


def test_what_is_typed_finds_without_accents_and_enter_leads_to_the_person(start, office):
    driver, place = opened(start, office.some)
    assert len(shown(place)) == 7
    look_for(driver, place, "sian")
    assert shown(place) == [people.SIAN]
    assert place.list.numbers.text() == "Found: 1 of 7"
    QTest.keyClick(place.list.search.line, Qt.Key.Key_Return)
    driver.settle()
    assert driver.window.focusWidget() is place.list.table
    assert "You can encrypt to them until" in place.person.answer.name.text()
    facts = place.person.known.certificates[0].shown.facts
    digits = place.person.used.code.digits.text().split()
    assert digits == facts.check_code.split()
    assert "dros y ffôn" in place.person.used.mark.text()


def test_rows_come_as_somebody_moves_down_and_only_the_newest_question_is_answered(start, office):
    services = office.desk("hundreds")
    colleagues.put_in(services, 700)
    everybody = [each.person.email for each in people_finding.everybody(services)]
    driver, place = opened(start, services)
    assert shown(place) == everybody[: len(shown(place))]
    assert len(shown(place)) < 350
    assert place.list.numbers.text() == "700 colleagues"
    look_for(driver, place, "school")
    assert place.list.numbers.text() == "Found: 700 of 700"
    assert len(shown(place)) < 350
    place.list.search.line.clear()
    look_for(driver, place, "00012")
    assert [each[:5] for each in shown(place)] == ["00012"]
    place.list.search.line.clear()
    driver.bot.waitUntil(lambda: place.list.at_rest, timeout=10_000)
    before = len(shown(place))
    place.list.table.scrollToBottom()
    driver.bot.waitUntil(lambda: len(shown(place)) > before, timeout=10_000)
    QTest.keyClick(place.list.table, Qt.Key.Key_End)
    driver.bot.waitUntil(lambda: place.list.table.currentIndex().row() == 699, timeout=10_000)
    assert shown(place) == everybody


def test_an_order_and_all_that_is_marked_need_everybody(start, office):
    services = office.desk("more hundreds")
    colleagues.put_in(services, 700)
    driver, place = opened(start, services)
    place.list.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    driver.bot.waitUntil(lambda: len(shown(place)) == 700, timeout=10_000)
    driver.settle()
    answers = [each.answer.use is not None for each in place.list.table.people.people]
    assert answers == sorted(answers)
    look_for(driver, place, "school")
    assert len(shown(place)) == 700
    place.list.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    place.list.search.line.clear()
    driver.bot.waitUntil(lambda: place.list.at_rest, timeout=10_000)
    assert len(shown(place)) < 350
    QTest.keyClick(place.list.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    driver.bot.waitUntil(lambda: len(place.list.marked()) == 700, timeout=10_000)
    assert place.list.save.text() == "Save 700 certificates"


def test_those_who_run_out_are_shown_alone_and_are_asked_for_the_new_one(start, office, tmp_path):
    driver, place = opened(start, office.some)
    place.list.soon.click()
    driver.bot.waitUntil(lambda: place.list.at_rest, timeout=10_000)
    assert set(shown(place)) == {people.LONG, RHYS}
    place.list.table.pick(people.LONG)
    driver.settle()
    assert place.person.ask.isVisible()
    place.list.table.pick(RHYS)
    driver.settle()
    assert not place.person.ask.isVisible()  # their new key is here and waits


def test_a_change_is_shown_beside_the_one_before_and_used_once_confirmed(start, office, tmp_path):
    services = office.desk("change")
    office.meet(services, office.certificate(RHYS, "Rhys Bowen", days=(-700, 20)))
    newer = office.certificate(RHYS, "Rhys Bowen", days=(-2, 700))
    office.meet(services, newer)
    driver, place = opened(start, services)
    place.list.table.pick(RHYS)
    driver.settle()
    change = place.person.change
    assert change.isVisible()
    assert "renewal" in change.why.text()
    assert change.old.count()
    assert change.new.count()
    change.button.click()
    driver.settle()
    used = people_finding.one(services, RHYS).answer.use
    assert used is not None
    assert used.sha256 == certificate.read(newer).sha256
    assert not change.isVisible()
    place.person.used.how.show_text("in the staff room")
    place.person.used.same.click()
    driver.settle()
    mark = people_finding.one(services, RHYS).answer.use.checked
    assert mark is not None
    assert mark.how == "in the staff room"
    place.person.remove.click()
    place.person.question.do.click()
    driver.settle()
    assert people_finding.everybody(services) == ()
    assert place.coming.isVisible()


def test_dropped_files_are_taken_in_and_what_was_refused_can_be_saved(start, office, tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "sian.cer").write_bytes(office.certificate(people.SIAN, "Siân Llŷr"))
    (folder / "odd.cer").write_bytes(b"=nothing")
    driver, place = opened(start, office.desk("dropped"))
    driver.window.drop(folder)
    driver.settle()
    driver.at("E2")
    report = driver.page.state.report
    assert len(report.taken) == 1
    assert [each.source.rpartition("/")[2] for each in report.rejected] == ["odd.cer"]
    assert "odd.cer" in driver.page.reason.text()
    driver.page.save_to(tmp_path / "report.csv")
    driver.settle()
    text = (tmp_path / "report.csv").read_bytes().decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 3
    driver.wizard.primary.click()
    driver.settle()
    assert driver.window.stack.currentWidget() is place
    driver.bot.waitUntil(lambda: place.list.at_rest, timeout=10_000)
    assert shown(place) == [people.SIAN]


def test_pasted_text_is_taken_in(start, office):
    services = office.desk("pasted")
    driver, place = opened(start, services)
    pem = certificate.read(office.certificate(people.SIAN, "Siân Llŷr"))
    from sel.core.asn1 import armour

    QGuiApplication.clipboard().setText(armour("CERTIFICATE", pem.der).decode())
    place.coming.paste.click()
    driver.settle()
    driver.at("E2")
    assert len(driver.page.state.report.taken) == 1


def test_a_pack_is_taken_only_after_its_code_was_compared_and_goes_again(start, office, tmp_path):
    services = office.desk("pack-taker")
    file = tmp_path / "ysgol.selpack"
    file.write_bytes(office.pack)
    driver, place = opened(start, services)
    driver.window.drop(file)
    driver.settle()
    driver.at("E3")
    assert not driver.wizard.primary.isEnabled()
    looked = pack_looking.look(services, office.pack)
    assert driver.page.digits.text() == looked.signer.check_code
    driver.on("E3", lambda: driver.page.how.show_text("by telephone"))
    driver.at("E4")
    driver.wizard.primary.click()
    driver.settle()
    assert len(people_finding.everybody(services)) == 2
    place.packs._ask(looked.pack.id)
    place.packs.question.do.click()
    driver.settle()
    assert people_finding.everybody(services) == ()


def test_a_directory_is_asked_only_at_a_press_and_what_fits_is_taken_in(start, office):
    driver, place = opened(start, office.some)
    assert not place.list.ask.isVisible()
    look_for(driver, place, "sian")
    assert "ldap.school.example" in place.list.ask.text()
    place.list.ask.click()
    driver.settle()
    driver.at("E5")
    assert driver.page.choices.chosen == ("0",)
    assert not driver.page.choices.button("1").isEnabled()
    assert "ldap.county.example" in driver.page.notes.text()
    texts = [each.text() for each in driver.page.findChildren(QLabel)]
    assert not [text for text in texts if "\\u{" in text]  # facts are escaped once


@pytest.mark.parametrize("form", ["vcf", "p7c", "csv", "folder"])
def test_certificates_are_handed_over_in_every_form(start, office, tmp_path, form):
    driver, place = opened(start, office.one)
    place.list.save.click()
    target = tmp_path / f"all.{form}"
    place.handing.save_to(form, target)
    driver.settle()
    assert str(target) in place.handing.done.text()
    wanted = people_finding.one(office.one, people.SIAN).person.certificates[0].sha256
    if form == "folder":
        (only,) = target.iterdir()
        assert certificate.read(only.read_bytes()).sha256 == wanted
    else:
        assert target.stat().st_size > 100


def test_in_a_narrow_window_list_and_person_come_one_after_the_other(start, office):
    theme.text_size(2.0)
    try:
        driver, place = opened(start, office.some)
        place.list.table.setFocus()
        place.list.table.pick(OWAIN)
        QTest.keyClick(place.list.table, Qt.Key.Key_Return)
        driver.settle()
        assert not place.list.isVisible()
        assert place.person.isVisible()
        QTest.keyClick(place.person.to_list, Qt.Key.Key_Escape)
        assert place.list.isVisible()
        assert driver.window.focusWidget() is place.list.table
    finally:
        theme.text_size()


@pytest.mark.parametrize(("language", "times"), [("xx", 1.0), ("cy", 2.0)])
def test_every_page_of_colleagues_fits_into_the_smallest_window(start, stage, language, times):
    theme.text_size(times)
    try:
        wrong, driver, desk = {}, None, ""
        for scene in SCENES:
            if not scene.name.startswith("E") or scene.services == "office.many":
                continue
            if driver is None or scene.services != desk:
                driver, desk = start(stage.desk(scene.services), language), scene.services
                driver.window.resize(LEAST)
            scene.prepare(stage, driver.program)
            driver.bot.wait(200)
            driver.settle()
            found = cut_off(driver.window)
            person = driver.window.place("colleagues").person
            needs = person.inside.minimumSizeHint().width()
            if person.isVisible() and person.area.isVisible():
                room = person.area.viewport().width()
                found += [f"person {needs} > {room}"] if needs > room else []
            if found:
                wrong[scene.name] = found
        assert wrong == {}
    finally:
        theme.text_size()
