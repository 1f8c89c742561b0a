"""The same work on many things, perhaps on several processors at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Answers(Protocol[R_co]):
    """What comes back, in the order of the things."""

    def __next__(self) -> R_co:
        """The next answer, once it is there. Raises what the work raised in its place."""

    def close(self) -> None:
        """Nobody wants the rest: what has not begun is not done; waits for what has."""


class Spread(Protocol):
    """Does one piece of work on each of many things.

    The work is a function without side effects that may run in any thread, and may begin at once.
    Whoever asks closes the answers in the end.
    """

    def __call__(self, work: Callable[[T], R], things: Sequence[T], /) -> Answers[R]:
        """Do `work` on each of `things`."""


def in_turn(work: Callable[[T], R], things: Sequence[T], /) -> Generator[R, None, None]:
    """One after the other when asked for, in the thread that asks."""
    yield from map(work, things)
