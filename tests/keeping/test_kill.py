"""kill -9 at random moments: what was reported as safe is there and opens."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sel.base.message import Message
from sel.keeping import copies
from sel.keeping.bookfile import BookFile
from sel.ports.book import Additions, NewKey
from tests.keeping.material import certificate_for, new_key, with_request
from tests.keeping.processes import Process, Report, fingerprint, open_shared

ROUNDS = 100
POOL = 400


@pytest.fixture(scope="module")
def pool() -> list[NewKey]:
    """Keys made beforehand, so that a child spends its short life in the book."""
    return [new_key() for _ in range(POOL)]


def test_killed_once_a_key_is_gone_its_certificate_is_there(data: Path) -> None:
    """What tells which mail the key opened, and which backup has it, is never lost between."""
    key = new_key()
    book = open_shared(data)
    own = certificate_for(key)
    (key_id,) = book.add(replace(with_request(key), certificates=(own,))).new_keys

    def work(report: Report) -> None:
        book = open_shared(data)
        change = BookFile.change

        def die(*given: Any, **how: Any) -> None:
            change(*given, **how)
            os.kill(os.getpid(), signal.SIGKILL)

        BookFile.change = die  # type: ignore[method-assign]  # in this child alone
        book.remove_key(key_id, note=Message("key-removed"))

    assert Process(work).reported() == []
    book = open_shared(data)
    assert not book.keys()
    assert [held.der for held in book.certificates()] == [own.der]


def adding(data: Path, keys: list[NewKey]) -> Callable[[Report], None]:
    def work(report: Report) -> None:
        book = open_shared(data)
        for key in keys:
            (key_id,) = book.add(with_request(key)).new_keys
            report(f"{key_id} {fingerprint(key.pkcs8)}")

    return work


def killed_after(seconds: float, work: Callable[[Report], None]) -> list[str]:
    child = Process(work)
    time.sleep(seconds)
    child.kill()
    return child.reported()


def check(data: Path, safe: dict[str, str]) -> None:
    """The book is in order, and so is every key that was said to be safe, in the copy too."""
    book = open_shared(data)
    assert book.recovery is None, "a kill is no damage"
    for path in (data / "sel.db", data / "sel.db.1"):
        if path.exists():
            with closing(sqlite3.connect(path)) as file:
                assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for key_id, digest in safe.items():
        assert fingerprint(book.private_key(key_id)) == digest
    if safe:
        with closing(sqlite3.connect(data / "sel.db.1")) as file:
            there = {row[0] for row in file.execute("SELECT id FROM key")}
        assert set(safe) <= there


def test_killed_while_adding(data: Path, pool: list[NewKey]) -> None:
    chance = random.Random(4711)
    unused = list(pool)
    safe: dict[str, str] = {}
    for round_number in range(ROUNDS):
        if round_number % 20 == 0:
            data, safe, unused = data.with_name(f"data{round_number}"), {}, list(pool)
        keys = [unused.pop() for _ in range(min(8, len(unused)))]
        lines = killed_after(chance.uniform(0, 0.12), adding(data, keys))
        safe |= dict(line.split() for line in lines)
        check(data, safe)
    assert safe


def test_killed_at_the_first_start(tmp_path: Path, pool: list[NewKey]) -> None:
    chance = random.Random(4712)
    for round_number in range(40):
        data = tmp_path / f"{round_number}" / "data"
        data.parent.mkdir()
        lines = killed_after(chance.uniform(0, 0.05), adding(data, pool[:3]))
        check(data, dict(line.split() for line in lines))
        open_shared(data).add(Additions(keys=(pool[3],)))
        assert open_shared(data).slots().open


def test_killed_while_everything_is_sealed_again(data: Path, pool: list[NewKey]) -> None:
    chance = random.Random(4713)
    keys = pool[:12]
    safe = dict(
        zip(
            open_shared(data).add(Additions(keys=tuple(keys))).new_keys,
            (fingerprint(key.pkcs8) for key in keys),
            strict=True,
        )
    )

    def renewing(report: Report) -> None:
        while True:
            open_shared(data).renew_key(None)
            report("renewed")

    for _ in range(30):
        killed_after(chance.uniform(0, 0.08), renewing)
        check(data, safe)


def test_killed_while_a_damaged_book_is_mended(tmp_path: Path, pool: list[NewKey]) -> None:
    chance = random.Random(4714)
    pristine = tmp_path / "pristine"
    book = open_shared(pristine)
    keys = pool[:6]
    for key in keys:
        book.add(with_request(key))
        book.add(Additions(certificates=(certificate_for(key),)))
    safe = {held.id: fingerprint(book.private_key(held.id)) for held in book.keys()}
    for round_number in range(30):
        data = tmp_path / f"data{round_number}"
        shutil.copytree(pristine, data)
        with (data / "sel.db").open("r+b") as file:
            file.write(bytes(4096))
        killed_after(chance.uniform(0, 0.06), lambda _, data=data: open_shared(data) and None)
        mended = open_shared(data)
        for key_id, digest in safe.items():
            assert fingerprint(mended.private_key(key_id)) == digest
        assert len(mended.requests()) == len(mended.certificates()) == len(keys)
        assert copies.readable(data / "sel.db.1")
        assert list(data.glob("sel.db.damaged-*")), "the damaged book is kept"
