"""Changes to a good file: of bytes, of DER elements, of lines, and inside what is in base64."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from random import Random

_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{40,}={0,2}\r?\n?)+[A-Za-z0-9+/]*={0,2}")
_INTERESTING = (0, 1, 2, 0x7F, 0x80, 0x81, 0x84, 0xFE, 0xFF, 0x30, 0x31, 0xA0, 0x24, 0x04)
_LONGEST = 1 << 20
"""No input is worth more than a mebibyte: limits of size have tests of their own."""


def changed(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """The file with one to six changes, some of them inside an armour."""
    for _ in range(chance.randint(1, 6)):
        found = _BASE64.search(data) if chance.random() < 0.4 else None
        if found is None:
            data = _once(data, others, chance)
            continue
        try:
            inside = base64.b64decode(b"".join(found[0].split()))
        except binascii.Error:
            continue
        within = base64.encodebytes(_once(inside, others, chance))
        data = data[: found.start()] + within + data[found.end() :]
    return data[:_LONGEST]


def _once(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    if not data:
        return chance.choice(others)
    kinds: tuple[Callable[[bytes, Sequence[bytes], Random], bytes], ...] = (_bytes, _lines)
    if data[0] in (0x30, 0x31, 0xA0, 0x24):
        kinds = (_element, _element, _bytes)
    return chance.choice(kinds)(data, others, chance)


def _bytes(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    new, at = bytearray(data), chance.randrange(len(data))
    length = chance.choice((1, 1, 2, 4, 9, 60, 400))
    match chance.randrange(7):
        case 0:
            new[at] ^= 1 << chance.randrange(8)
        case 1:
            new[at] = chance.choice(_INTERESTING)
        case 2:
            del new[at : at + length]
        case 3:
            new[at:at] = _times(bytes(new[at : at + length]), chance.choice((1, 1, 3, 50)))
        case 4:
            new[at:at] = chance.randbytes(length)
        case 5:
            del new[at:]
        case _:
            other = chance.choice(others)
            start = chance.randrange(len(other) or 1)
            new[at : at + length] = other[start : start + chance.choice((length, 2000))]
    return bytes(new)


def _lines(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines[at:at] = [_times(lines[at], chance.choice((1, 2, 200)))]
        case 1:
            del lines[at : at + chance.randint(1, 4)]
        case 2:
            to = chance.randrange(len(lines))
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            lines[at] = lines[at].replace(b"\r", b"").replace(b"\n", chance.choice((b"\r", b"")))
        case _:
            lines[at:at] = chance.choice(others).splitlines(keepends=True)[: chance.randint(1, 30)]
    return b"".join(lines)


def _element(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """Change one DER element; those around it are given their right lengths in half of the cases.

    Wrong lengths everywhere would only ever test the outermost header.
    """
    way = _way_down(data, chance)
    start, body, end = way[-1]
    tag, value = data[start], data[body:end]
    match chance.randrange(9):
        case 0:
            new = _tlv(chance.choice((tag ^ 0x20, tag ^ 0x80, 0x1F, chance.randrange(256))), value)
        case 1:
            new = _tlv(tag, _bytes(value, others, chance) if value else b"\0")
        case 2:
            new = b""
        case 3:
            new = _times(data[start:end], chance.choice((2, 3, 300)))
        case 4:
            new = bytes([tag, 0x80]) + value + b"\0\0"
        case 5:
            new = bytes([tag]) + chance.choice(
                (b"\x84\xff\xff\xff\xff", b"\x88" + b"\x7f" * 8, b"\x82\0\x01")
            ) + value  # fmt: skip
        case 6:
            new = data[start:end]
            for _ in range(chance.choice((1, 40, 3000))):
                new = _tlv(chance.choice((0x30, 0xA0, 0x24)), new)
                if len(new) > _LONGEST:
                    break
        case 7:
            other = chance.choice(others)
            inner = _way_down(other, chance)[-1] if other[:1] == b"0" else (0, 0, len(other))
            new = other[inner[0] : inner[2]]
        case _:
            new = _tlv(tag, chance.choice((b"", b"\0", b"\x80", b"\xff" * 9, value + b"\0" * 70)))
    if chance.random() < 0.5:
        return data[:start] + new + data[end:]
    for (outer, begin, stop), (inner_start, _, inner_end) in zip(
        reversed(way[:-1]), reversed(way[1:]), strict=True
    ):
        new = _tlv(data[outer], data[begin:inner_start] + new + data[inner_end:stop])
    return new


def _way_down(data: bytes, chance: Random) -> list[tuple[int, int, int]]:
    """Start, start of the contents and end of elements, each within the one before."""
    way, start, limit = list[tuple[int, int, int]](), 0, len(data)
    while True:
        here = list[tuple[int, int, int]]()
        while start < limit and len(here) < 400:
            head = _header(data, start, limit)
            if head is None:
                break
            here.append((start, *head))
            start = head[1]
        if not here:
            return way or [(0, 0, len(data))]
        way.append(chance.choice(here))
        start, limit = way[-1][1:]
        if chance.random() < 0.15 or (data[way[-1][0]] & 0x20 == 0 and chance.random() < 0.7):
            return way


def _times(piece: bytes, often: int) -> bytes:
    """A piece repeated, but never to more than an input may be."""
    return piece * max(1, min(often, _LONGEST // max(len(piece), 1)))


def _header(data: bytes, start: int, limit: int) -> tuple[int, int] | None:
    if start + 2 > limit:
        return None
    length, body = data[start + 1], start + 2
    if length > 0x80:
        count = length & 0x7F
        length, body = int.from_bytes(data[body : body + count]), body + count
    elif length == 0x80:
        return body, limit
    return (body, body + length) if body + length <= limit else None


def _tlv(tag: int, value: bytes) -> bytes:
    length = len(value)
    if length < 0x80:
        return bytes([tag, length]) + value
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size) + value
