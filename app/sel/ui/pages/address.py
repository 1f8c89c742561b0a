"""G4, step `address`: the address and the name the certificate is for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from sel.base.errors import SelError
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import pilot_answer
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.decided import Decided
from sel.ui.widgets.field import Field
from sel.ui.widgets.folded import Folded
from sel.ui.widgets.plain import Words

KEY_NAMES = {
    KeyKind.RSA_3072: "RSA 3072",
    KeyKind.RSA_2048: "RSA 2048",
    KeyKind.RSA_4096: "RSA 4096",
    KeyKind.EC_P256: "EC P-256",
    KeyKind.EC_P384: "EC P-384",
}


class AddressPage(Page):
    """Of the journey "Get a certificate"."""

    code = "G4"

    def build(self) -> None:
        self.address, self.name = Field(self), Field(self)
        self.folded = Folded(self)
        self.organisation = Field(self.folded)
        self.kind_label = Words(self.folded)
        self.kind = QComboBox(self.folded)
        for kind, name in KEY_NAMES.items():
            self.kind.addItem(name, kind.value)
        self.decided = Decided("key_kind", self.context.services.policy, self.folded)
        self.kind.setEnabled(not self.decided.shown)
        self.folded.rows.addWidget(self.organisation)
        self.folded.rows.addWidget(self.kind_label)
        self.folded.rows.addWidget(self.kind)
        self.folded.rows.addWidget(self.decided)
        self.add(self.address, self.name, self.folded)
        for field in (self.address, self.name):
            field.changed.connect(lambda: self.readiness.emit())

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("address-title", "Your address and name"))
        self.why.say(
            speaker.say("address-why", "They will stand in your certificate for all to see.")
        )
        self.address.word(
            speaker.say("address-label", "Your e-mail address"),
            speaker.say("address-hint", "The one people see when you write."),
        )
        self.name.word(speaker.say("name-label", "Your name"))
        self.folded.speak(speaker)
        self.organisation.word(
            speaker.say("organisation-label", "Organisation"),
            speaker.say("organisation-hint", "Only if whoever issues certificates asks for it."),
        )
        self.kind_label.setText(speaker.say("key-kind-label", "Kind of key"))
        self.kind.setAccessibleName(self.kind_label.text())
        self.decided.speak(speaker)

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.address.show_text(state.address)
        self.name.show_text(state.name)
        self.organisation.show_text(state.organisation)
        decided = self.context.services.policy.key_kind
        kind = state.kind if decided is None else KeyKind(decided)
        self.kind.setCurrentIndex(list(KEY_NAMES).index(kind))

    def first(self) -> QWidget | None:
        return self.address.line

    def typed(self) -> Any:
        return replace(
            self.state,
            address=self.address.text,
            name=self.name.text,
            organisation=self.organisation.text,
            kind=KeyKind(self.kind.currentData()),
        )

    def ready(self) -> bool:
        return bool(self.address.text and self.name.text)

    def go(self) -> None:
        state = self.typed()
        try:
            asked_of(state).checked()
            if state.at_once:
                pilot_answer.check_address(state.address, state.domains)
        except SelError as failure:
            self.errors.tell(failure)
            return
        self.answered.emit(state)


def asked_of(state: Any) -> Asked:
    """What the form asks for."""
    return Asked((state.address, *state.further), state.name, state.organisation, *state.besides)
