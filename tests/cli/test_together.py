"""Two `sel` at once is ordinary use: nothing is lost, and nobody reads "database is locked"."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.base.secret import Secret
from sel.core.bundle import Bundle, Entry, Protection, write, writer
from sel.ports.services import Services
from tests.cli.forks import ended, services_of, start
from tests.cli.program import BACKUP, Program
from tests.pilot import person

TIMES = 20


def _both(
    sel: Program, *commands: tuple[object, ...], services: Services | None = None
) -> list[int]:
    """Run them at once; how each ended. Nobody reads of locks, nobody sees a traceback.

    services  with the book key at hand; without, each run fetches its own, as a first start does
    """
    options = ["--data", str(sel.data), "--json"]
    running = []
    for number, command in enumerate(commands):
        said = sel.path(f"said-{number}.txt")
        given = [*map(str, command), *options]
        running.append((start(services or services_of(sel), given, said), said))
    statuses = [ended(pid) for pid, _ in running]
    for _, said in running:
        text = said.read_text()
        assert "locked" not in text.lower(), text
        assert "Traceback" not in text, text
    return statuses


def _new(sel: Program, name: str) -> tuple[object, ...]:
    return ("request", "new", "--email", "a@school.example", "--name", name, "--key", "ec-p256",
            "--out", sel.path(f"{name}.pem"), "--replace")  # fmt: skip


def _said(sel: Program) -> list[str]:
    return [path.read_text() for path in sorted(sel.folder.glob("said-*.txt"))]


@pytest.mark.slow
def test_two_first_starts(tmp_path: Path) -> None:
    for number in range(TIMES):
        sel = Program(tmp_path / str(number))
        statuses = _both(sel, _new(sel, "one"), _new(sel, "two"))
        assert statuses == [0, 0], _said(sel)
        assert len(services_of(sel).book().requests()) == 2


@pytest.mark.slow
def test_two_that_make_keys(issued: Program) -> None:
    sel, own = issued, services_of(issued)
    for number in range(TIMES):
        statuses = _both(sel, _new(sel, "one"), _new(sel, "two"), services=own)
        assert statuses == [0, 0], _said(sel)
        assert len(own.book().keys()) == 2 * (number + 1) + 1


@pytest.mark.slow
def test_one_that_backs_up_while_the_other_makes_keys(
    issued: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(writer.ROUNDS, Protection.MODERN, 20_000)
    own = services_of(issued)
    secret = issued.secret("words", BACKUP)
    for number in range(TIMES):
        out = issued.path(f"{number}.p12")
        back_up = ("backup", "make", "--out", out, "--pass-file", secret)
        statuses = _both(issued, back_up, _new(issued, "one"), services=own)
        assert statuses == [0, 0], _said(issued)
        if number % 5 == 0:
            found = issued.done("backup", "verify", out, "--pass-file", secret)
            assert found["sound"]
            assert len(found["ids"]) + len(found["missing"]) == number + 2
    assert len(issued.done("id", "list")["ids"]) == TIMES + 1


@pytest.mark.slow
def test_two_that_take_in_the_same_file(tmp_path: Path) -> None:
    one = person()
    path = tmp_path / "b.p12"
    held = Bundle((Entry(one.key, one.certificate),))
    path.write_bytes(write(held, Secret(BACKUP), protection=Protection.MODERN, rounds=1_000))
    for number in range(TIMES):
        other = Program(tmp_path / f"other-{number}")
        words = other.secret("words", BACKUP)
        take = ("id", "import", path, "--pass-file", words)
        statuses = _both(other, take, take)
        assert statuses == [0, 0], _said(other)
        assert len(services_of(other).book().keys()) == 1
