"""One mail to all who run out soon, written where the person says and opened to be sent."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from sel.text.speaker import Speaker
from sel.ui.colleagues import mails
from sel.ui.colleagues.finding import SOON_DAYS
from sel.ui.context import Context
from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.plain import Words


class Asking(Words):
    """Hidden until such a mail was written; then it says where.

    failed  it could not be (SelError)
    """

    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, tone=Tone.GOOD)
        self._context = context
        self._path: Path | None = None
        self.hide()

    def ask(self, emails: tuple[str, ...]) -> None:
        """Where to? emails: whom; none means everybody who runs out."""
        self.leave()
        title = self._context.language.speaker.say("save-the-mail-title", "Save the mail")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / "sel.eml"))
        if chosen:
            self.ask_in(emails, Path(chosen))

    def ask_in(self, emails: tuple[str, ...], path: Path) -> None:
        """Write it; the file dialog has asked about replacing."""
        work = partial(mails.write_to_all, self._context.services, emails, SOON_DAYS, path)
        task = self._context.runner.start(work)
        task.done.connect(self._written)
        task.failed.connect(self.failed)

    def leave(self) -> None:
        """What was said of the last one is over."""
        self._path = None
        self.say("")

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self.say(
            ""
            if self._path is None
            else speaker.say(
                "people-asked",
                "Saved: {path}\nIt opens in your mail program. Everybody stands in Bcc, so nobody "
                "learns who the others are.",
                path=self._path,
            )
        )

    def _written(self, path: Path) -> None:
        self._path = path
        self.speak(self._context.language.speaker)
        announce(self, self.text())
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
