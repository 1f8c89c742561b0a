"""English for everything the rooms below can say, by code; one file per room."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from sel.text.catalog.entry import Entry

__all__ = ["Entry", "every", "find", "may_be_code"]

# Files beside this one. What is said most stands first: a file is loaded when a code was in none
# before it.
_TABLES = (
    "facts",
    "progress",
    "status",
    "recognising",
    "checking",
    "pkcs12",
    "errors",
    "rules",
    "advice",
    "backups",
    "baseline",
    "clients",
    "command_line",
    "delivery",
    "directories",
    "doctor",
    "guides",
    "journal",
    "letter",
    "making",
    "people",
    "managed",
    "qt",
    "rehearsal",
    "strength",
    "thunderbird",
)


def find(code: str) -> Entry | None:
    """The entry for a code, or None."""
    for name in _TABLES:
        entry = _table(name).get(code)
        if entry is not None:
            return entry
    return None


def may_be_code(value: str) -> bool:
    """Whether a fact is written as the codes are: names, paths and sentences are not.

    To look for one of those is to load every file beside this one.
    """
    return not value.translate(_IN_CODES)


_IN_CODES = dict.fromkeys(map(ord, "abcdefghijklmnopqrstuvwxyz0123456789-_."))


@cache
def every() -> Mapping[str, Entry]:
    """All entries by code. Raises ValueError if a code has two."""
    entries: dict[str, Entry] = {}
    for name in _TABLES:
        for code, entry in _table(name).items():
            if code in entries:
                raise ValueError(f"two entries for {code}")
            entries[code] = entry
    return MappingProxyType(entries)


@cache
def _table(name: str) -> Mapping[str, Entry]:
    """The entries of one file. Raises ValueError if a code has two."""
    listed: tuple[Entry, ...] = import_module(f"{__name__}.{name}").ENTRIES
    entries = {entry.code: entry for entry in listed}
    if len(entries) != len(listed):
        raise ValueError(f"two entries for one code in {name}")
    return entries
