"""The same work on many things, perhaps on several processors at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Spread(Protocol):
    """Does one piece of work on each of many things; like `map`.

    Answers come in the order of the things, each as soon as it is there and those before it.
    Whoever stops asking (closes the generator) stops the work that has not begun.
    The work is a function without side effects that may run in any thread; what it raises is
    raised in the place of its answer.
    """

    def __call__(self, work: Callable[[T], R], things: Sequence[T], /) -> Generator[R, None, None]:
        """Do `work` on each of `things`."""


def in_turn(work: Callable[[T], R], things: Sequence[T], /) -> Generator[R, None, None]:
    """One after the other, in the thread that asks."""
    yield from map(work, things)
