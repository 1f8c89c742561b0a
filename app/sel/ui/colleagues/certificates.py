"""Cards of a colleague's certificates: the one that is used, and one to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from sel.core.people import Standing
from sel.text.speaker import Speaker
from sel.ui.colleagues import person_words as words
from sel.ui.colleagues.looking import Known, OneCertificate
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.ask_once import AskOnce
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.card import Card
from sel.ui.widgets.field import Field
from sel.ui.widgets.plain import Words

SOON: Final = timedelta(days=90)


def fill(grid: QGridLayout, parent: QWidget, rows: Sequence[tuple[str, str]]) -> None:
    """Labels at the left, what they label at the right, in place of what was there."""
    while (old := grid.takeAt(0)) is not None:
        gone = old.widget()
        if gone is not None:
            gone.hide()
            gone.deleteLater()
    for place, (label, text) in enumerate(rows):
        left, right = Words(parent, tone=Tone.QUIET), Words(parent)
        left.setText(label)
        right.setText(text)
        right.setAccessibleDescription(label)
        grid.addWidget(left, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(right, place, 1, Qt.AlignmentFlag.AlignTop)


def narrow(button: QWidget) -> None:
    """As wide as its words."""
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class CheckCode(QWidget):
    """The code of a certificate, in digits and in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = Words(self, strong=True)
        self.digits = Words(self)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        self.digits.setFont(fixed)
        self.words = Words(self, tone=Tone.QUIET)
        self.how = Words(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID // 2)
        for part in (self.label, self.digits, self.words, self.how):
            grid.addWidget(part)

    def tell(self, one: OneCertificate, speaker: Speaker) -> None:
        """Show the code of this one."""
        self.label.setText(speaker.say("check-code", "Check code"))
        self.digits.setText(words.code(one))
        self.digits.setAccessibleName(one.shown.facts.check_code)
        self.words.setText(words.code_words(one, speaker))
        self.how.setText(
            speaker.say(
                "check-code-how",
                "Read it to each other, on a number you already had, never on one from the same "
                "mail. The words are the same code, easier to hear.",
            )
        )


class UsedCard(Card):
    """The certificate that is used, or that the answer is about.

    trusted  the person trusts it, whoever issued it (its SHA-256)
    checked  the person compared its code (its SHA-256), and how
    """

    trusted = Signal(bytes)
    checked = Signal(bytes, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sha256 = b""
        self.title, self.why = Words(self, strong=True), Words(self)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(2 * GRID)
        self.grid.setColumnStretch(1, 1)
        self.code = CheckCode(self)
        self.mark = Words(self, tone=Tone.GOOD)
        self.how, self.same = Field(self), Button(self)
        self.trust = Button(self)
        self.question = AskOnce(self)
        self.rows.addWidget(self.title)
        self.rows.addWidget(self.why)
        self.rows.addLayout(self.grid)
        for part in (self.code, self.mark, self.how, self.same, self.trust, self.question):
            self.rows.addWidget(part)
        narrow(self.same)
        narrow(self.trust)
        self.how.changed.connect(lambda: self.same.setEnabled(bool(self.how.text)))
        self.same.clicked.connect(lambda: self.checked.emit(self._sha256, self.how.text))
        self.trust.clicked.connect(self.question.ask)
        self.question.agreed.connect(lambda: self.trusted.emit(self._sha256))

    def tell(self, known: Known, one: OneCertificate, speaker: Speaker) -> None:
        """Show this certificate."""
        say, answer = speaker.say, known.colleague.answer
        if one.held.sha256 != self._sha256:
            self.how.show_text("")
            self.question.hide()
        self._sha256 = one.held.sha256
        used = answer.use is not None
        self.title.setText(
            say("person-used", "This certificate is used")
            if used
            else say("person-not-used", "Their certificate")
        )
        self.why.say(words.why_this(known, speaker))
        fill(self.grid, self, words.about(one, speaker))
        self.code.tell(one, speaker)
        mark = one.held.checked
        said = words.checked(mark, speaker)
        self.mark.say(said)
        self.mark.set_tone(Tone.GOOD if mark is not None and mark.holds else Tone.CARE)
        useful = used or answer.reason in {Standing.PATH, Standing.NOT_YET}
        open_ = useful and not (mark is not None and mark.holds)
        self.how.setVisible(open_)
        self.same.setVisible(open_)
        self.how.word(
            say("person-how", "How did you compare it?"),
            say("person-how-hint", "For example: by telephone, on the school's number"),
        )
        self.same.setText(say("person-same", "The codes are the same"))
        self.same.setEnabled(bool(self.how.text))
        self.trust.setText(say("person-trust", "Trust this certificate"))
        self.trust.setVisible(answer.reason is Standing.PATH)
        self.question.word(
            say(
                "person-trust-question",
                "Mail to {emails} will be encrypted with this certificate, whoever vouches for "
                "it. Issued by: {issuer}.",
                emails=", ".join(one.shown.facts.match_emails),
                issuer=one.shown.facts.issuer,
            ),
            say("person-trust-do", "Trust it"),
            say("person-trust-leave", "Not now"),
        )
        self.setAccessibleName(self.title.text())


class ChangeCard(Card):
    """A certificate with another key than before, beside the one before.

    confirmed  the person made sure that it is theirs (its SHA-256)
    """

    confirmed = Signal(bytes)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, edge=Tone.CARE)
        self._sha256 = b""
        self.title = Words(self, strong=True)
        self.why = Words(self)
        self.old_title, self.new_title = Words(self, strong=True), Words(self, strong=True)
        self.old, self.new = QGridLayout(), QGridLayout()
        self.announced = Words(self, tone=Tone.GOOD)
        self.code = CheckCode(self)
        self.ways = Words(self)
        self.button = Button(self)
        self.rows.addWidget(self.title)
        self.rows.addWidget(self.why)
        for title, grid in ((self.old_title, self.old), (self.new_title, self.new)):
            grid.setHorizontalSpacing(2 * GRID)
            grid.setColumnStretch(1, 1)
            self.rows.addWidget(title)
            self.rows.addLayout(grid)
        for part in (self.announced, self.code, self.ways, self.button):
            self.rows.addWidget(part)
        narrow(self.button)
        self.button.clicked.connect(lambda: self.confirmed.emit(self._sha256))

    def tell(self, before: OneCertificate | None, new: OneCertificate, speaker: Speaker) -> None:
        """Show the new one beside the one before."""
        say = speaker.say
        self._sha256 = new.held.sha256
        self.title.setText(say("person-change", "A new key to confirm"))
        self.why.setText(
            say(
                "person-change-why",
                "Most often this is a renewal: certificates end, and the next one often has a new "
                "key. But whoever takes over a mailbox can get a certificate for it, too. So the "
                "new one is not used until you confirm it.",
            )
        )
        self.old_title.say(say("person-before", "Before") if before is not None else "")
        fill(self.old, self, words.about(before, speaker) if before is not None else ())
        self.new_title.setText(say("person-new", "New"))
        fill(self.new, self, words.about(new, speaker))
        self.announced.say(
            say("person-announced", "The mail it came in was signed with the key from before.")
            if new.shown.announced
            else ""
        )
        self.code.tell(new, speaker)
        self.ways.setText(
            say(
                "person-ways",
                "Ways to check: ring them on a number you already had and compare the code; "
                "compare it when you meet; or ask your IT team.",
            )
        )
        self.button.setText(say("person-confirm", "I checked it: use the new key"))
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.why.text())
