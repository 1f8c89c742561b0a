"""Said and done in "Colleagues": removed and brought back, asked, trusted; the school's pack."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from sel import flows
from sel.core import certificate, pack
from sel.flows import pack_looking, packs, people_finding
from tests.pile import Authority
from tests.screens import colleagues, people
from tests.screens.colleagues import MAIR, OWAIN, RHYS
from tests.ui.test_colleagues import opened, shown


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return colleagues.Office(tmp_path_factory.mktemp("office"))


def test_whoever_was_removed_comes_back_with_all_that_was_said_of_them(start, office):
    services = office.desk("undoing")
    der = office.certificate(people.SIAN, "Siân Llŷr")
    office.meet(services, der, office.certificate(OWAIN, "Owain Pugh"))
    flows.people.checked(services, certificate.read(der).sha256, "in the staff room")
    before = people_finding.everybody(services)
    driver, place = opened(start, services)
    place.list.table.pick(people.SIAN)
    driver.settle()
    place.person.remove.click()
    place.person.question.do.click()
    driver.settle()
    driver.bot.waitUntil(lambda: len(shown(place)) == 1, timeout=10_000)
    assert shown(place) == [OWAIN]
    assert people.SIAN in place.removed.words.text()
    assert "\\u{" not in place.removed.words.text(), "facts are made visible once"
    assert driver.window.focusWidget() is place.removed.button
    QTest.keyClick(place.removed.button, Qt.Key.Key_Space)
    driver.settle()
    driver.bot.waitUntil(lambda: len(shown(place)) == 2, timeout=10_000)
    assert people_finding.everybody(services) == before
    assert before[1].answer.use.checked.holds
    assert not place.removed.isVisible()
    place.list.table.pick(OWAIN)
    driver.settle()
    place.person.remove.click()
    place.person.question.do.click()
    driver.settle()
    driver.window.go_to("home")
    driver.window.go_to("colleagues")
    driver.settle()
    assert not place.removed.isVisible(), "whoever leaves the place has left it at that"


def test_all_who_run_out_are_asked_in_one_mail(start, office, tmp_path, monkeypatch):
    opened_files = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened_files.append(url.toLocalFile()) or True
    )
    driver, place = opened(start, office.some)
    assert not place.list.ask_new.isVisible()
    place.list.soon.click()
    driver.settle()
    assert place.list.ask_new.isVisible()
    out = tmp_path / "ask.eml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_three: (str(out), ""))
    place.list.ask_new.click()
    driver.settle()
    written = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    # Rhys runs out too, but his new key is here and waits to be confirmed.
    assert [each.addr_spec for each in written["To"].addresses] == [people.LONG]
    assert opened_files == [str(out)]
    assert str(out) in place.asking.text()
    place.list.table.selectAll()
    place.list.ask_new.click()
    driver.settle()
    written = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert written["To"] is None
    assert {each.addr_spec for each in written["Bcc"].addresses} == {people.LONG, RHYS}
    place.list.soon.click()
    driver.settle()
    assert not place.list.ask_new.isVisible()


def test_somebody_nobody_vouches_for_is_trusted_after_one_question(start, office):
    services = office.desk("trusting")
    stranger = Authority(datetime.now(UTC).replace(microsecond=0))
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    office.meet(services, stranger.issue(key, MAIR, "Mair Môn").public_bytes(Encoding.DER))
    driver, place = opened(start, services)
    place.list.table.pick(MAIR)
    driver.settle()
    used = place.person.used
    assert used.trust.isVisible()
    assert not place.person.give.isVisible()
    used.trust.click()
    driver.settle()
    assert MAIR in used.question.words.text()
    used.question.leave.click()
    assert people_finding.one(services, MAIR).answer.use is None
    used.trust.click()
    used.question.do.click()
    driver.settle()
    assert people_finding.one(services, MAIR).answer.use.trusted.holds
    assert not used.trust.isVisible()
    assert place.person.give.isVisible()


def test_the_schools_pack_is_offered_where_policy_says_it_lies(start, office, tmp_path):
    signer = pack.opened(office.pack).signer
    services = office.desk(
        "offered", school_pack=str(tmp_path), pack_signers=(certificate.read(signer).sha256,)
    )
    driver, place = opened(start, services)
    assert not place.offered.isVisible(), "nothing lies there yet"
    (tmp_path / "damaged.selpack").write_bytes(office.pack[:-1])
    (tmp_path / "ysgol.selpack").write_bytes(office.pack)
    place.refresh()
    driver.settle()
    assert "Ysgol Llŷr colleagues" in place.offered.card.words[0].text()
    driver.program.language.switch("cy")
    assert "Cydweithwyr Ysgol Llŷr" in place.offered.card.words[0].text()
    driver.program.language.switch("en")
    place.offered.card.button.click()
    driver.settle()
    driver.at("E3")
    assert driver.page.state.looked.known_by is pack_looking.KnownBy.POLICY
    assert not driver.page.how.isVisible()
    driver.wizard.primary.click()
    driver.settle()
    assert driver.page.state.taken.added == 2
    driver.at("E4")
    driver.wizard.primary.click()
    driver.settle()
    assert driver.window.stack.currentWidget() is place
    assert not place.offered.isVisible(), "it is here now"
    assert [each.held.number for each in packs.kept(services)] == [1]
