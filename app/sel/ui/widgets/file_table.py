"""Files one below the other: name, what it is, what to do now; thousands without a stutter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.theme import GRID, Tone

_Index = QModelIndex | QPersistentModelIndex
_SHOWN_ROWS = 7
_NOW = 2
_ALL_COLUMNS = 66
"""A table narrower than so many characters has no room for what to do now."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file in words. sign: a drawing; tone: its colour; state: the word for both."""

    name: str
    kind: str
    now: str
    sign: str
    tone: Tone
    state: str


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[FileRow, ...] = ()
        self.heads = ("", "", "")

    def tell(self, rows: tuple[FileRow, ...], heads: tuple[str, str, str]) -> None:
        self.beginResetModel()
        self.rows, self.heads = rows, heads
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        text = (row.name, row.kind, row.now)[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return text
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                chosen = theme.on_selection(theme.palette())
                return theme.icon(row.sign, theme.tone_colour(row.tone, theme.palette()), chosen)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{text} ({row.state})" if index.column() == 0 else text
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        return self.heads[section] if across and role == Qt.ItemDataRole.DisplayRole else None


class FileTable(QTableView):
    """picked  another file is in front (its number in what was told)"""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._sorted.setSortLocaleAware(True)
        self.setModel(self._sorted)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._current)
        self._dress()

    def tell(self, rows: Sequence[FileRow], speaker: Speaker) -> None:
        """Show these; the one in front stays in front where the number of rows stays."""
        front = self.front
        heads = (
            speaker.say("files-column-name", "File"),
            speaker.say("files-column-kind", "What it is"),
            speaker.say("files-column-now", "What now"),
        )
        same = len(rows) == len(self._model.rows)
        self._model.tell(tuple(rows), heads)
        self.setAccessibleName(speaker.say("files-table", "Files"))
        header = self.horizontalHeader()
        for column in range(len(heads)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._dress()
        if same and front >= 0:
            self.pick(front)

    @property
    def front(self) -> int:
        """The number of the file in front, -1 without one."""
        return self._sorted.mapToSource(self.currentIndex()).row()

    def pick(self, number: int) -> None:
        """Bring a file to the front."""
        index = self._sorted.mapFromSource(self._model.index(number, 0))
        self.setCurrentIndex(index)
        self.selectRow(index.row())

    def text(self, *, chosen: bool = False) -> str:
        """The rows as lines with tabs, for a spreadsheet or a mail; those chosen, or all."""
        numbers = list(range(self._sorted.rowCount()))
        if chosen:
            numbers = sorted(each.row() for each in self.selectionModel().selectedRows())
        rows = [self._model.rows[self._source(number)] for number in numbers]
        return "\n".join("\t".join((row.name, row.kind, row.now)) for row in rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.text(chosen=True))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()  # the page's primary button, and its Cancel
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _ALL_COLUMNS
        self.setColumnHidden(_NOW, narrow)  # the page's primary button says it, too

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _source(self, row: int) -> int:
        return self._sorted.mapToSource(self._sorted.index(row, 0)).row()

    def _current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self._sorted.mapToSource(index).row())

    def _dress(self) -> None:
        edge = theme.icon_edge(self, 1.0)
        self.setIconSize(QSize(edge, edge))
        high = max(edge, self.fontMetrics().height()) + GRID
        self.verticalHeader().setDefaultSectionSize(high)
        rows = min(max(self._model.rowCount(), 2), _SHOWN_ROWS)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * high + GRID // 2)
