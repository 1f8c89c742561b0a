"""Folders as an organisation names them: the same line for everybody."""

from __future__ import annotations

import os
import re
from pathlib import Path

_WINDOWS = re.compile(r"%(\w+)%")


def folder(named: str) -> Path:
    """The folder of this person. `~`, `$NAME` and, on every system, `%USERNAME%` are filled in."""
    filled = _WINDOWS.sub(lambda found: os.environ.get(found[1], found[0]), named)
    user = os.environ.get("USERNAME") or os.environ.get("USER") or os.environ.get("LOGNAME") or ""
    if user:
        filled = re.sub("%USERNAME%", lambda _: user, filled, flags=re.IGNORECASE)
    return Path(os.path.expandvars(os.path.expanduser(filled)))
