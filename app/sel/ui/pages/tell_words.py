"""T4, step `answer`: the two words that were read in the mail program."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sel.base.errors import SelError, WordTestOver
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.flows import word_tests
from sel.journeys.opening import Step
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._remedies import tell
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.field import Field
from sel.ui.widgets.plain import Words


class TellWordsPage(Page):
    """Of the journey "Does it open?"."""

    code = "T4"

    def build(self) -> None:
        self.where = Words(self)
        self.field = Field(self)
        self.another = QuietButton(self)
        self.add(self.where, self.field)
        self.add(self.another, narrow=True)
        self.field.changed.connect(self.readiness)
        self.another.clicked.connect(lambda: self.back_to.emit(Step.MAKE))

    def speak(self, speaker: Speaker) -> None:
        say = speaker.say
        self.title.setText(say("words-title", "Which two words stand in it?"))
        self.why.say(
            say(
                "words-why",
                "Read them in your mail program. You have three tries, until {until}.",
                until=self.state.until,
            )
            if self.state.until is not None
            else ""
        )
        path = self.state.mail
        self.where.say(
            say("test-mail-is-here", "The mail is here: {path}", path=path)
            if path is not None
            else ""
        )
        self.field.word(say("words-label", "The two words"))
        self.another.setText(say("another-test-mail", "Make &another test mail"))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("check-the-words", "Check the &words")

    def first(self) -> QWidget | None:
        return self.field.line

    def ready(self) -> bool:
        return bool(self.field.text) and self.state.mail is not None

    def go(self) -> None:
        services, path = self.context.services, self.state.mail
        words = Secret(self.field.text)

        def work(_progress: Progress) -> None:
            word_tests.answer(services, services.inputs.read(path), words)

        self.work(work, lambda _none: self.answered.emit(self.state), self._failed)

    def left(self) -> None:
        """The words are no secret any more once they were right; wrong ones may be one."""
        self.field.show_text("")

    def _failed(self, failure: SelError) -> None:
        if isinstance(failure, WordTestOver):
            self.field.show_text("")
        tell(self.errors, failure, lambda: self.context.unlock(failure, self.go))
