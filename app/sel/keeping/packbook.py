"""The book's half for school packs: `sel.ports.packs.PackBook` on the same file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from sel.base.errors import PackOlder, UnknownPack
from sel.base.message import Message
from sel.keeping import journal, rows
from sel.keeping.bookfile import BookFile
from sel.keeping.stamps import moment, stamp
from sel.keeping.withdrawing import withdraw
from sel.ports.packs import HeldPack, NewPack
from sel.ports.surroundings import Clock


class SqlitePacks:
    """See `sel.ports.packs.PackBook` for what every method promises."""

    def __init__(self, file: BookFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def held(self) -> Sequence[HeldPack]:
        """Every pack, in the order of their ids."""
        return self._file.read(_held, absent=())

    def keep(self, pack: NewPack, *, source: str, people: Sequence[bytes], note: Message) -> int:
        """Keep a new edition, or the first one, and withdraw what the earlier one had brought."""
        now = self._clock.now()

        def keeping(connection: sqlite3.Connection) -> int:
            there = rows.one(connection, "pack", id=pack.id)
            if there is not None and there["number"] > pack.number:
                raise PackOlder(number=pack.number, held=there["number"])
            changes: dict[str, rows.Value] = {
                "number": pack.number,
                "signer": pack.signer,
                "taken": stamp(now),
                "file": pack.file,
            }
            rows.put(connection, "pack", {"id": pack.id}, changes)
            gone = withdraw(connection, source, keep=frozenset(people))
            journal.note(connection, note, now=now)
            return gone

        return self._file.change(keeping)

    def remove(self, pack_id: str, *, source: str, note: Message) -> int:
        """Forget a pack and withdraw what it brought."""
        now = self._clock.now()

        def removing(connection: sqlite3.Connection) -> int:
            if rows.one(connection, "pack", id=pack_id) is None:
                raise UnknownPack(id=pack_id)
            rows.delete(connection, "pack", id=pack_id)
            gone = withdraw(connection, source, keep=frozenset())
            journal.note(connection, note, now=now)
            return gone

        return self._file.change(removing)


def _held(connection: sqlite3.Connection) -> tuple[HeldPack, ...]:
    return tuple(
        HeldPack(row["id"], row["number"], row["signer"], moment(row["taken"]), row["file"])
        for row in rows.select(connection, "pack", "ORDER BY id")
    )
