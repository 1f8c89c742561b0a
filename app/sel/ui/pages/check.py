"""G5, step `check`: the answers once more, before the key is made."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from sel.base.progress import Progress
from sel.flows import requests
from sel.flows.requests import Made
from sel.journeys.get_certificate import Step
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.pages._remedies import KeepingPage
from sel.ui.pages.address import KEY_NAMES, asked_of
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.card import Card
from sel.ui.widgets.plain import Words, isolated


class CheckPage(KeepingPage):
    """Of the journey "Get a certificate"."""

    code = "G5"

    def build(self) -> None:
        card = Card(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        card.rows.addLayout(grid)
        self.labels: list[Words] = []
        self.values: list[Words] = []
        self.changes: list[QuietButton] = []
        for row in range(4):
            label, value, change = Words(card, tone=Tone.QUIET), Words(card), QuietButton(card)
            change.clicked.connect(lambda: self.back_to.emit(Step.ADDRESS))
            middle = Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(label, row, 0, middle)
            grid.addWidget(value, row, 1, middle)
            grid.addWidget(change, row, 2, middle)
            self.labels.append(label)
            self.values.append(value)
            self.changes.append(change)
        self.stays = Words(self)
        self.add(card, self.stays)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("check-title", "Check your answers"))
        self.why.say("")
        state = self.state
        lines = (
            (speaker.say("card-address", "Address"), ", ".join((state.address, *state.further))),
            (speaker.say("card-name", "Name"), state.name),
            (speaker.say("organisation-label", "Organisation"), state.organisation),
            (speaker.say("key-kind-label", "Kind of key"), KEY_NAMES[state.kind]),
        )
        change = speaker.say("change", "Change")
        for row, (label, text) in enumerate(lines):
            self.labels[row].say(label if text else "")
            self.values[row].say(isolated(visible(text)) if text else "")
            self.values[row].setAccessibleDescription(label)
            self.changes[row].setVisible(bool(text))
            self.changes[row].setText(change)
            self.changes[row].setAccessibleName(f"{change}: {label}")
        self.stays.setText(
            speaker.say(
                "key-stays",
                "Your key is the secret half; without it your encrypted mail does not open. It "
                "is made now and stays on this computer.",
            )
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("make-my-key", "&Make my key")

    def go(self) -> None:
        services, state, accepted = self.context.services, self.state, self.forgets_accepted

        def work(progress: Progress) -> Made:
            asked = asked_of(state)
            return requests.make(services, asked, state.kind, progress, forgets_accepted=accepted)

        self.work(work, self._made, self.refused)

    def _made(self, made: Made) -> None:
        self.answered.emit(replace(self.state, made=made))
