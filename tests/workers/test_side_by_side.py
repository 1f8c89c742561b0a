"""Children side by side: order, and one that ends or hangs takes one thing with it only."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sel.base.errors import ChildFailed
from sel.ports.children import Lost
from sel.workers.children import OwnChildren
from sel.workers.side_by_side import OwnCrew, _chunks
from tests.workers.test_children import gone

COMMAND = (sys.executable, str(Path(__file__).with_name("crew_program.py")))
SECRET = b"cyfrinair"


OPENING = {"secret": SECRET}


def crew(seconds: float = 20, count: int = 2) -> OwnCrew:
    children = OwnChildren(COMMAND)
    return OwnCrew(lambda: children.start("crew", call_seconds=seconds), count)


def answered(things: list[str], seconds: float = 20) -> list[Any]:
    with closing(crew(seconds)) as hands:
        return list(hands.each(OPENING, things))


def test_answers_come_in_order() -> None:
    things = [f"{number}" for number in range(1000)]
    assert answered(things) == [[thing, SECRET] for thing in things]


def test_nothing_is_answered_by_nobody() -> None:
    assert answered([]) == []


def test_only_what_ended_a_child_is_lost() -> None:
    things = [f"{number}" for number in range(40)]
    things[7] = things[30] = things[31] = "crash"
    answers = answered(things)
    assert [place for place, each in enumerate(answers) if isinstance(each, Lost)] == [7, 30, 31]
    assert answers[7] == Lost(slow=False)
    assert answers[32] == ["32", SECRET]


def test_only_what_took_too_long_is_lost() -> None:
    answers = answered(["a", "hang", "b", "c"], seconds=0.7)
    assert answers == [["a", SECRET], Lost(slow=True), ["b", SECRET], ["c", SECRET]]


def test_there_are_several_and_none_is_left() -> None:
    answers = crew().each(OPENING, ["pid"] * 400)
    pids = {next(answers) for _ in range(400)}
    answers.close()
    assert 1 <= len(pids) <= 2
    assert all(gone(pid) for pid in pids)


def test_a_second_round_has_the_same_children_and_its_own_opening() -> None:
    with closing(crew(count=1)) as hands:
        first = list(hands.each(OPENING, ["pid", "a"]))
        second = list(hands.each({"secret": b"arall"}, ["pid", "a"]))
    assert first[0] == second[0]
    assert (first[1], second[1]) == (["a", SECRET], ["a", b"arall"])
    assert gone(first[0])


def test_what_is_large_is_a_call_of_its_own_and_the_order_stays() -> None:
    things = [f"{number}" for number in range(200)]
    large = {"0", "70", "71", "199"}
    with closing(crew()) as hands:
        answers = list(hands.each(OPENING, things, alone=large))
    assert [each[0] for each in answers] == things
    calls = list(_chunks(things, 64, large))
    assert [list(each) for each in calls if large & set(each)] == [
        [each] for each in things if each in large
    ]
    assert [thing for each in calls for thing in each] == things
    assert max(map(len, calls)) == 64


def test_a_child_that_ended_is_replaced_by_one_that_has_heard_the_opening() -> None:
    with closing(crew(count=1)) as hands:
        list(hands.each({"secret": b"arall"}, ["a"]))
        assert list(hands.each(OPENING, ["crash", "b"])) == [Lost(slow=False), ["b", SECRET]]


def test_whoever_stops_does_not_wait_for_the_rest() -> None:
    answers = crew(seconds=300, count=1).each(OPENING, ["pid", "hang", "hang"])
    pid = next(answers)
    began = time.monotonic()
    answers.close()
    assert time.monotonic() - began < 20
    assert gone(pid)


def test_no_child_at_all_is_an_error() -> None:
    children = OwnChildren([str(Path(__file__).with_name("nowhere"))])
    with pytest.raises(ChildFailed):
        list(OwnCrew(lambda: children.start("crew"), 2).each({}, ["a"]))
