"""Many small things, answered by children on all processors, in the order they were given."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from sel.base.errors import ChildFailed
from sel.ports.children import Child, Lost
from sel.workers.pool import Pool, Promise
from sel.workers.processors import processors

CHUNK = 64
"""Things in one call: enough that the pipe costs nothing, few enough to be shared out evenly."""

_AHEAD = 2
"""Calls a child may be ahead of whoever takes the answers."""


class Mortal(Child, Protocol):
    """A child that can be ended from another thread; silent: it gave no answer in its time."""

    silent: bool

    def kill(self) -> None:
        """End it at once."""


class Crew:
    """Children that do the same work, each with a thread of ours that waits for it.

    start    starts one; its calls are bounded by the time one thing may take
    opening  arguments of `open`, said to each child once
    """

    def __init__(
        self,
        start: Callable[[], Mortal],
        opening: Mapping[str, Any],
        count: int | None = None,
    ) -> None:
        self._start = start
        self._opening = opening
        self._count = count or processors()
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._running: set[Mortal] = set()
        self._over = False

    def each(self, things: Sequence[str]) -> Generator[Any | Lost, None, None]:
        """See `sel.ports.children.Children.side_by_side`."""
        size = max(1, min(CHUNK, len(things) // (self._count * _AHEAD) or 1))
        chunks = [things[at : at + size] for at in range(0, len(things), size)]
        waiting: deque[Promise[list[Any | Lost]]] = deque()
        pool = Pool(min(self._count, len(chunks)), "crew")
        try:
            for chunk in chunks:
                waiting.append(pool.submit(partial(self._answers, chunk)))
                if len(waiting) > self._count * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            self._end()
            pool.close()
            for child in self._running:
                child.close()

    def _answers(self, chunk: Sequence[str]) -> list[Any | Lost]:
        """For these; one by one if they are too much for a child together."""
        try:
            return self._ask(chunk)
        except _Ended as ended:
            if len(chunk) == 1:
                return [Lost(slow=ended.slow)]
        return [answer for thing in chunk for answer in self._answers([thing])]

    def _ask(self, chunk: Sequence[str]) -> list[Any | Lost]:
        child = self._child()
        try:
            answers: list[Any] = child.call("each", things=list(chunk))
        except ChildFailed as problem:
            self._forget(child)
            if self._over:
                raise
            raise _Ended(slow=child.silent) from problem
        return answers

    def _child(self) -> Mortal:
        """This thread's own. Raises ChildFailed, and what `open` raises."""
        child: Mortal | None = getattr(self._mine, "child", None)
        if child is not None:
            return child
        child = self._start()
        with self._lock:
            self._running.add(child)
            if self._over:
                child.kill()
        child.call("open", **self._opening)
        self._mine.child = child
        return child

    def _forget(self, child: Mortal) -> None:
        self._mine.child = None
        with self._lock:
            self._running.discard(child)

    def _end(self) -> None:
        """No child outlives the generator; one that works is not waited for."""
        with self._lock:
            self._over = True
            for child in self._running:
                child.kill()


class _Ended(Exception):
    """A child ended over what it was asked."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__()
        self.slow = slow
