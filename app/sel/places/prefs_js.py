"""Mozilla's prefs.js: one `user_pref("name", value);` a line, read and changed line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

Value = str | int | bool

_LINE = re.compile(r'^user_pref\("((?:[^"\\]|\\.)*)",\s*(.*?)\);\s*$')
_COMMENT = re.compile(r"^\s*(//.*|#.*)?$")


def values(data: bytes) -> dict[str, Value]:
    """What the file sets, the last of a name.

    Values are strings, whole numbers and booleans, escaped as in JSON (Mozilla, prefwrite); a
    line that is none of these is passed over.
    """
    found: dict[str, Value] = {}
    for line in _lines(data):
        read = _read(line)
        if read is not None:
            found[read[0]] = read[1]
    return found


def changed(data: bytes, wanted: Mapping[str, Value | None]) -> bytes:
    """The file with these set, or taken out (None); every other line keeps its bytes.

    New ones stand at the end; Mozilla sorts them when it next writes the file.
    Raises ValueError for a file that Mozilla did not write like this: it may read it otherwise.
    """
    lines, left = list(_lines(data)), dict(wanted)
    end = "\r\n" if any(line.endswith("\r\n") for line in lines) else "\n"
    out = []
    for line in lines:
        read = _read(line)
        if read is None and not _COMMENT.match(line):
            raise ValueError("not as Mozilla writes it")
        if read is None or read[0] not in wanted:
            out.append(line)
            continue
        name, left[read[0]] = read[0], None
        if (value := wanted[name]) is not None:
            same = (type(read[1]), read[1]) == (type(value), value)
            out.append(line if same else _written(name, value, end))
    if out and not out[-1].endswith("\n"):
        out[-1] += end
    out.extend(_written(name, value, end) for name, value in left.items() if value is not None)
    return "".join(out).encode("utf-8", "surrogateescape")


def _lines(data: bytes) -> Iterator[str]:
    """Lines with their ends; Mozilla knows no other ends than these."""
    text = data.decode("utf-8", "surrogateescape")
    yield from (line for line in re.split(r"(?<=\n)", text) if line)


def _read(line: str) -> tuple[str, Value] | None:
    matched = _LINE.match(line)
    if matched is None:
        return None
    try:
        name = json.loads(f'"{matched[1]}"', strict=False)
        value = json.loads(matched[2], strict=False)  # Mozilla leaves tabs as they are
    except (ValueError, RecursionError):
        return None
    return (name, value) if isinstance(value, str | int) else None


def _written(name: str, value: Value, end: str) -> str:
    return f'user_pref("{_escaped(name)}", {_literal(value)});{end}'


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{_escaped(value)}"'


def _escaped(text: str) -> str:
    """As Mozilla's own writer does it (Preferences.cpp, StrEscape)."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return text
