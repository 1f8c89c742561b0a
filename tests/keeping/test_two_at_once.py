"""Two programs with one book is ordinary use."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from sel.base.errors import BookBusy
from sel.base.message import Message
from sel.keeping import journal, lock
from sel.keeping.bookfile import BookFile
from sel.ports.book import Additions
from tests.keeping.material import SteadyClock, new_key, with_request
from tests.keeping.processes import (
    FolderKeyring,
    Process,
    Report,
    fingerprint,
    open_shared,
)

ROUNDS = 20


def added_by_two(data: Path, *, each: int) -> None:
    """Two processes start at the same moment and add keys; nothing of either is lost."""
    keys = [[new_key() for _ in range(each)] for _ in range(2)]
    start = time.monotonic() + 0.05

    def work(which: int) -> list[str]:
        def adding(report: Report) -> None:
            while time.monotonic() < start:
                pass
            book = open_shared(data)
            for key in keys[which]:
                report(f"{book.add(with_request(key)).new_keys[0]} {fingerprint(key.pkcs8)}")

        return adding

    children = [Process(work(which)) for which in range(2)]
    lines = [line.split() for child in children for line in child.reported()]
    assert len(lines) == 2 * each
    book = open_shared(data)
    for key_id, digest in lines:
        assert fingerprint(book.private_key(key_id)) == digest
    with closing(sqlite3.connect(data / "sel.db.1")) as file:
        there = {row[0] for row in file.execute("SELECT id FROM key")}
    assert {key_id for key_id, _ in lines} <= there, "the copy is never behind a report"


def test_two_adding_twenty_times(data: Path) -> None:
    for _ in range(ROUNDS):
        added_by_two(data, each=3)
    assert len(open_shared(data).keys()) == ROUNDS * 6


def test_two_first_starts_twenty_times(tmp_path: Path) -> None:
    for round_number in range(ROUNDS):
        room = tmp_path / str(round_number)
        room.mkdir()
        added_by_two(room / "data", each=1)
        assert len(FolderKeyring(room / "keyring")) == 1, "one book key, one entry"


def test_two_mending_the_same_damage(tmp_path: Path) -> None:
    for round_number in range(10):
        data = tmp_path / str(round_number) / "data"
        data.parent.mkdir()
        open_shared(data).add(Additions(keys=tuple(new_key() for _ in range(3))))
        with (data / "sel.db").open("r+b") as file:
            file.write(bytes(4096))
        added_by_two(data, each=1)
        assert len(list(data.glob("sel.db.damaged-*"))) == 1
        assert len(open_shared(data).keys()) == 5


def test_one_renews_while_the_other_adds(data: Path) -> None:
    open_shared(data).add(Additions(keys=(new_key(),)))
    keys = [new_key() for _ in range(20)]

    def adding(report: Report) -> None:
        book = open_shared(data)
        for key in keys:
            report(book.add(Additions(keys=(key,))).new_keys[0])

    def renewing(report: Report) -> None:
        book = open_shared(data)
        for _ in range(8):
            book.renew_key(None)

    children = [Process(adding), Process(renewing)]
    safe = [line for child in children for line in child.reported()]
    book = open_shared(data)
    assert len(safe) == 20
    assert {fingerprint(book.private_key(key_id)) for key_id in safe} == {
        fingerprint(key.pkcs8) for key in keys
    }


def test_many_threads_of_one_window(data: Path) -> None:
    book = open_shared(data)
    trouble: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                book.note(Message("seen", {"thread": number, "turn": turn}))
                assert book.journal()
                book.add(Additions(keys=(new_key(),)))
        except BaseException as error:
            trouble.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trouble
    assert (len(book.keys()), len(book.journal())) == (30, 30)


def test_a_program_that_holds_on_for_too_long_is_named_not_sqlite(data: Path) -> None:
    open_shared(data).note(Message("made"))
    file = BookFile(data, clock=SteadyClock(), patience=0.3)
    with lock.held(data / "sel.lock", patience=1), pytest.raises(BookBusy):
        file.change(lambda rows: None)
    with closing(sqlite3.connect(data / "sel.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BookBusy) as hit:
            file.read(lambda rows: rows.execute("SELECT * FROM key").fetchall(), absent=[])
    assert hit.value.what.facts == {"seconds": 0}
    assert file.change(lambda rows: 7) == 7, "and it goes on once the other let go"


def test_a_book_that_was_exchanged_in_the_middle_of_a_change(data: Path) -> None:
    """Another program mended it and put the new file in place: the change goes into that one."""
    open_shared(data).note(Message("made"))
    file = BookFile(data, clock=SteadyClock())
    turns = []

    def changing(rows: sqlite3.Connection) -> None:
        turns.append(len(turns))
        if len(turns) == 1:
            shutil.copy(data / "sel.db", data / "other.db")
            os.replace(data / "other.db", data / "sel.db")
        journal.note(rows, Message("changed"), now=SteadyClock().now())

    file.change(changing)
    assert turns == [0, 1]
    assert [entry.what.code for entry in open_shared(data).journal()] == ["changed", "made"]
