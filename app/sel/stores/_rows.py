"""Two states of an NSS database, row by row.

An object is a row of `nssPublic` in cert9.db (certificates and trust) or of `nssPrivate` in
key4.db (keys); each attribute is a column named "a" and its PKCS #11 number in hex. `metaData` in
key4.db holds the password check and, under "sig_KIND_HANDLE_ATTRIBUTE", a check value of each
attribute, of objects in either file, that nobody may alter. A newer NSS that opens a database for
writing adds the columns that it knows besides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from asn1crypto import core

from sel.core import certificate

_VALUE, _ISSUER, _SERIAL, _ID = "a11", "a81", "a82", "a102"
_OBJECTS, _NOTES = ("nssPublic", "nssPrivate"), "metaData"


@dataclass(frozen=True, slots=True)
class States:
    """The names of one file's two states in a connection."""

    now: str
    before: str


class Rows:
    """The differences, seen inside one transaction of the caller."""

    def __init__(
        self,
        database: sqlite3.Connection,
        files: Sequence[States],
        *,
        certificates: Iterable[bytes],
        keys: Iterable[bytes],
    ) -> None:
        self._database = database
        self._files = tuple(files)
        self._ders, self._keys = frozenset(certificates), frozenset(keys)
        facts = [certificate.read(der) for der in self._ders]
        self._named = {(each.issuer_der, core.Integer(each.serial).dump()) for each in facts}

    def only_planned(self) -> bool:
        """Whether every difference is about the planned certificates and keys."""
        if not all(map(self._same_shape, self._files)):
            return False
        handles = set()
        for fields in self._differing(*_OBJECTS):
            if not self._is_planned(fields):
                return False
            handles.add(f"{fields['id']:08x}")
        return all(
            self._is_expected(str(fields["id"]), handles) for fields in self._differing(_NOTES)
        )

    def put_back(self) -> None:
        """Make every table as it was."""
        for file in self._files:
            for table in self._tables(file):
                now, before = f'"{file.now}"."{table}"', f'"{file.before}"."{table}"'
                names, added = self._columns(file, table)
                self._database.execute(f"DELETE FROM {now}")  # noqa: S608  names are checked
                self._database.execute(
                    f"INSERT INTO {now} ({names}) SELECT {names} FROM {before}"  # noqa: S608
                )
                for column in added:
                    self._database.execute(f"ALTER TABLE {now} DROP COLUMN {column}")

    def _is_planned(self, fields: dict[str, object]) -> bool:
        return (
            fields.get(_VALUE) in self._ders
            or (fields.get(_ISSUER), fields.get(_SERIAL)) in self._named
            or fields.get(_ID) in self._keys
        )

    def _is_expected(self, identifier: str, handles: set[str]) -> bool:
        if identifier == "password":  # the empty one, given by us where there was none
            return not any(
                self._database.execute(
                    f"SELECT 1 FROM \"{file.before}\".{_NOTES} WHERE id='password'"  # noqa: S608
                ).fetchall()
                for file in self._files
                if _NOTES in self._tables(file)
            )
        parts = identifier.split("_")
        return parts[0] == "sig" and len(parts) == 4 and parts[2] in handles

    def _differing(self, *tables: str) -> Iterator[dict[str, object]]:
        """Rows that one state has and the other has not, of both files.

        So is a row that has got something in a column which was not there before.
        """
        for file in self._files:
            for table in set(tables) & set(self._tables(file)):
                now, before = f'"{file.now}"."{table}"', f'"{file.before}"."{table}"'
                names, added = self._columns(file, table)
                old, new = f"SELECT {names} FROM {before}", f"SELECT {names} FROM {now}"  # noqa: S608
                questions = [f"{new} EXCEPT {old}", f"{old} EXCEPT {new}"]
                if added:
                    filled = " OR ".join(f"{column} IS NOT NULL" for column in added)
                    questions.append(f"{new} WHERE {filled}")
                for question in questions:
                    found = self._database.execute(question)
                    columns = [column[0] for column in found.description]
                    for row in found.fetchall():
                        yield dict(zip(columns, row, strict=True))

    def _columns(self, file: States, table: str) -> tuple[str, tuple[str, ...]]:
        """Quoted: the columns from before as one list, and those that were added since."""
        before, now = (self._names(state, table) for state in (file.before, file.now))
        return ", ".join(before), now[len(before) :]

    def _names(self, state: str, table: str) -> tuple[str, ...]:
        rows = self._database.execute(
            "SELECT name FROM pragma_table_info(?, ?) ORDER BY cid", (table, state)
        )
        return tuple('"{}"'.format(str(name).replace('"', '""')) for (name,) in rows)

    def _same_shape(self, file: States) -> bool:
        """Whether nothing but columns at the end of a table of ours came to it."""
        known = set(self._tables(file))
        for table in known:
            before, now = (self._names(state, table) for state in (file.before, file.now))
            if not before or now[: len(before)] != before:
                return False
        others = (
            [each for each in self._schema(state) if each[:2] not in {("table", n) for n in known}]
            for state in (file.now, file.before)
        )
        return next(others) == next(others)

    def _tables(self, file: States) -> Sequence[str]:
        known = (*_OBJECTS, _NOTES)
        return [
            name for kind, name, _ in self._schema(file.now) if kind == "table" and name in known
        ]

    def _schema(self, state: str) -> list[tuple[str, str, str]]:
        rows = self._database.execute(
            f'SELECT type, name, sql FROM "{state}".sqlite_master ORDER BY type, name'  # noqa: S608
        )
        return [(str(kind), str(name), str(sql)) for kind, name, sql in rows]
