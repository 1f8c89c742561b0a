"""C2, step `remove-key`: what becomes unreadable, and what still holds the key."""

from __future__ import annotations

from typing import Any

from sel.base.progress import Progress
from sel.flows import removals
from sel.text import history
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._certificate import shown
from sel.ui.theme import Tone
from sel.ui.widgets.certificate_card import CertificateCard
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words
from sel.ui.widgets.wrapping import WrappingCheck


class RemoveKeyPage(Page):
    """Of the journey "Remove a key"; behind a tested backup, or a tick that says what it costs."""

    code = "C2"

    def build(self) -> None:
        self.card = CertificateCard(self)
        self.loss = Line("attention", Tone.CARE, self)
        self.saved = Line("backup", Tone.QUIET, self)
        self.stays = Words(self)
        self.cost = WrappingCheck(self)
        self.add(self.card, self.loss, self.saved, self.stays, self.cost)
        self.cost.toggled.connect(lambda _on: self.readiness.emit())

    def speak(self, speaker: Speaker) -> None:
        line = self.state.line
        self.title.setText(speaker.say("remove-key-title", "Remove this key for good?"))
        self.why.say("")
        self.card.speak(speaker)
        self.loss.name.setText(history.loss(line, speaker))
        self.loss.text.say("")
        self.saved.sign.show_sign(
            *(("done", Tone.GOOD) if line.backups else ("attention", Tone.CARE))
        )
        self.saved.name.setText(history.saved(line, speaker))
        self.saved.text.say("")
        self.stays.setText(
            speaker.say(
                "remove-key-stays",
                "Its certificate stays here, so that old mail still finds the right backup. Mail "
                "programs that have the key keep it.",
            )
        )
        self.cost.setText(
            speaker.say(
                "remove-key-cost",
                "I &know that there is no tested backup, and that this mail may never open again",
            )
        )
        self.cost.setVisible(not line.backups)

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("remove-key", "&Remove the key")

    def enter(self, state: Any) -> None:
        super().enter(state)
        newest = state.line.newest
        self.card.setVisible(newest is not None)
        if newest is not None:
            self.card.tell(shown(newest))

    def ready(self) -> bool:
        return bool(self.state.line.backups) or self.cost.isChecked()

    def go(self) -> None:
        services, line = self.context.services, self.state.line

        def work(_progress: Progress) -> None:
            removals.remove(services, line.id, without_backup=not line.backups)

        self.work(work, lambda _none: self.context.errand("certificates", None))
