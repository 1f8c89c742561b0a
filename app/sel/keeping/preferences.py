"""The person's own small choices: a JSON file beside the book.

    {"version": 1, "language": "cy", "window": [x, y, width, height],
     "ticks": ["…"], "later": {"…": "2026-11-01T12:00:00.000000Z"}}

What this version does not know stays as it is. A file that cannot be read is set aside when the
choices are next written, and reading goes on with the defaults: nothing here is worth an error.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sel.base.errors import OutputFailed
from sel.keeping import place
from sel.keeping.stamps import moment, stamp
from sel.keeping.writing import write_then_rename
from sel.ports.preferences import Choices

NAME = "preferences.json"
_ASIDE = "preferences.json.broken"
_LIMIT = 1024 * 1024  # bytes; ours has some hundred


class FilePreferences:
    """`Preferences` in a file of the data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def read(self) -> Choices:
        """See `Preferences.read`."""
        found = self._document() or {}
        return Choices(
            language=_language(found.get("language")),
            window=_window(found.get("window")),
            ticks=_ticks(found.get("ticks")),
            later=_later(found.get("later")),
        )

    def keep(self, choices: Choices) -> None:
        """See `Preferences.keep`."""
        found = self._document()
        if found is None:
            with suppress(OSError):
                os.replace(self._path, self._path.with_name(_ASIDE))
        document = {
            **(found or {}),
            "version": 1,
            "language": choices.language,
            "window": None if choices.window is None else list(choices.window),
            "ticks": sorted(choices.ticks),
            "later": {hint: stamp(until) for hint, until in sorted(choices.later.items())},
        }
        text = json.dumps(document, ensure_ascii=False, indent=1)
        try:
            place.made(self._path.parent)
        except OSError as error:
            raise OutputFailed(path=str(self._path), reason="no-folder") from error
        write_then_rename(self._path, text.encode(), replace=True, private=True)

    def _document(self) -> dict[str, Any] | None:
        """The whole file; {} if there is none, None if it is broken."""
        try:
            with self._path.open("rb") as file:
                raw = file.read(_LIMIT + 1)
        except OSError:
            return {}
        try:
            found = json.loads(raw) if len(raw) <= _LIMIT else None
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


def _language(value: object) -> str | None:
    return value if value in ("en", "cy") and isinstance(value, str) else None


def _window(value: object) -> tuple[int, int, int, int] | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    if not all(type(number) is int and abs(number) < 100_000 for number in value):
        return None
    x, y, width, height = value
    return (x, y, width, height) if width > 0 and height > 0 else None


def _ticks(value: object) -> frozenset[str]:
    if not isinstance(value, list):
        return frozenset()
    return frozenset(one for one in value if isinstance(one, str))


def _later(value: object) -> Mapping[str, datetime]:
    found: dict[str, datetime] = {}
    if isinstance(value, dict):
        for hint, until in value.items():
            with suppress(ValueError, TypeError):
                found[hint] = moment(until)
    return MappingProxyType(found)
