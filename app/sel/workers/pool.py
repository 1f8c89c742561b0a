"""A few threads that do what they are given, in order.

As `concurrent.futures.ThreadPoolExecutor`, which brings `logging` and much else with it: more than
a short command takes to do its work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

R = TypeVar("R")


class Promise(Generic[R]):
    """An answer that will be there."""

    def __init__(self, work: Callable[[], R]) -> None:
        self._work = work
        self._done = threading.Event()
        self._answers: list[R] = []
        self._problem: BaseException | None = None

    def keep(self) -> None:
        """Do the work, in the thread that calls."""
        try:
            self._answers.append(self._work())
        except BaseException as problem:  # noqa: BLE001 - raised where the answer is taken
            self._problem = problem
        self._done.set()

    def result(self) -> R:
        """Wait for the answer. Raises what the work raised."""
        self._done.wait()
        if self._problem is not None:
            raise self._problem
        return self._answers[0]


class Pool:
    """So many threads; they begin at once and end with `close`, or with the program."""

    def __init__(self, count: int, name: str) -> None:
        self._calls: SimpleQueue[Promise[object] | None] = SimpleQueue()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[[], R]) -> Promise[R]:
        """Have it done when a thread is free."""
        promise = Promise(work)
        self._calls.put(promise)  # type: ignore[arg-type]  # what it answers matters to nobody here
        return promise

    def close(self) -> None:
        """What has not begun is not done, and nobody may wait for it; waits for what has."""
        self._closed = True
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (promise := self._calls.get()) is not None and not self._closed:
            promise.keep()
