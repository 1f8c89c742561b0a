"""Row by row out of a damaged book."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sel.base.errors import SelError
from sel.keeping import rows as kept
from sel.keeping import sealed
from sel.keeping.sqlite import UNREADABLE

Row = tuple[kept.Value, ...]

_GAP = 1_000_000  # row numbers tried one by one between the readable ends of a table
_BARREN = 2_000  # misses in a row after which there is nothing more; a leaf holds far fewer rows


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of one table.

    whole  everything the damaged file held is there
    lost   rows the damaged file certainly held and that did not come back; 0 if not countable
    """

    table: str
    whole: bool
    lost: int
    came: int


def merge(table: str, damaged: sqlite3.Connection, into: sqlite3.Connection) -> Merged:
    """Bring the rows of one table over; what cannot be read stays as `into` has it.

    A table that reads whole replaces what the copy had, so that what was removed stays removed.
    A row whose digest is wrong comes only where the copy has none in its place, and only if what
    matters in it can be told right without the digest: a sealed key is never given up for it.
    Raises sqlite3.Error only for trouble with `into`.
    """
    columns = tuple(row[1] for row in into.execute(f"PRAGMA table_info({table})"))
    before = _count(into, table)
    rows, all_read = _readable(damaged, table, columns)
    good = [row for row in rows if kept.right(table, columns, row)]
    doubtful = [row for row in rows if not kept.right(table, columns, row)]
    # The indexes lie in other pages: if they know of more rows, the walk passed over some.
    expected = max(_counts(damaged, table), default=0)
    whole = all_read and len(good) == len(rows) >= expected
    if whole:
        into.execute(f"DELETE FROM {table}")  # noqa: S608  names are ours
    came = 0
    for row in good:
        came += _put(into, table, columns, row)
    whole = whole and came == len(good)
    empty = _count(into, table) == 0
    for row in doubtful:
        if _answers_for_itself(table, columns, row, empty=empty):
            came += _put(into, table, columns, kept.renewed(table, columns, row), instead="IGNORE")
    whole = whole or (all_read and came == len(rows) >= expected)
    now = _count(into, table)
    lost = 0 if whole else max(0, expected - now)
    return Merged(table, whole, lost, came if not whole else max(0, now - before))


def _answers_for_itself(table: str, columns: tuple[str, ...], row: Row, *, empty: bool) -> bool:
    """Whether a row is worth keeping although its digest is wrong.

    empty  nothing else is there for this table: then what only says how keys are opened is
           better than nothing, for it proves itself or fails when it is used
    """
    value = dict(zip(columns, row, strict=True))
    if table in {"key", "authority_key"}:
        try:
            about = sealed.about(bytes(value["sealed"] or b""))  # type: ignore[arg-type]
        except (SelError, TypeError):
            return False
        return about.spki_sha256 == value["spki_sha256"] and about.key.bytes == value["uuid"]
    if table in {"certificate", "request"}:
        der = value["der"]
        return isinstance(der, bytes) and hashlib.sha256(der).digest() == value["sha256"]
    return empty and table in {"meta", "book_key", "slot", "authority", "issued"}


def _put(
    into: sqlite3.Connection,
    table: str,
    columns: tuple[str, ...],
    row: Row,
    *,
    instead: str = "REPLACE",
) -> int:
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    statement = f"INSERT OR {instead} INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  ours
    try:
        return into.execute(statement, row).rowcount
    except (sqlite3.IntegrityError, sqlite3.DataError):
        return 0  # a row that breaks the schema's own rules was not read right


def _readable(
    damaged: sqlite3.Connection, table: str, columns: tuple[str, ...]
) -> tuple[list[Row], bool]:
    """Rows from both ends of the table, then one by one in the gap; and whether that is all."""
    names = ", ".join(columns)
    found: dict[int, Row] = {}
    last, first = None, None
    try:
        for number, row in _walk(damaged, table, names, "ASC"):
            found[number] = row
            last = number
        return list(found.values()), True
    except UNREADABLE:
        pass
    try:
        for number, row in _walk(damaged, table, names, "DESC"):
            if number in found:
                break
            found[number] = row
            first = number
    except UNREADABLE:
        pass
    start = 1 if last is None else last + 1
    end = start + _GAP if first is None else min(first, start + _GAP)
    by_number = f"SELECT {names} FROM {table} WHERE rowid = ?"  # noqa: S608  ours
    missed = 0
    for number in range(start, end):
        one = None
        with suppress(*UNREADABLE):
            one = damaged.execute(by_number, (number,)).fetchone()
        missed = missed + 1 if one is None else 0
        if one is not None:
            found[number] = tuple(one)
        elif first is None and missed > _BARREN:
            break
    return [found[number] for number in sorted(found)], False


def _walk(
    damaged: sqlite3.Connection, table: str, names: str, order: str
) -> Iterator[tuple[int, Row]]:
    statement = f"SELECT rowid, {names} FROM {table} ORDER BY rowid {order}"  # noqa: S608  ours
    for row in damaged.execute(statement):
        yield row[0], tuple(row)[1:]


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def _counts(damaged: sqlite3.Connection, table: str) -> Iterator[int]:
    """How many rows the table's trees say there were: its own and the indexes'."""
    trees = ["NOT INDEXED"]
    with suppress(*UNREADABLE):
        trees += [
            f'INDEXED BY "{row[1]}"' for row in damaged.execute(f"PRAGMA index_list({table})")
        ]
    for tree in trees:
        with suppress(*UNREADABLE):
            statement = f"SELECT count(*) FROM {table} {tree}"  # noqa: S608  ours
            yield int(damaged.execute(statement).fetchone()[0])
