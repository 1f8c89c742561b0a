"""Work spread over processors: in order, side by side, and stopped when nobody wants it."""

from __future__ import annotations

import threading
import time

import pytest

from sel.workers.threads import OverProcessors


def test_answers_come_in_the_order_of_the_things() -> None:
    answers = OverProcessors(lambda each: (time.sleep(0.02 / each), each)[1], [1, 2, 4])
    assert [next(answers) for _ in range(3)] == [1, 2, 4]
    with pytest.raises(StopIteration):
        next(answers)
    answers.close()


def test_what_the_work_raises_comes_in_its_place() -> None:
    answers = OverProcessors(lambda each: 1 // each, [1, 0, 1])
    assert next(answers) == 1
    with pytest.raises(ZeroDivisionError):
        next(answers)
    assert next(answers) == 1
    answers.close()


def test_nothing_outlives_closing() -> None:
    before, done = threading.active_count(), []

    def work(each: int) -> None:
        time.sleep(0.01)
        done.append(each)

    answers = OverProcessors(work, list(range(1000)))
    next(answers)
    answers.close()
    assert threading.active_count() == before
    assert len(done) < 100


def test_nothing_to_do() -> None:
    answers = OverProcessors(str, [])
    answers.close()
    with pytest.raises(StopIteration):
        next(answers)
