"""What happened when, in codes and facts; and drafts of unfinished journeys."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import PurePath

from sel.base.message import Message
from sel.keeping.sqlite import FileDamagedError
from sel.ports.book import JournalEntry

_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"
_KEPT = timedelta(days=366)


def stamp(when: datetime) -> str:
    """A time as the book stores it: UTC, microseconds, sorts as text."""
    return when.astimezone(UTC).strftime(_STAMP)


def moment(text: str) -> datetime:
    """The time of a stamp. Raises FileDamagedError: none but rot makes another of ours."""
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError as error:
        raise FileDamagedError("time") from error


def note(connection: sqlite3.Connection, what: Message, *, now: datetime) -> None:
    """Write one line and let go of those older than twelve months.

    Raises TypeError for facts that are no plain values: bytes and secrets have no place here.
    """
    facts = json.dumps(dict(what.facts), default=_plain, ensure_ascii=False)
    connection.execute(
        "INSERT INTO journal (at, code, facts) VALUES (?, ?, ?)", (stamp(now), what.code, facts)
    )
    connection.execute("DELETE FROM journal WHERE at < ?", (stamp(now - _KEPT),))


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case Enum():
            return value.value
        case PurePath():
            return str(value)
        case set() | frozenset():
            return sorted(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no place in the journal")


def newest(connection: sqlite3.Connection, count: int) -> tuple[JournalEntry, ...]:
    """The newest entries, newest first."""
    rows = connection.execute(
        "SELECT at, code, facts FROM journal ORDER BY n DESC LIMIT ?", (count,)
    )
    return tuple(
        JournalEntry(moment(row["at"]), Message(row["code"], _facts(row["facts"]))) for row in rows
    )


def _facts(text: str) -> dict[str, object]:
    """A line whose facts have rotted still says what happened."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def draft(connection: sqlite3.Connection, journey: str) -> str | None:
    """What was typed in an unfinished journey."""
    row = connection.execute("SELECT typed FROM draft WHERE journey = ?", (journey,)).fetchone()
    return None if row is None else str(row["typed"])


def keep_draft(
    connection: sqlite3.Connection, journey: str, typed: str | None, *, now: datetime
) -> None:
    """Keep or, with None, forget a draft."""
    if typed is None:
        connection.execute("DELETE FROM draft WHERE journey = ?", (journey,))
        return
    connection.execute(
        "INSERT INTO draft (journey, typed, at) VALUES (?, ?, ?) "
        "ON CONFLICT (journey) DO UPDATE SET typed = excluded.typed, at = excluded.at",
        (journey, typed, stamp(now)),
    )
