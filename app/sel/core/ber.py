"""Reading BER (X.690) with limits; every fault is Damaged, every excess TooLarge.

PKCS#12 files are BER, not DER: indefinite lengths and strings in segments are common. A general
ASN.1 library answers a hostile file with a dozen kinds of exception and with recursion; this
reader takes views of the input, copies nothing, and counts what it looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sel.base.errors import Damaged
from sel.core.limits import MAX_DEPTH, MAX_ELEMENTS, check_limit

INTEGER: Final = 0x02
OCTET_STRING: Final = 0x04
NULL: Final = 0x05
OID: Final = 0x06
UTF8_STRING: Final = 0x0C
SEQUENCE: Final = 0x10
SET: Final = 0x11
BMP_STRING: Final = 0x1E

_CONSTRUCTED: Final = 0x20
_INDEFINITE: Final = -1
_MAX_OID_BYTES: Final = 128
_MAX_INTEGER_BYTES: Final = 1_700  # Python does not write out longer ones (4,300 digits)


def context(number: int) -> int:
    """The context-specific tag [number], as `Element.tag` has it."""
    return 0x80 | number


class Counter:
    """How many elements of one file have been looked at, whatever part they stand in."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen = 0

    def one_more(self) -> None:
        """Raises TooLarge at MAX_ELEMENTS."""
        self._seen += 1
        check_limit("elements", self._seen, MAX_ELEMENTS)


@dataclass(frozen=True, slots=True)
class Element:
    """One encoding: identifier, length and contents.

    tag          identifier octet without the constructed bit, so that it says what it is only
    constructed  the contents are elements
    content      the contents octets, without the end-of-contents of an indefinite length
    encoding     all octets, as found
    """

    tag: int
    constructed: bool
    content: memoryview
    encoding: memoryview
    counter: Counter

    def children(self) -> Iterator[Element]:
        """The elements inside. Raises Damaged for a primitive encoding or broken contents."""
        if not self.constructed:
            raise Damaged(detail=f"tag {self.tag:#04x} is not constructed")
        at = 0
        while at < len(self.content):
            child = _element(self.content, at, self.counter)
            yield child
            at += len(child.encoding)

    def expect(self, tag: int) -> Element:
        """This element, if it has that tag. Raises Damaged."""
        if self.tag != tag:
            raise Damaged(detail=f"tag {self.tag:#04x} where {tag:#04x} belongs")
        return self

    def fields(self, tag: int = SEQUENCE) -> Fields:
        """The elements inside, to be taken in order. Raises Damaged."""
        return Fields(self.expect(tag).children())

    def inner(self) -> Element:
        """The only element inside: what an EXPLICIT tag holds. Raises Damaged."""
        fields = Fields(self.children())
        element = fields.take()
        fields.end()
        return element

    def integer(self) -> int:
        """INTEGER. Raises Damaged."""
        content = self.expect(INTEGER).content
        if not content or self.constructed:
            raise Damaged(detail="INTEGER without contents")
        if len(content) > _MAX_INTEGER_BYTES:
            raise Damaged(detail=f"INTEGER of {len(content)} octets")
        return int.from_bytes(content, "big", signed=True)

    def oid(self) -> str:
        """OBJECT IDENTIFIER, dotted. Raises Damaged."""
        content = self.expect(OID).content
        if not content or content[-1] & 0x80 or len(content) > _MAX_OID_BYTES or self.constructed:
            raise Damaged(detail="broken OBJECT IDENTIFIER")
        arcs: list[int] = []
        arc = 0
        for octet in content:
            arc = arc << 7 | octet & 0x7F
            if not octet & 0x80:
                arcs.append(arc)
                arc = 0
        first = min(arcs[0] // 40, 2)
        return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))

    def octets(self, tag: int = OCTET_STRING) -> bytes:
        """OCTET STRING, its segments joined (X.690 8.7). Raises Damaged.

        tag  another one if the string is implicitly tagged
        """
        return b"".join(_segments(self.expect(tag), MAX_DEPTH))


class Fields:
    """The elements of a SEQUENCE or SET, taken in order."""

    __slots__ = ("_next", "_rest")

    def __init__(self, elements: Iterator[Element]) -> None:
        self._rest = elements
        self._next = next(elements, None)

    def take(self) -> Element:
        """The next element. Raises Damaged if there is none."""
        taken = self._next
        if taken is None:
            raise Damaged(detail="a structure ends too soon")
        self._next = next(self._rest, None)
        return taken

    def optional(self, tag: int) -> Element | None:
        """The next element if it has that tag, else None."""
        return self.take() if self._next is not None and self._next.tag == tag else None

    def rest(self) -> Iterator[Element]:
        """Whatever is left, in order."""
        while self._next is not None:
            yield self.take()

    def end(self) -> None:
        """Raises Damaged if something is left."""
        if self._next is not None:
            raise Damaged(detail=f"unexpected tag {self._next.tag:#04x}")


def parse(data: bytes | memoryview, counter: Counter | None = None) -> Element:
    """The element at the start of `data`; what stands behind it is not looked at.

    Raises Damaged, TooLarge.
    """
    return _element(memoryview(data), 0, counter or Counter())


def start_of_sequence(data: bytes) -> int | None:
    """Where the contents begin if `data` starts as a SEQUENCE, however it ends; else None."""
    try:
        tag, constructed, start, _ = _header(memoryview(data[:16]), 0)
    except Damaged:
        return None
    return start if tag == SEQUENCE and constructed else None


def definite(element: Element) -> bytes:
    """The same in shortest definite lengths, OCTET STRINGs in one piece; DER stays as it is.

    For libraries that read DER alone.
    Raises Damaged, TooLarge.
    """
    return _definite(element, MAX_DEPTH)


def is_whole_sequence(data: bytes) -> bool:
    """Whether `data` has the outside of one SEQUENCE: identifier, and a length that fits.

    Bytes deciphered with a wrong key pass with a probability of less than 2**-15.
    """
    try:
        tag, constructed, start, length = _header(memoryview(data), 0)
    except Damaged:
        return False
    if tag != SEQUENCE or not constructed:
        return False
    return data[-2:] == b"\0\0" if length == _INDEFINITE else start + length == len(data)


def _segments(element: Element, depth: int) -> Iterator[memoryview]:
    if not element.constructed:
        yield element.content
        return
    check_limit("depth", MAX_DEPTH - depth, MAX_DEPTH - 1)
    for child in element.children():
        yield from _segments(child.expect(OCTET_STRING), depth - 1)


def _definite(element: Element, depth: int) -> bytes:
    if not element.constructed:
        return _encoded(element.tag, element.content)
    check_limit("depth", MAX_DEPTH - depth, MAX_DEPTH - 1)
    if element.tag == OCTET_STRING:
        return _encoded(OCTET_STRING, element.octets())
    content = b"".join(_definite(child, depth - 1) for child in element.children())
    return _encoded(element.tag | _CONSTRUCTED, content)


def _encoded(identifier: int, content: bytes | memoryview) -> bytes:
    if identifier & 0x1F == 0x1F:
        raise Damaged(detail="a tag number of several octets")
    return bytes([identifier]) + _length(len(content)) + content


def _length(length: int) -> bytes:
    if length < 0x80:
        return bytes([length])
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def _element(data: memoryview, at: int, counter: Counter) -> Element:
    counter.one_more()
    tag, constructed, start, length = _header(data, at)
    if length == _INDEFINITE:
        end = _end_of_contents(data, start, counter)
        after = end + 2
    else:
        end = after = start + length
        if end > len(data):
            raise Damaged(detail=f"{length} octets announced, {len(data) - start} there")
    return Element(tag, constructed, data[start:end], data[at:after], counter)


def _end_of_contents(data: memoryview, at: int, counter: Counter) -> int:
    """Where the end-of-contents octets of an indefinite length stand (X.690 8.1.5)."""
    depth = 1
    while True:
        counter.one_more()
        if data[at : at + 2].tobytes() == b"\0\0":
            depth -= 1
            if not depth:
                return at
            at += 2
            continue
        _, _, start, length = _header(data, at)
        if length == _INDEFINITE:
            depth += 1
            check_limit("depth", depth, MAX_DEPTH)
            at = start
        else:
            at = start + length


def _header(data: memoryview, at: int) -> tuple[int, bool, int, int]:
    """Tag, constructed, start of the contents, length or _INDEFINITE."""
    try:
        first = data[at]
        at += 1
        tag, constructed = first & ~_CONSTRUCTED, bool(first & _CONSTRUCTED)
        if first & 0x1F == 0x1F:  # a tag number of several octets; nothing here has one
            while data[at] & 0x80:
                at += 1
            at += 1
        length = data[at]
        at += 1
        if length == 0x80:
            if not constructed:
                raise Damaged(detail="indefinite length of a primitive encoding")
            return tag, constructed, at, _INDEFINITE
        if length & 0x80:
            octets = data[at : at + (length & 0x7F)]
            if len(octets) < length & 0x7F or len(octets.tobytes().lstrip(b"\0")) > 8:
                raise Damaged(detail="broken length")
            at += len(octets)
            length = int.from_bytes(octets, "big")
    except IndexError:
        raise Damaged(detail="the data end within a header") from None
    return tag, constructed, at, length
