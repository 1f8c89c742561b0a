"""JSON as the commands print it, faster than the standard library does it with an indent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

_STEP = "  "


def pretty(value: Any, indent: str = "") -> str:
    """As json.dumps(value, ensure_ascii=False, indent=2), its lines after the first indented.

    Raises TypeError for what JSON does not know, and for keys that are not text.
    """
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if value is None or kind is bool:
        return _WORDS[value]
    if kind is int:
        return str(value)
    if kind is dict or isinstance(value, Mapping):
        return _mapping(value, indent) if value else "{}"
    if isinstance(value, _LISTS):
        if not value:
            return "[]"
        deeper = indent + _STEP
        inside = ",\n".join([deeper + pretty(each, deeper) for each in value])
        return f"[\n{inside}\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


def _mapping(value: Mapping[Any, Any], indent: str) -> str:
    deeper = indent + _STEP
    parts = []
    for name, each in value.items():
        # Most values are text, and asking once more is what they cost.
        said = encode_basestring(each) if type(each) is str else pretty(each, deeper)
        parts.append(f"{_key(deeper, name)}{said}")
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


_LISTS = (list, tuple)
_WORDS = {None: "null", True: "true", False: "false"}


@lru_cache(maxsize=512)
def _key(indent: str, name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a key of type {type(name).__name__}")
    return f"{indent}{encode_basestring(name)}: "
