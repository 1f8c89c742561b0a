"""Outlook messages, winmail.dat and archives, put together octet by octet for tests."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

Storage = Mapping[str, Any]
"""Name → octets of a stream, or another storage."""

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT_SECTOR, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def archive(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive as programs write it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name), data, method)
    return written.getvalue()


# --- compound files (MS-CFB version 3) -------------------------------------------------------


def compound(root: Storage) -> bytes:
    """A compound file. Small streams lie in the mini stream, as the format asks."""
    entries: list[dict[str, Any]] = [{"name": "Root Entry", "kind": 5, "data": b""}]
    _list(root, entries, 0)
    sectors, fat = bytearray(), []
    mini, mini_fat = bytearray(), []
    for entry in entries[1:]:
        data = entry["data"]
        entry["start"] = _END
        if entry["kind"] == 2 and data:
            small = len(data) < _CUTOFF
            place, chain, unit = (mini, mini_fat, _MINI) if small else (sectors, fat, _SECTOR)
            entry["start"] = _append(place, chain, data, unit)
    entries[0]["data"] = bytes(mini)
    entries[0]["start"] = _append(sectors, fat, bytes(mini), _SECTOR) if mini else _END
    first_mini = _END
    if mini_fat:
        first_mini = _append(sectors, fat, _numbers(mini_fat), _SECTOR, _FREE)
    directory = b"".join(map(_directory_entry, entries))
    first_directory = _append(sectors, fat, directory, _SECTOR)
    first_fat, count = len(fat), 1
    while (len(fat) + count) * 4 > count * _SECTOR:
        count += 1
    fat += [_FAT_SECTOR] * count
    table = _numbers(fat)
    sectors += table + b"\xff" * (-len(table) % _SECTOR)
    header = struct.pack(
        "<8s16s5H6x10L", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6,
        0, count, first_directory, 0, _CUTOFF, first_mini,
        -(-len(mini_fat) * 4 // _SECTOR) if mini_fat else 0, _END, 0, first_fat,
    )  # fmt: skip
    rest = [first_fat + each for each in range(1, count)]
    header += _numbers(rest) + b"\xff" * (_SECTOR - len(header) - 4 * len(rest))
    return header + bytes(sectors)


def _list(storage: Storage, entries: list[dict[str, Any]], parent: int) -> None:
    """Children hang on each other's right side, in the order the format compares names."""
    previous = None
    for name in sorted(storage, key=lambda each: (len(each), each.upper())):
        held, number = storage[name], len(entries)
        is_stream = isinstance(held, bytes)
        entries.append(
            {"name": name, "kind": 2 if is_stream else 1, "data": held if is_stream else b""}
        )
        if previous is None:
            entries[parent]["child"] = number
        else:
            entries[previous]["right"] = number
        previous = number
        if not is_stream:
            _list(held, entries, number)


def _append(place: bytearray, chain: list[int], data: bytes, unit: int, fill: int = 0) -> int:
    first = len(chain)
    count = -(-len(data) // unit)
    chain += [*range(first + 1, first + count), _END]
    place += data + bytes([fill & 0xFF]) * (-len(data) % unit)
    return first


def _numbers(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}L", *numbers)


def _directory_entry(entry: Mapping[str, Any]) -> bytes:
    name = (entry["name"] + "\0").encode("utf-16-le")
    start = entry.get("start", _END if entry["kind"] == 2 else 0)
    return struct.pack(
        "<64sHBB3L16sL16xLLL", name, len(name), entry["kind"], 1, _NONE,
        entry.get("right", _NONE), entry.get("child", _NONE), b"\0" * 16, 0, start,
        len(entry["data"]), 0,
    )  # fmt: skip


# --- Outlook messages (MS-OXMSG) -------------------------------------------------------------


def outlook_message(
    texts: Mapping[int, str], attachments: list[Storage], *, kind: str = "IPM.Note"
) -> bytes:
    """A .msg: properties by number, and attachments made by `attachment` or `inner_message`."""
    return compound(message_storage(texts, attachments, kind=kind))


def message_storage(
    texts: Mapping[int, str], attachments: list[Storage], *, kind: str = "IPM.Note"
) -> Storage:
    """The same as the storage of a message within a message."""
    storage: dict[str, Any] = {"__properties_version1.0": b"\0" * 32}
    for number, text in {0x001A: kind, **texts}.items():
        storage[f"__substg1.0_{number:04X}001F"] = text.encode("utf-16-le")
    for number, each in enumerate(attachments):
        storage[f"__attach_version1.0_#{number:08X}"] = each
    return storage


def attachment(name: str, data: bytes, media_type: str = "") -> Storage:
    """An attachment with its name and its data."""
    return {
        "__properties_version1.0": b"\0" * 8,
        "__substg1.0_3707001F": name.encode("utf-16-le"),
        "__substg1.0_370E001E": media_type.encode(),
        "__substg1.0_37010102": data,
    }


def inner_message(storage: Storage) -> Storage:
    """A message that is attached to a message."""
    return {"__properties_version1.0": b"\0" * 8, "__substg1.0_3701000D": storage}


# --- winmail.dat (MS-OXTNEF) -----------------------------------------------------------------


def winmail(
    attachments: list[tuple[str, bytes]],
    *,
    kind: str = "IPM.Microsoft Mail.Note",
    media_type: str = "",
    by_properties: bool = False,
    as_object: bool = False,
) -> bytes:
    """A TNEF stream. by_properties: name and data stand in MAPI properties alone; as_object: the
    data are an object, which begins with the 16 octets of its interface.
    """
    made = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x00089006, struct.pack("<L", 0x10000))
    made += _attribute(1, 0x00078008, kind.encode() + b"\0")
    for name, data in attachments:
        made += _attribute(2, 0x00069002, b"\0" * 14)
        properties = _property(0x370E001F, (media_type + "\0").encode("utf-16-le"))
        properties += struct.pack("<LL", 0x0E200003, len(data))
        count = 2
        if by_properties or as_object:
            properties += _property(0x3707001F, (name + "\0").encode("utf-16-le"))
            properties += _property(0x3701000D if as_object else 0x37010102, data)
            named = struct.pack("<L16sLL", 0x80010003, b"\1" * 16, 0, 7) + b"\0" * 4
            properties += named
            count = 5
        else:
            made += _attribute(2, 0x00018010, name.encode("cp1252") + b"\0")
            made += _attribute(2, 0x0006800F, data)
        made += _attribute(2, 0x00069005, struct.pack("<L", count) + properties)
    return made


def _attribute(level: int, identifier: int, value: bytes) -> bytes:
    checksum = sum(value) & 0xFFFF
    return (
        struct.pack("<BLL", level, identifier, len(value)) + value + checksum.to_bytes(2, "little")
    )


def _property(tag: int, value: bytes) -> bytes:
    padded = value + b"\0" * (-len(value) % 4)
    return struct.pack("<LLL", tag, 1, len(value)) + padded
