"""A large book is looked through once for each state of the file, and once a day."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from sel.base.message import Message
from sel.base.secret import Secret
from sel.keeping import looked, rows
from sel.keeping.book import SqliteBook, open_book
from sel.ports.people import TakeIn
from tests.keeping.material import SteadyClock
from tests.keeping.test_people import new


@pytest.fixture
def clock() -> SteadyClock:
    return SteadyClock()


@pytest.fixture
def data(tmp_path: Path, clock: SteadyClock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A large book, as `rows` counts here."""
    monkeypatch.setattr(rows, "_ORDINARY", 4)
    folder = tmp_path / "data"
    some = tuple(new(f"p{number}@school.example", f"Person {number}") for number in range(40))
    opened(folder, clock).people().take_in(TakeIn(clock.now(), some, last=True))
    return folder


def opened(data: Path, clock: SteadyClock) -> SqliteBook:
    secret = Secret("un dau tri")
    return open_book(data, unlock=lambda: secret, keyring=None, clock=clock)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each start so far looked through the pages."""
    found: list[bool] = []
    sound = rows.sound

    def watched(connection, *, thorough: bool = False, pages_seen: bool = False) -> bool:
        found.append(not pages_seen)
        return sound(connection, thorough=thorough, pages_seen=pages_seen)

    monkeypatch.setattr(rows, "sound", watched)
    return found


def test_the_same_state_is_not_looked_through_again(
    data: Path, clock: SteadyClock, looks: list[bool]
) -> None:
    for _ in range(3):
        opened(data, clock)
    assert looks == [True, False, False]
    if os.name == "posix":
        assert (data / "sel.db.looked").stat().st_mode & 0o777 == 0o600


def _changed(data: Path, clock: SteadyClock) -> None:
    opened(data, clock).note(Message("people-added", {}))


def _later(data: Path, clock: SteadyClock) -> None:
    clock.at += looked.AGAIN


def _earlier(data: Path, clock: SteadyClock) -> None:
    clock.at -= timedelta(hours=1)


def _touched(data: Path, clock: SteadyClock) -> None:
    os.utime(data / "sel.db")


def _other_file(data: Path, clock: SteadyClock) -> None:
    whole = (data / "sel.db").read_bytes()
    (data / "sel.db").rename(data / "elsewhere")
    (data / "sel.db").write_bytes(whole)


def _broken_off(data: Path, clock: SteadyClock) -> None:
    (data / "sel.db-journal").write_bytes(b"")


def _rubbish(data: Path, clock: SteadyClock) -> None:
    (data / "sel.db.looked").write_bytes(b"\xff 1 2 never")


def _no_note(data: Path, clock: SteadyClock) -> None:
    (data / "sel.db.looked").unlink()


@pytest.mark.parametrize(
    "happens",
    [_changed, _later, _earlier, _touched, _other_file, _broken_off, _rubbish, _no_note],
)
def test_what_makes_it_be_looked_through_again(
    happens: Callable[[Path, SteadyClock], None],
    data: Path,
    clock: SteadyClock,
    looks: list[bool],
) -> None:
    opened(data, clock)
    opened(data, clock)
    happens(data, clock)
    del looks[:]
    opened(data, clock)
    assert looks == [True]


def test_a_page_that_breaks_afterwards_is_found_and_mended(data: Path, clock: SteadyClock) -> None:
    opened(data, clock)
    size = (data / "sel.db").stat().st_size
    with (data / "sel.db").open("r+b") as file:
        file.seek(size // 4096 // 2 * 4096)
        file.write(b"\xaa" * 4096)
    mended = opened(data, clock)
    assert mended.recovery is not None
    assert mended.people().count().people == 40


def test_where_nothing_can_be_noted_every_start_looks(
    data: Path, clock: SteadyClock, looks: list[bool]
) -> None:
    (data / "sel.db.looked").mkdir()
    opened(data, clock)
    opened(data, clock)
    assert looks == [True, True]
    assert not [each for each in data.iterdir() if each.name.startswith(".")]


def test_an_ordinary_book_is_always_looked_at_whole(
    data: Path, clock: SteadyClock, looks: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_ORDINARY", 1024)
    opened(data, clock)
    opened(data, clock)
    assert looks == [True, True]
    assert not (data / "sel.db.looked").exists()
