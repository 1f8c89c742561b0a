"""Reads authority profiles (version 1 of the form) and refuses what does not fit it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from sel.base.errors import Damaged
from sel.base.resources import resource
from sel.ports.enrolment import PILOT, AuthorityProfile, Route

ENROLMENTS = ("it-team", PILOT)
"""Built in, in the order they are offered."""

_LANGUAGES = ("en", "cy")
_TEXTS = ("name", "takes", "cost", "note")
_FIELDS = {"version", "id", "route", "key_made_by", "comes_back", *_TEXTS}
_ID: Final = re.compile(r"[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?")
_ENDING: Final = re.compile(r"[a-z0-9]{1,8}")
_LONGEST: Final = 500  # letters of a text: what stands on one page with others


def profiles() -> tuple[AuthorityProfile, ...]:
    """The built-in ones."""
    return tuple(read(resource("authorities", f"{each}.json").read_bytes()) for each in ENROLMENTS)


def read(data: bytes) -> AuthorityProfile:
    """One profile. Raises Damaged with the field that does not fit."""
    try:
        shape = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise Damaged(detail="profile: not JSON") from problem
    if not isinstance(shape, dict) or set(shape) != _FIELDS or shape["version"] != 1:
        raise Damaged(detail="profile: fields or version")
    texts = {field: _both(shape, field) for field in _TEXTS}
    if shape["key_made_by"] not in ("person", "authority"):  # a list has no place in a set
        raise Damaged(detail="profile: key_made_by")
    if shape["route"] not in tuple(Route):
        raise Damaged(detail="profile: route")
    if not isinstance(shape["comes_back"], list):
        raise Damaged(detail="profile: comes_back")
    return AuthorityProfile(
        id=_fitting(shape["id"], _ID, "id"),
        route=Route(shape["route"]),
        key_made_by=shape["key_made_by"],
        comes_back=tuple(_fitting(each, _ENDING, "comes_back") for each in shape["comes_back"]),
        **texts,
    )


def _fitting(value: object, form: re.Pattern[str], field: str) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise Damaged(detail=f"profile: {field}")
    return value


def _both(shape: Mapping[str, Any], field: str) -> Mapping[str, str]:
    texts = shape[field]
    if not isinstance(texts, dict) or set(texts) != set(_LANGUAGES):
        raise Damaged(detail=f"profile: {field} in both languages")
    for text in texts.values():
        # Nothing that turns a line round, hides, or is no letter at all.
        if not isinstance(text, str) or not text.strip() or not text.isprintable():
            raise Damaged(detail=f"profile: {field}")
        if len(text) > _LONGEST:
            raise Damaged(detail=f"profile: {field} too long")
    return {each: texts[each] for each in _LANGUAGES}
