"""The place "Which protection?": the same advice as from the command line, by keyboard, in both
languages; recipients however they come; what its buttons do."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import replace
from email import message_from_bytes, policy
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sel.cli import main as command_line
from sel.core.advice import Content, Protection
from sel.flows import advising
from sel.text import advice as words
from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.protection.way import STRETCHES
from tests.flows.desk import desk
from tests.screens import protection
from tests.screens.protection import LISTED, MAILS, OWAIN, PARENT, Mail, fill

TO = (
    ("a@hwbcymru.net",), (LISTED,), (PARENT,), ("x@llyw.cymru",), ("x@mail.gov.wales",),
    (OWAIN,), ("a@hwbcymru.net", LISTED), (LISTED, PARENT, OWAIN),
)  # fmt: skip
WAYS = (
    ("outlook-classic", (), ""), ("outlook-web", ("parents",), "sian@hwbcymru.net"),
    ("thunderbird", ("families", "group"), "sian@home.example"),
)  # fmt: skip
CASES = [
    Mail(to, content.value, app, besides, sender)
    for to, content, (app, besides, sender) in product(TO, Content, WAYS)
]


@pytest.fixture(scope="module")
def sian(tmp_path_factory):
    """Everything for S/MIME is there."""
    return protection.ready(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def bare(tmp_path):
    """Nothing is set up: there is not even a folder."""
    return replace(desk(tmp_path / "none" / "sel"), mail_programs=lambda: ())


def opened(start, services, language="en"):
    driver = start(services, language)
    driver.window.go_to("protection")
    driver.settle()
    return driver, driver.window.place("protection")


def answered(driver, place, mail: Mail):
    place.turn(answered=False)
    fill(place, mail)
    assert place.show_answer.isEnabled()
    place.show_answer.click()
    driver.settle()
    assert place.answer.isVisible(), place.errors.failure
    return place.answer.told.advice


def from_the_command_line(services, mail: Mail) -> dict:
    besides = {"parents": ["--parents"], "group": ["--group"], "families": ["--families", "2"]}
    options = [option for each in mail.besides for option in besides[each]]
    argv = ["advise", "--to", *mail.to, "--content", mail.content, "--app", mail.app,
            *(["--from", mail.sender] if mail.sender else []), *options, "--json"]  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()) as out:
        status = command_line.run(argv, lambda *_options: services, Speaker("en"))
    assert status == 0
    return json.loads(out.getvalue())


def codes(messages) -> list[str]:
    return list(dict.fromkeys(str(each.code) for each in messages))


def assert_same(found, told: dict, mail: Mail) -> None:
    assert found.recommended.value == told["recommended"], mail
    assert codes(found.reasons) == told["reasons"], mail
    assert codes(found.notes) == told["notes"], mail
    assert codes(found.steps) == told["steps"], mail
    shown = [each["address"] for each in told["per_recipient"]]
    assert [each.address for each in found.recipients] == shown
    assert [each.smime.value for each in found.recipients] == [
        each["smime"] for each in told["per_recipient"]
    ]


def test_what_is_typed_and_chosen_asks_what_the_command_line_asks(start, bare):
    """Every case of the table through the fields; that they are answered is the next test's."""
    assert len(CASES) >= 80
    _, place = opened(start, bare)
    seen = set()
    for mail in CASES:
        fill(place, mail)
        found = advising.advice(bare, place.asking.asked())
        assert_same(found, from_the_command_line(bare, mail), mail)
        seen.add(found.recommended)
    assert seen == set(Protection) - {Protection.SMIME}


def test_the_same_answer_as_from_the_command_line(start, sian):
    driver, place = opened(start, sian)
    some = [each for each in CASES if OWAIN in each.to][::5]
    some += [each for each in CASES if each.to == (OWAIN,) and each.content == "highest"]
    seen = set()
    for mail in some:
        found = answered(driver, place, mail)
        assert_same(found, from_the_command_line(sian, mail), mail)
        seen.add(found.recommended)
    assert {Protection.SMIME, Protection.MESSAGE_ENCRYPTION} <= seen


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_is_shown_is_what_the_command_line_says(start, sian, language):
    driver, place = opened(start, sian, language)
    speaker = Speaker(language)
    for mail in MAILS.values():
        found = answered(driver, place, mail)
        shown = place.answer
        assert shown.sentence.words.text() == words.answer(speaker, found)
        for each in found.reasons:
            assert words.said(speaker, each) in shown.why.text()
        for each in found.steps:
            assert words.said(speaker, each) in shown.steps.text()
        for each in found.notes:
            assert words.said(speaker, each) in shown.notes.text()
        assert shown.way.caption.text() == words.path(speaker, found)
        described = QAccessible.queryAccessibleInterface(shown.way.picture)
        assert described.text(QAccessible.Text.Description) == words.path(speaker, found)
        assert described.text(QAccessible.Text.Name)


def test_it_works_with_nothing_set_up_and_the_language_changes_under_it(start, bare):
    driver, place = opened(start, bare)
    recipients = place.asking.recipients
    recipients.field.line.setFocus()
    QTest.keyClicks(recipients.field.line, "Llyr, Sian <sian@parent.example>; pennaeth")
    QTest.keyClick(recipients.field.line, Qt.Key.Key_Return)
    assert recipients.addresses == ("sian@parent.example",)
    assert "pennaeth" in recipients.unclear.text()
    assert recipients.field.text == "pennaeth"
    recipients.field.show_text("owain@gov.wales")
    place.asking.contents.choose("personal")
    driver.program.language.switch("cy")
    assert recipients.field.text == "owain@gov.wales"
    QTest.keyClick(place, Qt.Key.Key_Return)
    assert recipients.addresses == ("sian@parent.example", "owain@gov.wales")
    QTest.keyClick(place, Qt.Key.Key_Return)
    driver.settle()
    assert len(place.answer.told.advice.recipients) == 2
    assert place.answer.sentence.words.text() == "Defnyddiwch Message Encryption Office 365."
    driver.program.language.switch("en")
    assert place.answer.sentence.words.text() == "Use Office 365 Message Encryption."


def test_recipients_come_from_a_mail_and_go(start, bare, tmp_path):
    driver, place = opened(start, bare)
    mail = tmp_path / "mail.eml"
    mail.write_bytes(b"From: a@x.example\r\nTo: b@x.example\r\nCc: c@x.example\r\n\r\n")
    driver.window.drop(mail)
    driver.settle()
    recipients = place.asking.recipients
    assert recipients.addresses == ("b@x.example", "c@x.example")
    recipients.list.setFocus()
    QTest.keyClick(recipients.list, Qt.Key.Key_Delete)
    assert recipients.addresses == ("b@x.example",)
    mail.write_bytes(b"%PDF-1.7\n")
    driver.window.drop(mail)
    driver.settle()
    assert place.errors.failure.code == "not-a-mail"
    assert recipients.addresses == ("b@x.example",), "nothing was lost"


def test_people_of_the_book_are_offered(start, sian):
    driver, place = opened(start, sian)
    recipients = place.asking.recipients
    recipients.field.line.setFocus()
    QTest.keyClicks(recipients.field.line, "owa")
    driver.bot.waitUntil(lambda: recipients.completer.popup().isVisible(), timeout=5000)
    offered = recipients.completer.model().stringList()
    assert [OWAIN in each for each in offered] == [True]
    recipients.completer.activated.emit(offered[0])
    recipients.field.show_text(offered[0])
    recipients.take()
    assert recipients.addresses == (OWAIN,)
    recipients.completer.popup().hide()


@pytest.mark.parametrize(("language", "own"), [("en", "secure mail"), ("cy", "post diogel")])
def test_the_words_are_copied_and_a_mail_is_begun(start, bare, tmp_path, language, own):
    driver, place = opened(start, bare, language)
    answered(driver, place, Mail((PARENT,), "sensitive"))
    place.answer.copy.click()
    assert QApplication.clipboard().text() == own
    assert own in place.answer.done.text()
    opened_files = []
    driver.bot.wait(1)
    from sel.ui.pages import _drafts

    real, _drafts.QDesktopServices = _drafts.QDesktopServices, _Opened(opened_files)
    try:
        place.save_to(tmp_path / "mail.eml")
        driver.settle()
    finally:
        _drafts.QDesktopServices = real
    mail = message_from_bytes((tmp_path / "mail.eml").read_bytes(), policy=policy.default)
    assert (mail["Subject"], mail["To"]) == (own, PARENT)
    assert opened_files == [str(tmp_path / "mail.eml")]


class _Opened:
    """Instead of the program that opens mails here."""

    def __init__(self, files: list[str]) -> None:
        self.files = files

    def openUrl(self, url) -> None:
        self.files.append(url.toLocalFile())


def test_buttons_lead_to_what_is_missing(start, bare):
    driver, place = opened(start, bare)
    answered(driver, place, Mail((PARENT,), "highest", "outlook-classic"))
    shown = {name for name, each in place.answer.leads.items() if each.isVisible()}
    assert shown == {"get-certificate", "colleagues"}
    answered(driver, place, Mail((LISTED,), "personal"))
    assert not any(each.isVisible() for each in place.answer.leads.values())
    assert not place.answer.copy.isVisible()
    assert "nothing to do" in place.answer.steps.text()
    answered(driver, place, Mail((PARENT,), "highest", "outlook-classic"))
    place.answer.leads["colleagues"].click()
    driver.settle()
    assert driver.window.stack.currentWidget() is driver.window.place("colleagues")


def test_the_picture_is_coloured_where_it_is_protected(start, bare):
    driver, place = opened(start, bare)
    mail = Mail((LISTED,), "personal")
    assert answered(driver, place, mail).recommended is Protection.TLS
    picture = place.answer.way.picture
    image = picture.grab().toImage()
    accent = QColor(theme.colours(theme.palette()).accent)
    ratio = image.devicePixelRatio()
    middle = int(picture._centre(0).y() * ratio)
    coloured = {x for x in range(image.width()) if image.pixelColor(x, middle) == accent}
    assert coloured
    left, right = (picture._centre(n).x() * ratio for n in (1, 2))
    assert all(left < x < right for x in coloured)
    assert STRETCHES[Protection.TLS].begin == 1


def test_home_offers_it_first(start, bare):
    driver = start(bare)
    home = driver.window.place("home")
    assert home.choices.keys[0] == "protection"
    home.choices.choose("protection")
    home.on.click()
    driver.settle()
    assert driver.window.stack.currentWidget() is driver.window.place("protection")
