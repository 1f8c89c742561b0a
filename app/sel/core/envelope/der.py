"""Writing DER (X.690): shortest definite lengths, sets in order.

Contents of many megabytes are enclosed as pieces whose size is known, and made at the very end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from asn1crypto import core

from sel.core.envelope import pieces
from sel.core.envelope.pieces import Piece

INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
SEQUENCE: Final = 0x30
SET: Final = 0x31
NULL: Final = b"\x05\x00"

_FIRST_GENERALIZED_YEAR: Final = 2050


def context(number: int, *, constructed: bool = True) -> int:
    """The identifier octet of the context-specific tag [number]."""
    return (0xA0 if constructed else 0x80) | number


def header(tag: int, length: int) -> bytes:
    """Identifier and length octets."""
    if length < 0x80:
        return bytes((tag, length))
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets


def enclose(tag: int, inside: Iterable[Piece]) -> list[Piece]:
    """The pieces with a header in front; nothing is copied."""
    held = list(inside)
    return [header(tag, pieces.size(held)), *held]


def encode(tag: int, *contents: bytes) -> bytes:
    """One element."""
    return b"".join((header(tag, sum(map(len, contents))), *contents))


def sequence(*elements: bytes) -> bytes:
    """SEQUENCE of encoded elements."""
    return encode(SEQUENCE, *elements)


def set_of(*elements: bytes, tag: int = SET) -> bytes:
    """SET OF in the order of DER (X.690 11.6)."""
    return encode(tag, *sorted(elements))


def octets(value: bytes) -> bytes:
    """OCTET STRING."""
    return encode(OCTET_STRING, value)


def integer(value: int) -> bytes:
    """INTEGER."""
    return bytes(core.Integer(value).dump())


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER."""
    return bytes(core.ObjectIdentifier(dotted).dump())


def algorithm(dotted: str, *parameters: bytes) -> bytes:
    """AlgorithmIdentifier; without `parameters` they are absent."""
    return sequence(oid(dotted), *parameters)


def time(moment: datetime) -> bytes:
    """UTCTime until 2049, GeneralizedTime from then on (RFC 5652 11.3), whole seconds."""
    whole = moment.replace(microsecond=0)
    shape = core.UTCTime if moment.year < _FIRST_GENERALIZED_YEAR else core.GeneralizedTime
    return bytes(shape(whole).dump())
