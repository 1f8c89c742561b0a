"""Children side by side: order, and one that ends or hangs takes one thing with it only."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from sel.base.errors import ChildFailed
from sel.ports.children import Lost
from sel.workers.children import OwnChildren
from sel.workers.side_by_side import Crew
from tests.workers.test_children import gone

COMMAND = (sys.executable, str(Path(__file__).with_name("crew_program.py")))
SECRET = b"cyfrinair"


def crew(seconds: float = 20, count: int = 2) -> Crew:
    children = OwnChildren(COMMAND)
    return Crew(lambda: children.start("crew", call_seconds=seconds), {"secret": SECRET}, count)


def test_answers_come_in_order() -> None:
    things = [f"{number}" for number in range(1000)]
    assert list(crew().each(things)) == [[thing, SECRET] for thing in things]


def test_nothing_is_answered_by_nobody() -> None:
    assert list(crew().each([])) == []


def test_only_what_ended_a_child_is_lost() -> None:
    things = [f"{number}" for number in range(40)]
    things[7] = things[30] = things[31] = "crash"
    answers = list(crew().each(things))
    assert [place for place, each in enumerate(answers) if isinstance(each, Lost)] == [7, 30, 31]
    assert answers[7] == Lost(slow=False)
    assert answers[32] == ["32", SECRET]


def test_only_what_took_too_long_is_lost() -> None:
    answers = list(crew(seconds=0.7).each(["a", "hang", "b", "c"]))
    assert answers == [["a", SECRET], Lost(slow=True), ["b", SECRET], ["c", SECRET]]


def test_there_are_several_and_none_is_left() -> None:
    answers = crew().each(["pid"] * 400)
    pids = {next(answers) for _ in range(400)}
    answers.close()
    assert 1 <= len(pids) <= 2
    assert all(gone(pid) for pid in pids)


def test_whoever_stops_does_not_wait_for_the_rest() -> None:
    answers = crew(seconds=300, count=1).each(["pid", "hang", "hang"])
    pid = next(answers)
    began = time.monotonic()
    answers.close()
    assert time.monotonic() - began < 20
    assert gone(pid)


def test_no_child_at_all_is_an_error() -> None:
    children = OwnChildren([str(Path(__file__).with_name("nowhere"))])
    with pytest.raises(ChildFailed):
        list(Crew(lambda: children.start("crew"), {}, 2).each(["a"]))
