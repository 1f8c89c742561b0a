"""Colleagues as rows: what stands in each, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from sel.base.message import Message
from sel.core.people import Standing
from sel.core.people.folding import folded
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui import theme
from sel.ui.theme import Tone
from sel.ui.widgets.plain import isolated

if TYPE_CHECKING:
    from sel.flows.people_finding import Colleague

Index = QModelIndex | QPersistentModelIndex
WHO, ANSWER = range(2)
"""Columns."""

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
    """Rows as the flows find them, a page at a time, in the order somebody chose.

    wanted   the last row was looked at, and there are more
    ordered  an order was chosen, for which everybody has to be here
    """

    wanted = Signal()
    ordered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.people: list[Colleague] = []
        self.more = False
        self._speaker: Speaker | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None

    def speak(self, speaker: Speaker) -> None:
        """All words again; the rows stay."""
        self._speaker = speaker
        if self.people:
            last = self.index(len(self.people) - 1, ANSWER)
            self.dataChanged.emit(self.index(0, WHO), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, WHO, ANSWER)

    @property
    def in_order(self) -> bool:
        """Whether somebody chose an order of their own."""
        return self._order is not None

    def show_only(self, people: Sequence[Colleague], *, more: bool) -> None:
        """These instead of those that were there. more: not all, the rest can be had."""
        self.beginResetModel()
        self.more = more
        self.people = _in_order(people, self._order)
        self.endResetModel()

    def canFetchMore(self, parent: Index) -> bool:
        return self.more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self.wanted.emit()

    def show_also(self, people: Sequence[Colleague], *, more: bool) -> None:
        """More of the same."""
        self.more = more
        if not people:
            return
        at = len(self.people)
        self.beginInsertRows(QModelIndex(), at, at + len(people) - 1)
        self.people.extend(people)
        self.endInsertRows()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By name, or by answer and end; no column means as they were found, by address."""
        self._order = (column, order) if column >= 0 else None
        self.ordered.emit()

    def in_their_order(self) -> Callable[[], Sequence[Colleague]]:
        """What puts those that are here in the order that was chosen: work for another thread,
        as ten thousand take longer than a frame. `arrange` takes its answer.
        """
        people, order = tuple(self.people), self._order
        return lambda: _in_order(people, order)

    def arrange(self, people: Sequence[Colleague]) -> None:
        """The same people in another order; whoever is in front stays so."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [self.people[each.row()] for each in before]
        self.people = list(people)
        place = {id(each): row for row, each in enumerate(self.people)} if kept else {}
        after = [
            self.index(place[id(one)], old.column()) for one, old in zip(kept, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._speaker is None or not index.isValid():
            return None
        one = self.people[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "\n".join(filter(None, self._texts(one, index.column())))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(index.column(), self._texts(one, index.column()))
            case Qt.ItemDataRole.DecorationRole if index.column() == ANSWER:
                sign, tone = look_of(one)
                chosen = theme.palette().highlightedText().color()
                return theme.icon(sign, theme.tone_colour(tone, theme.palette()), chosen)
        return None

    def _texts(self, one: Colleague, column: int) -> tuple[str, str]:
        assert self._speaker is not None
        return who(one) if column == WHO else answer_words(one, self._speaker)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if not across or role != Qt.ItemDataRole.DisplayRole or self._speaker is None:
            return None
        say = self._speaker.say
        return (
            say("people-table-who", "Who")
            if section == WHO
            else say("people-table-encrypt", "Can I encrypt?")
        )

    def line(self, row: int) -> str:
        """A row with tabs, for a spreadsheet or a mail."""
        assert self._speaker is not None
        one = self.people[row]
        name = visible(one.person.name), visible(one.person.email)
        return "\t".join((*name, " ".join(answer_words(one, self._speaker)).strip()))


def _spoken(column: int, texts: tuple[str, str]) -> str:
    return (", " if column == WHO else " ").join(filter(None, texts))


def _in_order(
    people: Sequence[Colleague], order: tuple[int, Qt.SortOrder] | None
) -> list[Colleague]:
    if order is None:
        return list(people)
    column, direction = order
    key = _by_name if column == WHO else _by_answer
    return sorted(people, key=key, reverse=direction is Qt.SortOrder.DescendingOrder)


def _by_name(one: Colleague) -> tuple[str, str]:
    return folded(one.person.name or one.person.email), one.person.email


def _by_answer(one: Colleague) -> tuple[bool, datetime, str]:
    """Those who cannot be encrypted to first, then whose certificate ends first."""
    about = one.answer.use or one.answer.about
    ends = about.not_after if about is not None else datetime.min
    return one.answer.use is not None, ends.replace(tzinfo=None), one.person.email
