"""Reads authority profiles (version 1 of the form) and refuses what does not fit it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sel.base.errors import Damaged
from sel.base.resources import resource
from sel.ports.enrolment import AuthorityProfile, Route

ENROLMENTS = ("it-team", "pilot")
"""Built in, in the order they are offered."""

_LANGUAGES = ("en", "cy")
_TEXTS = ("name", "takes", "cost", "note")
_FIELDS = {"version", "id", "route", "key_made_by", "comes_back", *_TEXTS}


def profiles() -> tuple[AuthorityProfile, ...]:
    """The built-in ones."""
    return tuple(read(resource("authorities", f"{each}.json").read_bytes()) for each in ENROLMENTS)


def read(data: bytes) -> AuthorityProfile:
    """One profile. Raises Damaged with the field that does not fit."""
    try:
        shape = json.loads(data)
    except ValueError as problem:
        raise Damaged(detail="profile: not JSON") from problem
    if not isinstance(shape, dict) or set(shape) != _FIELDS or shape["version"] != 1:
        raise Damaged(detail="profile: fields or version")
    texts = {field: _both(shape, field) for field in _TEXTS}
    if shape["key_made_by"] not in {"person", "authority"}:
        raise Damaged(detail="profile: key_made_by")
    if not isinstance(shape["comes_back"], list) or shape["route"] not in set(Route):
        raise Damaged(detail="profile: comes_back or route")
    return AuthorityProfile(
        id=str(shape["id"]),
        route=Route(shape["route"]),
        key_made_by=shape["key_made_by"],
        comes_back=tuple(map(str, shape["comes_back"])),
        **texts,
    )


def _both(shape: Mapping[str, Any], field: str) -> Mapping[str, str]:
    texts = shape[field]
    if not isinstance(texts, dict) or any(not texts.get(each) for each in _LANGUAGES):
        raise Damaged(detail=f"profile: {field} in both languages")
    return {each: str(texts[each]) for each in _LANGUAGES}
