"""G9, step `pilot`: the pilot of this book answers the form that was just made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.flows import pilot_answer
from sel.flows.requests import Finished
from sel.journeys.you import You
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._remedies import tell
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.plain import quoted


class PilotPage(Page):
    """Of the journey "Get a certificate". Its work begins when it comes; then it goes on."""

    code = "G9"

    def build(self) -> None:
        self.later = QuietButton(self)
        self.later.hide()
        self.add(self.later, narrow=True)
        self._failed_once = False
        self.later.clicked.connect(lambda: self.context.errand("home", None))

    def speak(self, speaker: Speaker) -> None:
        self.later.setText(speaker.say("later", "&Later"))
        if self._failed_once:
            self.title.setText(speaker.say("pilot-failed", "There is no certificate yet"))
            self.why.say(
                speaker.say(
                    "pilot-failed-why",
                    "Your key and your form are kept safe. Try again now, or come back from Home: "
                    "choose “{choice}” there.",
                    choice=quoted(speaker.say("send-form-again", "Se&nd the form again")),
                )
            )
            return
        self.title.setText(speaker.say("pilot-title", "Your certificate is made"))
        self.why.say(
            speaker.say(
                "pilot-why",
                "Your key is kept safe. The pilot of this computer answers your form at once.",
            )
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("try-again", "&Try again") if self._failed_once else ""

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.go()

    def go(self) -> None:
        services, made = self.context.services, self.state.made

        def work(progress: Progress) -> Finished:
            return pilot_answer.answer_here(services, made, progress)

        task = self.work(work, self._finished, self._failed)
        task.stopped.connect(self._stopped)

    def _finished(self, finished: Finished) -> None:
        facts = finished.identity.certificate
        you = (You(facts, finished.findings),) if facts is not None else ()
        self.answered.emit(replace(self.state, you=you, kept=(finished.identity,)))

    def _stopped(self) -> None:
        self._failed_once = True
        self.later.show()
        self.refresh_words()

    def _failed(self, failure: SelError) -> None:
        tell(self.errors, failure, lambda: self.context.unlock(failure, self.go))
        self._stopped()
