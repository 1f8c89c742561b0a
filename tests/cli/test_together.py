"""Two `sel` at once is ordinary use: nothing is lost, and nobody reads "database is locked"."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.program import BACKUP, Program

TIMES = 20


def _both(sel: Program, *commands: tuple[object, ...]) -> list[tuple[int, str]]:
    running = [
        subprocess.Popen(
            sel.command(*command), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | sel.environment,
        )
        for command in commands
    ]  # fmt: skip
    ended = [(each, *each.communicate(timeout=120)) for each in running]
    for _, out, err in ended:
        assert "locked" not in (out + err).lower()
        assert "Traceback" not in err, err
    return [(process.returncode, err) for process, _, err in ended]


def _new(sel: Program, name: str) -> tuple[object, ...]:
    return ("request", "new", "--email", "a@school.example", "--name", name, "--key", "ec-p256",
            "--out", sel.path(f"{name}.pem"), "--replace")  # fmt: skip


@pytest.mark.slow
def test_two_first_starts(tmp_path: Path) -> None:
    for number in range(TIMES):
        sel = Program(tmp_path / str(number))
        ended = _both(sel, _new(sel, "one"), _new(sel, "two"))
        assert [status for status, _ in ended] == [0, 0], ended
        assert len(sel.done("request", "list")["requests"]) == 2


@pytest.mark.slow
def test_two_that_make_keys(sel: Program) -> None:
    for number in range(TIMES):
        ended = _both(sel, _new(sel, "one"), _new(sel, "two"))
        assert [status for status, _ in ended] == [0, 0], ended
        assert len(sel.done("request", "list")["requests"]) == 2 * (number + 1)


@pytest.mark.slow
def test_one_that_backs_up_while_the_other_makes_keys(issued: Program) -> None:
    secret = issued.secret("words", BACKUP)
    for number in range(TIMES):
        out = issued.path(f"{number}.p12")
        back_up = ("backup", "make", "--out", out, "--pass-file", secret)
        ended = _both(issued, back_up, _new(issued, "one"))
        assert [status for status, _ in ended] == [0, 0], ended
        if number % 5 == 0:
            found = issued.done("backup", "verify", out, "--pass-file", secret)
            assert found["sound"]
            assert len(found["ids"]) + len(found["missing"]) == number + 2
    assert len(issued.done("id", "list")["ids"]) == TIMES + 1


@pytest.mark.slow
def test_two_that_take_in_the_same_file(issued: Program, tmp_path: Path) -> None:
    secret = issued.secret("words", BACKUP)
    path = issued.path("b.p12")
    issued.done("backup", "make", "--out", path, "--pass-file", secret)
    for number in range(TIMES):
        other = Program(tmp_path / f"other-{number}")
        words = other.secret("words", BACKUP)
        take = ("id", "import", path, "--pass-file", words)
        ended = _both(other, take, take)
        assert [status for status, _ in ended] == [0, 0], ended
        assert len(other.done("id", "list")["ids"]) == 1
