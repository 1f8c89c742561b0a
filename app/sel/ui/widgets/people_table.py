"""Colleagues one below the other: who it is, whether mail to them can be encrypted, until when.

Ten thousand are ordinary. Nothing is made ready for a row before it is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
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

from sel.base.message import Message
from sel.core.people import Standing
from sel.core.people.folding import folded
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui import theme
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.plain import isolated

if TYPE_CHECKING:
    from sel.flows.people_finding import Colleague

_Index = QModelIndex | QPersistentModelIndex
_LEAST_ROWS = 3
_WHO, _ANSWER = range(2)
_YES, _ASK, _NO = ("done", Tone.GOOD), ("attention", Tone.CARE), ("error", Tone.BAD)
_WAITS_FOR_ME = frozenset({Standing.CHANGE, Standing.PATH})


def look_of(one: Colleague) -> tuple[str, Tone]:
    """The sign of an answer and its colour; a word always stands beside it."""
    if one.answer.use is not None:
        return _ASK if one.answer.changes else _YES
    return _ASK if one.answer.reason in _WAITS_FOR_ME else _NO


def answer_words(one: Colleague, speaker: Speaker) -> tuple[str, str]:
    """Yes or no, and until when or why not."""
    if one.answer.use is None:
        state = speaker.message(Message(f"person-state.{one.answer.reason.value}"))
        return speaker.say("person-no", "No: {state}", state=state), ""
    date = speaker.date(one.answer.use.not_after)
    return speaker.say("person-yes", "Yes, until"), date


def who(one: Colleague) -> tuple[str, str]:
    """Name and address, made safe to look at; the name is empty if none is known."""
    person = one.person
    return isolated(visible(person.name)), isolated(visible(person.email))


class PeopleModel(QAbstractTableModel):
    """Rows as the flows find them, a page at a time, in the order somebody chose."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.people: list[Colleague] = []
        self._speaker: Speaker | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None

    def speak(self, speaker: Speaker) -> None:
        """All words again; the rows stay."""
        self._speaker = speaker
        if self.people:
            last = self.index(len(self.people) - 1, _ANSWER)
            self.dataChanged.emit(self.index(0, _WHO), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, _WHO, _ANSWER)

    def show_only(self, people: Sequence[Colleague]) -> None:
        """These instead of those that were there."""
        self.beginResetModel()
        self.people = list(people)
        self._put_in_order()
        self.endResetModel()

    def show_also(self, people: Sequence[Colleague]) -> None:
        """More of the same."""
        if not people:
            return
        at = len(self.people)
        self.beginInsertRows(QModelIndex(), at, at + len(people) - 1)
        self.people.extend(people)
        self.endInsertRows()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By name, or by answer and end; no column means as they were found, by address."""
        self._order = (column, order) if column >= 0 else None
        self.put_in_order()

    def put_in_order(self) -> None:
        """The order that was chosen, for rows that came since; whoever is in front stays so."""
        if self._order is None:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [self.people[each.row()] for each in before]
        self._put_in_order()
        place = {id(each): row for row, each in enumerate(self.people)}
        after = [
            self.index(place[id(one)], old.column()) for one, old in zip(kept, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _put_in_order(self) -> None:
        if self._order is None:
            return
        column, order = self._order
        key = _by_name if column == _WHO else _by_answer
        self.people.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._speaker is None or not index.isValid():
            return None
        one = self.people[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "\n".join(filter(None, self._texts(one, index.column())))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(index.column(), self._texts(one, index.column()))
            case Qt.ItemDataRole.DecorationRole if index.column() == _ANSWER:
                sign, tone = look_of(one)
                chosen = theme.palette().highlightedText().color()
                return theme.icon(sign, theme.tone_colour(tone, theme.palette()), chosen)
        return None

    def _texts(self, one: Colleague, column: int) -> tuple[str, str]:
        assert self._speaker is not None
        return who(one) if column == _WHO else answer_words(one, self._speaker)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if not across or role != Qt.ItemDataRole.DisplayRole or self._speaker is None:
            return None
        say = self._speaker.say
        return (
            say("people-table-who", "Who")
            if section == _WHO
            else say("people-table-encrypt", "Can I encrypt?")
        )

    def line(self, row: int) -> str:
        """A row with tabs, for a spreadsheet or a mail."""
        assert self._speaker is not None
        one = self.people[row]
        name = visible(one.person.name), visible(one.person.email)
        return "\t".join((*name, " ".join(answer_words(one, self._speaker)).strip()))


def _spoken(column: int, texts: tuple[str, str]) -> str:
    return (", " if column == _WHO else " ").join(filter(None, texts))


def _by_name(one: Colleague) -> tuple[str, str]:
    return folded(one.person.name or one.person.email), one.person.email


def _by_answer(one: Colleague) -> tuple[bool, datetime, str]:
    """Those who cannot be encrypted to first, then whose certificate ends first."""
    about = one.answer.use or one.answer.about
    ends = about.not_after if about is not None else datetime.min
    return one.answer.use is not None, ends.replace(tzinfo=None), one.person.email


class _Cells(QStyledItemDelegate):
    """Reasons wrap; names and addresses are cut short, each on a line of its own."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        if index.column() == _WHO:
            wraps = QStyleOptionViewItem.ViewItemFeature.WrapText
            option.features &= ~wraps


class PeopleTable(QTableView):
    """picked  somebody else is in front (their Colleague), or nobody (None)
    opened  Enter or a double click on somebody
    """

    picked = Signal(object)
    opened = Signal(object)

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
        rows = sorted(each.row() for each in self.selectionModel().selectedRows())
        return tuple(self.people.people[row].person.email for row in rows)

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
            rows = sorted(each.row() for each in self.selectionModel().selectedRows())
            QApplication.clipboard().setText("\n".join(map(self.people.line, rows)))
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
