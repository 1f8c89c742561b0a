"""What comes out of a container, and how much of it there may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sel.base.errors import SelError
from sel.core.limits import LIMITS, Limits, check_limit

_MAX_NAME: Final = 200
_DRIVE: Final = re.compile(r"\A(?:[A-Za-z]:)+")


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a container.

    name   relative, parts divided by "/", none of them ".." or empty; for showing only
    data   its bytes; empty with an error
    error  why it cannot be unpacked, or None
    """

    name: str
    data: bytes
    error: SelError | None = None


class Budget:
    """What one file that somebody gave us may still cost, with everything packed in it.

    One budget goes through all inner containers, so that many small ones are no way around it.
    elapsed  seconds since the start, from whoever has a clock
    lines    of the outermost ZIP archive only the members in these lines of its directory
    """

    __slots__ = ("_bytes", "_elapsed", "_members", "limits", "lines")

    def __init__(
        self,
        limits: Limits = LIMITS,
        elapsed: Callable[[], float] | None = None,
        lines: range | None = None,
    ) -> None:
        self.limits = limits
        self.lines = lines
        self._elapsed = elapsed
        self._members = self._bytes = 0

    def deeper(self, depth: int) -> None:
        """Raises TooLarge for a container that lies too deep."""
        check_limit("container-depth", depth, self.limits.depth)

    def one_more(self) -> None:
        """Count a member before it is unpacked. Raises TooLarge."""
        self._members += 1
        check_limit("members", self._members, self.limits.members)
        if self._elapsed is not None:
            check_limit("seconds", int(self._elapsed()), self.limits.seconds)

    def spend(self, octets: int) -> None:
        """Count what was unpacked. Raises TooLarge."""
        self._bytes += octets
        check_limit("unpacked-bytes", self._bytes, self.limits.unpacked_bytes)

    @property
    def left(self) -> int:
        """Bytes that may still be unpacked."""
        return self.limits.unpacked_bytes - self._bytes


def harmless(name: str, otherwise: str) -> str:
    """A member's name that leads nowhere, whatever its sender wrote.

    Roots, drives, "." and ".." go; control and formatting characters become "_".
    """
    parts = []
    for part in name.replace("\\", "/").split("/"):
        shown = "".join("_" if unicodedata.category(sign)[0] == "C" else sign for sign in part)
        shown = shown.strip()
        shown = _DRIVE.sub("", shown)
        if shown not in {"", ".", ".."}:
            parts.append(shown)
    return "/".join(parts)[-_MAX_NAME:].lstrip("/") or otherwise
