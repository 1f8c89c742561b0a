"""The adviser's answer: a sentence, why, what it protects, what to do, why not the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sel.base.message import Message
from sel.core.advice import Advice, Content, Protection, Recipient
from sel.core.advice.stepping import WORDS
from sel.core.people import Standing
from sel.text import advice as words
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.protection.asking import app_words, content_words
from sel.ui.protection.way import Way
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from sel.ui.widgets.card import Card
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated, quoted
from sel.ui.widgets.sentence import StatusSentence

if TYPE_CHECKING:
    from sel.flows.advising import Asked

_SHOWN: Final = 50
"""Recipients with a line of their own; the others are counted."""

_LOOK: Final = {
    Protection.NONE: ("done", Tone.GOOD),
    Protection.TLS: ("done", Tone.GOOD),
    Protection.MESSAGE_ENCRYPTION: ("lock", Tone.PLAIN),
    Protection.SMIME: ("key", Tone.PLAIN),
    Protection.OTHER_SENDER: ("attention", Tone.CARE),
}
_ERRANDS: Final = {
    "test-first": "try-it",
    "get-certificate": "get-certificate",
    "replace-revoked": "get-certificate",
    "finish-certificate": "answer",
    "renew-certificate": "renew",
    "restore-backup": "restore",
    "ask-for-certificate": "colleagues",
    "confirm-change": "colleagues",
    "check-path": "colleagues",
}
ERRANDS: Final = tuple(dict.fromkeys(_ERRANDS.values()))


@dataclass(frozen=True, slots=True)
class Told:
    """What was asked, and the answer."""

    asked: Asked
    advice: Advice

    @property
    def with_words(self) -> bool:
        """Whether the words in the subject are what protects this mail."""
        return self.advice.recommended is Protection.MESSAGE_ENCRYPTION

    @property
    def errands(self) -> tuple[str, ...]:
        """What the steps lead to, in their order."""
        led = (_ERRANDS.get(str(each.code)) for each in self.advice.steps)
        return tuple(dict.fromkeys(each for each in led if each is not None))


class Answer(QWidget):
    """change   the answers shall be changed
    another  another mail
    draft    a mail with the words shall be begun
    errand   what a step leads to (its name)
    """

    change = Signal()
    another = Signal()
    draft = Signal()
    errand = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._told: Told | None = None
        self.summary, self.back = Words(self, tone=Tone.QUIET), QuietButton(self)
        self.sentence = StatusSentence(self)
        self.why = Words(self)
        self.copy, self.other_copy = PrimaryButton(self), Button(self)
        self.begin, self.again = Button(self), Button(self)
        self.leads = {each: Button(self) for each in ERRANDS}
        self.buttons = Beside((self.copy, self.other_copy, self.begin), self)
        self.further = Beside((*self.leads.values(), self.again, self.back), self)
        self.done = Words(self, tone=Tone.GOOD)
        self.done.hide()
        self.steps_title, self.steps = Words(self, strong=True), Words(self)
        self.way_title, self.way = Words(self, strong=True), Way(self)
        self.guards, self.leaves = (
            Line("done", Tone.GOOD, self),
            Line("attention", Tone.CARE, self),
        )
        self.notes_title, self.notes = Words(self, strong=True), Words(self)
        self.people_title = Words(self, strong=True)
        self.people, self.others = QWidget(self), Card(self)
        self._people_rows = QVBoxLayout(self.people)
        self._people_rows.setContentsMargins(0, 0, 0, 0)
        self._people_rows.setSpacing(GRID)
        self.others_title = Words(self.others, strong=True)
        self.others.rows.addWidget(self.others_title)
        self._other_lines = [Line("info", Tone.QUIET, self.others) for _ in range(3)]
        for line in self._other_lines:
            self.others.rows.addWidget(line)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * GRID)
        for part in (self.summary, self.sentence, self.why, self.buttons, self.done,
                     self.steps_title, self.steps, self.further, self.way_title, self.way,
                     self.guards, self.leaves, self.people_title, self.people,
                     self.notes_title, self.notes, self.others):  # fmt: skip
            rows.addWidget(part)
        self._connect()

    def _connect(self) -> None:
        self.copy.clicked.connect(lambda: self._copy(self._own_words()))
        self.other_copy.clicked.connect(lambda: self._copy(self._other_words()))
        self.begin.clicked.connect(self.draft)
        self.again.clicked.connect(self.another)
        self.back.clicked.connect(self.change)
        for name, button in self.leads.items():
            button.clicked.connect(lambda _on=False, name=name: self.errand.emit(name))

    @property
    def told(self) -> Told | None:
        """What is shown."""
        return self._told

    def tell(self, told: Told, speaker: Speaker) -> None:
        """Show an answer."""
        self._told = told
        self.done.say("")
        self.speak(speaker)
        self.sentence.words.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.sentence.words.text()} {self.why.text()}")

    def say_done(self, text: str) -> None:
        """That something was done, seen and heard."""
        self.done.say(text)
        announce(self.done, text)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self._label(speaker)
        told = self._told
        if told is None:
            return
        found = told.advice
        self.summary.setText(_summary(told, speaker))
        self.sentence.tell(words.answer(speaker, found), *_LOOK[found.recommended])
        self.why.setText(_listed(found.reasons, speaker))
        self.steps.setText(_listed(found.steps, speaker))
        self.way.tell(found, speaker)
        guards = words.guards(speaker, found)
        for line, text in zip((self.guards, self.leaves), guards or ("", ""), strict=True):
            line.setVisible(guards is not None)
            line.text.say(text)
        self.notes.setText(_listed(found.notes, speaker))
        for part in (self.notes_title, self.notes):
            part.setVisible(bool(found.notes))
        self._tell_people(found, speaker)
        for line, one in zip(self._other_lines, (*found.others, None), strict=False):
            line.setVisible(one is not None)
            if one is not None:
                name, why = words.other(speaker, one)
                line.name.setText(name)
                line.text.say(why)
        self._show_buttons(told)

    def _label(self, speaker: Speaker) -> None:
        say = speaker.say
        self.steps_title.setText(say("protection-steps", "What to do"))
        self.way_title.setText(say("protection-way", "What it protects"))
        self.notes_title.setText(say("protection-notes", "Good to know"))
        self.people_title.setText(say("protection-people", "Those you write to"))
        self.others_title.setText(say("protection-others", "Why not the others?"))
        self.others.setAccessibleName(self.others_title.text())
        self.guards.name.setText(say("protection-guards", "Protected"))
        self.leaves.name.setText(say("protection-leaves", "Not protected"))
        self.copy.setText(say("copy-words", "&Copy: {words}", words=self._own_words()))
        self.other_copy.setText(
            say("copy-other-words", "C&opy: {words}", words=self._other_words())
        )
        self.begin.setText(say("begin-the-mail", "&Begin the mail"))
        self.again.setText(say("another-mail", "Another &mail"))
        self.back.setText(say("change-my-answers", "Change my &answers"))
        labels: dict[str, Callable[[], str]] = {
            "try-it": lambda: say("how-to-try", "&How to try it"),
            "get-certificate": lambda: say("get-a-certificate", "&Get a certificate"),
            "answer": lambda: say("answer-has-come", "The ans&wer has come"),
            "renew": lambda: say("renew-it", "&Renew it"),
            "restore": lambda: say("bring-keys-back", "&Bring my keys back"),
            "colleagues": lambda: say("check-certificates", "Check their certifica&tes"),
        }
        for name, button in self.leads.items():
            button.setText(labels[name]())

    def _own_words(self) -> str:
        return WORDS[self._speaker.language == "cy"]

    def _other_words(self) -> str:
        return WORDS[self._speaker.language != "cy"]

    def _show_buttons(self, told: Told) -> None:
        for button in (self.copy, self.other_copy, self.begin):
            button.setVisible(told.with_words)
        self.buttons.setVisible(told.with_words)
        for name, button in self.leads.items():
            button.setVisible(name in told.errands)
        self.buttons.fit()
        self.further.fit()

    def _copy(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.say_done(
            self._speaker.say("words-copied", "Copied, for the subject: {words}", words=text)
        )

    def _tell_people(self, found: Advice, speaker: Speaker) -> None:
        while (old := self._people_rows.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for one in found.recipients[:_SHOWN]:
            line = Line(*_person_look(one), self.people)
            line.name.setText(isolated(visible(one.address)))
            line.text.setText(person_words(one, speaker))
            self._people_rows.addWidget(line)
        left = len(found.recipients) - _SHOWN
        if left > 0:
            more = Words(self.people, tone=Tone.QUIET)
            more.setText(speaker.count("protection-more", "and {n} more", "and {n} more", n=left))
            self._people_rows.addWidget(more)


def person_words(one: Recipient, speaker: Speaker) -> str:
    """What is known of a recipient: where their mailbox is, and whether S/MIME is possible."""
    say = speaker.say
    if one.own:
        where = say("recipient-own", "Inside your organisation.")
    elif one.listed is not None:
        where = say("recipient-listed", "Enforced TLS: their domain is on the list.")
    else:
        where = say("recipient-elsewhere", "Their domain is on no list.")
    if one.smime is Standing.READY:
        return " ".join((where, say("recipient-ready", "You can encrypt to them with S/MIME.")))
    state = speaker.message(Message(f"person-state.{one.smime.value}"))
    return " ".join((where, say("protection-no-smime", "No S/MIME now: {state}", state=state)))


def _person_look(one: Recipient) -> tuple[str, Tone]:
    if one.own or one.listed is not None or one.smime is Standing.READY:
        return "done", Tone.GOOD
    return "info", Tone.QUIET


def _summary(told: Told, speaker: Speaker) -> str:
    asked = told.asked
    names = [each.address for each in told.advice.recipients]
    shown = speaker.listed(names[:3])
    if len(names) > 3:
        shown = speaker.count(
            "protection-to-many", "{names} and {n} more", "{names} and {n} more",
            n=len(names) - 3, names=", ".join(names[:3]),
        )  # fmt: skip
    content = quoted(content_words(Content(asked.content), speaker)[0])
    return " · ".join((shown, content, app_words(asked.app, speaker)))


def _listed(messages: tuple[Message, ...], speaker: Speaker) -> str:
    said = dict.fromkeys(words.said(speaker, each) for each in messages)
    return "\n".join(f"• {each}" for each in said) if len(said) > 1 else "".join(said)
