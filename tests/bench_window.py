"""The window's Colleagues with ten thousand people, as somebody feels it.

A clock strikes whenever the event loop of the real window (offscreen) has nothing else to do; the
time between two strokes is how long nothing could be drawn and no key was heard. For each press
of a key: the longest such time until the answer stands there, and how long that took. As a
program, and in `make bench`: python -m tests.bench_window [NUMBER]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_WAIT = 30.0  # seconds
_TYPED = ("school", "sian", "an", "00012")


class Strokes:
    """The clock. worst: seconds between two strokes since `begin`."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.worst = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._strike)
        self._timer.start(0)

    def begin(self) -> None:
        """Forget what was."""
        self.worst, self._last = 0.0, time.perf_counter()

    def _strike(self) -> None:
        now = time.perf_counter()
        self.worst, self._last = max(self.worst, now - self._last), now


def main(number: int) -> None:
    """Print a line for each thing a person does: worst gap and whole time, in milliseconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import sel.ui  # noqa: F401  before any other use of Qt: see sel.ui.immortal
    from sel.ui.app import Program, application
    from tests.screens import colleagues

    application()
    with tempfile.TemporaryDirectory() as scratch:
        services = colleagues.Office(Path(scratch)).desk("many")
        colleagues.put_in(services, number)
        program = Program(services, "en", None, None)
        program.window.resize(1280, 800)
        program.window.show()
        _measured(program, number)
        program.window.hide()
        program.runner.close()


def _measured(program: object, number: int) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from sel.ui.app import Program

    up = Qt.SortOrder.AscendingOrder
    assert isinstance(program, Program)
    strokes, window = Strokes(), program.window

    def until(there: Callable[[], bool]) -> float:
        began = time.perf_counter()
        QApplication.processEvents()
        while not there() and time.perf_counter() - began < _WAIT:
            QApplication.processEvents()
        return time.perf_counter() - began

    def told(what: str, act: Callable[[], object], there: Callable[[], bool]) -> None:
        strokes.begin()
        began = time.perf_counter()
        act()
        until(there)
        QApplication.processEvents()
        took = time.perf_counter() - began
        print(f"{what:44}{strokes.worst * 1000:9.1f}{took * 1000:10.1f}", flush=True)

    print(f"{f'{number} colleagues':44}{'gap ms':>9}{'whole ms':>10}")
    until(lambda: not program.runner.busy)
    told(
        "the place, until rows stand there",
        lambda: window.go_to("colleagues"),
        lambda: bool(window.place("colleagues").list.table.people.people),
    )
    people = window.place("colleagues").list
    told("at rest", lambda: None, lambda: people.at_rest)
    for text in _TYPED:
        worst, longest = 0.0, 0.0
        for letter in text:
            answered: list[object] = []
            people.finder.began.connect(answered.append)
            strokes.begin()
            QTest.keyClick(people.search.line, letter)
            longest = max(longest, until(lambda there=answered: bool(there)))
            QApplication.processEvents()
            worst = max(worst, strokes.worst)
            people.finder.began.disconnect(answered.append)
        print(f"{f'each key of {text!r}':44}{worst * 1000:9.1f}{longest * 1000:10.1f}")
        told(f"at rest with {text!r}", lambda: None, lambda: people.at_rest)
        told("cleared again", people.search.line.clear, lambda: people.at_rest)
    table, everybody = people.table, lambda: people.finder.whole and not program.runner.busy
    for column, name in ((0, "by name"), (1, "by answer")):
        told(
            f"everybody in order {name}",
            lambda at=column: table.sortByColumn(at, up),
            everybody,
        )
    told("in the order of addresses again", lambda: table.sortByColumn(-1, up), lambda: True)
    told("looked for again", people.look, lambda: people.at_rest)
    told("Ctrl+A", table.selectAll, everybody)
    told("End", lambda: QTest.keyClick(table, Qt.Key.Key_End), everybody)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
