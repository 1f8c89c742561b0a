"""Numbered steps of the schema, forward only.

`schema/NNN.sql` lies beside this module as package data; the highest number is the version this
program knows. Each step is one transaction together with its `user_version`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from sel.base.errors import BookNewer

APPLICATION_ID = 0x53454C31  # "SEL1", so that `file` and we know a book by its head
_SCHEMA = Path(__file__).with_name("schema")


def steps() -> dict[int, Path]:
    """Every step by its number, in order."""
    return _steps(_SCHEMA)


def _steps(schema: Path) -> dict[int, Path]:
    return {int(path.stem): path for path in sorted(schema.glob("[0-9][0-9][0-9].sql"))}


def known() -> int:
    """The version this program writes."""
    return _known(_SCHEMA)  # every reading of a book asks: the folder is looked through once


@cache
def _known(schema: Path) -> int:
    return max(_steps(schema))


def version(connection: sqlite3.Connection) -> int:
    """The version of a file; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_book(connection: sqlite3.Connection) -> bool:
    """Whether a file is a book whose schema is, to the letter, what its version should have.

    So a table that a broken page hides is missed, and a trigger that somebody planted is found.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return False
    return _schema(connection) == _expected(version(connection))


def _schema(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    rows = connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_schema")
    return frozenset((row[0], row[1]) for row in rows)


@cache
def _expected(number: int) -> frozenset[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, upto=number)
        return _schema(connection)


def refuse_newer(connection: sqlite3.Connection) -> None:
    """Raises BookNewer, having changed nothing."""
    found = version(connection)
    if found > known():
        raise BookNewer(found=found, known=known())


def migrate(connection: sqlite3.Connection, *, upto: int | None = None) -> None:
    """Bring a file to the known version, or to `upto`; each step whole or not at all.

    A step that changes columns other than by adding NULL ones has to renew digests (see `rows`).
    Raises sqlite3.Error.
    """
    for number, path in steps().items():
        if number <= version(connection) or number > (known() if upto is None else upto):
            continue
        connection.execute("BEGIN EXCLUSIVE")
        try:
            for statement in _statements(path.read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk rolls back by itself
                connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> list[str]:
    """One by one, for `executescript` would commit between them."""
    found, piece = [], ""
    for line in script.splitlines(keepends=True):
        piece += line
        if sqlite3.complete_statement(piece):
            found.append(piece)
            piece = ""
    return found
