"""What a source brought taken back, where nobody else has seen it or spoken for it."""

from __future__ import annotations

import sqlite3

from sel.base.errors import InputError
from sel.core import certificate
from sel.keeping import meeting, rows
from sel.ports.people import CHECKED, CONFIRMED, TRUSTED

_ONE = "person_certificate"


def withdraw(connection: sqlite3.Connection, source: str, *, keep: frozenset[bytes]) -> int:
    """A source no longer speaks for certificates other than `keep`. How many went.

    What was seen elsewhere too stays, with that as its source; so does what the person trusted,
    confirmed or checked.
    """
    gone = 0
    brought = list(rows.select(connection, _ONE, "WHERE source = ?", source))
    for sha256 in dict.fromkeys(row["sha256"] for row in brought):
        if sha256 in keep:
            continue
        elsewhere = _elsewhere(connection, sha256, source)
        if elsewhere is not None:
            for row in meeting.rows_of(connection, sha256).values():
                if row["source"] == source:
                    rows.amend(connection, _ONE, row, {"source": elsewhere})
            rows.delete(connection, "sighting", sha256=sha256, source=elsewhere)
        elif not _spoken_for(connection, sha256):
            _forget_certificate(connection, sha256)
            gone += 1
    for row in list(rows.select(connection, "sighting", "WHERE source = ?", source)):
        if row["sha256"] not in keep:
            rows.delete(connection, "sighting", sha256=row["sha256"], source=source)
    return gone


def _elsewhere(connection: sqlite3.Connection, sha256: bytes, source: str) -> str | None:
    """Another source of a certificate: for another of its addresses, or where it was seen next."""
    clause = "WHERE sha256 = ? AND source <> ? ORDER BY n"
    for table in (_ONE, "sighting"):
        for row in rows.select(connection, table, clause, sha256, source):
            return str(row["source"])
    return None


def _spoken_for(connection: sqlite3.Connection, sha256: bytes) -> bool:
    kinds = (TRUSTED, CONFIRMED, CHECKED)
    return any(
        rows.one(connection, "trust", kind=kind, subject=sha256) is not None for kind in kinds
    )


def _forget_certificate(connection: sqlite3.Connection, sha256: bytes) -> None:
    """One certificate, and each person who has no other; the names it gave to those who have."""
    boxes = list(meeting.rows_of(connection, sha256))
    rows.delete(connection, _ONE, sha256=sha256)
    rows.delete(connection, "certificate", sha256=sha256, role="person")
    for box in boxes:
        row = rows.one(connection, "person", mailbox=box)
        if row is None:
            continue
        left = list(
            rows.select(connection, _ONE, "WHERE mailbox = ? ORDER BY not_before DESC, n", box)
        )
        if left:
            names = _names(connection, [each["sha256"] for each in left])
            meeting.rename(connection, row, *names)
        else:
            meeting.unindex(connection, row)
            rows.delete(connection, "person", mailbox=box)


def _names(connection: sqlite3.Connection, newest_first: list[bytes]) -> tuple[str, str]:
    """Name and organisation: of the newest that has one, as `meeting` gives them."""
    name = organisation = ""
    for sha256 in newest_first:
        row = rows.one(connection, "certificate", sha256=sha256, role="person")
        try:
            facts = None if row is None else certificate.read(row["der"])
        except InputError:  # an older version took it, and this one cannot read it
            continue
        if facts is not None:
            name = name or facts.common_name or ""
            organisation = organisation or facts.organisation or ""
    return name, organisation
