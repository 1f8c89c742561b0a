"""H1, Home: where you stand, from facts, and the one next thing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.ports.services import Services
from sel.ports.store import StoreSpec
from sel.text.speaker import Speaker
from sel.ui.pages._store_names import store_name
from sel.ui.place import Place
from sel.ui.reminders import LATER
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import PrimaryButton, QuietButton
from sel.ui.widgets.card import Card
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.plain import Words
from sel.ui.widgets.sentence import StatusSentence
from sel.ui.widgets.steps import Row, StepList
from sel.ui.wishes import given_file_words

if TYPE_CHECKING:
    from sel.flows.status import Status

WISHES = ("given-file", "get-certificate", "restore")
_BACKUP_SENTENCES = frozenset({"status-no-backup", "status-backup-missing", "status-backup-stale"})
_GOOD = "status-good"


@dataclass(frozen=True, slots=True)
class Seen:
    """What Home shows. quiet: the person wants to be reminded of the backup later."""

    status: Status
    quiet: bool
    stores: tuple[StoreSpec, ...]


def look(services: Services) -> Seen:
    """Ask for the facts; no store is opened."""
    from sel.flows.status import status

    now_status = status(services)
    later = services.preferences().read().later.get(LATER)
    quiet = later is not None and services.clock.now() < later
    named = {each for one in now_status.identities for each in one.installed}
    specs: list[StoreSpec] = []
    if named:
        for kind in services.stores():
            found = (kind.spec(each) for each in sorted(named))
            specs.extend(spec for spec in found if spec is not None)
    return Seen(now_status, quiet, tuple(specs))


class HomePlace(Place):
    """Computed anew whenever it comes into view."""

    code = "H1"
    drawing = "home"

    def build(self) -> None:
        self.title.hide()
        self.sentence = StatusSentence(self.body)
        self.notices = QVBoxLayout()
        self.notices.setSpacing(GRID)
        self.primary = PrimaryButton(self.body)
        self.later = QuietButton(self.body)
        self.steps = StepList(self.body)
        self.wish = QWidget(self.body)
        wishes = QVBoxLayout(self.wish)
        wishes.setContentsMargins(0, 0, 0, 0)
        wishes.setSpacing(2 * GRID)
        self.choices = Choices(WISHES, self.wish)
        self.on = PrimaryButton(self.wish)
        wishes.addWidget(self.choices)
        wishes.addWidget(self.on)
        beside = QHBoxLayout()
        beside.setSpacing(2 * GRID)
        for button in (self.primary, self.later, self.on):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        beside.addWidget(self.primary)
        beside.addWidget(self.later)
        beside.addStretch(1)
        self.rows.addLayout(self.notices)
        self.rows.addWidget(self.sentence)
        self.rows.addLayout(beside)
        self.rows.addWidget(self.wish)
        self.rows.addWidget(self.steps)
        self._seen: Seen | None = None
        for part in (self.sentence, self.primary, self.later, self.wish, self.steps):
            part.hide()
        self.choices.changed.connect(lambda: self.on.setEnabled(bool(self.choices.chosen)))
        self.on.setEnabled(False)
        self.on.clicked.connect(self._begin)
        self.primary.clicked.connect(self._next)
        self.later.clicked.connect(self._second)

    def word(self, speaker: Speaker) -> str:
        return speaker.say("place-home", "Home")

    def speak(self, speaker: Speaker) -> None:
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
        self.choices.word(
            "restore",
            speaker.say("wish-restore", "Get my certificate back from a &backup"),
        )
        self.on.setText(speaker.say("continue", "C&ontinue"))
        self._tell(speaker)

    def refresh(self) -> None:
        services = self.context.services
        self.work(lambda _progress: look(services), self._known)

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
        code = seen.status.sentence.code
        self._tell_notices(seen, speaker)
        nothing = code == "status-nothing"
        self.wish.setVisible(nothing)
        self.sentence.setVisible(True)
        if nothing:
            self.sentence.tell(
                speaker.say("what-to-do", "What do you want to do?"), "next", Tone.PLAIN
            )
        else:
            good = code == _GOOD
            self.sentence.tell(
                speaker.message(seen.status.sentence),
                "done" if good else "attention",
                Tone.GOOD if good else Tone.CARE,
            )
        verb, second = _verbs(seen, speaker)
        self.primary.setText(verb)
        self.primary.setVisible(bool(verb))
        self.later.setText(second)
        self.later.setVisible(bool(second))
        self.steps.setVisible(not nothing)
        self.steps.tell(_rows(seen, speaker), speaker)

    def _tell_notices(self, seen: Seen, speaker: Speaker) -> None:
        while (old := self.notices.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for notice in seen.status.notices:
            card = Card(self.body, edge=Tone.CARE)
            words = Words(card)
            words.setText(speaker.message(notice))
            card.rows.addWidget(words)
            card.setAccessibleName(words.text())
            self.notices.addWidget(card)

    def _begin(self) -> None:
        chosen = self.choices.chosen
        if chosen:
            self.context.errand(chosen[0], None)

    def _next(self) -> None:
        if self._seen is not None:
            errand = _errand(self._seen)
            if errand:
                self.context.errand(errand, None)

    def _second(self) -> None:
        if self._seen is None:
            return
        code = self._seen.status.sentence.code
        if code in _BACKUP_SENTENCES:
            self._keep(self._remind_tomorrow)
        elif code == "status-waiting":
            self.context.errand("send-form", None)
        elif code == "status-almost":
            self._keep(self._it_worked)

    def _keep(self, change: Any) -> None:
        services = self.context.services

        def work(_progress: Progress) -> Seen:
            preferences = services.preferences()
            preferences.keep(change(preferences.read()))
            return look(services)

        self.work(work, self._known)

    def _remind_tomorrow(self, known: Any) -> Any:
        until = self.context.services.clock.now() + timedelta(days=1)
        return replace(known, later={**known.later, LATER: until})

    def _it_worked(self, known: Any) -> Any:
        from sel.flows.status import MAIL_PROGRAM_TICK

        return replace(known, ticks=known.ticks | {MAIL_PROGRAM_TICK})


def _errand(seen: Seen) -> str:
    """What the one primary button does."""
    return {
        "status-ended": "get-certificate",
        "status-ends": "get-certificate",
        "status-waiting": "answer",
        "status-not-installed": "make-ready",
        "status-no-backup": "backup",
        "status-backup-missing": "backup",
        "status-backup-stale": "check-backup",
        "status-keys-shut": "unlock",
        "status-almost": "try-it",
    }.get(seen.status.sentence.code, "")


def _verbs(seen: Seen, speaker: Speaker) -> tuple[str, str]:
    """The words of the primary button and of the quiet one; empty where there is none."""
    tomorrow = "" if seen.quiet else speaker.say("remind-tomorrow", "&Remind me tomorrow")
    match seen.status.sentence.code:
        case "status-ended" | "status-ends":
            return speaker.say("get-a-new-one", "&Get a new certificate"), ""
        case "status-waiting":
            return (
                speaker.say("the-answer-came", "The &answer has come"),
                speaker.say("send-form-again", "&Send the form again"),
            )
        case "status-not-installed":
            return speaker.say("make-it-ready", "&Make it ready"), ""
        case "status-no-backup" | "status-backup-missing":
            return speaker.say("make-a-backup", "&Make a backup"), tomorrow
        case "status-backup-stale":
            return speaker.say("test-the-backup", "&Test the backup"), tomorrow
        case "status-keys-shut":
            return speaker.say("open-my-keys", "&Open my keys"), ""
        case "status-almost":
            return (
                speaker.say("how-to-try", "&How to try it"),
                speaker.say("it-worked", "It &worked"),
            )
        case _:
            return "", ""


def _rows(seen: Seen, speaker: Speaker) -> tuple[Row, ...]:
    names = {spec.id: store_name(spec, speaker) for spec in seen.stores}
    rows = []
    for step in seen.status.steps:
        if step.id == "colleagues":
            continue  # the place for them is not built yet, so it is absent
        text = speaker.message(step.what)
        if step.id == "ready" and step.what.code == "step-ready":
            stores = step.what.facts.get("stores", ())
            assert isinstance(stores, tuple)
            text = speaker.listed(names.get(each, each) for each in stores)
        rows.append(Row(step.state.value, _step_name(step.id, speaker), text))
    return tuple(rows)


def _step_name(step: str, speaker: Speaker) -> str:
    match step:
        case "certificate":
            return speaker.say("step-name-certificate", "Certificate")
        case "ready":
            return speaker.say("step-name-ready", "Ready in")
        case "backup":
            return speaker.say("step-name-backup", "Backup")
        case _:
            return speaker.say("step-name-mail-program", "Mail program")
