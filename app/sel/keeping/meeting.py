"""Colleagues written down: a batch taken in, paths judged anew, somebody forgotten."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sel.core.people import PathState
from sel.core.people.folding import folded
from sel.keeping import journal, rows, sqlite
from sel.keeping.people import mailbox, marks, pieces
from sel.keeping.stamps import stamp
from sel.ports.people import NewPersonCertificate, TakeIn, TakenIn

_ONE = "person_certificate"
_INDEX = "INSERT INTO person_search (rowid, folded) SELECT n, folded FROM person"
_MOST_SIGHTINGS = 20  # of one certificate, besides the first


def take_in(connection: sqlite3.Connection, batch: TakeIn, *, now: datetime) -> TakenIn:
    """Keep what is new; what is there stays, with what is new about it."""
    added, updated, unchanged = list[bytes](), list[bytes](), list[bytes]()
    known = _there(connection, "certificate", "sha256", [e.sha256 for e in batch.certificates])
    boxes = {mailbox(email) for new in batch.certificates for email, _ in _addresses(new)}
    met = _there(connection, "person", "mailbox", list(boxes))
    newest = connection.execute("SELECT coalesce(max(n), 0) FROM person").fetchone()[0]
    rest = _Rest(connection, stamp(batch.met), stamp(now))
    for new in batch.certificates:
        there = dict[str, sqlite3.Row]()
        if new.sha256 in known:
            rest.write()
            there = rows_of(connection, new.sha256)
        if not there and not (new.sha256 in known and _held(connection, new.sha256, "person")):
            rest.hold(new.der, new.sha256, new.spki_sha256, "person")
        known.add(new.sha256)
        more = _missing(rest, new, there, met)
        more |= _known(connection, new, there, now)
        kind = added if not there else updated if more else unchanged
        kind.append(new.sha256)
    for der, spki in batch.chain:
        sha256 = hashlib.sha256(der).digest()
        if not _held(connection, sha256, "chain"):
            rest.hold(der, sha256, spki, "chain")
    rest.write()
    connection.execute(f"{_INDEX} WHERE n > ?", (newest,))
    if batch.note is not None and (added or updated or batch.last):
        journal.note(connection, batch.note, now=now)
    return TakenIn(tuple(added), tuple(updated), tuple(unchanged))


_CERTIFICATE = ("sha256", "spki_sha256", "role", "added", "friendly_name", "der")
_PERSON = ("mailbox", "email", "name", "organisation", "folded")
_COUNTS = (
    "mailbox", "sha256", "spki_sha256", "not_before", "not_after", "algorithm", "encrypts",
    "matches", "met", "path", "judged", "announced_by", "source",
)  # fmt: skip


class _Rest:
    """New rows of one batch that are not written yet: thousands together take half the time.

    Whoever reads what may be among them writes them first.
    """

    def __init__(self, connection: sqlite3.Connection, met: str, now: str) -> None:
        self.connection = connection
        self._met, self._now = met, now
        self._held: dict[tuple[bytes, str], tuple[rows.Value, ...]] = {}
        self._people: list[tuple[rows.Value, ...]] = []
        self._counts: list[tuple[rows.Value, ...]] = []

    def hold(self, der: bytes, sha256: bytes, spki_sha256: bytes, role: str) -> None:
        """A certificate itself."""
        self._held[sha256, role] = (sha256, spki_sha256, role, self._met, None, der)

    def meet(self, box: str, email: str, new: NewPersonCertificate) -> None:
        """A new person. The index of names is made for all of a batch together."""
        searched = _searched(new.name, email, new.organisation)
        self._people.append((box, email, new.name, new.organisation, searched))

    def count(self, box: str, new: NewPersonCertificate, *, matches: bool) -> None:
        """A certificate counts for somebody."""
        self._counts.append(
            (
                box, new.sha256, new.spki_sha256, stamp(new.not_before), stamp(new.not_after),
                new.algorithm, int(new.encrypts), int(matches), self._met, new.path.value,
                self._now, new.announced_by, new.source,
            )
        )  # fmt: skip

    def write(self) -> None:
        """All of them."""
        rows.insert_all(self.connection, "certificate", _CERTIFICATE, self._held.values())
        rows.insert_all(self.connection, "person", _PERSON, self._people)
        rows.insert_all(self.connection, _ONE, _COUNTS, self._counts)
        self._held.clear()
        self._people.clear()
        self._counts.clear()


def _there(
    connection: sqlite3.Connection, table: str, column: str, values: Sequence[rows.Value]
) -> set[rows.Value]:
    """Which of these values stand in a column already."""
    found = set[rows.Value]()
    for some in pieces(values):
        statement = f"SELECT {column} FROM {table} WHERE {column} IN ({marks(some)})"  # noqa: S608
        found.update(row[0] for row in connection.execute(statement, some))
    return found


def rows_of(connection: sqlite3.Connection, sha256: bytes) -> dict[str, sqlite3.Row]:
    clause = "WHERE sha256 = ? ORDER BY n"
    return {row["mailbox"]: row for row in rows.select(connection, _ONE, clause, sha256)}


def _held(connection: sqlite3.Connection, sha256: bytes, role: str) -> bool:
    """Whether a certificate lies here; salvage may have left it without its person."""
    return rows.one(connection, "certificate", sha256=sha256, role=role) is not None


def _missing(
    rest: _Rest,
    new: NewPersonCertificate,
    there: Mapping[str, sqlite3.Row],
    people: set[rows.Value],
) -> bool:
    """Note what it counts for and does not stand here yet; whether there was any."""
    wrote = False
    for email, matches in _addresses(new):
        box = mailbox(email)
        if box in there:
            continue
        if box in people:
            rest.write()
            _meet_again(rest.connection, box, new)
        else:
            people.add(box)
            rest.meet(box, email, new)
        rest.count(box, new, matches=matches)
        wrote = True
    return wrote


def _addresses(new: NewPersonCertificate) -> Iterator[tuple[str, bool]]:
    """Each mailbox once; one that it is for is not also one that it is not for."""
    seen = set[str]()
    for email, matches in (
        *((each, True) for each in new.emails),
        *((each, False) for each in new.other_emails),
    ):
        if mailbox(email) not in seen:
            seen.add(mailbox(email))
            yield email, matches


def _meet_again(connection: sqlite3.Connection, box: str, new: NewPersonCertificate) -> None:
    """The names of a person are those of the newest certificate that has one."""
    row = rows.one(connection, "person", mailbox=box)
    if row is None:
        raise sqlite.FileDamagedError("person")
    newest = connection.execute(
        "SELECT max(not_before) FROM person_certificate WHERE mailbox = ?", (box,)
    ).fetchone()[0]
    if newest is not None and stamp(new.not_before) <= newest:
        name, organisation = row["name"] or new.name, row["organisation"] or new.organisation
    else:
        name, organisation = new.name or row["name"], new.organisation or row["organisation"]
    rename(connection, row, name, organisation)


def rename(connection: sqlite3.Connection, row: sqlite3.Row, name: str, organisation: str) -> None:
    """Give a person other names, in the index too."""
    if (name, organisation) == (row["name"], row["organisation"]):
        return
    indexed = unindex(connection, row)
    text = _searched(name, row["email"], organisation)
    changes = {"name": name, "organisation": organisation, "folded": text}
    rows.amend(connection, "person", row, changes)
    if indexed:
        connection.execute(f"{_INDEX} WHERE n = ?", (row["n"],))


def _searched(name: str, email: str, organisation: str) -> str:
    return "\n".join(folded(each) for each in (name, email, organisation))


def unindex(connection: sqlite3.Connection, row: sqlite3.Row) -> bool:
    """Take a row's words out of the index; False if its batch has not put them there yet."""
    there = connection.execute("SELECT 1 FROM person_search_docsize WHERE id = ?", (row["n"],))
    if there.fetchone() is None:
        return False
    connection.execute(
        "INSERT INTO person_search (person_search, rowid, folded) VALUES ('delete', ?, ?)",
        (row["n"], row["folded"]),
    )
    return True


def index(connection: sqlite3.Connection, email: str) -> None:
    """Put the words of somebody who was brought back into the index."""
    connection.execute(f"{_INDEX} WHERE mailbox = ?", (mailbox(email),))


def reindex(connection: sqlite3.Connection) -> None:
    """Make the index of names anew from the rows, after they were salvaged."""
    connection.execute("INSERT INTO person_search (person_search) VALUES ('rebuild')")


def _known(
    connection: sqlite3.Connection,
    new: NewPersonCertificate,
    there: Mapping[str, sqlite3.Row],
    now: datetime,
) -> bool:
    """Note what is new about a certificate that is here; whether it matters to anybody."""
    changed = False
    for row in there.values():
        changes: dict[str, rows.Value] = {}
        if new.announced_by is not None and row["announced_by"] is None:
            changes["announced_by"] = new.announced_by
        if row["path"] not in (new.path.value, PathState.REVOKED.value):
            changes |= {"path": new.path.value, "judged": stamp(now)}
        if changes:
            rows.amend(connection, _ONE, row, changes)
            changed = True
    first = next(iter(there.values()), None)
    if first is not None and first["source"] != new.source.encode(errors="replace").decode():
        _sight(connection, new, now)
    return changed


def _sight(connection: sqlite3.Connection, new: NewPersonCertificate, now: datetime) -> None:
    seen = list(rows.select(connection, "sighting", "WHERE sha256 = ?", new.sha256))
    source = new.source.encode(errors="replace").decode()
    if len(seen) < _MOST_SIGHTINGS and all(row["source"] != source for row in seen):
        rows.insert(
            connection,
            "sighting",
            sha256=new.sha256,
            at=stamp(now),
            announced_by=new.announced_by,
            source=source,
        )


def judged(
    connection: sqlite3.Connection, found: Mapping[bytes, PathState], *, at: datetime
) -> int:
    """Note what became of paths; how many certificates are judged otherwise than before."""
    changed = 0
    for sha256, state in found.items():
        there = list(rows.select(connection, _ONE, "WHERE sha256 = ?", sha256))
        changed += any(row["path"] != state.value for row in there)
        for row in there:
            rows.amend(connection, _ONE, row, {"path": state.value, "judged": stamp(at)})
    return changed
