"""The rows of colleagues: read as people, written in batches, found by any part of a name."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sel.core.people import Mark, PathState, Person, PersonCertificate
from sel.core.people.folding import folded
from sel.keeping import facts, rows
from sel.keeping.stamps import moment, stamp
from sel.ports.people import CHECKED, CONFIRMED, TRUSTED, PeopleCount, Sighting

_ONE = "person_certificate"
_KINDS = (TRUSTED, CONFIRMED, CHECKED)
_AT_ONCE = 500  # values in one IN (…)
_LEAST_WORD = 3  # letters the index knows; shorter words are looked for row by row


def mailbox(email: str) -> str:
    """An address by which it is found, of two that name one mailbox the same (`same_mailbox`)."""
    if email.isascii():
        return email.lower()
    return "".join(sign.lower() if sign.isascii() else sign for sign in email)


@dataclass(slots=True)
class Found:
    """Rows of some people with everything about them, not yet proved against the book key."""

    people: list[sqlite3.Row]
    certificates: dict[str, list[sqlite3.Row]] = field(default_factory=dict)
    marks: dict[tuple[str, bytes], sqlite3.Row] = field(default_factory=dict)

    def answer(self, key: bytes | None) -> tuple[Person, ...]:
        """As people, in the order of the rows. key: of the HMAC, None if it is not at hand."""
        said = {name: facts.mark(row, key) for name, row in self.marks.items()}
        return tuple(self._person(row, said) for row in self.people)

    def _person(self, row: sqlite3.Row, said: Mapping[tuple[str, bytes], Mark]) -> Person:
        held = self.certificates.get(row["mailbox"], ())
        return Person(
            email=row["email"],
            name=row["name"],
            organisation=row["organisation"],
            certificates=tuple(_certificate(each, said) for each in held),
        )


def _certificate(row: sqlite3.Row, said: Mapping[tuple[str, bytes], Mark]) -> PersonCertificate:
    sha256 = row["sha256"]
    return PersonCertificate(
        sha256=sha256,
        spki_sha256=row["spki_sha256"],
        not_before=moment(row["not_before"]),
        not_after=moment(row["not_after"]),
        algorithm=row["algorithm"],
        encrypts=bool(row["encrypts"]),
        matches=bool(row["matches"]),
        met=moment(row["met"]),
        source=row["source"],
        announced_by=row["announced_by"],
        path=PathState(row["path"]),
        judged=moment(row["judged"]),
        trusted=said.get((TRUSTED, sha256)),
        confirmed=said.get((CONFIRMED, sha256)),
        checked=said.get((CHECKED, sha256)),
    )


# --- reading --------------------------------------------------------------------------------


def count(connection: sqlite3.Connection) -> PeopleCount:
    """How many people and certificates."""
    people = connection.execute("SELECT count(*) FROM person").fetchone()[0]
    held = connection.execute("SELECT count(DISTINCT sha256) FROM person_certificate").fetchone()
    return PeopleCount(int(people), int(held[0]))


def everybody(connection: sqlite3.Connection, after: str, limit: int | None) -> Found:
    """In order of their addresses, from behind `after` on."""
    clause = f"WHERE mailbox > ? ORDER BY mailbox LIMIT {_limit(limit)}"
    return _with_all(connection, rows.select(connection, "person", clause, mailbox(after)))


def search(connection: sqlite3.Connection, text: str, limit: int | None, after: str) -> Found:
    """Those in whom every word of `text` stands, from behind the address `after` on."""
    wanted, values = _wanted(text)
    where = " AND ".join(("mailbox > ?", *wanted))
    clause = f"WHERE {where} ORDER BY mailbox LIMIT {_limit(limit)}"
    return _with_all(
        connection, rows.select(connection, "person", clause, mailbox(after), *values)
    )


def matching(connection: sqlite3.Connection, text: str) -> int:
    """How many people every word of `text` stands in."""
    wanted, values = _wanted(text)
    where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
    found = connection.execute(f"SELECT count(*) FROM person {where}", values)  # noqa: S608  ours
    return int(found.fetchone()[0])


def _wanted(text: str) -> tuple[list[str], list[rows.Value]]:
    """What a row has to fulfil, and the values for it."""
    words = folded(text).split()
    long = [word for word in words if len(word) >= _LEAST_WORD]
    wanted: list[str] = []
    values: list[rows.Value] = []
    if long:
        quoted = " AND ".join('"' + word.replace('"', '""') + '"' for word in long)
        wanted.append("n IN (SELECT rowid FROM person_search WHERE person_search MATCH ?)")
        values.append(quoted)
    for word in words:
        if len(word) < _LEAST_WORD:
            wanted.append("folded LIKE ? ESCAPE '\\'")
            values.append(f"%{_plain(word)}%")
    return wanted, values


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _limit(limit: int | None) -> int:
    return -1 if limit is None else int(limit)


def ending(connection: sqlite3.Connection, since: datetime, until: datetime) -> Found:
    """Those with a certificate that ends between the two, the soonest first."""
    statement = (
        "SELECT mailbox FROM person_certificate WHERE not_after BETWEEN ? AND ? "
        "GROUP BY mailbox ORDER BY min(not_after), mailbox"
    )
    found = connection.execute(statement, (stamp(since), stamp(until)))
    return _named(connection, [row[0] for row in found])


def one(connection: sqlite3.Connection, email: str) -> Found:
    """One person, or nobody."""
    return _named(connection, [mailbox(email)])


def holders(connection: sqlite3.Connection, sha256: bytes) -> Found:
    """Everybody a certificate counts for."""
    found = rows.select(connection, _ONE, "WHERE sha256 = ? ORDER BY mailbox", sha256)
    return _named(connection, [row["mailbox"] for row in found])


def _named(connection: sqlite3.Connection, names: Sequence[str]) -> Found:
    found = {
        row["mailbox"]: row
        for some in pieces(names)
        for row in rows.select(connection, "person", f"WHERE mailbox IN ({marks(some)})", *some)
    }
    return _with_all(connection, (found[name] for name in names if name in found))


def _with_all(connection: sqlite3.Connection, people: Iterable[sqlite3.Row]) -> Found:
    """Their certificates, in the order they came, and what was said about each."""
    found = Found(list(people))
    held: defaultdict[str, list[sqlite3.Row]] = defaultdict(list)
    for some in pieces([row["mailbox"] for row in found.people]):
        clause = f"WHERE mailbox IN ({marks(some)}) ORDER BY n"
        for row in rows.select(connection, _ONE, clause, *some):
            held[row["mailbox"]].append(row)
    found.certificates = held
    if connection.execute("SELECT EXISTS (SELECT 1 FROM trust)").fetchone()[0]:
        wanted = [row["sha256"] for each in held.values() for row in each]
        for some in pieces(wanted):
            clause = f"WHERE kind IN ({marks(_KINDS)}) AND subject IN ({marks(some)})"
            for row in rows.select(connection, "trust", clause, *_KINDS, *some):
                found.marks[row["kind"], row["subject"]] = row
    return found


def ders(connection: sqlite3.Connection, sha256s: Sequence[bytes]) -> dict[bytes, bytes]:
    """DER of those that are there, by SHA-256."""
    return {
        row["sha256"]: row["der"]
        for some in pieces(sha256s)
        for row in rows.select(
            connection,
            "certificate",
            f"WHERE role = 'person' AND sha256 IN ({marks(some)})",
            *some,
        )
    }


def sightings(connection: sqlite3.Connection, sha256: bytes) -> tuple[Sighting, ...]:
    """Where and when it was seen: first, then besides."""
    first = rows.select(connection, _ONE, "WHERE sha256 = ? ORDER BY n LIMIT 1", sha256)
    more = rows.select(connection, "sighting", "WHERE sha256 = ? ORDER BY n", sha256)
    found = [Sighting(row["source"], moment(row["met"]), row["announced_by"]) for row in first]
    found += [Sighting(row["source"], moment(row["at"]), row["announced_by"]) for row in more]
    return tuple(found)


def pieces(values: Sequence[rows.Value]) -> Iterable[Sequence[rows.Value]]:
    """Few enough at once for one statement."""
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


def marks(values: Sequence[object]) -> str:
    """So many question marks."""
    return ", ".join("?" * len(values))


Look = Callable[[sqlite3.Connection], Found]
