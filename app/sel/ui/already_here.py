"""On Home: a certificate for mail that is in a store of this computer and not known here yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.text.speaker import Speaker
from sel.ui.context import Context
from sel.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from sel.flows.adopting import Offered


class AlreadyHere(QWidget):
    """Looks by itself, once, and again while it has something to offer."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._looked = False
        self._offer: Offered | None = None
        self.card: Notice | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def refresh(self) -> None:
        """Look into the stores, away from the window; nobody is asked anything."""
        if self._looked and self._offer is None:
            return
        self._looked = True
        services = self._context.services

        def work(_progress: Progress) -> Offered | None:
            from sel.flows import adopting

            return adopting.look(services).newest(services.clock.now())

        self._context.runner.start(work).done.connect(self._found)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        self.setVisible(self._offer is not None)
        if self._offer is None:
            return
        facts = self._offer.certificate
        what = speaker.say(
            "already-here",
            "You already have a certificate that works until {until}: {email}",
            until=speaker.date(facts.not_after),
            email=", ".join(facts.emails),
        )
        self.card = Notice(what, "", speaker.say("use-it", "&Use it"), self)
        self.card.button.clicked.connect(lambda: self._context.errand("adopt", None))
        self._rows.addWidget(self.card)

    def _found(self, offer: Offered | None) -> None:
        self._offer = offer
        self.speak(self._context.language.speaker)
