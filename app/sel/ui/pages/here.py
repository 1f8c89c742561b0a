"""D1, step `here`: certificates that are in this computer's stores already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.base.progress import Progress
from sel.flows import adopting
from sel.flows.adopting import Adopted
from sel.text.speaker import Speaker
from sel.ui.pages._certificate import shown
from sel.ui.pages._remedies import KeepingPage
from sel.ui.pages._store_names import store_name
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.certificate_card import CertificateCard
from sel.ui.widgets.plain import Words


class HerePage(KeepingPage):
    """Only certificates for mail are shown; one in two stores is shown once."""

    code = "D1"

    def build(self) -> None:
        self.list = QVBoxLayout()
        self.list.setSpacing(2 * GRID)
        self.rows.addLayout(self.list)
        self._cards: list[tuple[CertificateCard, Words, tuple[adopting.Offered, ...]]] = []

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("here-title", "You already have a certificate"))
        self.why.say(
            speaker.say(
                "here-why",
                "Sêl tests its key, keeps a copy of it if this computer gives one, and reminds you"
                " before it ends. Your mail programs go on as they are.",
            )
        )
        for card, where, offered in self._cards:
            card.speak(speaker)
            stores = ", ".join(store_name(each.store, speaker) for each in offered)
            where.say(speaker.say("here-in", "It is in: {stores}", stores=stores))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("use-it", "&Use it")

    def enter(self, state: Any) -> None:
        super().enter(state)
        by_digest: dict[bytes, list[adopting.Offered]] = {}
        for each in state.offered:
            by_digest.setdefault(each.certificate.sha256, []).append(each)
        for offered in by_digest.values():
            card = CertificateCard(self.body)
            card.tell(shown(offered[0].certificate))
            where = Words(self.body, tone=Tone.QUIET)
            self.list.addWidget(card)
            self.list.addWidget(where)
            self._cards.append((card, where, tuple(offered)))
        self.refresh_words()

    def go(self) -> None:
        services, accepted = self.context.services, self.forgets_accepted

        def work(progress: Progress) -> Adopted:
            return adopting.adopt(services, progress, forgets_accepted=accepted)

        self.work(work, self._adopted, self.refused)

    def _adopted(self, adopted: Adopted) -> None:
        self.answered.emit(replace(self.state, adopted=adopted))
