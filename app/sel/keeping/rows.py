"""Rows with a digest each: bit rot is found when a row is read, whatever column it hit.

SQLite sees a broken tree, not a changed byte inside a page. So every row carries the SHA-256 of
what was written:

    table name | for every column that is not NULL, in order of their names:
    name | type ("i" integer, "s" text, "b" blob) | value

each with its length in front (u32, big-endian); integers as decimal text, text as UTF-8. The row
number and the digest itself are left out, and so is what is NULL: a column that a later version
adds changes no digest. Anybody can compute it: it is against rot, not against people; for those
there are seals and HMACs.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache

from sel.keeping.sqlite import FileDamagedError

Value = int | str | bytes | None

TABLES = (
    "meta", "book_key", "slot", "key", "request", "certificate", "backup", "install", "trust",
    "authority", "authority_key", "issued", "journal", "draft",
)  # fmt: skip
# In a large book not looked at when it is opened, for there may be ten thousand rows.
MANY = frozenset({"certificate", "issued", "journal"})
_ORDINARY = 1024  # pages of 4 KiB
_OUTSIDE = frozenset({"n", "digest"})


def digest(table: str, values: Mapping[str, Value]) -> bytes:
    """The digest of a row with these columns."""
    parts = [table.encode()]
    for name in sorted(values.keys() - _OUTSIDE):
        match values[name]:
            case None:
                continue
            case int() as number:
                parts += [name.encode(), b"i", str(number).encode()]
            case str() as text:
                parts += [name.encode(), b"s", text.encode("utf-8", "surrogatepass")]
            case blob:
                parts += [name.encode(), b"b", blob]
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


def insert(connection: sqlite3.Connection, table: str, **values: Value) -> int:
    """Write a new row; its number. Raises sqlite3.IntegrityError if it is there."""
    statement = _insert(table, (*values, "digest"))
    done = connection.execute(statement, (*values.values(), digest(table, values)))
    return int(done.lastrowid or 0)


@cache
def _insert(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  our names


def amend(
    connection: sqlite3.Connection, table: str, row: sqlite3.Row, changes: Mapping[str, Value]
) -> None:
    """Change columns of a row that `select` gave, and its digest with them."""
    values = {name: row[name] for name in row.keys()} | dict(changes)
    names = ", ".join(f"{name} = ?" for name in changes)
    connection.execute(
        f"UPDATE {table} SET {names}, digest = ? WHERE n = ?",  # noqa: S608  our names
        (*changes.values(), digest(table, values), row["n"]),
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
    for row in connection.execute(statement, values):
        yield proved(table, row)


def one(connection: sqlite3.Connection, table: str, **key: Value) -> sqlite3.Row | None:
    """The first row with these values, proved; without values the first of the table."""
    wanted = " AND ".join(f"{name} = ?" for name in key)
    clause = f"WHERE {wanted} ORDER BY n LIMIT 1" if key else "ORDER BY n LIMIT 1"
    return next(select(connection, table, clause, *key.values()), None)


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


def proved(table: str, row: sqlite3.Row) -> sqlite3.Row:
    """The row, if it is as it was written. Raises FileDamagedError."""
    if not right(table, {name: row[name] for name in row.keys()}):
        raise FileDamagedError(table)
    return row


def right(table: str, values: Mapping[str, Value]) -> bool:
    """Whether the digest of a row is that of its columns."""
    return values.get("digest") == digest(table, values)


def sound(connection: sqlite3.Connection, *, thorough: bool = False) -> bool:
    """Whether every page is in order and no row has rotted.

    A book of ordinary size is looked at whole, its indexes too. In a large one quick_check does,
    and rows of the tables that have many are looked at when they are read, unless `thorough`.
    Raises sqlite3.DatabaseError for a file that cannot even be asked.
    """
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    thorough = thorough or pages <= _ORDINARY
    check = "integrity_check" if thorough else "quick_check"
    if connection.execute(f"PRAGMA {check}(1)").fetchone()[0] != "ok":
        return False
    there = tables(connection)
    try:
        for table in TABLES:
            if table in there and (thorough or table not in MANY):
                for _ in select(connection, table):
                    pass
    except FileDamagedError:
        return False
    return True


def tables(connection: sqlite3.Connection) -> set[str]:
    """The names of the tables in a file."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {row[0] for row in rows}
