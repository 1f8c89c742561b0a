"""The last check of each partner domain: a JSON file beside the book.

    {"version": 1, "domains": [{"domain": "…", "checked": "…", "verdict": "…", …}]}

Nothing in it is secret, and nothing rests on it but "this is different from last time". What
cannot be read is taken for absent, and is gone with the next check.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from sel.base.errors import OutputFailed
from sel.core.delivery.changing import Kept, as_shape, from_shape
from sel.keeping import place
from sel.keeping.writing import write_then_rename

NAME: Final = "partner-checks.json"
_LIMIT: Final = 16 * 1024 * 1024
_MOST: Final = 5_000
"""Domains; those that were checked longest ago go."""


class FilePartnerChecks:
    """See `sel.ports.partner_checks.PartnerChecks`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def read(self) -> Mapping[str, Kept]:
        """See `PartnerChecks.read`."""
        try:
            with self._path.open("rb") as file:
                raw = file.read(_LIMIT + 1)
            shape = json.loads(raw) if len(raw) <= _LIMIT else {}
            if shape["version"] != 1:
                return {}
            found = map(from_shape, shape["domains"])
            return {each.domain: each for each in found}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}

    def keep(self, checks: Sequence[Kept]) -> None:
        """See `PartnerChecks.keep`."""
        known = {**self.read(), **{each.domain: each for each in checks}}
        newest = sorted(known.values(), key=lambda each: each.checked)[-_MOST:]
        shapes = [as_shape(each) for each in sorted(newest, key=lambda each: each.domain)]
        text = json.dumps({"version": 1, "domains": shapes}, ensure_ascii=False, indent=1)
        try:
            place.made(self._path.parent)
        except OSError as error:
            raise OutputFailed(path=str(self._path), reason="no-folder") from error
        write_then_rename(self._path, text.encode(), replace=True, private=True)
