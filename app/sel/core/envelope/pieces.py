"""Octets in pieces, so that a mail of many megabytes is never there twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO


class Stream:
    """Octets that are made while somebody goes through them, anew each time.

    size  how many there will be, known before
    """

    __slots__ = ("_make", "_size")

    def __init__(self, size: int, make: Callable[[], Iterable[bytes]]) -> None:
        self._size = size
        self._make = make

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._make())


Piece = bytes | Stream


def flat(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """All octets in order, as they come."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        else:
            yield from piece


def size(pieces: Iterable[Piece]) -> int:
    """How many octets all of them have."""
    return sum(map(len, pieces))


def joined(pieces: Iterable[Piece]) -> bytes:
    """All octets in one; unlike `b"".join`, it does not hold every piece until the end."""
    whole = BytesIO()
    for piece in flat(pieces):
        whole.write(piece)
    return whole.getvalue()
