"""A socket to a directory with a last moment, and a most that it may bring."""

from __future__ import annotations

import socket
import time
from typing import Any

_LONG, _LONGEST = 0x80, 0x84


class TooLargeError(OSError):
    """More than anybody's certificates can be."""


class Messages:
    """Counts messages of LDAP (RFC 4511 5.1: BER, definite lengths) in what comes, piece by piece.

    number  of those that have begun
    """

    def __init__(self) -> None:
        self.number = 0
        self._head = bytearray()
        self._left = 0

    def take(self, data: bytes) -> None:
        """What came next. Raises ValueError: it is no such message."""
        at = 0
        while at < len(data):
            if self._left:
                step = min(self._left, len(data) - at)
                self._left -= step
                at += step
                continue
            self._head.append(data[at])
            at += 1
            length = _length(self._head)
            if length is not None:
                self.number += 1
                self._left = length
                self._head.clear()


def _length(head: bytearray) -> int | None:
    """Octets behind a tag and a length (X.690 8.1.3); None if the length is not whole yet."""
    if len(head) < 2:
        return None
    first = head[1]
    if first < _LONG:
        return first
    if not _LONG < first <= _LONGEST:
        raise ValueError("length")
    if len(head) < 2 + (first & 0x7F):
        return None
    return int.from_bytes(head[2:], "big")


class Watched:
    """Everything else of the socket is as it is.

    The library waits for the rest of a message however long it says it is, and for the next one
    however many came; a server may drip for ever, or ignore that a hundred were asked for.

    deadline  by `time.monotonic`
    most      octets and messages
    """

    def __init__(self, inner: socket.socket, deadline: float, *, most: int, messages: int) -> None:
        self._inner = inner
        self._deadline = deadline
        self._left = most
        self._messages = messages
        self._seen = Messages()

    def recv(self, size: int) -> bytes:
        """Raises TimeoutError, TooLargeError, ValueError for what is no LDAP."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._inner.settimeout(left)
        data = self._inner.recv(size)
        self._left -= len(data)
        self._seen.take(data)
        if self._left < 0 or self._seen.number > self._messages:
            raise TooLargeError
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
