"""winmail.dat: TNEF (MS-OXTNEF), in which Exchange packs attachments for other Outlooks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from sel.base.errors import Damaged
from sel.core.container import mapi
from sel.core.container.mapi import Attached
from sel.core.container.model import Budget, Member, harmless
from sel.core.limits import check_limit

_SIGNATURE: Final = b"\x78\x9f\x3e\x22"
_HEADER_BYTES: Final = 6  # the signature and a key
_ATTRIBUTE: Final = struct.Struct("<BLL")
_CHECKSUM_BYTES: Final = 2

# Attribute identifiers, their types left out (2.1.3.3).
_MESSAGE_CLASS: Final = 0x8008
_SUBJECT: Final = 0x8004
_MESSAGE_PROPERTIES: Final = 0x9003
_ATTACHMENT_BEGINS: Final = 0x9002
_ATTACHMENT_TITLE: Final = 0x8010
_ATTACHMENT_DATA: Final = 0x800F
_ATTACHMENT_PROPERTIES: Final = 0x9005

# Property types (MS-OXCDATA 2.11.1): octets of a fixed value, padded to four.
_FIXED: Final = {
    0x0001: 0, 0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4,
    0x000B: 4, 0x0014: 8, 0x0040: 8, 0x0048: 16,
}  # fmt: skip
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x001E, 0x001F, 0x000D, 0x0102
_SEVERAL: Final = 0x1000
_NAMED: Final = 0x8000
_INTERFACE_BYTES: Final = 16


def members(data: bytes, budget: Budget) -> Iterator[Member]:
    """What is attached; the S/MIME content of a message comes as the mail it was.

    Raises Damaged, TooLarge.
    """
    message, attached = _read(data, budget)
    mail = mapi.letter(message, attached)
    if mail is not None:
        budget.one_more()
        budget.spend(len(mail))
        yield Member("message.eml", mail)
    for number, each in enumerate(attached, 1):
        if mail is not None and (each.is_smime or len(attached) == 1):
            continue
        budget.one_more()
        budget.spend(len(each.data))
        yield Member(harmless(each.name, f"{number}"), each.data)


def _read(data: bytes, budget: Budget) -> tuple[dict[int, str], list[Attached]]:
    message: dict[int, str] = {}
    attached: list[Attached] = []
    for identifier, value in _attributes(data, budget):
        if identifier == _ATTACHMENT_BEGINS:
            attached.append(Attached())
            continue
        if identifier == _MESSAGE_CLASS:
            message.setdefault(mapi.MESSAGE_CLASS, _text(value).replace("Microsoft Mail.", ""))
        elif identifier == _SUBJECT:
            message.setdefault(mapi.SUBJECT, _text(value))
        elif identifier == _MESSAGE_PROPERTIES:
            message.update(_properties(value, budget).texts)
        elif not attached:
            continue
        elif identifier == _ATTACHMENT_TITLE:
            attached[-1].texts.setdefault(mapi.ATTACH_FILE_NAME, _text(value))
        elif identifier == _ATTACHMENT_DATA:
            attached[-1].data = value
        elif identifier == _ATTACHMENT_PROPERTIES:
            held = _properties(value, budget)
            attached[-1].texts.update(held.texts)
            attached[-1].data = held.data or attached[-1].data
    return message, attached


def _attributes(data: bytes, budget: Budget) -> Iterator[tuple[int, bytes]]:
    """Identifier and value of each. A file that is cut off gives what is there of it."""
    if not data.startswith(_SIGNATURE):
        raise Damaged(detail="TNEF")
    at, count = _HEADER_BYTES, 0
    while at + _ATTRIBUTE.size <= len(data):
        level, identifier, length = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        if level not in {1, 2} or at + length > len(data):
            raise Damaged(detail="TNEF attribute")
        count += 1
        check_limit("parts", count, budget.limits.parts)
        yield identifier & 0xFFFF, data[at : at + length]
        at += length + _CHECKSUM_BYTES


def _text(value: bytes) -> str:
    return value.partition(b"\0")[0].decode("cp1252", "replace")


class _Reader:
    """Numbers and padded values, one behind the other."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def number(self) -> int:
        """A number of four octets. Raises Damaged."""
        return int.from_bytes(self.take(4), "little")

    def take(self, length: int) -> bytes:
        """That many octets and their padding to four. Raises Damaged."""
        end = self.at + length
        if end > len(self.data):
            raise Damaged(detail="TNEF property")
        value = self.data[self.at : end]
        self.at = min(end + -length % 4, len(self.data))
        return value


def _properties(value: bytes, budget: Budget) -> Attached:
    """Texts, and the data of an attachment, of a list of MAPI properties (2.1.3.4)."""
    found = Attached()
    reader = _Reader(value)
    count = reader.number()
    check_limit("parts", count, budget.limits.parts)
    for _ in range(count):
        tag = reader.number()
        kind, number = tag & 0xFFFF, tag >> 16
        if number >= _NAMED:
            reader.take(_INTERFACE_BYTES)
            if reader.number():  # by a name, else by a number
                reader.take(reader.number())
            else:
                reader.number()
        for each in _values(reader, kind, budget):
            if kind == _UNICODE:
                found.texts[number] = each.decode("utf-16-le", "replace").rstrip("\0")
            elif kind == _STRING8:
                found.texts[number] = each.decode("cp1252", "replace").rstrip("\0")
            elif number == mapi.ATTACH_DATA and kind in {_OBJECT, _BINARY}:
                found.data = each[_INTERFACE_BYTES:] if kind == _OBJECT else each
    return found


def _values(reader: _Reader, kind: int, budget: Budget) -> Iterator[bytes]:
    several, basic = bool(kind & _SEVERAL), kind & ~_SEVERAL
    if basic in {_STRING8, _UNICODE, _OBJECT, _BINARY}:
        count = reader.number()
        check_limit("parts", count, budget.limits.parts)
        for _ in range(count):
            yield reader.take(reader.number())
        return
    if basic not in _FIXED:
        raise Damaged(detail=f"TNEF property type {kind:#06x}")
    count = reader.number() if several else 1
    check_limit("parts", count, budget.limits.parts)
    for _ in range(count):
        yield reader.take(_FIXED[basic])
