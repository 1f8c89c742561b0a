"""Colleagues one below the other: who it is, whether mail to them can be encrypted, until when.

Ten thousand are ordinary. Nothing is made ready for a row before it is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.theme import GRID
from sel.ui.widgets.people_rows import WHO, Index, PeopleModel

if TYPE_CHECKING:
    from sel.flows.people_finding import Colleague

_LEAST_ROWS = 3


class _Cells(QStyledItemDelegate):
    """Reasons wrap; names and addresses are cut short, each on a line of its own."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.column() == WHO:
            wraps = QStyleOptionViewItem.ViewItemFeature.WrapText
            option.features &= ~wraps


class PeopleTable(QTableView):
    """picked  somebody else is in front (their Colleague), or nobody (None)
    opened  Enter or a double click on somebody
    to_the_end  everybody has to be here; what is done then
    """

    picked = Signal(object)
    opened = Signal(object)
    to_the_end = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = PeopleModel(self)
        self.setModel(self.people)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setItemDelegate(_Cells(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._current)
        self.doubleClicked.connect(lambda _index: self._open())
        self._dress()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self.people.speak(speaker)
        self.setAccessibleName(speaker.say("people-table", "Colleagues"))

    @property
    def front(self) -> Colleague | None:
        """Who is in front."""
        row = self.currentIndex().row()
        return self.people.people[row] if 0 <= row < len(self.people.people) else None

    def chosen(self) -> tuple[str, ...]:
        """Addresses of those who are marked, from the top."""
        return tuple(self.people.people[row].person.email for row in self._marked())

    def _marked(self) -> list[int]:
        """Rows; by ranges, for they may be ten thousand."""
        found = self.selectionModel().selection()
        ranges = (found.at(number) for number in range(found.count()))
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    def selectAll(self) -> None:
        """Everybody who was looked for, also those further down."""
        if self.people.more:
            self.to_the_end.emit(super().selectAll)
        else:
            super().selectAll()

    def _last(self) -> None:
        """To the very last one."""
        self.selectRow(len(self.people.people) - 1)
        self.scrollToBottom()

    def pick(self, email: str) -> None:
        """Bring somebody to the front, if they are shown."""
        for row, each in enumerate(self.people.people):
            if each.person.email == email:
                how = QItemSelectionModel.SelectionFlag
                index = self.people.index(row, 0)
                flags = how.ClearAndSelect | how.Rows
                self.selectionModel().setCurrentIndex(index, flags)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText("\n".join(map(self.people.line, self._marked())))
            return
        if event.key() == Qt.Key.Key_End and self.people.more and not event.modifiers():
            self.to_the_end.emit(self._last)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def minimumSizeHint(self) -> QSize:
        high = self.verticalHeader().defaultSectionSize() * _LEAST_ROWS
        wide = self.fontMetrics().averageCharWidth() * 24
        return QSize(wide, self.horizontalHeader().sizeHint().height() + high)

    def _open(self) -> None:
        if self.front is not None:
            self.opened.emit(self.front)

    def _current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.picked.emit(self.people.people[index.row()] if index.isValid() else None)

    def _dress(self) -> None:
        edge = theme.icon_edge(self, 1.0)
        self.setIconSize(QSize(edge, edge))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() * 2 + GRID)
