"""H1, Home: where you stand, from facts, and the one next thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.ports import preferences as own
from sel.ports.services import Services
from sel.ports.store import StoreSpec
from sel.text.speaker import Speaker
from sel.ui import for_it
from sel.ui.already_here import AlreadyHere
from sel.ui.calendars import open_dates, save_dates
from sel.ui.pick_up import PickUp
from sel.ui.place import Place
from sel.ui.places import _home_words as words
from sel.ui.reminders import LATER, RENEWAL
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import PrimaryButton, QuietButton
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.notice import Notice
from sel.ui.widgets.plain import Words
from sel.ui.widgets.sentence import StatusSentence
from sel.ui.widgets.steps import StepList
from sel.ui.wishes import given_file_words, look_at_words, send_safely_words

if TYPE_CHECKING:
    from sel.flows.status import Status
    from sel.journeys.home import First

WISHES = ("protection", "given-file", "get-certificate", "look-at", "restore")


@dataclass(frozen=True, slots=True)
class Seen:
    """What Home shows. first: what it says first; stores: those the status names."""

    status: Status
    first: First
    stores: tuple[StoreSpec, ...]


def look(services: Services) -> Seen:
    """Ask for the facts; no store is opened."""
    from sel.flows.status import status
    from sel.journeys.home import first

    now_status = status(services)
    later = services.preferences().read().later
    named = {each for one in now_status.identities for each in (*one.installed, *one.lost)}
    specs: list[StoreSpec] = []
    if named:
        for kind in services.stores():
            found = (kind.spec(each) for each in sorted(named))
            specs.extend(spec for spec in found if spec is not None)
    said = first(
        now_status,
        now=services.clock.now(),
        later=later.get(LATER),
        renewal=later.get(RENEWAL),
    )
    return Seen(now_status, said, tuple(specs))


LOOK_AGAIN = timedelta(minutes=5)
"""So long Home believes what it saw in the stores: to open them takes a moment."""


def _note_lost(services: Services) -> int:
    """What stores have lost since is not said to be there."""
    from sel.flows import presence

    return presence.note(services, everywhere=False)


class HomePlace(Place):
    """Computed anew whenever it comes into view."""

    code = "H1"

    def build(self) -> None:
        self.title.hide()
        self.sentence = StatusSentence(self.body)
        self.notices = QVBoxLayout()
        self.notices.setSpacing(GRID)
        self.primary = PrimaryButton(self.body)
        self.later = QuietButton(self.body)
        self.reminder = Words(self.body, tone=Tone.QUIET)
        self.reminder.hide()
        self.steps = StepList(self.body)
        self.dated = Words(self.body, tone=Tone.GOOD)
        self.dated.hide()
        self.wish = QWidget(self.body)
        wishes = QVBoxLayout(self.wish)
        wishes.setContentsMargins(0, 0, 0, 0)
        wishes.setSpacing(2 * GRID)
        self.choices = Choices(WISHES, self.wish)
        self.on = PrimaryButton(self.wish)
        wishes.addWidget(self.choices)
        self.for_it = QuietButton(self.wish)
        self.for_it.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        wishes.addWidget(self.on)
        wishes.addWidget(self.for_it)
        self.on.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.beside = Beside((self.primary, self.later), self.body)
        self.pick_up = PickUp(self.context, self.body)
        self.already_here = AlreadyHere(self.context, self.body)
        self.rows.addLayout(self.notices)
        self.rows.addWidget(self.pick_up)
        self.rows.addWidget(self.already_here)
        self.rows.addWidget(self.sentence)
        self.rows.addWidget(self.beside)
        self.rows.addWidget(self.reminder)
        self.rows.addWidget(self.wish)
        self.rows.addWidget(self.steps)
        self.rows.addWidget(self.dated)
        self.look = QuietButton(self.body)
        self.look.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.safely = QuietButton(self.body)
        self.safely.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.rows.addWidget(self.safely)
        self.rows.addWidget(self.look)
        self._seen: Seen | None = None
        self._looked: datetime | None = None
        for part in (self.sentence, self.primary, self.later, self.wish, self.steps, self.look,
                     self.safely):  # fmt: skip
            part.hide()
        self.choices.changed.connect(lambda: self.on.setEnabled(bool(self.choices.chosen)))
        self.on.setEnabled(False)
        self.on.clicked.connect(self._begin)
        self.primary.clicked.connect(self._next)
        self.later.clicked.connect(self._second)
        self.steps.wanted.connect(self._step_wanted)
        self.look.clicked.connect(lambda: self.context.errand("look-at", None))
        self.safely.clicked.connect(lambda: self.context.errand("protection", None))
        self.for_it.clicked.connect(lambda: self.context.errand(for_it.TICK, None))

    def speak(self, speaker: Speaker) -> None:
        self.for_it.setText(for_it.words(speaker))
        self.choices.word(
            "protection",
            send_safely_words(speaker),
            speaker.say("wish-protection-why", "Often there is nothing to set up."),
        )
        self.safely.setText(send_safely_words(speaker))
        self.choices.word(
            "given-file",
            given_file_words(speaker),
            speaker.say(
                "wish-given-file-why",
                'Windows may call it "Personal Information Exchange".',
            ),
        )
        self.choices.word(
            "get-certificate",
            speaker.say("wish-get", "Get a &certificate"),
            speaker.say("wish-get-why", "Ask first who issues them; days, not minutes."),
        )
        self.choices.word("look-at", look_at_words(speaker))
        self.look.setText(speaker.say("open-a-file", "Open or check a &file"))
        self.choices.word(
            "restore",
            speaker.say("wish-restore", "Get my certificate back from a &backup"),
        )
        self.on.setText(speaker.say("continue", "C&ontinue"))
        self.pick_up.speak(speaker)
        self.already_here.speak(speaker)
        self._tell(speaker)

    def refresh(self) -> None:
        self.pick_up.refresh()
        self.already_here.refresh()
        self.dated.say("")
        self._look()
        services = self.context.services
        now = services.clock.now()
        if self._looked is None or not self._looked <= now < self._looked + LOOK_AGAIN:
            self._looked = now
            looking = self.context.runner.start(lambda _progress: _note_lost(services))
            looking.done.connect(self._noted)

    def _look(self) -> None:
        services = self.context.services
        self.work(lambda _progress: look(services), self._known)

    def _noted(self, changed: int) -> None:
        if changed:
            self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the one primary button, as on every page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for button in (self.on, self.primary):
                if button.isVisible() and button.isEnabled():
                    button.click()
            return
        super().keyPressEvent(event)

    @property
    def seen(self) -> Seen | None:
        """What is shown."""
        return self._seen

    def _known(self, seen: Seen) -> None:
        self._seen = seen
        self._tell(self.context.language.speaker)

    def _tell(self, speaker: Speaker) -> None:
        seen = self._seen
        if seen is None:
            return
        said = seen.first
        self._tell_notices(seen, speaker)
        nothing = said.sentence.code == "status-nothing"
        self.wish.setVisible(nothing)
        self.sentence.setVisible(True)
        if nothing:
            self.sentence.tell(
                speaker.say("what-to-do", "What do you want to do?"), "next", Tone.PLAIN
            )
        else:
            self.sentence.tell(speaker.message(said.sentence), *words.look_of(said))
        verb, second = words.verbs(said, speaker)
        self.primary.setText(verb)
        self.primary.setVisible(bool(verb))
        self.later.setText(second)
        self.later.setVisible(bool(second))
        self.beside.setVisible(bool(verb or second))
        self.beside.fit()
        self.reminder.say("\n".join(words.put_off(said, speaker)))
        self.steps.setVisible(not nothing)
        self.look.setVisible(not nothing)
        self.safely.setVisible(not nothing)
        self.steps.tell(words.rows(seen.status.steps, seen.stores, speaker), speaker)

    def _tell_notices(self, seen: Seen, speaker: Speaker) -> None:
        while (old := self.notices.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        kept_by_it = self.context.services.policy.it_keeps_a_copy
        for told in words.notices(seen.status, speaker, kept_by_it=kept_by_it):
            if not (told.what or told.hint):
                continue
            card = Notice(told.what, told.hint, told.verb, self.body)
            card.button.clicked.connect(
                lambda _on=False, errand=told.errand: self.context.errand(errand, None)
            )
            self.notices.addWidget(card)

    def _begin(self) -> None:
        chosen = self.choices.chosen
        if chosen:
            self.context.errand(chosen[0], None)

    def _next(self) -> None:
        errand = words.errand(self._seen.first.sentence) if self._seen is not None else ""
        if errand:
            self.context.errand(errand, None)

    def _second(self) -> None:
        if self._seen is None:
            return
        match self._seen.first.sentence.code:
            case "status-waiting" | "status-renewing":
                self.context.errand("send-form", None)
            case "status-ends":
                self._keep(self._remind_of_end)
            case "status-keys-lost":
                self.context.errand("get-certificate", None)
            case "status-almost":
                self._keep(self._it_worked)
            case _:
                self._keep(self._remind_tomorrow)

    def _step_wanted(self, errand: str) -> None:
        if errand != words.DATES:
            self.context.errand(errand, None)
            return
        services, language = self.context.services, self.context.language.speaker.language
        self.work(lambda _progress: save_dates(services, language), self._dates_saved)

    def _dates_saved(self, path: Path) -> None:
        speaker = self.context.language.speaker
        self.dated.say(speaker.say("dates-saved", "Dates for your calendar: {path}", path=path))
        announce(self.dated, self.dated.text())
        open_dates(path)

    def _keep(self, change: Callable[[own.Choices], own.Choices]) -> None:
        services = self.context.services

        def work(_progress: Progress) -> Seen:
            preferences = services.preferences()
            preferences.keep(change(preferences.read()))
            return look(services)

        self.work(work, self._known)

    def _remind_tomorrow(self, known: own.Choices) -> own.Choices:
        until = self.context.services.clock.now() + timedelta(days=1)
        return replace(known, later={**known.later, LATER: until})

    def _remind_of_end(self, known: own.Choices) -> own.Choices:
        """When the next mark is reached; each day in the last week."""
        from sel.flows import renewals

        now = self.context.services.clock.now()
        one = renewals.wanted(self._seen.status.identities) if self._seen is not None else None
        if one is None or one.certificate is None:
            return known
        until = renewals.next_mark(one.certificate, now)
        return replace(known, later={**known.later, RENEWAL: until})

    def _it_worked(self, known: own.Choices) -> own.Choices:
        from sel.flows.status import MAIL_PROGRAM_TICK

        return replace(known, ticks=known.ticks | {MAIL_PROGRAM_TICK})
