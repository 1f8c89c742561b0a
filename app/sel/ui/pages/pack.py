"""E3, step `pack`: who signed a school pack, and whether it is taken in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout

from sel.base.errors import PackSignerUnknown
from sel.base.progress import Progress
from sel.flows import pack_looking, pack_taking
from sel.flows.pack_looking import Looked
from sel.flows.pack_taking import Taken
from sel.journeys.school_pack import SchoolPack
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.colleagues.certificates import fill
from sel.ui.colleagues.packs import pack_name
from sel.ui.page import Page
from sel.ui.pages._remedies import tell
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.card import Card
from sel.ui.widgets.field import Field
from sel.ui.widgets.plain import Words, isolated


class PackPage(Page):
    """Of the journey "School pack"."""

    code = "E3"

    def build(self) -> None:
        self.card = Card(self)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(2 * GRID)
        self.grid.setVerticalSpacing(GRID)
        self.grid.setColumnStretch(1, 1)
        self.card.rows.addLayout(self.grid)
        self.unknown, self.compare = Words(self, strong=True), Words(self)
        self.digits = Words(self, strong=True, times=1.25)
        self.how = Field(self)
        self.known = Words(self, tone=Tone.GOOD)
        self.add(self.card, self.known, self.unknown, self.compare, self.digits, self.how)
        self.how.changed.connect(self.readiness)

    def enter(self, state: SchoolPack) -> None:
        super().enter(state)
        against = state.looked.against
        if against is not None and not self._asks():
            self.errors.tell(against)

    def speak(self, speaker: Speaker) -> None:
        say, looked = speaker.say, self.state.looked
        asks = self._asks()
        self.title.setText(say("pack-title", "A school pack"))
        self.why.say(
            say(
                "pack-why",
                "IT hands out colleagues' certificates in one signed file. Nobody in it is "
                "trusted by it alone: each is judged like any other.",
            )
        )
        fill(self.grid, self.card, _about(looked, speaker))
        self.card.setAccessibleName(visible(pack_name(looked.pack, speaker)))
        self.known.say(
            say("pack-signer-is-known", "Sêl knows who signed it.")
            if looked.known_by is not None and looked.against is None
            else ""
        )
        for part in (self.unknown, self.compare, self.digits, self.how):
            part.setVisible(asks)
        self.unknown.setText(
            say("pack-unknown-signer", "Sêl does not know yet who signed this pack.")
        )
        self.compare.setText(
            say(
                "pack-compare",
                "Ring your IT team on a number you already had, and have them read their code to "
                "you. It has to be this one:",
            )
        )
        self.digits.setText(looked.signer.check_code)
        self.how.word(
            say("person-how", "How did you compare it?"),
            say("pack-how-hint", "For example: by telephone, with the IT desk"),
        )

    def primary(self, speaker: Speaker) -> str:
        looked = self.state.looked
        if self._asks():
            return speaker.say("pack-code-right", "The code is &right: take it in")
        if looked.against is not None or looked.same:
            return speaker.say("pack-close", "&Close")
        return speaker.say("pack-take", "&Take it in")

    def ready(self) -> bool:
        return not self._asks() or bool(self.how.text)

    def go(self) -> None:
        looked = self.state.looked
        if (looked.against is not None and not self._asks()) or looked.same:
            self.answered.emit(self.state)
            return
        services, data = self.context.services, self.state.data
        how = self.how.text if self._asks() else ""

        def work(progress: Progress) -> Taken:
            if how:
                pack_looking.know_signer(services, data, how=how)
            return pack_taking.take(services, data, progress)

        self.work(
            work,
            lambda taken: self.answered.emit(replace(self.state, taken=taken)),
            lambda failure: tell(
                self.errors, failure, lambda: self.context.unlock(failure, self.go)
            ),
        )

    def _asks(self) -> bool:
        """Whether the person's word about the signer is all that is missing."""
        return isinstance(self.state.looked.against, PackSignerUnknown)


def _about(looked: Looked, speaker: Speaker) -> tuple[tuple[str, str], ...]:
    say, one, signer = speaker.say, looked.pack, looked.signer
    who = signer.emails[0] if signer.emails else signer.common_name or signer.subject
    rows = [
        (say("pack-name", "Name"), isolated(visible(pack_name(one, speaker)))),
        (say("pack-signed-by", "Signed by"), isolated(visible(who))),
        (say("pack-number", "Number"), str(one.number)),
        (say("card-until", "Works until"), speaker.date(one.expires)),
        (say("pack-people", "Colleagues' certificates"), str(len(one.people))),
    ]
    if one.profiles:
        rows.append((say("pack-authorities", "Authorities to ask"), str(len(one.profiles))))
    if one.partners is not None:
        rows.append((say("pack-partners", "Partner domains"), str(len(one.partners.domains))))
    if looked.same:
        rows.append((say("pack-here", "Here already"), say("pack-here-same", "this very pack")))
    elif looked.held is not None:
        held = say("pack-here-number", "number {number}", number=looked.held.number)
        rows.append((say("pack-here", "Here already"), held))
    return tuple(rows)
