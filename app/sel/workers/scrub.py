"""What a child or a library said, made fit for a helpdesk report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

KEPT = 2000
"""Characters of the end that are kept."""

_LONG_RUN = re.compile(r"[0-9A-Za-z+/=_:-]{40,}")
_CONTROL = re.compile(r"[^\S\n]|[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SHOWN = "…"


def scrub(text: str, *, hide: object = None) -> str:
    """`text` without control characters, encoded data, the home folder and what `hide` holds.

    hide  values (str, bytes, and lists and dicts of these) that must not show, such as the
          arguments of the call that failed; shorter than three characters they cannot be told
          from ordinary text and stay
    """
    for value in sorted(set(_texts(hide)), key=len, reverse=True):
        text = text.replace(value, _SHOWN)
    text = _CONTROL.sub(" ", text)
    text = _LONG_RUN.sub(_SHOWN, text)
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    return text.strip()[-KEPT:]


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            forms = (value, repr(value)[1:-1])
            yield from (form for form in forms if len(form) > 2)
        case bytes():
            yield from _texts(value.decode("latin-1"))
            yield from _texts(value.decode("utf-8", "replace"))
            yield from _texts(value.hex())
            yield from _texts(repr(value)[2:-1])
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list() | tuple():
            for part in value:
                yield from _texts(part)
