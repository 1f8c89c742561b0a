"""ZIP archives (APPNOTE 6.3), read from the bytes with a limit at every step.

The library's reader inflates some methods without a limit and gives a whole archive up for one
odd name; people send what Windows and macOS make: stored and deflated members.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sel.base.errors import Damaged, MemberEncrypted, MemberUnsupported, SelError, TooLarge
from sel.core.container.model import Budget, Member, harmless

_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64: Final = struct.Struct("<4sLQL")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_MAX_COMMENT: Final = 0xFFFF
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED, _UTF8 = 0x0001, 0x0800
_STORED, _DEFLATED = 0, 8
_ZIP64_EXTRA: Final = 1
_OF_THE_SYSTEM: Final = {".ds_store", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the central directory. at: where the local header begins."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    at: int


def count(data: bytes) -> int:
    """How many lines its directory has. Raises Damaged."""
    return sum(1 for _ in _directory(data))


def members(data: bytes, budget: Budget, only: range | None = None) -> Iterator[Member]:
    """Every file in the archive, in the order of its directory; folders and what systems leave
    behind left out. Raises Damaged, TooLarge.

    only  these lines of the directory, counted from 1: several readers may share an archive
    """
    for number, entry in enumerate(_directory(data), 1):
        if only is not None and number not in only:
            continue
        parts = entry.name.replace("\\", "/").split("/")
        if not parts[-1] or "__MACOSX" in parts or parts[-1].lower() in _OF_THE_SYSTEM:
            continue
        budget.one_more()
        name = harmless(entry.name, str(number))
        try:
            unpacked = _unpacked(data, entry, budget)
        except SelError as problem:
            yield Member(name, b"", problem)
            continue
        budget.spend(len(unpacked))
        yield Member(name, unpacked)


def _directory(data: bytes) -> Iterator[_Entry]:
    at, stop, shift = _bounds(data)
    while at + _ENTRY.size <= stop:
        fields = _ENTRY.unpack_from(data, at)
        if fields[0] != b"PK\x01\x02":
            raise Damaged(detail="ZIP directory")
        flags, method, crc, packed, size = fields[3], fields[4], *fields[7:10]
        name_length, extra_length, comment_length = fields[10:13]
        begin = at + _ENTRY.size
        name = data[begin : begin + name_length]
        extra = data[begin + name_length : begin + name_length + extra_length]
        packed, size, where = _wide(extra, size, packed, fields[16])
        yield _Entry(_text(name, flags), flags, method, crc, packed, size, where + shift)
        at = begin + name_length + extra_length + comment_length


def _bounds(data: bytes) -> tuple[int, int, int]:
    """Where the directory begins and ends, and by how much all places are shifted.

    Something may stand before an archive (a program that unpacks it); offsets do not count it.
    The wide end (ZIP64, 4.3.14) may stand there although the narrow one has all numbers: so it is
    where an archive was made of what came through a pipe.
    """
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _MAX_COMMENT - _END.size))
    if end < 0 or end + _END.size > len(data):
        raise Damaged(detail="ZIP without its end")
    *_, count, length, offset, _ = _END.unpack_from(data, end)
    stop = end
    locator = end - _LOCATOR_64.size
    if locator >= 0 and data[locator : locator + 4] == b"PK\x06\x07":
        at = data.rfind(b"PK\x06\x06", 0, locator)
        if 0 <= at <= locator - _END_64.size:
            *_, length, offset = _END_64.unpack_from(data, at)
            stop = at
        elif count == _FULL_16 or _FULL_32 in {length, offset}:
            raise Damaged(detail="ZIP64 without its end")
    begin = stop - length
    if begin < 0 or begin < offset:
        raise Damaged(detail="ZIP directory outside the file")
    return begin, stop, begin - offset


def _wide(extra: bytes, size: int, packed: int, where: int) -> tuple[int, int, int]:
    """Packed size, size and place, from the ZIP64 field where they do not fit (4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _ZIP64_EXTRA:
            numbers = list(struct.iter_unpack("<Q", extra[at + 4 :][: length // 8 * 8]))
            wide = [number for (number,) in numbers]
            if size == _FULL_32 and wide:
                size = wide.pop(0)
            if packed == _FULL_32 and wide:
                packed = wide.pop(0)
            if where == _FULL_32 and wide:
                where = wide.pop(0)
            break
        at += 4 + length
    return packed, size, where


def _text(name: bytes, flags: int) -> str:
    """UTF-8 also where it is not announced: macOS does not; else as DOS wrote it."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("utf-8" if flags & _UTF8 else "cp437", "replace")


def _unpacked(data: bytes, entry: _Entry, budget: Budget) -> bytes:
    """Raises MemberEncrypted, MemberUnsupported, Damaged, TooLarge."""
    limits = budget.limits
    if entry.flags & _ENCRYPTED:
        raise MemberEncrypted
    if entry.method not in {_STORED, _DEFLATED}:
        raise MemberUnsupported(method=f"ZIP {entry.method}")
    if entry.size > limits.member_bytes:
        raise TooLarge(what="member-bytes", limit=limits.member_bytes)
    if entry.size > max(limits.small, limits.ratio * entry.packed):
        raise TooLarge(what="ratio", limit=limits.ratio)
    packed = _packed(data, entry)
    if entry.method == _STORED:
        unpacked = bytes(packed)
    else:
        unpacked = _inflated(packed, entry.size)
    if len(unpacked) != entry.size or zlib.crc32(unpacked) != entry.crc:
        raise Damaged(detail="ZIP member and its check sum")
    return unpacked


def _packed(data: bytes, entry: _Entry) -> memoryview:
    try:
        local = _LOCAL.unpack_from(data, entry.at)
    except struct.error as problem:
        raise Damaged(detail="ZIP member outside the file") from problem
    begin = entry.at + _LOCAL.size + local[9] + local[10]
    if local[0] != b"PK\x03\x04" or begin + entry.packed > len(data):
        raise Damaged(detail="ZIP member outside the file")
    return memoryview(data)[begin : begin + entry.packed]


def _inflated(packed: memoryview, size: int) -> bytes:
    """Never more than one octet above what was declared, whatever the stream goes on to."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
    except zlib.error as problem:
        raise Damaged(detail=f"ZIP member: {problem}") from problem
