"""The left of "Colleagues": what is looked for, who was found, and what is done with several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sel.text.speaker import Speaker
from sel.ui.colleagues.finding import SOON_DAYS, Finder, Query
from sel.ui.context import Context
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.field import Field
from sel.ui.widgets.people_table import PeopleTable
from sel.ui.widgets.plain import Words
from sel.ui.widgets.wrapping import WrappingCheck

if TYPE_CHECKING:
    from sel.flows.people_finding import Colleague


class PeopleList(QWidget):
    """picked     somebody is in front (Colleague), or nobody (None)
    opened     the person wants to see them
    add        more people shall come
    ask_for    those who run out shall be asked for their new certificates (addresses; none means
               all of them)
    hand_over  the certificates of these (addresses; none means everybody) shall be written
    directory  the directories shall be asked for what was typed
    failed     the book could not say (SelError)
    """

    picked = Signal(object)
    opened = Signal(object)
    add = Signal()
    ask_for = Signal(object)
    hand_over = Signal(object)
    directory = Signal(str)
    failed = Signal(object)

    def __init__(self, context: Context, hosts: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._hosts = hosts
        self._speaker = context.language.speaker
        self._total = 0
        self._whole = False
        self._front = self._wanted = ""
        self.finder = Finder(context, self)
        self.search = Field(self)
        self.search.line.setClearButtonEnabled(True)
        self.soon = WrappingCheck(self)
        self.ask = QuietButton(self, icon="next")
        self.ask.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.learns = Words(self, tone=Tone.QUIET)
        self.table = PeopleTable(self)
        self.numbers = Words(self, tone=Tone.QUIET)
        self.ask_new = Button(self)
        self.more, self.save = Button(self), Button(self)
        self.buttons = Beside((self.ask_new, self.more, self.save), self)
        self.ask_new.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        for part in (self.search, self.ask, self.learns, self.soon):
            rows.addWidget(part)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.numbers)
        rows.addWidget(self.buttons)
        self.setFocusProxy(self.search)
        self._connect()

    def _connect(self) -> None:
        self.search.changed.connect(self.look)
        self.search.line.returnPressed.connect(self._into_the_table)
        self.soon.toggled.connect(self._only_soon)
        self.ask.clicked.connect(lambda: self.directory.emit(self.search.text))
        self.more.clicked.connect(self.add)
        self.ask_new.clicked.connect(lambda: self.ask_for.emit(self.marked()))
        self.save.clicked.connect(lambda: self.hand_over.emit(self.marked()))
        self.finder.began.connect(self._began)
        self.finder.more.connect(self._came)
        self.finder.ended.connect(self._ended)
        self.finder.failed.connect(self.failed)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(self.opened)
        self.table.selectionModel().selectionChanged.connect(lambda *_two: self._tell_buttons())

    @property
    def query(self) -> Query:
        """What is looked for now."""
        return Query(self.search.text, self.soon.isChecked())

    @property
    def whole(self) -> bool:
        """Whether everybody who was looked for is shown."""
        return self._whole

    def marked(self) -> tuple[str, ...]:
        """Addresses of those marked, if several are; else nobody in particular."""
        chosen = self.table.chosen()
        return chosen if len(chosen) > 1 else ()

    def look(self, *, total: int | None = None) -> None:
        """Look again. total: how many there are, if that has changed."""
        if total is not None:
            self._total = total
        self._whole = False
        self.finder.ask(self.query)
        self._tell_directory()

    def pick(self, email: str) -> None:
        """Have somebody in front when the answer comes."""
        self._front = email

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self.search.word(
            speaker.say("people-search", "Find by name, address or organisation"),
        )
        self.soon.setText(
            speaker.say("people-soon", "Only those who run out in the next {days} days",
                        days=SOON_DAYS)
        )  # fmt: skip
        self.ask.setText(
            speaker.say("people-ask-directory", "Ask the directory: {hosts}",
                        hosts=", ".join(self._hosts))
        )  # fmt: skip
        self.learns.setText(speaker.say("people-directory-learns", "It learns whom you look for."))
        self.more.setText(speaker.say("people-add-more", "Add colleagues"))
        self.table.speak(speaker)
        self._tell_numbers()
        self._tell_buttons()
        self._tell_directory()

    def _only_soon(self, on: bool) -> None:
        self.ask_new.setVisible(on)
        self._tell_buttons()
        self.look()

    def _tell_directory(self) -> None:
        wanted = bool(self._hosts and self.search.text)
        self.ask.setVisible(wanted)
        self.learns.setVisible(wanted)

    def _tell_buttons(self) -> None:
        chosen = self.marked()
        self.save.setText(
            self._speaker.count("people-save-some", "Save {n} certificate",
                                "Save {n} certificates", n=len(chosen))
            if chosen
            else self._speaker.say("people-save-all", "Save all certificates")
        )  # fmt: skip
        self.ask_new.setText(
            self._speaker.count("people-ask-some", "Ask {n} for the new certificate",
                                "Ask {n} for their new certificates", n=len(chosen))
            if chosen
            else self._speaker.say("people-ask-all", "Ask all of them for the new one")
        )  # fmt: skip
        self.buttons.fit()

    def _tell_numbers(self) -> None:
        shown = len(self.table.people.people)
        speaker = self._speaker
        text = speaker.count("people-number", "{n} colleague", "{n} colleagues", n=self._total)
        if self.query != Query():
            text = speaker.say("people-found", "Found: {shown} of {total}", shown=shown,
                               total=self._total)  # fmt: skip
        self.numbers.setText(text)

    def _began(self, people: tuple[Colleague, ...]) -> None:
        front = self._front or (self.table.front.person.email if self.table.front else "")
        self.table.people.show_only(people)
        self._wanted = front
        self._bring(people)
        self._tell_numbers()

    def _came(self, people: tuple[Colleague, ...]) -> None:
        self.table.people.show_also(people)
        self._bring(people)
        self._tell_numbers()

    def _bring(self, people: tuple[Colleague, ...]) -> None:
        """Who was in front comes to the front again as soon as their row is here."""
        if self._wanted and any(each.person.email == self._wanted for each in people):
            self.table.pick(self._wanted)
            self._wanted = self._front = ""

    def _ended(self) -> None:
        self._whole = True
        self.table.people.put_in_order()
        self._front = ""
        if self.table.front is None:
            self.picked.emit(None)
        self._tell_numbers()
        if self.search.line.hasFocus():
            announce(self.numbers, self.numbers.text())

    def _picked(self, one: Colleague | None) -> None:
        if one is not None:
            self.picked.emit(one)

    def _into_the_table(self) -> None:
        """Enter in the search: on to the first who was found."""
        if self.table.people.people:
            if self.table.front is None:
                self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
