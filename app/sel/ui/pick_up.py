"""On Home: the school left a certificate file for this person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sel.base.message import Message
from sel.base.progress import Progress
from sel.text.speaker import Speaker
from sel.ui.context import Context
from sel.ui.widgets.notice import Notice


class PickUp(QWidget):
    """Looks by itself, for the folder may be on a slow server; shown once it found something."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._file: Path | None = None
        self.card: Notice | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def refresh(self) -> None:
        """Look again; without such a folder nothing is asked."""
        services = self._context.services
        if not services.policy.pick_up:
            return

        def work(_progress: Progress) -> Path | None:
            from sel.flows import pick_up

            return next(iter(pick_up.waiting(services)), None)

        self._context.runner.start(work).done.connect(self._found)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        self.setVisible(self._file is not None)
        if self._file is None:
            return
        what = speaker.message(Message("pick-up-waiting", {"name": self._file.name}))
        self.card = Notice(what, "", speaker.say("pick-it-up", "&Use this certificate"), self)
        self.card.button.clicked.connect(lambda: self._context.errand("given-file", self._file))
        self._rows.addWidget(self.card)

    def _found(self, file: Path | None) -> None:
        if file != self._file:
            self._file = file
            self.speak(self._context.language.speaker)
