"""Q1, Mail program: what each can do, the person's own first, and its guides."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sel.core.guides import Guide
from sel.flows import guides
from sel.flows.guides import Own, ProgramSeen
from sel.ports.clients import Known
from sel.ports.services import Services
from sel.text.guides import GuideWords
from sel.text.speaker import Speaker
from sel.ui.place import Place
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, on_button

_SIGNS = {
    Known.YES: ("done", Tone.GOOD),
    Known.NO: ("attention", Tone.CARE),
    Known.UNKNOWN: ("info", Tone.PLAIN),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Programs and guides. all: in any language; their topics and names are the same"""

    programs: tuple[ProgramSeen, ...]
    all: tuple[Guide, ...]


def look(services: Services) -> Shelf:
    """What is here, and what there is to read."""
    return Shelf(guides.programs(services), guides.guides("en"))


class _ProgramGuides(QWidget):
    """One program: its name, what it can do, and a button for each guide."""

    def __init__(self, place: GuidesPlace, seen: ProgramSeen, all_: tuple[Guide, ...]) -> None:
        super().__init__(place.body)
        self._seen = seen
        self._topics = {each.name: each.topic for each in all_}
        self.line = Line(*_SIGNS[seen.able], self)
        self.buttons = {name: QuietButton(self, icon="next") for name in self._topics}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, GRID)
        rows.setSpacing(0)
        rows.addWidget(self.line)
        below = QVBoxLayout()
        below.setContentsMargins(4 * GRID, 0, 0, 0)
        below.setSpacing(0)
        rows.addLayout(below)
        for name, button in self.buttons.items():
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, wanted=name: place.open_guide(wanted))
            below.addWidget(button)

    def speak(self, speaker: Speaker, words: GuideWords) -> None:
        """All words again."""
        self.line.name.setText(words.program(self._seen.program))
        self.line.text.setText(" ".join(speaker.message(each) for each in self._seen.said))
        program = self.line.name.text()
        for name, button in self.buttons.items():
            topic = words.topic(self._topics[name])
            button.setText(on_button(topic))
            button.setAccessibleName(f"{program}: {topic}")


class GuidesPlace(Place):
    """Looked up anew whenever it comes into view; built once more only if programs changed."""

    code = "Q1"

    def build(self) -> None:
        self.why = Words(self.body)
        self.here = Words(self.body, strong=True)
        self.elsewhere = Words(self.body, strong=True)
        for each in (self.why, self.here, self.elsewhere):
            self.rows.addWidget(each)
            each.hide()
        self.shown: list[_ProgramGuides] = []
        self._shelf: Shelf | None = None

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("guides-title", "Your mail program"))
        self.why.say(
            speaker.say(
                "guides-why",
                "Step by step, with your own address in it. Each can be printed in both"
                " languages.",
            )
        )
        self.here.setText(speaker.say("guides-here", "On this computer"))
        self.elsewhere.setText(speaker.say("guides-elsewhere", "Other programs"))
        if self._shelf is None:
            return
        words = GuideWords(speaker, Own(), {})
        for each in self.shown:
            each.speak(speaker, words)

    def refresh(self) -> None:
        services = self.context.services
        self.work(lambda _progress: look(services), self._known)

    def open_guide(self, name: str) -> None:
        """Its page."""
        self.context.errand("guide", name)

    def _known(self, shelf: Shelf) -> None:
        if shelf != self._shelf:
            self._shelf = shelf
            self._lay_out(shelf)
        self.speak(self.context.language.speaker)

    def _lay_out(self, shelf: Shelf) -> None:
        for old in self.shown:
            self.rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.shown = []
        here = sum(each.here for each in shelf.programs)
        self.here.setVisible(bool(here))
        self.elsewhere.setVisible(bool(here) and here < len(shelf.programs))
        for seen in shelf.programs:
            about = tuple(each for each in shelf.all if each.program is seen.program)
            made = _ProgramGuides(self, seen, about)
            before = self.elsewhere if seen.here else None
            place = self.rows.indexOf(before) if before is not None else self.rows.count()
            self.rows.insertWidget(place, made)
            self.shown.append(made)
