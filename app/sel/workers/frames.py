"""How a parent and its child put values on a pipe.

A frame is a length (4 bytes, big-endian) and that many bytes of JSON in ASCII. JSON has no bytes,
so every value that is not None, bool, int or str is an array that begins with its kind:
["b", base64], ["l", item, …], ["d", key, value, …]. Nothing in a frame names a class or a
function, so a child that was taken over can hand back wrong values but cannot make its parent run
anything.
"""

from __future__ import annotations

import base64
import binascii
import json
import struct
from typing import Any, BinaryIO

LIMIT = 64 * 1024 * 1024
"""Bytes in one frame; far above any answer of ours, far below what would hurt."""

_LENGTH = struct.Struct(">I")


class BadFrame(ValueError):
    """The bytes on the pipe are no frame of ours, or a value cannot be put into one."""


def write(stream: BinaryIO, value: object) -> None:
    """Put one value on the pipe. Raises BadFrame before anything is written; OSError."""
    body = json.dumps(_to_json(value), ensure_ascii=True, separators=(",", ":")).encode("ascii")
    if len(body) > LIMIT:
        raise BadFrame(f"a frame of {len(body)} bytes")
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def read(stream: BinaryIO) -> Any:
    """Take one value from the pipe. Raises EOFError at its clean end, else BadFrame; OSError."""
    head = _exactly(stream, _LENGTH.size)
    if not head:
        raise EOFError
    if len(head) < _LENGTH.size:
        raise BadFrame("cut short in a length")
    (length,) = _LENGTH.unpack(head)
    if length > LIMIT:
        raise BadFrame(f"a frame of {length} bytes")
    body = _exactly(stream, length)
    if len(body) < length:
        raise BadFrame("cut short in a frame")
    try:
        return _from_json(json.loads(body.decode("ascii"), parse_constant=_refuse))
    except BadFrame:
        raise
    except (ValueError, RecursionError) as error:  # no ASCII, no JSON, a giant number, too deep
        raise BadFrame(type(error).__name__) from error


def _exactly(stream: BinaryIO, length: int) -> bytes:
    parts: list[bytes] = []
    while length:
        part = stream.read(min(length, 1 << 20))
        if not part:
            break
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _to_json(value: object) -> object:
    if type(value) is str:  # most are
        return value
    match value:
        case None | bool() | int() | str():
            return value
        case bytes():
            return ["b", base64.b64encode(value).decode("ascii")]
        case list() | tuple():
            return ["l", *[_to_json(part) for part in value]]
        case dict():
            flat: list[object] = ["d"]
            for key, part in value.items():
                if not isinstance(key, str):
                    raise BadFrame(f"a key of type {type(key).__name__}")
                flat += [key, _to_json(part)]
            return flat
        case _:
            raise BadFrame(f"a value of type {type(value).__name__}")


def _from_json(value: object) -> object:
    if type(value) is str:
        return value
    match value:
        case None | bool() | int() | str():
            return value
        case ["b", str(text)]:
            try:
                return base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError) as error:
                raise BadFrame("base64") from error
        case ["l", *parts]:
            return [_from_json(part) for part in parts]
        case ["d", *flat] if len(flat) % 2 == 0:
            keys = flat[0::2]
            if not all(isinstance(key, str) for key in keys) or len(set(keys)) < len(keys):
                raise BadFrame("keys")
            return dict(zip(keys, map(_from_json, flat[1::2]), strict=True))
        case _:
            raise BadFrame("shape")


def _refuse(constant: str) -> object:
    raise BadFrame(constant)
