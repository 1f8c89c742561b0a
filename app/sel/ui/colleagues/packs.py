"""School packs in "Colleagues": one that waits where policy says, and those that are here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.colleagues.certificates import narrow
from sel.ui.context import Context
from sel.ui.offering import Offering
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.ask_once import AskOnce
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.folded import Folded
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import isolated

if TYPE_CHECKING:
    from sel.core.pack import Pack
    from sel.flows.pack_looking import Looked
    from sel.flows.packs import Kept


def pack_name(one: Pack, speaker: Speaker) -> str:
    """Its name in the person's language, as whoever made it wrote it."""
    return one.name.get(speaker.language, one.name["en"])


class PackOffered(Offering["tuple[Path, Looked]"]):
    """The newest pack where policy says the school's lies, if it is not here yet."""

    errand = "pack"

    def wanted(self, services: Services) -> bool:
        return bool(services.policy.school_pack)

    def look(self, services: Services) -> tuple[Path, Looked] | None:
        from sel.flows import pack_taking

        return pack_taking.offered(services)

    def words(self, found: tuple[Path, Looked], speaker: Speaker) -> tuple[str, str]:
        what = speaker.say(
            "pack-offered",
            "Your school has colleagues' certificates for you: {name}",
            name=pack_name(found[1].pack, speaker),
        )
        return what, speaker.say("pack-look", "Look at it")

    def subject(self, found: tuple[Path, Looked]) -> Path:
        return found[0]


class KeptPacks(QWidget):
    """Folded away; takes no room where there is none.

    changed  one was taken out, with those whom only it had brought
    failed   it could not be (SelError)
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._speaker = context.language.speaker
        self._kept: tuple[Kept, ...] = ()
        self._wanted = ""
        self.folded = Folded(self)
        self.list = QVBoxLayout()
        self.list.setSpacing(GRID)
        self.question = AskOnce(self.folded)
        self.folded.rows.addLayout(self.list)
        self.folded.rows.addWidget(self.question)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.folded)
        self.question.agreed.connect(self._remove)
        self.hide()

    def refresh(self) -> None:
        """Look again which are here."""
        services = self._context.services

        def work(_progress: Progress) -> tuple[Kept, ...]:
            from sel.flows import packs

            return packs.kept(services)

        task = self._context.runner.start(work)
        task.done.connect(self._seen)
        task.failed.connect(self.failed)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self.setVisible(bool(self._kept))
        self.folded.speak(speaker)
        self.folded.button.setText(
            speaker.count("packs-here", "{n} school pack", "{n} school packs", n=len(self._kept))
        )
        while (old := self.list.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for each in self._kept:
            self._row(each, speaker)
        self.question.word(
            speaker.say(
                "pack-remove-question",
                "The people whom only this pack brought go with it. Those you had otherwise stay.",
            ),
            speaker.say("pack-remove-do", "Take it out"),
            speaker.say("pack-remove-leave", "Keep it"),
        )

    def _row(self, each: Kept, speaker: Speaker) -> None:
        fine = each.why_not is None
        sign = ("done", Tone.GOOD) if fine else ("attention", Tone.CARE)
        line = Line(*sign, self.folded)
        name = pack_name(each.pack, speaker) if each.pack else each.held.id
        line.name.setText(isolated(visible(name)))
        taken = speaker.say(
            "pack-taken-on",
            "Number {number}, taken in on {date}",
            number=each.held.number,
            date=speaker.date(each.held.taken),
        )
        unused = ""
        if each.why_not is not None:
            unused = _unused(each.why_not, speaker)
        line.text.setText("\n".join(filter(None, (taken, unused))))
        button = Button(self.folded)
        button.setText(speaker.say("pack-remove", "Take this pack out"))
        narrow(button)
        button.clicked.connect(partial(self._ask, each.held.id))
        self.list.addWidget(line)
        self.list.addWidget(button)

    def _ask(self, pack_id: str) -> None:
        self._wanted = pack_id
        self.question.ask()

    def _remove(self) -> None:
        services, wanted = self._context.services, self._wanted

        def work(_progress: Progress) -> int:
            from sel.flows import pack_taking

            return pack_taking.remove(services, wanted)

        task = self._context.runner.start(work)
        task.done.connect(lambda _gone: self.changed.emit())
        task.failed.connect(self.failed)

    def _seen(self, kept: tuple[Kept, ...]) -> None:
        self._kept = kept
        self.speak(self._context.language.speaker)


def _unused(why_not: str, speaker: Speaker) -> str:
    match why_not:
        case "pack-expired":
            return speaker.say("pack-unused-ended", "It has ended, so nothing of it is used now.")
        case "pack-signer-unknown":
            return speaker.say(
                "pack-unused-signer",
                "Its signer is not known any more, so nothing of it is used now.",
            )
        case _:
            return speaker.say(
                "pack-unused-damaged", "It is damaged here, so nothing of it is used now."
            )
