"""What a hash-locked requirements file says: packages, for which systems, wanted by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<when>[^\\]+))?"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """One package.

    when     its environment marker, empty if it is wanted everywhere
    hashes   SHA-256 of the files that may be installed, any one of which is
    via      names of packages that need it; `-r FILE` where the program itself does
    """

    name: str
    version: str
    when: str
    hashes: tuple[str, ...]
    via: tuple[str, ...]

    @property
    def direct(self) -> bool:
        """Whether the program itself asks for it."""
        return any(each.startswith("-r ") for each in self.via)


def read(path: Path) -> tuple[Locked, ...]:
    """Every package of the file, in its order. Raises ValueError for a line of another form."""
    return tuple(_packages(path.read_text("utf-8")))


def _packages(text: str) -> Iterator[Locked]:
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        if not block.strip() or block.startswith("#"):
            continue
        first, *rest = block.splitlines()
        found = _PACKAGE.match(first)
        if found is None:
            raise ValueError(f"not a pinned package: {first}")
        hashes = tuple(_HASH.findall(block))
        if not hashes:
            raise ValueError(f"without a hash: {first}")
        comments = [line.strip().lstrip("#").strip() for line in rest if line.strip()[:1] == "#"]
        via = [each.removeprefix("via").strip() for each in comments]
        when = (found["when"] or "").strip()
        yield Locked(
            found["name"].lower(), found["version"], when, hashes, tuple(filter(None, via))
        )
