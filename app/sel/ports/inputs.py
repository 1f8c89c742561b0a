"""Files a person gave us, read within a limit. Implemented by `sel.keeping`."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Inputs(Protocol):
    """Reads whole files."""

    def read(self, path: Path, *, from_medium: bool = False) -> bytes:
        """The whole file.

        from_medium  asks the system to forget its cached copy first, where it can, so that what
                     comes back is what the medium holds
        Raises NotFound, Unreadable, TooLarge.
        """

    def size(self, path: Path) -> int:
        """Bytes. Raises NotFound, Unreadable."""

    def part(self, path: Path, start: int, length: int) -> bytes:
        """So many bytes from `start` on, fewer at the end. Raises NotFound, Unreadable."""
