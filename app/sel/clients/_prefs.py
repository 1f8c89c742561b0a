"""Mozilla's prefs.js of a profile."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sel.clients._machine import read
from sel.places import prefs_js


def preferences(path: Path) -> Mapping[str, str | int | bool]:
    """What the file sets, the last of a name; empty if it is not there."""
    return prefs_js.values(read(path))
