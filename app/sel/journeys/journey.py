"""What every journey is made of: steps, a frozen state, and where next as a pure function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Journey(Generic[S, T]):
    """One errand of several pages.

    name        as in drafts and errands
    first       where it begins
    state       what is known at the beginning
    next_step   the step after one, or None at the end; pure
    settled     steps one cannot go back from or over: what they tell has happened
    """

    name: str
    first: S
    state: T
    next_step: Callable[[S, T], S | None]
    settled: frozenset[S] = frozenset()
