"""D1, step `here`: certificates that are in this computer's stores already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sel.base.errors import SelError, StoreLocked, StorePasswordWrong
from sel.base.progress import Progress
from sel.flows import adoptable, adopting
from sel.flows.adopting import Adopted
from sel.text.speaker import Speaker
from sel.ui.pages._certificate import shown
from sel.ui.pages._remedies import KeepingPage
from sel.ui.pages._store_names import store_name
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.certificate_card import CertificateCard
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Words


class HerePage(KeepingPage):
    """Only certificates for mail are shown; one in two stores is shown once."""

    code = "D1"

    def build(self) -> None:
        self.list = QVBoxLayout()
        self.list.setSpacing(2 * GRID)
        self.rows.addLayout(self.list)
        self.locked = Words(self)
        self.field = PasswordField(self)
        self.add(self.locked, self.field)
        self.field.changed.connect(lambda _any: self.readiness.emit())
        self._cards: list[tuple[CertificateCard, Words, tuple[adoptable.Offered, ...]]] = []

    def speak(self, speaker: Speaker) -> None:
        why = speaker.say(
            "here-why",
            "Sêl tests its key, keeps a copy of it if this computer gives one, and reminds you"
            " before it ends. Your mail programs go on as they are.",
        )
        if self._cards or not self.state.locked:
            self.title.setText(speaker.say("here-title", "You already have a certificate"))
        else:
            self.title.setText(
                speaker.say("here-locked-title", "Look for a certificate behind a password")
            )
        self.why.say(why)
        stores = speaker.listed(store_name(each, speaker) for each in self.state.locked)
        self.locked.say(
            speaker.say(
                "here-locked",
                "This has a password of its own, and was not looked into: {stores}. To look there,"
                " too, type that password; Sêl does not keep it.",
                stores=stores,
            )
            if self.state.locked
            else ""
        )
        self.field.speak(
            speaker, speaker.say("store-password-label", "Thunderbird's own (primary) password")
        )
        for card, where, offered in self._cards:
            card.speak(speaker)
            stores = ", ".join(store_name(each.store, speaker) for each in offered)
            where.say(speaker.say("here-in", "It is in: {stores}", stores=stores))

    def primary(self, speaker: Speaker) -> str:
        if self.state.locked and not self._cards:
            return speaker.say("look-there", "&Look there")
        return speaker.say("use-it", "&Use it")

    def enter(self, state: Any) -> None:
        super().enter(state)
        by_digest: dict[bytes, list[adoptable.Offered]] = {}
        for each in state.offered:
            by_digest.setdefault(each.certificate.sha256, []).append(each)
        for offered in by_digest.values():
            card = CertificateCard(self.body)
            card.tell(shown(offered[0].certificate))
            where = Words(self.body, tone=Tone.QUIET)
            self.list.addWidget(card)
            self.list.addWidget(where)
            # The field stands below them, and was made before.
            before = self._cards[-1][0].folded.button if self._cards else self.title
            QWidget.setTabOrder(before, card.folded.button)
            self._cards.append((card, where, tuple(offered)))
        self.field.setVisible(bool(state.locked))
        self.refresh_words()

    def ready(self) -> bool:
        return bool(self._cards) or self.field.filled

    def go(self) -> None:
        services, accepted = self.context.services, self.forgets_accepted
        locked = self.state.locked
        unlock = self.field.take() if self.field.filled else None

        def work(progress: Progress) -> Adopted:
            adoptable.look_behind(services, locked, unlock)
            return adopting.adopt(services, progress, unlock=unlock, forgets_accepted=accepted)

        self.work(work, self._adopted, self.refused)

    def refused(self, failure: SelError) -> None:
        super().refused(failure)
        if isinstance(failure, StoreLocked | StorePasswordWrong):
            self.field.setFocus()

    def left(self) -> None:
        self.field.clear()

    def _adopted(self, adopted: Adopted) -> None:
        self.answered.emit(replace(self.state, adopted=adopted))
