"""Rows with a digest each: bit rot is found when a row is read, whatever column it hit.

SQLite sees a broken tree, not a changed byte inside a page. So every row carries the SHA-256 of
what was written:

    length, table name | for every column that is not NULL, in order of their names:
    length, name | type: "i" integer, "s" text, "b" blob | length, value

Lengths are u32, big-endian; integers are written as decimal text, text as UTF-8. The row
number and the digest itself are left out, and so is what is NULL: a column that a later version
adds changes no digest. Anybody can compute it: it is against rot, not against people; for those
there are seals and HMACs.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from sel.keeping.sqlite import FileDamagedError

Value = int | str | bytes | None

TABLES = (
    "meta", "book_key", "slot", "key", "request", "certificate", "backup", "install", "trust",
    "authority", "authority_key", "issued", "journal", "draft",
    "person", "person_certificate", "sighting", "pack",
)  # fmt: skip
# In a large book only these rows of a table are looked at when it is opened or copied; there may
# be ten thousand others, which are looked at when they are read.
_FEW = {
    "certificate": "WHERE role <> 'person'",
    "issued": "LIMIT 0",
    "journal": "LIMIT 0",
    "pack": "LIMIT 0",
    "person": "LIMIT 0",
    "person_certificate": "LIMIT 0",
    "sighting": "LIMIT 0",
}
_ORDINARY = 1024  # pages of 4 KiB
_TYPES = {int: b"i", str: b"s", bytes: b"b"}


def digest(table: str, names: tuple[str, ...], values: Sequence[Value]) -> bytes:
    """The digest of a row with these columns and their values."""
    parts = [_framed(table.encode())]
    for at, heads in _order(names):
        value = values[at]
        if value is None:
            continue
        raw = value if isinstance(value, bytes) else str(value).encode()
        parts += (heads[type(value)], len(raw).to_bytes(4, "big"), raw)
    return hashlib.sha256(b"".join(parts)).digest()


@cache
def _order(names: tuple[str, ...]) -> tuple[tuple[int, dict[type, bytes]], ...]:
    """Where in a row each column stands that counts, in order of their names, and what stands
    before its value: the name, framed, and the mark of its type.
    """
    counting = sorted(set(names) - {"n", "digest"})
    return tuple(
        (
            names.index(name),
            {kind: _framed(name.encode()) + mark for kind, mark in _TYPES.items()},
        )
        for name in counting
    )


def _framed(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "big") + raw


def _storable(value: Value) -> Value:
    """A file name or a friendly name may hold half a character, which no database takes."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode(errors="replace").decode()


def insert(connection: sqlite3.Connection, table: str, **values: Value) -> int:
    """Write a new row; its number. Raises sqlite3.IntegrityError if it is there."""
    names, content = tuple(values), tuple(map(_storable, values.values()))
    statement = _insert(table, (*names, "digest"))
    done = connection.execute(statement, (*content, digest(table, names, content)))
    return int(done.lastrowid or 0)


def insert_all(
    connection: sqlite3.Connection,
    table: str,
    names: tuple[str, ...],
    every: Iterable[tuple[Value, ...]],
) -> None:
    """Write new rows with values for these columns. Raises sqlite3.IntegrityError if one is
    there.
    """
    stored = (tuple(map(_storable, values)) for values in every)
    connection.executemany(
        _insert(table, (*names, "digest")),
        ((*content, digest(table, names, content)) for content in stored),
    )


@cache
def _insert(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  our names


def amend(
    connection: sqlite3.Connection, table: str, row: sqlite3.Row, changes: Mapping[str, Value]
) -> None:
    """Change columns of a row that `select` gave, and its digest with them."""
    changes = {name: _storable(value) for name, value in changes.items()}
    values = dict(zip(row.keys(), row, strict=True)) | changes
    proof = digest(table, tuple(values), tuple(values.values()))
    names = ", ".join(f"{name} = ?" for name in changes)
    connection.execute(
        f"UPDATE {table} SET {names}, digest = ? WHERE n = ?",  # noqa: S608  our names
        (*changes.values(), proof, row["n"]),
    )


def put(
    connection: sqlite3.Connection,
    table: str,
    key: Mapping[str, Value],
    changes: Mapping[str, Value],
    *,
    first: Mapping[str, Value] | None = None,
) -> None:
    """Amend the row with this key, or write it. first: what only a new row gets."""
    row = one(connection, table, **key)
    if row is None:
        insert(connection, table, **{**key, **(first or {}), **changes})
    else:
        amend(connection, table, row, changes)


def select(
    connection: sqlite3.Connection, table: str, clause: str = "ORDER BY n", *values: Value
) -> Iterator[sqlite3.Row]:
    """Rows of a table, each proved. Raises FileDamagedError at one that has rotted."""
    statement = f"SELECT * FROM {table} {clause}"  # noqa: S608  our names and clauses
    cursor = connection.execute(statement, values)
    names = tuple(column[0] for column in cursor.description)
    for row in cursor:
        if not right(table, names, row):
            raise FileDamagedError(table)
        yield row


def one(connection: sqlite3.Connection, table: str, **key: Value) -> sqlite3.Row | None:
    """The first row with these values, proved; without values the first of the table."""
    wanted = " AND ".join(f"{name} = ?" for name in key)
    clause = f"WHERE {wanted} ORDER BY n LIMIT 1" if key else "ORDER BY n LIMIT 1"
    return next(select(connection, table, clause, *map(_storable, key.values())), None)


def delete(connection: sqlite3.Connection, table: str, **key: Value) -> None:
    """Remove the rows with these values."""
    wanted = " AND ".join(f"{name} = ?" for name in key)
    statement = f"DELETE FROM {table} WHERE {wanted}"  # noqa: S608  our names
    connection.execute(statement, tuple(map(_storable, key.values())))


def changes(connection: sqlite3.Connection) -> int:
    """How many changes the book counts that its second copy has to hold."""
    row = one(connection, "meta")
    if row is None:
        raise FileDamagedError("meta")
    return int(row["changes"])


def count_change(connection: sqlite3.Connection) -> None:
    """Count one more."""
    row = one(connection, "meta")
    if row is None:
        raise FileDamagedError("meta")
    amend(connection, "meta", row, {"changes": row["changes"] + 1})


def right(table: str, names: tuple[str, ...], row: Sequence[Value] | sqlite3.Row) -> bool:
    """Whether the digest in a row is that of its columns."""
    content = tuple(row)
    return bool(content[names.index("digest")] == digest(table, names, content))


def renewed(table: str, names: tuple[str, ...], row: Sequence[Value]) -> tuple[Value, ...]:
    """The row with the digest that its columns have now."""
    content = list(row)
    content[names.index("digest")] = digest(table, names, content)
    return tuple(content)


def large(connection: sqlite3.Connection) -> bool:
    """Whether a book is larger than ordinary ones: thousands of colleagues do it."""
    return bool(connection.execute("PRAGMA page_count").fetchone()[0] > _ORDINARY)


def sound(
    connection: sqlite3.Connection, *, thorough: bool = False, pages_seen: bool = False
) -> bool:
    """Whether every page is in order and no row has rotted.

    A book of ordinary size is looked at whole, its indexes too. In a large one, unless `thorough`,
    quick_check does (not even that with `pages_seen`: see `looked`), and the many rows about
    other people are looked at when they are read.
    Raises sqlite3.DatabaseError for a file that cannot even be asked.
    """
    thorough = thorough or not large(connection)
    if thorough or not pages_seen:
        check = "integrity_check" if thorough else "quick_check"
        if connection.execute(f"PRAGMA {check}(1)").fetchone()[0] != "ok":
            return False
    there = tables(connection)
    try:
        for table in TABLES:
            if table in there:
                clause = "" if thorough else _FEW.get(table, "")
                deque(select(connection, table, clause), maxlen=0)
    except FileDamagedError:
        return False
    return True


def tables(connection: sqlite3.Connection) -> set[str]:
    """The names of the tables in a file."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {row[0] for row in rows}
