"""Plain text that wraps: the only label the pages use, so no text is ever read as markup."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionFocusRect,
    QStylePainter,
    QWidget,
)

from sel.ui import theme
from sel.ui.theme import Tone

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_LINE_SEPARATOR = "\u2028"
_LEAST_CHARACTERS = 12
_E_MAIL = re.compile(r"(?<=\b[eE])-(?=\w)")
_WIDTHS = 8
"""For so many widths a text stays laid out: a layout asks for the same few again and again."""
_UNBROKEN = "\u2011"  # a hyphen at which no line ends: e-mail, e-bost


def isolated(text: str) -> str:
    """A name from outside for a place beside other words: its direction stays its own.

    Control and direction marks in it must have been made visible (`sel.text.visible`).
    """
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}" if text else ""


def on_button(text: str) -> str:
    """A fact for a button or a menu, where `&` would mark a mnemonic."""
    return text.replace("&", "&&")


def quoted(label: str) -> str:
    """The label of a button as it is read: without its mnemonic."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")


class Words(QLabel):
    """Running text: plain, wrapped, under 80 characters a line, in the colour of a tone.

    A word that is wider than the window is broken (QLabel would cut it off).
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        tone: Tone = Tone.PLAIN,
        times: float = 1.0,
        strong: bool = False,
    ) -> None:
        super().__init__(parent)
        self._tone, self._times, self._strong = tone, times, strong
        self._heard_font = ""
        self._line = 0
        self._laid: dict[tuple[str, int], tuple[QTextLayout, QRect]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._dress()

    def set_tone(self, tone: Tone) -> None:
        """Another colour."""
        self._tone = tone
        self.update()

    def say(self, text: str) -> None:
        """Show `text`; an empty text takes no room."""
        self.setText(text)
        self.setVisible(bool(text))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid_out(width)[1].height()

    def sizeHint(self) -> QSize:
        return self._laid_out(self._line)[1].size()

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widest = self._laid_out(self._line)[1].width()
        least = metrics.averageCharWidth() * _LEAST_CHARACTERS
        return QSize(min(widest, least), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        colour = theme.tone_colour(self._tone, theme.palette())
        if not self.isEnabled():
            group, role = QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText
            colour = theme.palette().color(group, role)
        painter.setPen(colour)
        self._laid_out(self.width())[0].draw(painter, QPointF(0, 0))
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            painter.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._laid.clear()
            self._dress()

    def _dress(self) -> None:
        parent = self.parentWidget()
        base = parent.font() if parent is not None else self.font()
        if (self._times, self._strong) != (1.0, False):
            wanted = theme.scaled(base, self._times, strong=self._strong)
            if wanted.toString() != self._heard_font:
                self._heard_font = wanted.toString()
                self.setFont(wanted)
        self._line = theme.line_width(self)
        self.updateGeometry()

    def _laid_out(self, width: int) -> tuple[QTextLayout, QRect]:
        """The text in lines of `width` pixels (no longer than reads well), and its room."""
        room = max(1, min(width, self._line))
        held = self._laid.get((self.text(), room))
        if held is not None:
            return held
        if len(self._laid) >= _WIDTHS:
            self._laid.clear()
        laid = self._laid[self.text(), room] = self._lay_out(room)
        return laid

    def _lay_out(self, room: int) -> tuple[QTextLayout, QRect]:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        text = _E_MAIL.sub(_UNBROKEN, self.text()).replace("\n", _LINE_SEPARATOR)
        layout = QTextLayout(text, self.font())
        layout.setTextOption(option)
        height, widest = 0.0, 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, height))
            height += line.height()
            widest = max(widest, line.naturalTextWidth())
        layout.endLayout()
        return layout, QRect(0, 0, int(widest) + 1, int(height + 0.999))


class Title(Words):
    """The title of a page; takes the focus when its page comes, so that it is read out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, times=1.5, strong=True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
