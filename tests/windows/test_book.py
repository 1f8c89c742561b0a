"""The book on Windows: its file, its locks and its key in Credential Manager."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sel.keeping.book import SqliteBook, open_book
from sel.wiring import SystemClock
from tests.keeping.material import new_key, with_request
from tests.windows.here import throw_away_only, windows_only

pytestmark = [windows_only, throw_away_only]

CHECKOUT = Path(__file__).resolve().parents[2]

Credentials = Callable[[], set[str]]


def opened(data: Path) -> SqliteBook:
    return open_book(data, unlock=lambda: None, keyring="system", clock=SystemClock())


def start(data: Path, count: int) -> subprocess.Popen[bytes]:
    """One that adds keys once it is told to."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.windows.adding", str(data), str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(CHECKOUT / "app"), str(CHECKOUT)))},
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"ready"
    return process


def go(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.write(b"\n")
    process.stdin.flush()


def reported(process: subprocess.Popen[bytes]) -> dict[str, str]:
    """What it said before it ended."""
    lines = process.communicate()[0].decode().split("\n")
    whole = [line.split() for line in lines[:-1]]  # the last may have been cut off
    return {line[0]: line[1] for line in whole}


def holds(data: Path, keys: dict[str, str]) -> None:
    book = opened(data)
    for key_id, digest in keys.items():
        assert hashlib.sha256(book.private_key(key_id).reveal()).hexdigest() == digest


def test_two_first_starts_at_once_lose_nothing(tmp_path: Path, credentials: Credentials) -> None:
    before, data = credentials(), tmp_path / "data"
    both = [start(data, 5) for _ in range(2)]
    for each in both:
        go(each)
    keys = [reported(each) for each in both]
    assert [len(each) for each in keys] == [5, 5]
    holds(data, keys[0] | keys[1])
    assert len(credentials() - before) == 1


@pytest.mark.parametrize("seconds", [0.1, 0.4, 1.0, 2.5])
def test_what_was_reported_before_a_kill_is_there(
    tmp_path: Path, credentials: Credentials, seconds: float
) -> None:
    data = tmp_path / "data"
    opened(data).add(with_request(new_key()))
    process = start(data, 200)
    go(process)
    time.sleep(seconds)
    process.kill()
    holds(data, reported(process))
    opened(data).add(with_request(new_key()))


def test_a_book_without_its_first_page_comes_back(
    tmp_path: Path, credentials: Credentials
) -> None:
    data, key = tmp_path / "data", new_key()
    (key_id,) = opened(data).add(with_request(key)).new_keys
    with (data / "sel.db").open("r+b") as file:
        file.write(bytes(4096))
    book = opened(data)
    assert book.private_key(key_id) == key.pkcs8
    assert book.recovery is not None
