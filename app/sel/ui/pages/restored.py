"""R4, step `restored`: what came back and what is next."""

from __future__ import annotations

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.plain import Words


class RestoredPage(Page):
    """Of the journey of a restore."""

    code = "R4"

    def build(self) -> None:
        self.next = Words(self)
        self.later = QuietButton(self)
        self.colleagues = Words(self)
        self.add(self.colleagues, self.next)
        self.add(self.later, narrow=True)
        self.later.clicked.connect(lambda: self.context.errand("home", None))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("restored-title", "Your keys are back"))
        self.why.say(
            speaker.count(
                "restored-keys",
                "{n} key came back and was tested.",
                "{n} keys came back and were tested.",
                n=len(self.state.restored.new),
            )
        )
        came = self.state.came_back
        self.colleagues.say(
            speaker.count(
                "restored-people",
                "{n} certificate of a colleague came back.",
                "{n} certificates of colleagues came back.",
                n=came,
            )
            if came
            else ""
        )
        self.next.say(
            speaker.say(
                "restored-next",
                "Next: your mail program needs the certificate with its key.",
            )
            if self._usable()
            else ""
        )
        self.later.setText(speaker.say("later", "&Later"))
        self.later.setVisible(self._usable())

    def primary(self, speaker: Speaker) -> str:
        if self._usable():
            return speaker.say("make-it-ready", "&Make it ready")
        return speaker.say("to-home", "Go to &Home")

    def go(self) -> None:
        if self._usable():
            self.context.errand("make-ready", None)
        else:
            self.context.errand("home", None)

    def _usable(self) -> bool:
        return any(each.certificate is not None for each in self.state.restored.identities)
