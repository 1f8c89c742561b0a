"""Buttons: one primary a page, ordinary ones, and quiet ways on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QWidget

from sel.ui import theme


class Button(QPushButton):
    """An ordinary button; Enter presses it while it has the focus."""

    def __init__(self, parent: QWidget | None = None, *, icon: str = "") -> None:
        super().__init__(parent)
        self._drawing = icon
        self.setAutoDefault(True)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _ink(self) -> QColor:
        return theme.palette().buttonText().color()

    def _dress(self) -> None:
        if self._drawing:
            edge = theme.icon_edge(self, 1.0)
            self.setIcon(theme.icon(self._drawing, self._ink()))
            self.setIconSize(QSize(edge, edge))


class PrimaryButton(Button):
    """The one next thing of a page, in the accent."""

    def _dress(self) -> None:
        style = theme.primary_style(theme.palette())
        if style != self.styleSheet():
            self.setStyleSheet(style)
        super()._dress()

    def _ink(self) -> QColor:
        return QColor(theme.colours(theme.palette()).on_accent)


class QuietButton(Button):
    """A quiet way on: looks like a link, is a button."""

    def __init__(self, parent: QWidget | None = None, *, icon: str = "") -> None:
        super().__init__(parent, icon=icon)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _ink(self) -> QColor:
        return QColor(theme.colours(theme.palette()).accent)

    def _dress(self) -> None:
        chosen = theme.colours(theme.palette())
        off = theme.tone_colour(theme.Tone.QUIET, theme.palette()).name()
        style = (
            f"QPushButton {{ color: {chosen.accent}; text-decoration: underline;"
            f" border: 2px solid transparent; padding: 5px 12px 5px 4px; text-align: left;"
            f" background: transparent; }}"
            f"QPushButton:hover {{ color: {chosen.accent_pressed}; }}"
            f"QPushButton:focus {{ border: 2px solid {chosen.accent}; border-radius: 4px; }}"
            f"QPushButton:disabled {{ color: {off}; text-decoration: none; }}"
        )
        if style != self.styleSheet():
            self.setStyleSheet(style)
        super()._dress()
