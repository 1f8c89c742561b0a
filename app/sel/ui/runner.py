"""Work away from the window: the only module that knows threads.

A page hands blocking work to `Runner.start` and gets a `Task` that lives on the window's thread.
Whatever the work does, exactly one ending arrives there, through the event loop: so a slot that
is connected right after `start` cannot miss it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from sel.base.errors import SelError
from sel.base.message import Message
from sel.base.progress import Cancelled, Progress

Work = Callable[[Progress], Any]

_WORKERS = 4


class Task(QObject):
    """One piece of work under way; a `Progress` for the work, signals for the page.

    Exactly one of done, failed and stopped is sent, after every report of progress. The object
    is deleted once its ending was delivered.

    progressed  done, total (int) and what begins (Message); reports that come faster than the
                window draws are merged, the newest wins
    done        the result of the work
    failed      the SelError it raised
    stopped     it was cancelled, or it crashed (then `Runner.crashed` has told already)
    """

    progressed = Signal(int, int, object)
    done = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    _reported = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._newest: tuple[int, int, Message] | None = None
        self._reported.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next step; it ends with `stopped` if it does."""
        self._wanted.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._wanted.is_set()

    def step(self, done: int, total: int, what: Message) -> None:
        """Report progress; called by the work, from its own thread. Raises Cancelled."""
        if self._wanted.is_set():
            raise Cancelled
        with self._lock:
            pending = self._newest is not None
            self._newest = (done, total, what)
        if not pending:
            self._reported.emit()

    @Slot()
    def _tell(self) -> None:
        with self._lock:
            newest, self._newest = self._newest, None
        if newest is not None:
            self.progressed.emit(*newest)


class Runner(QObject):
    """Owns every worker thread of the window.

    crashed  an exception nobody expects to meet; for the crash dialog
    idle     the last task has ended
    """

    crashed = Signal(object)
    idle = Signal()

    _home = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="sel-work")
        self._live: set[Task] = set()
        self._home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any task has not ended yet."""
        return bool(self._live)

    def start(self, work: Work) -> Task:
        """Run `work(progress)` on a worker thread. Call from the window's thread.

        Raises RuntimeError after `close`.
        """
        task = Task(self)

        def run() -> None:
            outcome: object
            try:
                outcome = work(task)
            except BaseException as error:  # noqa: BLE001  carried home, never lost
                outcome = error
            self._home.emit(task, outcome)

        self._pool.submit(run)
        self._live.add(task)
        return task

    def cancel_all(self) -> None:
        """Ask all work to stop; `idle` follows when it has."""
        for task in self._live:
            task.cancel()

    def close(self) -> None:
        """Cancel everything and wait for the end of every thread; endings are still delivered
        if the event loop runs again."""
        self.cancel_all()
        self._pool.shutdown(wait=True)

    @Slot(object, object)
    def _deliver(self, task: Task, outcome: object) -> None:
        self._live.discard(task)
        match outcome:
            case Cancelled():
                task.stopped.emit()
            case SelError():
                task.failed.emit(outcome)
            case BaseException():
                self.crashed.emit(outcome)
                task.stopped.emit()
            case _:
                task.done.emit(outcome)
        task.deleteLater()
        if not self._live:
            self.idle.emit()
