"""Many small things, answered by children on all processors, in the order they were given."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import Any, Protocol

from sel.base.errors import ChildFailed
from sel.ports.children import Child, Lost
from sel.workers.pool import Pool, Promise
from sel.workers.processors import processors

CHUNK = 64
"""Things in one call: enough that the pipe costs nothing, few enough to be shared out evenly."""

_AHEAD = 8
"""Calls a child may be ahead of whoever takes the answers, and has to write them down."""

_SHARES = 2
"""Calls for each child, if there are few things."""


class Mortal(Child, Protocol):
    """A child that can be ended from another thread; silent: it gave no answer in its time."""

    silent: bool

    def kill(self) -> None:
        """End it at once."""


class OwnCrew:
    """Children that do the same work, each with a thread of ours that waits for it.

    Implements `sel.ports.children.Crew`. A child is started when there is work for it, and told
    the opening of a round before it gets its first things.

    start  starts one; its calls are bounded by the time one thing may take
    """

    def __init__(self, start: Callable[[], Mortal], count: int | None = None) -> None:
        self._start = start
        self._count = count or processors()
        self._pool = Pool(self._count, "crew")
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._running: set[Mortal] = set()
        self._over = False

    def each(
        self, opening: Mapping[str, Any], things: Sequence[str], *, alone: Set[str] = frozenset()
    ) -> Generator[Any | Lost, None, None]:
        """See `sel.ports.children.Crew`."""
        size = max(1, min(CHUNK, len(things) // (self._count * _SHARES)))
        waiting: deque[Promise[list[Any | Lost]]] = deque()
        whole = False
        try:
            for chunk in _chunks(things, size, alone):
                waiting.append(self._pool.submit(partial(self._answers, opening, chunk)))
                if len(waiting) > self._count * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
            whole = True
        finally:
            if not whole:
                self.close()

    def close(self) -> None:
        """See `sel.ports.children.Crew`: one that works is not waited for."""
        with self._lock:
            self._over = True
            for child in self._running:
                child.kill()
        self._pool.close()
        for child in self._running:
            child.close()
        self._running.clear()

    def _answers(self, opening: Mapping[str, Any], chunk: Sequence[str]) -> list[Any | Lost]:
        """For these; one by one if they are too much for a child together."""
        try:
            return self._ask(opening, chunk)
        except _Ended as ended:
            if len(chunk) == 1:
                return [Lost(slow=ended.slow)]
        return [answer for thing in chunk for answer in self._answers(opening, [thing])]

    def _ask(self, opening: Mapping[str, Any], chunk: Sequence[str]) -> list[Any | Lost]:
        child = self._child(opening)
        try:
            answers: list[Any] = child.call("each", things=list(chunk))
        except ChildFailed as problem:
            self._forget(child)
            if self._over:
                raise
            raise _Ended(slow=child.silent) from problem
        return answers

    def _child(self, opening: Mapping[str, Any]) -> Mortal:
        """This thread's own, in this round. Raises ChildFailed, and what `open` raises."""
        child: Mortal | None = getattr(self._mine, "child", None)
        if child is None:
            child = self._start()
            with self._lock:
                self._running.add(child)
                if self._over:
                    child.kill()
        elif self._mine.opening is opening:
            return child
        self._mine.child = None  # it has to have heard the opening to be anybody's
        child.call("open", **opening)
        self._mine.child, self._mine.opening = child, opening
        return child

    def _forget(self, child: Mortal) -> None:
        self._mine.child = None
        with self._lock:
            self._running.discard(child)


def _chunks(things: Sequence[str], size: int, alone: Set[str]) -> Iterator[Sequence[str]]:
    """So many at once, in order, and each that is large by itself."""
    begin = 0
    for at, thing in enumerate(things):
        if thing in alone:
            if begin < at:
                yield things[begin:at]
            yield things[at : at + 1]
            begin = at + 1
        elif at - begin == size - 1:
            yield things[begin : at + 1]
            begin = at + 1
    if begin < len(things):
        yield things[begin:]


class _Ended(Exception):
    """A child ended over what it was asked."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__()
        self.slow = slow
