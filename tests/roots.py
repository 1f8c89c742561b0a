"""The system's roots for mail are read once a process, not once for every desk of a test.

Mozilla's module is read by a child that is started for it, a fifth of a second each time, and what
it answers does not change while tests run. That a child is asked, and what it answers, is shown by
tests/contract/test_anchors.py, which asks for a child each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from sel.places.thunderbird import libraries, root_modules
from sel.stores._ckbi import MozillaRoots
from sel.workers.children import OwnChildren

AS_SHIPPED = MozillaRoots._read
_KNOWN: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[bytes, ...]] = {}


def _read(roots: MozillaRoots) -> Sequence[bytes]:
    if type(roots._children) is not OwnChildren:  # children of a test: it wants to see them asked
        return AS_SHIPPED(roots)
    places = (tuple(libraries()), tuple(root_modules()))
    if places not in _KNOWN:
        _KNOWN[places] = tuple(AS_SHIPPED(roots))
    return _KNOWN[places]


@contextmanager
def read_once() -> Iterator[None]:
    """For as long as the context lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MozillaRoots, "_read", _read)
        yield


def read_now() -> None:
    """Have them at hand, for the forks of this process."""
    _read(MozillaRoots(OwnChildren()))
