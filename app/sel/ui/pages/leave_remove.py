"""L4, step `leave-remove`: the certificate leaves this computer's mail programs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.base.errors import SelError, StoreLocked, StorePasswordWrong
from sel.base.progress import Progress
from sel.flows import leaving
from sel.flows.leaving import Cleared, InPrograms
from sel.flows.store_places import known
from sel.ports.store import StoreSpec
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.page import Page
from sel.ui.pages._store_names import store_name
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Words, isolated
from sel.ui.widgets.wrapping import WrappingCheck


class LeaveRemovePage(Page):
    """Of the journey "Leaving"; behind a tested backup, or a tick that says what it costs."""

    code = "L4"

    def build(self) -> None:
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        self.rows.addLayout(self.lines)
        self.stays = Words(self)
        self.field = PasswordField(self)
        self.field.hide()
        self.cost = WrappingCheck(self)
        self.not_now = QuietButton(self)
        self.add(self.stays, self.field, self.cost)
        self.add(self.not_now, narrow=True)
        self._lines: list[tuple[Line, InPrograms]] = []
        self._specs: dict[str, StoreSpec] = {}
        self.cost.toggled.connect(lambda _on: self.readiness.emit())
        self.not_now.clicked.connect(lambda: self.answered.emit(self.state))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(
            speaker.say("leave-remove-title", "Take it out of this computer's programs")
        )
        self.why.say(
            speaker.say(
                "leave-remove-why",
                "After that nobody signs with it here, and encrypted mail does not open in these "
                "programs any more.",
            )
        )
        for line, one in self._lines:
            line.name.setText(
                isolated(visible(", ".join(one.certificate.emails) or one.identity.id))
            )
            names = (self._specs.get(each) for each in one.stores)
            placed = speaker.say(
                "leave-remove-one",
                "{starts} to {ends} · In: {places}",
                starts=speaker.date(one.certificate.not_before),
                ends=speaker.date(one.certificate.not_after),
                places=speaker.listed(store_name(each, speaker) for each in names if each),
            )
            only = speaker.say(
                "leave-remove-only", "This key is only there: taken out, it is gone for good."
            )
            line.text.setText(f"{placed}\n{only}" if one.identity.only_here else placed)
        self.stays.setText(
            speaker.say(
                "leave-remove-stays",
                "Your keys stay in Sêl until you remove them under My certificates.",
            )
        )
        self.field.speak(
            speaker, speaker.say("store-password-label", "Thunderbird's own (primary) password")
        )
        self.cost.setText(
            speaker.say(
                "leave-remove-cost",
                "I &know that without a backup my encrypted mail will never open again if this "
                "computer is lost",
            )
        )
        self.cost.setVisible(self._unsaved())
        self.not_now.setText(speaker.say("leave-remove-not", "&Leave it there"))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("leave-remove", "Take it o&ut")

    def enter(self, state: Any) -> None:
        super().enter(state)
        stores = [each for one in state.there.placed for each in one.stores]
        self._specs = {spec.id: spec for _, spec in known(self.context.services, stores)}
        for one in state.there.placed:
            line = Line("certificate", Tone.QUIET, self)
            self.lines.addWidget(line)
            self._lines.append((line, one))

    def ready(self) -> bool:
        return not self._unsaved() or self.cost.isChecked()

    def go(self) -> None:
        services, without = self.context.services, self._unsaved()
        unlock = self.field.take() if self.field.filled else None

        def work(progress: Progress) -> Cleared:
            return leaving.clear_programs(
                services, progress, unlock=unlock, without_backup=without
            )

        self.work(work, self._cleared, self._failed)

    def left(self) -> None:
        self.field.clear()

    def _unsaved(self) -> bool:
        return any(one.identity.backed_up is None for one in self.state.there.placed)

    def _cleared(self, cleared: Cleared) -> None:
        self.answered.emit(replace(self.state, cleared=cleared))

    def _failed(self, failure: SelError) -> None:
        self.errors.tell(failure)
        if isinstance(failure, StoreLocked | StorePasswordWrong):
            self.field.show()
            self.field.setFocus()
