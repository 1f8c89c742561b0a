"""G8, step `answer`: the certificate that came back; it finds its key itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.core.recognise import Kind
from sel.flows import requests
from sel.flows.requests import Finished
from sel.journeys.you import You
from sel.text.speaker import Speaker
from sel.ui.pages._file import ChoosingPage


class AnswerPage(ChoosingPage):
    """Of the journey "Get a certificate", days later."""

    code = "G8"
    field = "answer"

    def speak(self, speaker: Speaker) -> None:
        super().speak(speaker)
        self.title.setText(speaker.say("answer-title", "The answer to your form"))
        self.why.say(
            speaker.say(
                "answer-why",
                "Give Sêl the file you were sent (.p7b, .pem, .cer, .crt). It is compared with "
                "your form; if it does not fit, nothing is changed.",
            )
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("take-in-the-answer", "&Take it in")

    def take(self, file: Path) -> None:
        services = self.context.services

        def work(progress: Progress) -> Finished:
            return requests.finish(services, services.inputs.read(file), (), progress)

        self.work(work, self._finished, self._failed)

    def _finished(self, finished: Finished) -> None:
        facts = finished.identity.certificate
        you = (You(facts, finished.findings),) if facts is not None else ()
        state = replace(self.state, answer=self.drop.file, you=you, kept=(finished.identity,))
        self.answered.emit(state)

    def _failed(self, failure: SelError) -> None:
        file = self.drop.file
        if failure.what.facts.get("looks_like") == Kind.PKCS12.value:
            self.errors.tell(failure, _open_as_file)
            self.errors.remedied_by(lambda: self.context.errand("given-file", file))
        else:
            self.errors.tell(failure)
        self.readiness.emit()


def _open_as_file(speaker: Speaker) -> str:
    return speaker.say("open-as-given-file", "Open it as a file with a key")
