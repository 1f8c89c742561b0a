"""Work spread over the processors of this computer, in threads.

For work that gives the interpreter free (hashlib's PBKDF2 and scrypt); other work gains nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def over_processors(work: Callable[[T], R], things: Sequence[T], /) -> Generator[R, None, None]:
    """As `sel.base.spread.Spread`; no thread outlives the generator.

    Closing it waits for the pieces that have begun, no more than one a processor.
    """
    if len(things) < 2:
        yield from map(work, things)
        return
    with ThreadPoolExecutor(min(len(things), processors())) as pool:
        begun = [pool.submit(work, thing) for thing in things]
        try:
            for future in begun:
                yield future.result()
        finally:
            for future in begun:
                future.cancel()


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
