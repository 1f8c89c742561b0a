"""Domains one below the other: whose, and what the newest check said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from sel.core.delivery.judged import Verdict
from sel.text import delivery
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui import theme
from sel.ui.partners.rows import Row
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.plain import isolated

_Index = QModelIndex | QPersistentModelIndex
_DOMAIN, _ANSWER = range(2)
_LEAST_ROWS = 5
_LOOK = {
    Verdict.GOOD: ("done", Tone.GOOD),
    Verdict.WARNINGS: ("attention", Tone.CARE),
    Verdict.BAD: ("error", Tone.BAD),
    Verdict.UNKNOWN: ("waiting", Tone.QUIET),
}


def look_of(verdict: Verdict) -> tuple[str, Tone]:
    """The sign of an answer and its colour; a word always stands beside it."""
    return _LOOK[verdict]


class DomainModel(QAbstractTableModel):
    """Rows in the order they were given, or by what somebody chose."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown: list[Row] = []
        self._speaker: Speaker | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None

    def speak(self, speaker: Speaker) -> None:
        """All words again; the rows stay."""
        self._speaker = speaker
        if self.shown:
            last = self.index(len(self.shown) - 1, _ANSWER)
            self.dataChanged.emit(self.index(0, _DOMAIN), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, _DOMAIN, _ANSWER)

    def show_only(self, rows: Sequence[Row]) -> None:
        """These instead of those that were there."""
        self.beginResetModel()
        self.shown = list(rows)
        self._put_in_order()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By domain, or by how bad the answer is."""
        self.beginResetModel()
        self._order = (column, order) if column >= 0 else None
        self._put_in_order()
        self.endResetModel()

    def _put_in_order(self) -> None:
        if self._order is None:
            return
        column, order = self._order
        weight = [None, Verdict.GOOD, Verdict.UNKNOWN, Verdict.WARNINGS, Verdict.BAD]

        def key(row: Row) -> tuple[int, str]:
            return (weight.index(row.verdict) if column == _ANSWER else 0), row.domain

        self.shown.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._speaker is None or not index.isValid():
            return None
        row = self.shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "\n".join(filter(None, self._texts(row, index.column())))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, self._texts(row, index.column())))
            case Qt.ItemDataRole.DecorationRole if index.column() == _ANSWER and row.verdict:
                sign, tone = look_of(row.verdict)
                chosen = theme.palette().highlightedText().color()
                return theme.icon(sign, theme.tone_colour(tone, theme.palette()), chosen)
        return None

    def _texts(self, row: Row, column: int) -> tuple[str, str]:
        assert self._speaker is not None
        if column == _DOMAIN:
            return isolated(visible(row.domain)), isolated(visible(row.organisation))
        if row.verdict is None or row.moment is None:
            return self._speaker.say("partners-not-checked", "not checked yet"), ""
        word = delivery.verdict(self._speaker, row.verdict.value)
        return word, self._speaker.date(row.moment)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if not across or role != Qt.ItemDataRole.DisplayRole or self._speaker is None:
            return None
        say = self._speaker.say
        return (
            say("delivery-column-domain", "Domain")
            if section == _DOMAIN
            else say("delivery-column-verdict", "Answer")
        )

    def line(self, row: int) -> str:
        """A row with tabs, for a spreadsheet or a mail."""
        one = self.shown[row]
        return "\t".join((one.domain, one.organisation, *self._texts(one, _ANSWER))).rstrip()


class DomainTable(QTableView):
    """picked   another domain is in front (its Row), or none (None)
    marked   others are marked
    """

    picked = Signal(object)
    marked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.domains = DomainModel(self)
        self.setModel(self.domains)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        across = QHeaderView.ResizeMode
        self.horizontalHeader().setSectionResizeMode(_DOMAIN, across.Stretch)
        self.horizontalHeader().setSectionResizeMode(_ANSWER, across.ResizeToContents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.picked.emit(self.front))
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit())
        self.domains.modelReset.connect(self.marked)
        self._dress()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self.domains.speak(speaker)
        self.setAccessibleName(speaker.say("place-partners", "Partner domains"))

    def show_only(self, rows: Sequence[Row]) -> None:
        """These instead of those that were there; the one in front stays so, if it is shown."""
        front, marked = self.front, self.chosen()
        self.domains.show_only(rows)
        if front is not None and len(marked) <= 1:
            self.pick(front.domain)

    @property
    def front(self) -> Row | None:
        """The one in front."""
        row = self.currentIndex().row()
        return self.domains.shown[row] if 0 <= row < len(self.domains.shown) else None

    def chosen(self) -> tuple[str, ...]:
        """Domains that are marked, from the top."""
        return tuple(self.domains.shown[row].domain for row in self._rows())

    def pick(self, domain: str) -> None:
        """Bring a domain to the front, if it is shown."""
        for row, each in enumerate(self.domains.shown):
            if each.domain == domain:
                self.selectRow(row)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText("\n".join(map(self.domains.line, self._rows())))
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

    def _rows(self) -> list[int]:
        return sorted(each.row() for each in self.selectionModel().selectedRows())

    def _dress(self) -> None:
        edge = theme.icon_edge(self, 1.0)
        self.setIconSize(QSize(edge, edge))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() * 2 + GRID)
