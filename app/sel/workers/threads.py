"""Work spread over threads.

As many as there are processors, for work that gives the interpreter free (hashlib's PBKDF2 and
scrypt; other work gains nothing); or many, for work that waits for other computers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Generic, TypeVar

from sel.workers.pool import Pool
from sel.workers.processors import processors

T = TypeVar("T")
R = TypeVar("R")

_WAITING: Final = 32


class OverProcessors(Generic[R]):
    """As `sel.base.spread.Spread`: begins at once; no thread outlives `close`."""

    def __init__(self, work: Callable[[T], R], things: Sequence[T], /) -> None:
        self._pool = Pool(min(len(things), self._threads()), "spread")
        self._left = [self._pool.submit(partial(work, thing)) for thing in things]
        self._left.reverse()  # the next one stands last

    def _threads(self) -> int:
        return processors()

    def __next__(self) -> R:
        """As `Answers.__next__`. Raises StopIteration at the end."""
        if not self._left:
            raise StopIteration
        return self._left.pop().result()

    def close(self) -> None:
        """As `Answers.close`."""
        self._left.clear()
        self._pool.close()


class Abreast(OverProcessors[R]):
    """The same, in many threads."""

    def _threads(self) -> int:
        return _WAITING
