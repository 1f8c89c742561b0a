"""Mozilla's prefs.js: one `user_pref("name", value);` a line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from sel.clients._machine import read

_LINE = re.compile(r'^user_pref\("((?:[^"\\]|\\.)*)",\s*(.*?)\);\s*$')


def preferences(path: Path) -> Mapping[str, str | int | bool]:
    """What the file sets, the last of a name; empty if it is not there.

    Values are strings, whole numbers and booleans, escaped as in JSON (Mozilla, prefwrite); a
    line that is none of these is passed over.
    """
    found: dict[str, str | int | bool] = {}
    for line in read(path).decode("utf-8", "replace").split("\n"):
        matched = _LINE.match(line)
        if matched is None:
            continue
        try:
            name, value = json.loads(f'"{matched[1]}"'), json.loads(matched[2])
        except (ValueError, RecursionError):
            continue
        if isinstance(value, str | int):
            found[name] = value
    return found
