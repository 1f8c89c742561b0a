"""The widgets: text that hides nothing, fields that keep nothing, lists that say it in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sel.base.errors import StoreLocked, WrongPassphrase
from sel.core.finding import error, info, warning
from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.pages import _mailto as mailto
from sel.ui.widgets.certificate_card import CertificateCard, Shown
from sel.ui.widgets.error_card import ErrorCard
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.passphrase import PassphraseWords
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Words, isolated
from sel.ui.widgets.steps import Row, StepList
from sel.ui.widgets.wrapping import WrappingCheck, WrappingRadio
from tests.screens.render import dark_palette

EN, CY = "en", "cy"
PLACE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def luminance(colour: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class TestColours:
    @pytest.mark.parametrize(
        ("look", "ground"),
        [(theme.LIGHT, "#efefef"), (theme.LIGHT, "#ffffff"), (theme.DARK, "#202323")],
    )
    def test_every_tone_is_readable_on_every_ground(self, look, ground):
        for colour in (look.good, look.care, look.bad, look.quiet, look.accent):
            assert contrast(colour, ground) >= 4.5
            assert contrast(colour, look.ground) >= 4.5

    @pytest.mark.parametrize(
        ("look", "window", "base"),
        [(theme.LIGHT, "#efefef", "#ffffff"), (theme.DARK, "#202323", "#191b1b")],
    )
    def test_the_edge_of_a_field_is_seen(self, look, window, base):
        """WCAG 2.2, 1.4.11: what has to be seen to use a control."""
        for ground in (window, base, look.ground):
            assert contrast(look.edge, ground) >= 3

    def test_a_field_has_its_edge_on_a_dark_desktop(self, qtbot, qapp):
        light = qapp.palette()
        field, box = PasswordField(), WrappingCheck()
        for widget in (field, box):
            qtbot.addWidget(widget)
        box.setText("x")
        try:
            qapp.setPalette(dark_palette())
            for shown, left in ((field.line, 0), (box, 0)):
                shown.resize(200, 30)
                picture = shown.grab().toImage()
                seen = {picture.pixelColor(left, y).name() for y in range(4, picture.height() - 4)}
                ground = theme.palette().window().color().name()
                assert max(contrast(each, ground) for each in seen) >= 3
        finally:
            qapp.setPalette(light)

    @pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
    def test_the_primary_button_is_readable(self, look):
        assert contrast(look.on_accent, look.accent) >= 4.5
        assert contrast(look.on_accent, look.accent_pressed) >= 4.5

    def test_the_look_follows_the_palette(self, qapp):
        dark = QPalette()
        dark.setColor(QPalette.ColorRole.Window, QColor("#202020"))
        dark.setColor(QPalette.ColorRole.WindowText, QColor("#ffffff"))
        assert theme.colours(dark) is theme.DARK
        assert theme.colours(qapp.palette()) is theme.LIGHT

    def test_body_text_has_eleven_points_at_least(self, qapp):
        assert qapp.font().pointSizeF() >= 11


class TestWords:
    def test_a_word_wider_than_the_window_is_broken_not_cut(self, qtbot):
        words = Words()
        qtbot.addWidget(words)
        words.setText(PLACE)
        narrow = words.heightForWidth(120)
        assert narrow >= 3 * words.heightForWidth(10_000)
        assert words.minimumSizeHint().width() < 200

    def test_a_line_is_never_longer_than_reads_well(self, qtbot):
        words = Words()
        qtbot.addWidget(words)
        words.setText("gair " * 100)
        assert words.sizeHint().width() <= theme.line_width(words) + 1

    def test_no_text_is_markup(self, qtbot):
        words = Words()
        qtbot.addWidget(words)
        words.setText("<b>x</b>")
        assert words.textFormat() == Qt.TextFormat.PlainText
        assert words.text() == "<b>x</b>"

    def test_a_name_is_isolated(self):
        assert isolated("شان") == "\u2068شان\u2069"
        assert isolated("") == ""


class TestChoice:
    def test_a_long_choice_wraps(self, qtbot):
        radio = WrappingRadio()
        qtbot.addWidget(radio)
        radio.setText("&Gosod ffeil tystysgrif a gefais gan rywun arall yn yr ysgol")
        assert radio.heightForWidth(200) >= 2 * radio.heightForWidth(5000) - 8
        assert radio.minimumSizeHint().width() < 200

    def test_a_click_on_the_text_chooses(self, qtbot):
        radio = WrappingRadio()
        qtbot.addWidget(radio)
        radio.setText("Outlook")
        radio.resize(300, 40)
        radio.show()
        qtbot.mouseClick(radio, Qt.MouseButton.LeftButton, pos=radio.rect().center())
        assert radio.isChecked()


class TestPassword:
    @pytest.fixture
    def field(self, qtbot):
        made = PasswordField()
        qtbot.addWidget(made)
        made.speak(Speaker(EN), "Password")
        made.show()
        return made

    def test_it_is_hidden_until_it_is_wanted(self, qtbot, field):
        assert field.line.echoMode() == field.line.EchoMode.Password
        qtbot.mouseClick(field.eye, Qt.MouseButton.LeftButton)
        assert field.line.echoMode() == field.line.EchoMode.Normal
        field.line.setText("x")
        field.take()
        assert field.line.echoMode() == field.line.EchoMode.Password

    def test_it_is_taken_once(self, qtbot, field):
        qtbot.keyClicks(field.line, "cwmwl")
        assert field.take().reveal_text() == "cwmwl"
        assert field.line.text() == ""
        field.line.undo()
        assert field.line.text() == ""

    def test_welsh_letters_arrive(self, field):
        field.line.setText("tŷ bach ŵyn")
        assert field.take().reveal_text() == "tŷ bach ŵyn"

    def test_caps_lock_is_noticed_by_what_it_does(self, field):
        QApplication.sendEvent(field.line, key("A", shift=False))
        assert field.caps.isVisible()
        QApplication.sendEvent(field.line, key("a", shift=False))
        assert not field.caps.isVisible()
        QApplication.sendEvent(field.line, key("a", shift=True))
        assert field.caps.isVisible()
        QApplication.sendEvent(field.line, key("1", shift=False))
        assert field.caps.isVisible()
        assert field.line.text() == "Aaa1"


class TestErrorCard:
    @pytest.fixture
    def card(self, qtbot):
        made = ErrorCard("F2")
        qtbot.addWidget(made)
        made.speak(Speaker(EN))
        return made

    def test_it_says_what_happened_and_that_nothing_was_lost(self, card):
        card.tell(WrongPassphrase(detail="MAC"))
        told = Speaker(EN).error(WrongPassphrase())
        assert card._what.text() == told.what
        assert card._lost.text() == told.lost
        assert card._lost.text()
        assert not card.folded.inside.isVisible()

    def test_the_report_for_the_helpdesk_speaks_both_languages(self, qtbot, card):
        card.tell(StoreLocked(store="Ysgol", detail="SEC_ERROR_BAD_PASSWORD"))
        card.folded.unfold()
        qtbot.mouseClick(card.copy, Qt.MouseButton.LeftButton)
        copied = QApplication.clipboard().text()
        for language in (EN, CY):
            assert Speaker(language).error(StoreLocked(store="Ysgol")).what in copied
        for fact in ("store-locked", "F2", "store: Ysgol", "SEC_ERROR_BAD_PASSWORD"):
            assert fact in copied

    def test_one_button_mends_it(self, qtbot, card):
        pressed = []
        card.tell(StoreLocked(store="x"), lambda speaker: "Try")
        card.remedied_by(lambda: pressed.append(True))
        card.show()
        assert card.remedy.text() == "Try"
        qtbot.mouseClick(card.remedy, Qt.MouseButton.LeftButton)
        assert pressed == [True]
        card.tell(WrongPassphrase())
        assert card.remedy.isHidden()


class TestLists:
    def test_findings_come_worst_first_with_a_word_each(self, qtbot):
        listed = FindingList()
        qtbot.addWidget(listed)
        listed.speak(Speaker(EN))
        listed.tell(
            (
                info("not-yet-valid", starts=datetime(2027, 1, 1, tzinfo=UTC)),
                error("backup-damaged"),
                warning("file-without-mac"),
            )
        )
        names = [
            listed._rows.itemAt(row).widget().accessibleName()
            for row in range(listed._rows.count())
        ]
        assert len(names) == 3
        assert names[0].startswith("Problem")
        assert not listed.isHidden()

    def test_no_findings_take_no_room(self, qtbot):
        listed = FindingList()
        qtbot.addWidget(listed)
        listed.speak(Speaker(EN))
        listed.tell(())
        assert listed.isHidden()

    @pytest.mark.parametrize("language", [EN, CY])
    def test_every_state_has_a_word_of_its_own(self, qtbot, language):
        steps = StepList()
        qtbot.addWidget(steps)
        states = ("done", "next", "waiting", "todo", "attention")
        steps.tell([Row(state, "Step", "text") for state in states], Speaker(language))
        names = {steps.rows.itemAt(row).widget().accessibleName() for row in range(len(states))}
        assert len(names) == len(states)


class TestCertificateCard:
    def test_a_name_that_lies_shows_what_it_is(self, qtbot):
        card = CertificateCard()
        qtbot.addWidget(card)
        card.speak(Speaker(EN))
        day = datetime(2026, 11, 24, tzinfo=UTC)
        card.tell(Shown("Si\u202egro.evil", ("a\u200b@school.example",), "CA\n", day, day))
        texts = " ".join(label.text() for label in card.findChildren(Words))
        assert "\u202e" not in texts
        assert "\u200b" not in texts
        assert "202E" in texts


class TestPassphraseWords:
    def test_what_is_shown_is_what_is_meant(self, qtbot):
        offered = PassphraseWords()
        qtbot.addWidget(offered)
        offered.speak(Speaker(CY))
        offered.offer(("cynfas", "gwrych", "soned"))
        assert offered.secret().reveal_text() == "cynfas gwrych soned"
        shown = [label.text() for label in offered.findChildren(Words)]
        assert [word for word in shown if word.isalpha()] == ["cynfas", "gwrych", "soned"]
        offered.forget()
        assert offered.secret().reveal_text() == ""


class TestMailto:
    def test_everything_survives_the_address(self):
        address = mailto.mail_address("", "Cais & ffurflen", "a+b=c/d\nŵ?")
        assert address == (
            "mailto:?subject=Cais%20%26%20ffurflen&body=a%2Bb%3Dc%2Fd%0D%0A%C5%B5%3F"
        )

    def test_what_windows_would_cut_does_not_fit(self):
        assert mailto.fits("", "x", "y" * 1500)
        assert not mailto.fits("", "x", "+" * 1500)


class TestLayout:
    @pytest.mark.parametrize("language", ["en", "cy", "xx"])
    @pytest.mark.parametrize("times", [1.0, 2.0])
    def test_a_column_of_words_never_needs_more_width_than_there_is(
        self, qtbot, qapp, language, times
    ):
        theme.text_size(times)
        try:
            whole = QWidget()
            qtbot.addWidget(whole)
            rows = QVBoxLayout(whole)
            words = Words(whole)
            words.setText(Speaker(language).say("ask-why", "Come back when you know."))
            rows.addWidget(words)
            assert whole.minimumSizeHint().width() < 400
        finally:
            theme.text_size()


def key(letter: str, *, shift: bool):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    return QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), modifier, letter)
