"""The person's own small choices. Implemented by `sel.keeping`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose; all of it can be forgotten without harm.

    language  "en" or "cy"; None follows the system
    window    x, y, width, height in pixels; None where the system puts it
    ticks     things ticked off by hand, by the id of the step or the hint
    later     "remind me later": id of the hint and until when it stays quiet
    """

    language: str | None = None
    window: tuple[int, int, int, int] | None = None
    ticks: frozenset[str] = frozenset()
    later: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))


class Preferences(Protocol):
    """A small file beside the book. Reading never fails; a broken file is set aside."""

    def read(self) -> Choices:
        """The choices; defaults where there are none or they cannot be read."""

    def keep(self, choices: Choices) -> None:
        """Write them; fields of newer versions in the file stay.

        Raises DiskFull, OutputFailed.
        """
