"""DER by offsets with names for them: `spans`, for those who judge and want Damaged.

For certificates on a path and for revocation lists of many megabytes. Nothing is copied, and no
object is made for what is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from sel.base.errors import Damaged
from sel.core import spans
from sel.core.spans import NotDer

T = TypeVar("T")

BOOLEAN: Final = 0x01
INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
OID: Final = 0x06
ENUMERATED: Final = 0x0A
UTC_TIME: Final = 0x17
GENERALIZED_TIME: Final = 0x18
SEQUENCE: Final = 0x30
SET: Final = 0x31


BROKEN: Final = (Damaged, ValueError, IndexError, StopIteration)
"""What reading odd octets can end in: ours, and what unpacking the wrong number raises."""


class Tlv(NamedTuple):
    """One element: identifier octet, where it begins, where its contents begin and end."""

    tag: int
    at: int
    start: int
    stop: int

    def content(self, data: bytes) -> bytes:
        """The contents octets."""
        return data[self.start : self.stop]

    def encoding(self, data: bytes) -> bytes:
        """All octets."""
        return data[self.at : self.stop]


def at(data: bytes, place: int, end: int) -> Tlv:
    """The element that begins at `place` and lies before `end`. Raises Damaged."""
    try:
        return Tlv(*spans.element(data, place, end))
    except NotDer as problem:
        raise Damaged(detail=str(problem)) from problem


def children(data: bytes, outer: Tlv) -> Iterator[Tlv]:
    """The elements inside `outer`, in order. Raises Damaged."""
    place = outer.start
    while place < outer.stop:
        found = at(data, place, outer.stop)
        yield found
        place = found.stop


def whole(data: bytes, tag: int = SEQUENCE) -> Tlv:
    """The one element that `data` is. Raises Damaged for another tag or for octets after it."""
    found = at(data, 0, len(data))
    if found.tag != tag or found.stop != len(data):
        raise Damaged(detail=f"tag {found.tag:#04x} or a tail")
    return found


def inside(data: bytes, tag: int = SEQUENCE) -> list[Tlv]:
    """The elements of a whole value. Raises Damaged."""
    return list(children(data, whole(data, tag)))


def expect(found: Tlv, *tags: int) -> Tlv:
    """`found`, if it has one of the tags. Raises Damaged."""
    if found.tag not in tags:
        raise Damaged(detail=f"tag {found.tag:#04x}")
    return found


def oid(content: bytes) -> str:
    """Dotted form of an OBJECT IDENTIFIER's contents. Raises Damaged."""
    return _read(spans.oid, content)


def integer(content: bytes) -> int:
    """An INTEGER's value. Raises Damaged if there is none."""
    return _read(spans.integer, content)


def boolean(content: bytes) -> bool:
    """A BOOLEAN's value. Raises Damaged."""
    return _read(spans.boolean, content)


def _read(how: Callable[[bytes], T], content: bytes) -> T:
    try:
        return how(content)
    except NotDer as problem:
        raise Damaged(detail=str(problem)) from problem


def bits(content: bytes) -> frozenset[int]:
    """The numbers of the bits that are set in a BIT STRING. Raises Damaged.

    Set bits among those that it says are unused (X.690 11.2) do not count.
    """
    if not content or content[0] > 7 or len(content) > 64 or (content[0] and len(content) == 1):
        raise Damaged(detail="bit string")
    used = (len(content) - 1) * 8 - content[0]
    return frozenset(
        number for number in range(used) if content[1 + number // 8] & (0x80 >> number % 8)
    )


def octets_of_bits(content: bytes) -> bytes:
    """A BIT STRING that carries whole octets. Raises Damaged."""
    if not content or content[0]:
        raise Damaged(detail="bit string of octets")
    return content[1:]


def signature(content: bytes) -> bytes:
    """A signature's octets; one of odd bits is read as none at all, which nothing verifies."""
    return content[1:] if content[:1] == b"\x00" else b""


def time(data: bytes, found: Tlv) -> datetime:
    """UTCTime or GeneralizedTime, aware (RFC 5280 4.1.2.5). Raises Damaged.

    Seconds may be missing and an offset may stand for Z, as in some certificates in use.
    """
    written = data[found.start : found.stop]
    if found.tag == UTC_TIME and len(written) == 13 and written[12] == _Z:
        usual = _usual(written)
        if usual is not None:
            return usual
    text = written.decode("ascii", "replace")
    digits = 12 if found.tag == UTC_TIME else 14
    if found.tag not in {UTC_TIME, GENERALIZED_TIME} or len(text) > 32:
        raise Damaged(detail="no time")
    split = next((i for i, sign in enumerate(text) if not sign.isdigit()), len(text))
    stamp, rest = text[:split], text[split:]
    if rest.startswith("."):
        rest = rest[1:].lstrip("0123456789")
    stamp = stamp + "00" if len(stamp) == digits - 2 else stamp
    if len(stamp) != digits or not stamp.isascii():
        raise Damaged(detail="time")
    if digits == 12:
        stamp = ("19" if stamp >= "50" else "20") + stamp
    try:
        year, rest_of_it = int(stamp[:4]), [int(stamp[at : at + 2]) for at in range(4, 14, 2)]
        month, day, hour, minute, second = rest_of_it
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        return moment - _offset(rest)
    except (ValueError, OverflowError) as problem:
        raise Damaged(detail="time") from problem


_Z: Final = ord("Z")


@lru_cache(maxsize=256)
def _usual(contents: bytes) -> datetime | None:
    """A UTCTime of 13 octets, as nearly all are; None for what wants a closer look."""
    digits = contents[:12].decode("ascii", "replace")
    if not (digits.isascii() and digits.isdigit()):
        return None
    century = "19" if digits >= "50" else "20"
    try:
        return datetime.fromisoformat(f"{century}{digits[:6]}T{digits[6:]}+00:00")
    except ValueError:
        return None


def _offset(text: str) -> timedelta:
    if text == "Z":
        return timedelta()
    if len(text) != 5 or text[0] not in "+-" or not text[1:].isdigit():
        raise ValueError(text)
    size = timedelta(hours=int(text[1:3]), minutes=int(text[3:]))
    return -size if text[0] == "-" else size


def encode(tag: int, *contents: bytes) -> bytes:
    """One element with these contents."""
    size = sum(map(len, contents))
    if size < 0x80:
        return bytes((tag, size)) + b"".join(contents)
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + b"".join(contents)
