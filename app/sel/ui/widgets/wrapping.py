"""Radio buttons and check boxes whose text wraps and whose box grows with the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionFocusRect,
    QStylePainter,
    QWidget,
)

from sel.ui import theme
from sel.ui.theme import GRID

_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic) | int(
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
)
_FAR = 10_000
_LEAST_EDGE = 16


def box_edge(widget: QWidget) -> int:
    """How large the box is beside text of this size."""
    return max(_LEAST_EDGE, round(widget.fontMetrics().ascent() * 0.9))


def text_left(widget: QWidget) -> int:
    """Where the text begins; what stands below a choice begins there too."""
    return box_edge(widget) + GRID


# One Qt class among the bases is all PySide bears; for types the mixin is a button as well.
if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object


class _Wrapping(_Button):
    """What both have in common."""

    _box = QStyle.PrimitiveElement.PE_IndicatorCheckBox

    def _set_up(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._text_rect(width).height() + GRID // 2

    def sizeHint(self) -> QSize:
        rect = self._text_rect(_FAR)
        return QSize(rect.right() + GRID, rect.height() + GRID // 2)

    def minimumSizeHint(self) -> QSize:
        widest = max((self._advance(word) for word in self.text().split()), default=0)
        return QSize(text_left(self) + widest + 2, self.fontMetrics().height() + GRID // 2)

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        option.initFrom(self)
        on = QStyle.StateFlag.State_On if self.isChecked() else QStyle.StateFlag.State_Off
        option.state |= on
        edge = box_edge(self)
        top = (self.fontMetrics().height() - edge) // 2 + GRID // 4
        option.rect = QRect(0, max(0, top), edge, edge)
        painter.drawPrimitive(self._box, option)
        self._draw_edge(painter, option.rect)
        painter.setPen(theme.palette().color(self._group(), self.foregroundRole()))
        rect = self._text_rect(self.width())
        painter.drawText(rect, _FLAGS, self.text())
        if self.hasFocus():
            focus = QStyleOptionFocusRect()
            focus.initFrom(self)
            focus.rect = rect.adjusted(-2, 0, 2, 0)
            painter.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus)
        painter.end()

    def _draw_edge(self, painter: QStylePainter, box: QRect) -> None:
        pen = theme.edge_pen()
        if pen is None or not self.isEnabled():
            return
        painter.save()
        painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        if self._box == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            painter.drawEllipse(edge)
        else:
            painter.drawRoundedRect(edge, 2, 2)
        painter.restore()

    def _group(self) -> QPalette.ColorGroup:
        groups = QPalette.ColorGroup
        return groups.Active if self.isEnabled() else groups.Disabled

    def _advance(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)

    def _text_rect(self, width: int) -> QRect:
        left = text_left(self)
        room = max(1, min(width - left, theme.line_width(self)))
        metrics = self.fontMetrics()
        rect = metrics.boundingRect(QRect(0, 0, room, _FAR), _FLAGS, self.text())
        return QRect(
            left, GRID // 4, max(1, rect.width() + 1), max(rect.height(), metrics.height())
        )


class WrappingRadio(_Wrapping, QRadioButton):
    """A radio button."""

    _box = QStyle.PrimitiveElement.PE_IndicatorRadioButton

    def __init__(self, parent: QWidget | None = None) -> None:
        QRadioButton.__init__(self, parent)
        self._set_up()


class WrappingCheck(_Wrapping, QCheckBox):
    """A check box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        QCheckBox.__init__(self, parent)
        self._set_up()
