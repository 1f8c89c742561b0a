"""G6, step `kept`: the key is safe; the best moment for a first backup."""

from __future__ import annotations

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.plain import Words


class KeptPage(Page):
    """Of the journey "Get a certificate"."""

    code = "G6"

    def build(self) -> None:
        self.text = Words(self)
        self.later = QuietButton(self)
        self.add(self.text)
        self.add(self.later, narrow=True)
        self._by_it = self.context.services.policy.it_keeps_a_copy
        self.later.setHidden(self._by_it)
        self.later.clicked.connect(lambda: self.answered.emit(self.state))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("key-kept-title", "Your key is kept safe"))
        if self._by_it:
            self.why.say(speaker.say("kept-by-it", "Your IT team keeps a copy of your keys."))
            self.text.setText(speaker.say("form-comes-next", "The form comes next."))
            return
        self.why.say(
            speaker.say(
                "key-kept-why",
                "Your certificate may take days. If this computer breaks before, the certificate "
                "that comes fits no key.",
            )
        )
        self.text.setText(
            speaker.say("key-kept-backup", "A backup now takes two minutes; the form comes next.")
        )
        self.later.setText(speaker.say("later", "&Later"))

    def primary(self, speaker: Speaker) -> str:
        if self._by_it:
            return super().primary(speaker)
        return speaker.say("back-up-now", "&Back up now")

    def go(self) -> None:
        if self._by_it:
            self.answered.emit(self.state)
        else:
            self.context.errand("backup-then-send", self.state.made)
