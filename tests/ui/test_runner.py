"""The runner: nothing missed, honest cancel, crashes told, closing waits."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from sel.base.errors import WrongPassphrase
from sel.base.message import Message
from sel.base.progress import Cancelled, Progress
from sel.ui.runner import Runner


@pytest.fixture
def runner(qapp):
    made = Runner()
    yield made
    made.close()
    qapp.processEvents()


def test_a_result_that_was_there_before_the_slot_is_still_delivered(qtbot, runner):
    for _ in range(20):
        task = runner.start(lambda progress: "ready")
        time.sleep(0.005)
        with qtbot.waitSignal(task.done, timeout=2000) as hit:
            pass
        assert hit.args == ["ready"]


def test_endings_arrive_on_the_thread_of_the_window(qtbot, runner):
    where = []
    task = runner.start(lambda progress: threading.get_ident())
    task.done.connect(lambda worker: where.extend((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: len(where) == 2)
    assert where[1] == threading.main_thread().ident
    assert where[0] != where[1]
    assert QThread.currentThread() is QApplication.instance().thread()


def test_an_error_a_person_can_act_on_is_handed_over_whole(qtbot, runner):
    def work(progress: Progress) -> None:
        raise WrongPassphrase(detail="MAC differs")

    task = runner.start(work)
    with qtbot.waitSignal(task.failed) as hit:
        pass
    assert (hit.args[0].code, hit.args[0].detail) == ("wrong-passphrase", "MAC differs")


def test_cancel_stops_at_the_next_step_and_says_nothing_else(qtbot, runner):
    begun, go_on = threading.Event(), threading.Event()
    heard = []

    def work(progress: Progress) -> str:
        progress.step(0, 2, Message("making-key"))
        begun.set()
        go_on.wait(5)
        progress.step(1, 2, Message("proving"))
        return "never"

    task = runner.start(work)
    task.done.connect(heard.append)
    task.failed.connect(heard.append)
    assert begun.wait(5)
    task.cancel()
    with qtbot.waitSignal(task.stopped):
        go_on.set()
    assert heard == []
    assert not runner.busy


def test_work_that_finishes_after_cancel_keeps_its_result(qtbot, runner):
    """Cancel is a wish: what was committed is never reported as stopped."""
    begun, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> str:
        begun.set()
        go_on.wait(5)
        return "committed"

    task = runner.start(work)
    assert begun.wait(5)
    task.cancel()
    with qtbot.waitSignal(task.done) as hit:
        go_on.set()
    assert hit.args == ["committed"]


def test_progress_is_merged_but_the_last_report_and_the_order_are_kept(qtbot, runner):
    heard: list[object] = []

    def work(progress: Progress) -> str:
        for number in range(1000):
            progress.step(number, 1000, Message("checking"))
        return "end"

    task = runner.start(work)
    task.progressed.connect(lambda done, total, what: heard.append((done, total, what.code)))
    task.done.connect(heard.append)
    qtbot.waitUntil(lambda: heard[-1:] == ["end"])
    assert heard[-2] == (999, 1000, "checking")
    numbers = [entry[0] for entry in heard[:-1]]
    assert numbers == sorted(set(numbers))


def test_a_bug_reaches_the_crash_dialog_and_frees_the_page(qtbot, runner):
    def work(progress: Progress) -> None:
        raise ZeroDivisionError("a bug")

    order = []
    runner.crashed.connect(lambda error: order.append(type(error)))
    task = runner.start(work)
    task.stopped.connect(lambda: order.append("stopped"))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == [ZeroDivisionError, "stopped"]


def test_closing_waits_for_work_under_way(qtbot, qapp):
    runner, finished, begun = Runner(), threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        time.sleep(0.2)
        finished.set()
        progress.step(1, 1, Message("ready"))

    task = runner.start(work)
    ended = []
    task.stopped.connect(lambda: ended.append("stopped"))
    assert begun.wait(5)
    runner.close()
    assert finished.is_set()
    qapp.processEvents()
    assert ended == ["stopped"]
    with pytest.raises(RuntimeError):
        runner.start(lambda progress: None)
    assert not runner.busy


def test_idle_is_told_once_after_the_last_of_many(qtbot, runner):
    told = []
    runner.idle.connect(lambda: told.append(runner.busy))
    tasks = [runner.start(lambda progress: time.sleep(0.01)) for _ in range(20)]
    for task in tasks:
        task.done.connect(lambda _: None)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [False]


def test_cancelled_work_is_never_an_error(qtbot, runner):
    def work(progress: Progress) -> None:
        raise Cancelled

    crashes = []
    runner.crashed.connect(crashes.append)
    task = runner.start(work)
    with qtbot.waitSignal(task.stopped):
        pass
    assert crashes == []
