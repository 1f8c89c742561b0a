"""T3, step `make`: a mail whose two words stand only inside its encrypted text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.flows import word_tests
from sel.text import word_test as words
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._remedies import tell
from sel.ui.widgets.plain import Words


class MakeTestMailPage(Page):
    """Of the journey "Does it open?"."""

    code = "T3"

    def build(self) -> None:
        self.how = Words(self)
        self.add(self.how)
        self._path: Path | None = None

    def speak(self, speaker: Speaker) -> None:
        say = speaker.say
        self.title.setText(say("opening-title", "Does it open your mail?"))
        self.why.say(
            say(
                "opening-why",
                "Sêl makes a mail to you with two words that stand only in its encrypted text. "
                "Who can tell them has opened it.",
            )
        )
        self.how.setText(
            say(
                "opening-how",
                "1. Save the mail. It opens in your mail program.\n2. Read the two words there. Do"
                " not open it in Sêl: then it proves nothing.\n3. Come back and type them.",
            )
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("make-the-test-mail", "&Make the test mail")

    def go(self) -> None:
        speaker = self.context.language.speaker
        title = speaker.say("save-the-mail-title", "Save the mail")
        start = str(Path.home() / words.file_name(speaker))
        chosen, _ = QFileDialog.getSaveFileName(self, title, start)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Make it there; the file dialog has asked about replacing."""
        self._path = path
        services, speaker = self.context.services, self.context.language.speaker

        def work(_progress: Progress) -> word_tests.Made:
            made = word_tests.make(
                services,
                language="cy" if speaker.language == "cy" else "en",
                subject=words.subject(speaker),
                text=lambda chosen: words.text(speaker, chosen),
            )
            services.outputs.write(path, made.eml, replace=True)
            return made

        self.work(work, self._made, self._failed)

    def _made(self, made: word_tests.Made) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))
        self.answered.emit(replace(self.state, mail=self._path, until=made.until))

    def _failed(self, failure: SelError) -> None:
        tell(self.errors, failure, lambda: self.context.unlock(failure, self._again))

    def _again(self) -> None:
        if self._path is not None:
            self.save_to(self._path)
