"""A certificate as its owner knows it: name, address, from whom, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.card import Card
from sel.ui.widgets.folded import Folded
from sel.ui.widgets.plain import Words, isolated
from sel.ui.widgets.sign import Sign


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card shows; texts come from the certificate, so from strangers.

    details  lines for "More details", label and value, in the order shown; labels are codes
             of `details_word`
    """

    name: str
    addresses: tuple[str, ...]
    issuer: str
    starts: datetime
    ends: datetime
    details: tuple[tuple[str, str], ...] = ()


class CertificateCard(Card):
    """One certificate."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self._speaker: Speaker | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self.folded = Folded(self)
        self._inside = QGridLayout()
        self._inside.setHorizontalSpacing(2 * GRID)
        self._inside.setColumnStretch(1, 1)
        self.folded.rows.addLayout(self._inside)
        self.rows.addWidget(Sign("certificate", self, times=2.0))
        self.rows.addLayout(self._grid)
        self.rows.addWidget(self.folded)

    def tell(self, shown: Shown) -> None:
        """Show this certificate."""
        self._shown = shown
        self._draw()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self.folded.speak(speaker)
        self._draw()

    def _draw(self) -> None:
        shown, speaker = self._shown, self._speaker
        if shown is None or speaker is None:
            return
        rows = [
            (speaker.say("card-name", "Name"), _theirs(shown.name)),
            (speaker.say("card-address", "Address"), "\n".join(map(_theirs, shown.addresses))),
            (speaker.say("card-issuer", "Issued by"), _theirs(shown.issuer)),
            (speaker.say("card-from", "Works from"), speaker.date(shown.starts)),
            (speaker.say("card-until", "Works until"), speaker.date(shown.ends)),
        ]
        _fill(self._grid, self, [row for row in rows if row[1]])
        inside = [(details_word(code, speaker), _theirs(text)) for code, text in shown.details]
        _fill(self._inside, self.folded.inside, inside)
        self.folded.setVisible(bool(inside))
        self.setAccessibleName(speaker.say("certificate", "Certificate"))
        self.setAccessibleDescription("; ".join(f"{label}: {text}" for label, text in rows))


def details_word(code: str, speaker: Speaker) -> str:
    """The label of a technical detail."""
    match code:
        case "subject":
            return speaker.say("detail-subject", "Subject")
        case "issuer":
            return speaker.say("detail-issuer", "Issuer")
        case "serial":
            return speaker.say("detail-serial", "Serial number")
        case "sha256":
            return speaker.say("detail-sha256", "Fingerprint (SHA-256)")
        case "key":
            return speaker.say("detail-key", "Key")
        case "signature":
            return speaker.say("detail-signature", "Signature")
        case _:
            return code


def _theirs(text: str) -> str:
    return isolated(visible(text))


def _fill(grid: QGridLayout, parent: QWidget, rows: Sequence[tuple[str, str]]) -> None:
    while (old := grid.takeAt(0)) is not None:
        gone = old.widget()
        if gone is not None:
            gone.hide()
            gone.deleteLater()
    for place, (label, text) in enumerate(rows):
        left = Words(parent, tone=Tone.QUIET)
        left.setText(label)
        right = Words(parent)
        right.setText(text)
        right.setAccessibleName(text)
        right.setAccessibleDescription(label)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(left, place, 0, top)
        grid.addWidget(right, place, 1, top)
