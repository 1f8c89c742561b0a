"""Two states of an NSS database, row by row.

An object is a row of `nssPublic` (certificates, trust, mail profiles) or `nssPrivate` (keys); each
attribute is a column named "a" and its PKCS #11 number in hex. `metaData` holds the password check
and, under "sig_…_HANDLE_ATTRIBUTE", a check value of attributes that must not be altered.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sel.core import certificate

_VALUE, _SUBJECT, _ISSUER, _SERIAL, _ID = "a11", "a101", "a81", "a82", "a102"
_TABLES = ("nssPublic", "nssPrivate", "metaData")


class Rows:
    """`main` and `before` of one connection, inside one transaction of its caller."""

    def __init__(
        self, database: sqlite3.Connection, certificates: Iterable[bytes], keys: Iterable[bytes]
    ) -> None:
        self._database = database
        self._ders = frozenset(certificates)
        self._keys = frozenset(keys)
        facts = [certificate.read(der) for der in self._ders]
        self._subjects = {each.subject_der for each in facts}
        self._named = {(each.issuer_der, _integer(each.serial)) for each in facts}
        self._tables = [name for name in _TABLES if self._has("main", name)]

    def differ(self) -> bool:
        """Whether anything is different at all."""
        return self._schema("main") != self._schema("before") or any(
            self._only(there, name, where)
            for name in self._tables
            for there, where in (("main", "before"), ("before", "main"))
        )

    def only_planned(self) -> bool:
        """Whether every difference is about the planned certificates and keys."""
        if self._schema("main") != self._schema("before"):
            return False
        handles: set[str] = set()
        for name in self._tables:
            columns = self._columns(name)
            for there, where in (("main", "before"), ("before", "main")):
                for row in self._only(there, name, where):
                    fields = dict(zip(columns, row, strict=True))
                    if name == "metaData":
                        if not self._expected_note(str(fields["id"]), handles):
                            return False
                    elif not self._planned(fields):
                        return False
                    else:
                        handles.add(f"{fields['id']:08x}")
        return True

    def put_back(self) -> None:
        """Make every table of `main` as it is in `before`."""
        for name in self._tables:
            self._database.execute(f"DELETE FROM main.{name}")  # noqa: S608  names are ours
            self._database.execute(f"INSERT INTO main.{name} SELECT * FROM before.{name}")  # noqa: S608

    def _planned(self, fields: dict[str, object]) -> bool:
        return (
            fields.get(_VALUE) in self._ders
            or (fields.get(_ISSUER), fields.get(_SERIAL)) in self._named
            or fields.get(_SUBJECT) in self._subjects
            or fields.get(_ID) in self._keys
        )

    def _expected_note(self, identifier: str, handles: set[str]) -> bool:
        if identifier == "password":  # given the empty one by us, or was there and is the same
            return not self._database.execute(
                "SELECT 1 FROM before.metaData WHERE id='password'"
            ).fetchall()
        parts = identifier.split("_")
        return parts[0] == "sig" and len(parts) == 4 and parts[2] in handles

    def _has(self, state: str, name: str) -> bool:
        return name in {row[1] for row in self._schema(state)}

    def _schema(self, state: str) -> list[tuple[str, str, str]]:
        rows = self._database.execute(
            f"SELECT type, name, sql FROM {state}.sqlite_master ORDER BY type, name"  # noqa: S608
        )
        return [(str(kind), str(name), str(sql)) for kind, name, sql in rows]

    def _columns(self, name: str) -> list[str]:
        rows = self._database.execute(f"PRAGMA main.table_info({name})")
        return [str(row[1]) for row in rows]

    def _only(self, there: str, name: str, where: str) -> list[tuple[object, ...]]:
        """Rows that `there` has and `where` has not."""
        query = f"SELECT * FROM {there}.{name} EXCEPT SELECT * FROM {where}.{name}"  # noqa: S608
        return self._database.execute(query).fetchall()


def _integer(serial: int) -> bytes:
    """A serial number as NSS keeps it: an INTEGER in DER."""
    body = serial.to_bytes(serial.bit_length() // 8 + 1, "big", signed=True)
    return b"\x02" + bytes([len(body)]) + body
