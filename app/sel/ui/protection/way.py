"""The way of a mail from computer to computer, with the stretch that is protected in colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sel.core.advice import Advice, Protection
from sel.text import advice as words
from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.plain import Words

_STATIONS = 4
"""The writer's computer, their mail server, the readers' mail server, the readers' computer."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From which station to which nobody else can read it. rests: at the stations too."""

    begin: int = 0
    end: int = 0
    rests: bool = False


STRETCHES = {
    Protection.NONE: Stretch(),
    Protection.OTHER_SENDER: Stretch(),
    Protection.TLS: Stretch(1, 2),
    Protection.MESSAGE_ENCRYPTION: Stretch(1, 3),
    Protection.SMIME: Stretch(0, 3, rests=True),
}


class Way(QWidget):
    """The picture, and under it the same in a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = WayPicture(self)
        self.caption = Words(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID // 2)
        rows.addWidget(self.picture)
        rows.addWidget(self.caption)

    def tell(self, advice: Advice, speaker: Speaker) -> None:
        """Show the way of this mail."""
        say = speaker.say
        self.picture.show_way(
            STRETCHES[advice.recommended],
            (
                say("way-you", "Your computer"),
                say("way-your-server", "Your mail server"),
                say("way-their-server", "Their mail server"),
                say("way-they", "Their computer"),
            ),
        )
        self.caption.setText(words.path(speaker, advice))
        self.picture.setAccessibleName(
            say(
                "way-picture",
                "Picture: the way of the mail from your computer over two mail servers to theirs.",
            )
        )
        self.picture.setAccessibleDescription(self.caption.text())


class WayPicture(QWidget):
    """Four stations and the lines between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretch = Stretch()
        self._labels: tuple[str, ...] = ("",) * _STATIONS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_way(self, stretch: Stretch, labels: tuple[str, ...]) -> None:
        """Another way, or other words; no line ends in the hyphen of e-mail."""
        self._stretch = stretch
        self._labels = tuple(each.replace("e-", "e\u2011") for each in labels)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.line_width(self), self._edge() + self._label_height() + GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(_STATIONS * self._edge(), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for station in range(_STATIONS - 1):
            self._line(painter, station)
        for station in range(_STATIONS):
            self._station(painter, station)
        painter.end()

    def _edge(self) -> int:
        return theme.icon_edge(self, 2.5)

    def _width(self) -> int:
        return min(self.width(), theme.line_width(self))

    def _centre(self, station: int) -> QPointF:
        each = self._width() / _STATIONS
        return QPointF(each * (station + 0.5), self._edge() / 2)

    def _label_height(self) -> int:
        """Room for words that wrap below a station."""
        room = QRectF(0, 0, self._width() / _STATIONS - GRID, 10_000).toRect()
        rects = (
            self.fontMetrics().boundingRect(room, _WRAPPED, each).height() for each in self._labels
        )
        return max(rects)

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def _line(self, painter: QPainter, station: int) -> None:
        inside = self._stretch.begin <= station < self._stretch.end
        gap = QPointF(self._edge() / 2 + GRID / 2, 0)
        start, stop = self._centre(station) + gap, self._centre(station + 1) - gap
        quiet = theme.tone_colour(Tone.QUIET, theme.palette())
        pen = QPen(self._accent() if inside else quiet, 6 if inside else 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if not inside:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(start, stop)
        if inside:
            edge = theme.icon_edge(self, 1.1)
            middle = (start + stop) / 2
            place = QRectF(
                middle.x() - edge / 2 - 2, middle.y() - edge / 2 - 2, edge + 4, edge + 4
            )
            painter.fillRect(place, theme.palette().window())
            self._draw(painter, "lock", self._accent(), middle, edge)

    def _station(self, painter: QPainter, station: int) -> None:
        name = "computer" if station in (0, _STATIONS - 1) else "server"
        kept = self._stretch.rests
        plain = theme.tone_colour(Tone.PLAIN, theme.palette())
        colour = self._accent() if kept else plain
        self._draw(painter, name, colour, self._centre(station), self._edge())
        painter.setPen(plain)
        each = self._width() / _STATIONS
        room = QRectF(
            each * station + GRID / 2, self._edge() + GRID / 2, each - GRID, self._label_height()
        )
        painter.drawText(room, _WRAPPED, self._labels[station])

    def _draw(
        self, painter: QPainter, name: str, colour: QColor, middle: QPointF, edge: int
    ) -> None:
        drawn = theme.picture(name, colour, QSize(edge, edge), self.devicePixelRatioF())
        painter.drawPixmap(middle - QPointF(edge / 2, edge / 2), drawn)

    def _accent(self) -> QColor:
        return QColor(theme.colours(theme.palette()).accent)


_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(
    Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
)
