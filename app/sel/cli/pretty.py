"""JSON as the commands print it, faster than the standard library does it with an indent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

_STEP = "  "


def pretty(value: Any, indent: str = "") -> str:
    """As json.dumps(value, ensure_ascii=False, indent=2), its lines after the first indented.

    Raises TypeError for what JSON does not know, and for keys that are not text.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, Mapping):
        if not value:
            return "{}"
        deeper = indent + _STEP
        parts = [f"{deeper}{_key(name)}: {pretty(each, deeper)}" for name, each in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    if isinstance(value, list | tuple):
        if not value:
            return "[]"
        deeper = indent + _STEP
        return (
            "[\n" + ",\n".join([deeper + pretty(each, deeper) for each in value]) + f"\n{indent}]"
        )
    return json.dumps(value)


def _key(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a key of type {type(name).__name__}")
    return encode_basestring(name)
