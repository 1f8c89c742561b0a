"""Rounds of key derivations in tests: few, except where a test asks for those that are shipped.

A book sealed with few rounds opens as any other does, as the numbers stand in it and in every
PKCS#12 file; what is saved is minutes of a processor that proves nothing more. That the shipped
numbers are written, and are those of the standards, is shown by tests that ask for `as_shipped`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sel.core.bundle import Protection, writer
from sel.keeping import slots

SHIPPED = (slots._PASSES, slots._MEMORY, dict(writer.ROUNDS))
FEW = (1, slots._MEMORY_RANGE.start, {Protection.MODERN: 5_000, Protection.OLD_DEVICES: 2_000})


@contextmanager
def rounds(chosen: tuple[int, int, dict[Protection, int]]) -> Iterator[None]:
    """Derive with these: Argon2id passes and memory in KiB, rounds of PKCS#12."""
    passes, memory, by_protection = chosen
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "_PASSES", passes)
        patch.setattr(slots, "_MEMORY", memory)
        for protection, count in by_protection.items():
            patch.setitem(writer.ROUNDS, protection, count)
        yield
