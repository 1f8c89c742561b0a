"""Names as values that can be compared: RFC 5280 7.1."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from sel.base.errors import Damaged
from sel.core import name
from sel.core.spans import SEQUENCE, SET, NotDer

_EMAIL: Final = "1.2.840.113549.1.9.1"
_LISTS: Final = (SEQUENCE, SET)

Attribute = tuple[str, str | bytes]
Canonical = tuple[frozenset[Attribute], ...]


@lru_cache(maxsize=4096)
def canonical(encoded: bytes) -> Canonical:
    """The RDNs of a Name (DER), first one first; equal names have equal values. Raises Damaged.

    Text is compared without regard to its string type, case, and how much white space it has.
    """
    return tuple(frozenset(map(_attribute, rdn)) for rdn in _rdns(encoded))


def emails(encoded: bytes) -> tuple[str, ...]:
    """The values of emailAddress in a Name (DER). Raises Damaged."""
    return name.every(_rdns(encoded), _EMAIL)


def shown(encoded: bytes) -> str:
    """The name as one line (RFC 4514), for words; hexadecimal if it cannot be read."""
    try:
        return name.line(name.rdns_of_der(encoded))
    except NotDer:
        return encoded.hex()[:64]


def _rdns(encoded: bytes) -> name.Rdns:
    """As `name.rdns_of_der`; a string in segments (BER) is text to others, so nothing here."""
    try:
        found = name.rdns_of_der(encoded)
    except NotDer as problem:
        raise Damaged(detail=f"name: {problem}") from problem
    if any(pair.tag & 0xE0 == 0x20 and pair.tag not in _LISTS for rdn in found for pair in rdn):
        raise Damaged(detail="name: a string in segments")
    return found


def _attribute(pair: name.Pair) -> Attribute:
    if pair.text is None:
        return pair.oid, pair.der
    # RFC 4518 2, near enough for what stands in certificates.
    return pair.oid, " ".join(unicodedata.normalize("NFKC", pair.text).casefold().split())
