"""Reading DER (X.690 10) by offsets: no objects, no copies, nothing believed.

For the structures Sêl meets ten thousand times in a run. Whatever is not plain DER (indefinite or
needlessly long lengths, tags above 30) raises NotDer, and the caller turns to a tolerant reader.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
SEQUENCE, SET = 0x30, 0x31

Span = tuple[int, int, int, int]
"""One element: its identifier octet, where it begins, where its contents begin, where they end."""

_MAX_OID_OCTETS = 128


class NotDer(ValueError):
    """These bytes are not the DER that was expected. Never leaves the core."""


_T = TypeVar("_T")
_SHORT = 512


def remembered(reader: Callable[[bytes], _T]) -> Callable[[bytes], _T]:
    """Remember what short values mean: those of one authority's certificates are all the same."""
    known = lru_cache(maxsize=256)(reader)
    return lambda value: known(value) if len(value) <= _SHORT else reader(value)


def element(data: bytes, at: int, end: int) -> Span:
    """The element that begins at `at` and must end by `end`. Raises NotDer."""
    if end - at < 2:
        raise NotDer("cut short")
    tag, length, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise NotDer("a tag of several octets")
    if length >= 0x80:
        octets = length & 0x7F
        if not 1 <= octets <= 4 or end - start < octets or not data[start]:
            raise NotDer("length")
        length = int.from_bytes(data[start : start + octets], "big")
        if length < 0x80:
            raise NotDer("length in more octets than needed")
        start += octets
    if length > end - start:
        raise NotDer("cut short")
    return tag, at, start, start + length


def expect(data: bytes, at: int, end: int, tag: int) -> Span:
    """The same, of this tag. Raises NotDer."""
    found = element(data, at, end)
    if found[0] != tag:
        raise NotDer(f"tag {found[0]:#04x} where {tag:#04x} belongs")
    return found


def whole(data: bytes, tag: int) -> Span:
    """The one element that `data` consists of. Raises NotDer."""
    found = element(data, 0, len(data))
    if found[0] != tag or found[3] != len(data):
        raise NotDer(f"tag {found[0]:#04x} where {tag:#04x} belongs, or more than one element")
    return found


def children(data: bytes, at: int, end: int) -> list[Span]:
    """The elements that fill the octets from `at` to `end`. Raises NotDer."""
    found = []
    while at < end:
        start = at + 2
        if start <= end and (length := data[at + 1]) < 0x80:
            # Most are short. What `element` does is done here, for calls are what reading costs.
            tag, stop = data[at], start + length
            if stop > end or tag & 0x1F == 0x1F:
                raise NotDer("cut short, or a tag of several octets")
            found.append((tag, at, start, stop))
            at = stop
        elif start + 2 <= end and length == 0x82 and data[start]:
            # The same for what has some hundred octets: keys, names, the certificate itself.
            tag, start = data[at], start + 2
            stop = start + (data[at + 2] << 8 | data[at + 3])
            if stop > end or tag & 0x1F == 0x1F:
                raise NotDer("cut short, or a tag of several octets")
            found.append((tag, at, start, stop))
            at = stop
        else:
            each = element(data, at, end)
            found.append(each)
            at = each[3]
    return found


def sequence(data: bytes) -> list[Span]:
    """The elements of the one SEQUENCE that `data` consists of. Raises NotDer."""
    _, _, start, end = whole(data, SEQUENCE)
    return children(data, start, end)


def tags(found: list[Span]) -> list[int]:
    """Their identifier octets."""
    return [span[0] for span in found]


def oid(contents: bytes) -> str:
    """An OBJECT IDENTIFIER (X.690 8.19), dotted. Raises NotDer."""
    if not 0 < len(contents) <= _MAX_OID_OCTETS:
        raise NotDer("OBJECT IDENTIFIER")
    return _dotted(contents)


@lru_cache(maxsize=1024)
def _dotted(contents: bytes) -> str:
    if contents[-1] & 0x80:
        raise NotDer("OBJECT IDENTIFIER cut short")
    arcs: list[int] = []
    arc = 0
    for octet in contents:
        if not arc and octet == 0x80:
            raise NotDer("an arc in more octets than needed")
        arc = arc << 7 | octet & 0x7F
        if not octet & 0x80:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def integer(contents: bytes) -> int:
    """An INTEGER (X.690 8.3). Raises NotDer; one in more octets than needed is read."""
    if not contents:
        raise NotDer("INTEGER without contents")
    return int.from_bytes(contents, "big", signed=True)


def shortest(contents: bytes) -> bool:
    """Whether an INTEGER stands in as few octets as DER wants (X.690 8.3.2)."""
    return len(contents) < 2 or not (
        (contents[0] == 0 and contents[1] < 0x80) or (contents[0] == 0xFF and contents[1] >= 0x80)
    )


def boolean(contents: bytes) -> bool:
    """A BOOLEAN (X.690 11.1): DER knows 00 and FF only. Raises NotDer."""
    if contents not in (b"\x00", b"\xff"):
        raise NotDer("BOOLEAN")
    return contents == b"\xff"
