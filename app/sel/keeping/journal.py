"""What happened when, in codes and facts; and drafts of unfinished journeys."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta
from enum import Enum
from pathlib import PurePath

from sel.base.message import Message
from sel.keeping import rows
from sel.keeping.stamps import moment, stamp
from sel.ports.book import JournalEntry

_KEPT = timedelta(days=366)


def note(connection: sqlite3.Connection, what: Message, *, now: datetime) -> None:
    """Write one line and let go of those older than twelve months.

    Raises TypeError for facts that are no plain values: bytes and secrets have no place here.
    """
    facts = json.dumps(dict(what.facts), default=_plain, ensure_ascii=False)
    rows.insert(connection, "journal", at=stamp(now), code=what.code, facts=facts)
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
    lines = rows.select(connection, "journal", "ORDER BY n DESC LIMIT ?", count)
    return tuple(
        JournalEntry(moment(line["at"]), Message(line["code"], json.loads(line["facts"])))
        for line in lines
    )


def draft(connection: sqlite3.Connection, journey: str) -> str | None:
    """What was typed in an unfinished journey."""
    row = rows.one(connection, "draft", journey=journey)
    return None if row is None else str(row["typed"])


def keep_draft(
    connection: sqlite3.Connection, journey: str, typed: str | None, *, now: datetime
) -> None:
    """Keep or, with None, forget a draft."""
    if typed is None:
        rows.delete(connection, "draft", journey=journey)
        return
    rows.put(connection, "draft", {"journey": journey}, {"typed": typed, "at": stamp(now)})
