"""The left of "Colleagues": what is looked for, who was found, and what is done with several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
        self._context, self._hosts = context, hosts
        self._speaker = context.language.speaker
        self._total = 0
        self._rests = False
        self._front = self._wanted = ""
        self._then: Callable[[], object] | None = None
        self._asked = Query()
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
        self.finder.rests.connect(self._at_rest)
        self.finder.failed.connect(self.failed)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(self.opened)
        self.table.people.wanted.connect(self.finder.go_on)
        self.table.people.ordered.connect(self._order)
        self.table.to_the_end.connect(self._to_the_end)
        self.table.selectionModel().selectionChanged.connect(lambda *_two: self._tell_buttons())

    @property
    def query(self) -> Query:
        """What is looked for now."""
        return Query(self.search.text, self.soon.isChecked())

    @property
    def at_rest(self) -> bool:
        """Whether the answer stands there, as far as somebody looks at it."""
        return self._rests

    def marked(self) -> tuple[str, ...]:
        """Addresses of those marked, if several are; else nobody in particular."""
        chosen = self.table.chosen()
        return chosen if len(chosen) > 1 else ()

    def look(self, *, total: int | None = None) -> None:
        """Look again. total: how many there are, if that has changed."""
        if total is not None:
            self._total = total
        if self.query == self._asked and self.table.front is not None and not self._front:
            self._front = self.table.front.person.email  # the same again: they stay in front
        self._asked = self.query
        self._rests, self._then = False, None
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
        shown, speaker = self.finder.count, self._speaker
        text = speaker.count("people-number", "{n} colleague", "{n} colleagues", n=self._total)
        if self.query != Query():
            text = speaker.say("people-found", "Found: {shown} of {total}", shown=shown,
                               total=self._total)  # fmt: skip
        self.numbers.setText(text)

    def _began(self, people: tuple[Colleague, ...]) -> None:
        self._wanted = self._front or (
            self.table.front.person.email if self.table.front is not None else ""
        )
        self.table.people.show_only(people, more=not self.finder.whole)
        self._bring(people)
        self._tell_numbers()

    def _came(self, people: tuple[Colleague, ...]) -> None:
        self.table.people.show_also(people, more=not self.finder.whole)
        self._bring(people)

    def _bring(self, people: tuple[Colleague, ...]) -> None:
        """Who was in front comes to the front again as soon as their row is here; for who has to
        be in front the rest of the answer is fetched.
        """
        if self._wanted and any(each.person.email == self._wanted for each in people):
            self.table.pick(self._wanted)
            self._wanted = self._front = ""
        if self._front or self.table.people.in_order:
            self.finder.to_the_end()

    def _at_rest(self) -> None:
        self._rests = True
        self._wanted = ""
        if self.finder.whole:
            self._front = ""
            self._order()
        if self.table.front is None:
            self.picked.emit(None)
        self._tell_numbers()
        if self.search.line.hasFocus():
            announce(self.numbers, self.numbers.text())

    def _order(self) -> None:
        """The order that was chosen, once everybody is here; then what had to wait for them."""
        rows = self.table.people
        if not self.finder.whole:
            self.finder.to_the_end()
        elif rows.in_order:
            work, before = rows.in_their_order(), rows.people
            task = self._context.runner.start(lambda _progress: work())
            task.done.connect(lambda people: self._arrange(before, people))
        else:
            self._do_what_waits()

    def _arrange(self, before: list[Colleague], people: Sequence[Colleague]) -> None:
        if self.table.people.people is before:  # else others were looked for meanwhile
            self.table.people.arrange(people)
            self._do_what_waits()

    def _do_what_waits(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _to_the_end(self, then: Callable[[], object]) -> None:
        """What needs everybody is done once they have come."""
        self._then = then
        self.finder.to_the_end()

    def _picked(self, one: Colleague | None) -> None:
        if one is not None:
            self.picked.emit(one)

    def _into_the_table(self) -> None:
        """Enter in the search: on to the first who was found."""
        if self.table.people.people:
            if self.table.front is None:
                self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
