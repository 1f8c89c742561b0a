"""Somebody forgotten, with all that was known of their keys, and brought back as they were."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sel.base.errors import UnknownPerson
from sel.keeping import meeting, rows, unlocking
from sel.keeping.people import mailbox
from sel.ports.people import CHECKED, CONFIRMED, TRUSTED, Forgotten

_ONE = "person_certificate"
_SAME = {
    "person": ("mailbox",),
    _ONE: ("mailbox", "sha256"),
    "certificate": ("sha256", "role"),
    "sighting": ("sha256", "source"),
    "trust": ("kind", "subject"),
}
"""By which columns a row of a table is the same as another."""


def forget(connection: sqlite3.Connection, email: str) -> Forgotten:
    """Remove a person and each certificate that counts for nobody else. Raises UnknownPerson."""
    box = mailbox(email)
    person = rows.one(connection, "person", mailbox=box)
    if person is None:
        raise UnknownPerson(address=email)
    held = list(rows.select(connection, _ONE, "WHERE mailbox = ? ORDER BY n", box))
    named = [each["sha256"] for each in held]
    gone = [sha256 for sha256 in named if len(meeting.rows_of(connection, sha256)) == 1]
    taken = [("person", person), *((_ONE, each) for each in held)]
    taken += [row for sha256 in gone for row in _about(connection, sha256)]
    meeting.unindex(connection, person)
    for table, row in taken:
        rows.delete(connection, table, n=row["n"])
    kept = tuple((table, tuple(zip(row.keys(), row, strict=True))) for table, row in taken)
    locks = unlocking.locks(connection)
    book_key = None if locks is None else locks.book_key
    return Forgotten(person["email"], len(gone), kept, book_key)


def _about(connection: sqlite3.Connection, sha256: bytes) -> Iterator[tuple[str, sqlite3.Row]]:
    """All rows about a certificate that counts for nobody any more."""
    clause = "WHERE sha256 = ? AND role = 'person'"
    yield from (("certificate", each) for each in
                rows.select(connection, "certificate", clause, sha256))  # fmt: skip
    clause = "WHERE sha256 = ? ORDER BY n"
    yield from (("sighting", each) for each in rows.select(connection, "sighting", clause, sha256))
    for kind in (TRUSTED, CONFIRMED, CHECKED):
        found = rows.one(connection, "trust", kind=kind, subject=sha256)
        if found is not None:
            yield "trust", found


def bring_back(connection: sqlite3.Connection, forgotten: Forgotten) -> bool:
    """Put every row back where it was. What came again in the meantime stays as it came.

    Returns whether all could come: marks do not if the book key is another by now. Their HMACs
    could not be told from forged ones, and without the key of before nobody can make them anew.
    """
    locks, whole = unlocking.locks(connection), True
    hold = locks is not None and locks.book_key == forgotten.book_key
    for table, columns in forgotten.rows:
        if table == "trust" and not hold:
            whole = False
            continue
        values = dict(columns)
        del values["digest"]
        if rows.one(connection, table, **{name: values[name] for name in _SAME[table]}):
            continue
        if rows.one(connection, table, n=values["n"]) is not None:
            del values["n"]  # somebody else has the place in the meantime
        rows.insert(connection, table, **values)
        if table == "person":
            meeting.index(connection, forgotten.email)
    return whole
