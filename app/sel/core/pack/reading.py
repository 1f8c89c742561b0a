"""Open a pack: its one signature first, then its form, to the letter."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final, NoReturn, TypeVar

from sel.base.errors import BadAddress, InputError, NotAPack, PackAltered, PackBroken, PackNewer
from sel.core import envelope
from sel.core.address import ascii_domain
from sel.core.limits import check_limit
from sel.core.pack.model import (
    LANGUAGES,
    MAX_BYTES,
    MAX_DOMAINS,
    MAX_NUMBER,
    MAX_PEOPLE,
    MAX_PROFILES,
    VERSION,
    Pack,
    Partners,
    Sealed,
    Words,
)

_FIELDS: Final = {
    "sel-pack",
    "id",
    "number",
    "name",
    "issued",
    "expires",
    "people",
    "authorities",
    "partners",
}
T = TypeVar("T", bytes, str)

_BEGINS: Final = re.compile(rb'\s*\{\s*"sel-pack"')
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_MOST_WORDS: Final = 200  # letters of a name or a source


def is_pack(data: bytes) -> bool:
    """Whether a file is a pack by its content, whatever its signature is worth."""
    try:
        content = envelope.carried_content(data)
    except InputError:
        return False
    return content is not None and _BEGINS.match(content) is not None


def opened(data: bytes) -> Sealed:
    """A pack whose signature holds.

    Raises TooLarge, NotAPack, PackAltered if there is not exactly one signature or it does not
    hold, and what `read` raises.
    """
    check_limit("pack", len(data), MAX_BYTES)
    if not is_pack(data):
        raise NotAPack()
    try:
        signers = envelope.verify(data)
        content = envelope.carried_content(data)
    except InputError as problem:
        raise PackAltered(detail=str(problem)) from problem
    if len(signers) != 1 or content is None:
        raise PackAltered(detail=f"{len(signers)} signatures")
    one = signers[0]
    if not one.holds or one.certificate is None or one.weak:
        raise PackAltered(detail=f"{one.reason} {one.algorithm}")
    return Sealed(read(content), one.certificate, one.certificates)


def read(content: bytes) -> Pack:
    """The JSON object of a pack. Raises PackNewer, PackBroken (with the field), TooLarge."""
    try:
        shape = json.loads(content, object_pairs_hook=_no_doubles)
    except (ValueError, RecursionError) as problem:
        raise PackBroken(entry="JSON") from problem
    if not isinstance(shape, dict) or not _is_whole(shape.get("sel-pack")):
        _refuse("sel-pack")
    if shape["sel-pack"] > VERSION:
        raise PackNewer(found=min(shape["sel-pack"], MAX_NUMBER), known=VERSION)
    if shape["sel-pack"] != VERSION or set(shape) != _FIELDS:
        _refuse("sel-pack")
    if not _is_whole(shape["number"]) or not 1 <= shape["number"] <= MAX_NUMBER:
        _refuse("number")
    issued, expires = _time(shape["issued"], "issued"), _time(shape["expires"], "expires")
    if expires <= issued:
        _refuse("expires")
    return Pack(
        id=_uuid(shape["id"]),
        number=shape["number"],
        name=_words(shape["name"], "name"),
        issued=issued,
        expires=expires,
        people=_list(shape["people"], "people", MAX_PEOPLE, _certificate),
        profiles=_list(shape["authorities"], "authorities", MAX_PROFILES, _profile),
        partners=_partners(shape["partners"]),
    )


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two programs must not read two different packs out of one file (RFC 8259 4)."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _refuse(field: str) -> NoReturn:
    raise PackBroken(entry=field)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _uuid(value: object) -> str:
    try:
        found = str(uuid.UUID(value)) if isinstance(value, str) else ""
    except ValueError:
        found = ""
    if not found or found != value:
        _refuse("id")
    return found


def _time(value: object, field: str) -> datetime:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        _refuse(field)
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        _refuse(field)


def _words(value: object, field: str) -> Words:
    if not isinstance(value, dict) or set(value) != set(LANGUAGES):
        _refuse(field)
    for text in value.values():
        if not isinstance(text, str) or not 0 < len(text.strip()) <= len(text) <= _MOST_WORDS:
            _refuse(field)
        if not text.isprintable():  # what hides, turns a line round, or is half a letter
            _refuse(field)
    return MappingProxyType({each: value[each] for each in LANGUAGES})


def _list(value: object, field: str, most: int, one: Callable[[Any], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        _refuse(field)
    check_limit(field, len(value), most)
    found = tuple(one(each) for each in value)
    if len(set(found)) != len(found):
        _refuse(field)
    return found


def _certificate(value: object) -> bytes:
    """Only its encoding: whoever takes people in reads each one and says what is against it."""
    try:
        der = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except ValueError:
        der = b""
    if der[:1] != b"\x30":
        _refuse("people")
    return der


def _profile(value: object) -> bytes:
    if not isinstance(value, dict):
        _refuse("authorities")
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a letter, which JSON lets one write (RFC 8259 8.2)
        _refuse("authorities")


def _partners(value: object) -> Partners | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"source", "dated", "domains"}:
        _refuse("partners")
    try:
        dated = date.fromisoformat(value["dated"])
    except (TypeError, ValueError):
        _refuse("dated")
    if dated.isoformat() != value["dated"]:  # Python reads other forms of ISO 8601, too
        _refuse("dated")
    domains = _list(value["domains"], "domains", MAX_DOMAINS, _domain)
    return Partners(_words(value["source"], "source"), dated, domains)


def _domain(value: object) -> str:
    try:
        found = ascii_domain(value) if isinstance(value, str) else ""
    except BadAddress:
        found = ""
    if not found or found != value:
        _refuse("domains")
    return found
