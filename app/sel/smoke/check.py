"""What a check is, and how it says that something does not hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sel.ports.services import Services


class Given(NamedTuple):
    """What a check is handed.

    services  those of this computer, with their data in the scratch folder
    """

    services: Services
    folder: Path


class Unmet(Exception):
    """Something that has to be so is not; the message says what."""


Check = Callable[[Given], Mapping[str, Any]]
"""Facts for the reader. Raises whatever goes wrong, Unmet for what does not hold."""


def expect(holds: object, otherwise: str) -> None:
    """Raises Unmet unless it holds."""
    if not holds:
        raise Unmet(otherwise)
