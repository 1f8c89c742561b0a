"""English for everything the rooms below can say, by code; one file per room."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from sel.text.catalog import (
    baseline,
    command_line,
    errors,
    facts,
    journal,
    letter,
    making,
    pkcs12,
    progress,
    qt,
    recognising,
    rehearsal,
    rules,
    status,
    strength,
)
from sel.text.catalog.entry import Entry

__all__ = ["Entry", "every", "find"]

_TABLES = (
    baseline,
    command_line,
    errors,
    facts,
    journal,
    letter,
    making,
    pkcs12,
    progress,
    qt,
    recognising,
    rehearsal,
    rules,
    status,
    strength,
)


def find(code: str) -> Entry | None:
    """The entry for a code, or None."""
    return every().get(code)


@cache
def every() -> Mapping[str, Entry]:
    """All entries by code. Raises ValueError if two tables claim one code."""
    entries: dict[str, Entry] = {}
    for table in _TABLES:
        for entry in table.ENTRIES:
            if entry.code in entries:
                raise ValueError(f"two entries for {entry.code}")
            entries[entry.code] = entry
    return MappingProxyType(entries)
