"""Cards that look by themselves whether there is something to offer, and lead to it."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.context import Context
from sel.ui.widgets.notice import Notice

T = TypeVar("T")


class Offering(QWidget, Generic[T]):
    """Hidden until it found something. What it is, says the subclass.

    Looking happens away from the window: a folder may be on a slow server.
    """

    errand: str
    """Of the table of beginnings; what was found goes with it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.found: T | None = None
        self.card: Notice | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def wanted(self, services: Services) -> bool:
        """Whether it is worth looking (again)."""
        raise NotImplementedError

    def look(self, services: Services) -> T | None:
        """What there is to offer, looked for away from the window."""
        raise NotImplementedError

    def words(self, found: T, speaker: Speaker) -> tuple[str, str]:
        """What is said of it, and the button."""
        raise NotImplementedError

    def subject(self, found: T) -> object:
        """What the errand is told."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Look again, if it is worth it."""
        services = self._context.services
        if not self.wanted(services):
            return

        def work(_progress: Progress) -> T | None:
            return self.look(services)

        self._context.runner.start(work).done.connect(self._seen)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        self.setVisible(self.found is not None)
        if self.found is None:
            return
        what, verb = self.words(self.found, speaker)
        self.card = Notice(what, "", verb, self)
        self.card.button.clicked.connect(self._go)
        self._rows.addWidget(self.card)

    def _go(self) -> None:
        if self.found is not None:
            self._context.errand(self.errand, self.subject(self.found))

    def _seen(self, found: T | None) -> None:
        if found != self.found:
            self.found = found
            self.speak(self._context.language.speaker)
