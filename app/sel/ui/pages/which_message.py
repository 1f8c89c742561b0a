"""X1, step `message`: what the mail program says, pasted or chosen from the list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sel.base.errors import SelError
from sel.core import address
from sel.core.doctor.messages import OTHER
from sel.flows import diagnosing
from sel.text import helpdesk
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.field import Field
from sel.ui.widgets.plain import Words, on_button

_LINES = 4
_QUOTED = 110


class WhichMessagePage(Page):
    """Of the journey "It does not work". What is pasted stays in its box and goes nowhere."""

    code = "X1"

    def build(self) -> None:
        self.known = {each.id: each for each in diagnosing.messages()}
        self.label = Words(self)
        self.pasted = QPlainTextEdit(self)
        self.pasted.setTabChangesFocus(True)
        self.pasted.setMaximumHeight(self.fontMetrics().height() * (_LINES + 1))
        self.label.setBuddy(self.pasted)
        self.taken = Words(self, tone=Tone.GOOD)
        self.taken.hide()
        self.choose = Words(self, strong=True)
        self.choices = Choices(tuple(self.known), self)
        self.to = Field(self)
        self.to.hide()
        self.wrong = Words(self, tone=Tone.BAD)
        self.wrong.hide()
        self.add(self.label, self.pasted, self.taken, self.to, self.wrong)
        self.add(self.choose, self.choices)
        self.pasted.textChanged.connect(self._recognise)
        self.choices.changed.connect(self._chosen)
        self.to.changed.connect(self._chosen)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("message-title", "What does your mail program say?"))
        self.why.say(
            speaker.say(
                "message-why",
                "Sêl looks on this computer for what may be behind it. It changes nothing and "
                "sends nothing.",
            )
        )
        label = speaker.say("message-paste", "Paste or type the message here, in either language")
        self.label.setText(label)
        self.pasted.setAccessibleName(label)
        self.choose.setText(speaker.say("message-choose", "Or choose what happens"))
        for each in self.known.values():
            said = each.text(speaker.language).replace("{}", "…")
            if len(said) > _QUOTED:
                said = f"{said[:_QUOTED].rsplit(' ', 1)[0]} …"
            title = on_button(helpdesk.symptom(speaker, each.id))
            self.choices.word(each.id, title, f"“{said}”" if said else "")
        self.to.word(
            speaker.say("message-to", "Who did you write to?"),
            speaker.say("message-to-hint", "Addresses, if you want theirs looked at too."),
        )
        self._tell(speaker)

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("look-for-causes", "&Look for the cause")

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.to.show_text(state.to)
        if state.message:
            self.choices.choose(state.message)

    def typed(self) -> Any:
        chosen = self.choices.chosen
        return replace(self.state, message=chosen[0] if chosen else "", to=self.to.text)

    def first(self) -> QWidget:
        return self.pasted

    def ready(self) -> bool:
        return bool(self.choices.chosen) and self._wrong() is None

    def go(self) -> None:
        self.answered.emit(replace(self.typed(), diagnosis=None))

    def _recognise(self) -> None:
        """Choose what the text is; one that is not known is something else."""
        try:
            found = diagnosing.meant(self.pasted.toPlainText())
        except SelError:
            self.taken.hide()
            return
        self.choices.choose(found.id)
        self._tell(self.context.language.speaker)

    def _chosen(self) -> None:
        self._tell(self.context.language.speaker)
        self.readiness.emit()

    def _tell(self, speaker: Speaker) -> None:
        chosen = self.choices.chosen
        pasted = any(each.isalnum() for each in self.pasted.toPlainText())
        if pasted and chosen == (OTHER,):
            self.taken.set_tone(Tone.CARE)
            self.taken.say(
                speaker.say(
                    "message-not-known",
                    "Sêl does not know this message, so it looks for everything.",
                )
            )
        elif pasted and chosen:
            self.taken.set_tone(Tone.GOOD)
            what = helpdesk.symptom(speaker, chosen[0])
            self.taken.say(speaker.say("message-known", "Taken for: {what}", what=what))
        else:
            self.taken.say("")
        self.to.setVisible(bool(chosen) and _is_about_others(self.known[chosen[0]].causes))
        wrong = self._wrong()
        self.wrong.say(speaker.error(wrong).what if wrong is not None else "")

    def _wrong(self) -> SelError | None:
        """About the first of those typed that is no address."""
        for each in addresses_in(self.to.text):
            try:
                address.normal(each)
            except SelError as problem:
                return problem
        return None


def addresses_in(text: str) -> tuple[str, ...]:
    """What stands between commas, semicolons and spaces."""
    return tuple(each for each in re.split(r"[,;\s]+", text) if each)


def _is_about_others(causes: tuple[str, ...]) -> bool:
    return any(each.startswith("recipient-") for each in causes)
