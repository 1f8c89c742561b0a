"""What a judgement says: the work succeeded and this is its answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sel.base.message import Message


class Level(StrEnum):
    """How much a finding matters for this person's purpose."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer; a passed check makes none.

    source  the clause that asks for it, e.g. "RFC 5280 4.1.2.5", or None
    """

    level: Level
    what: Message
    source: str | None = None

    @property
    def code(self) -> str:
        """The code of the fact."""
        return self.what.code


def error(code: str, *, source: str | None = None, **facts: object) -> Finding:
    """A finding that makes the thing unusable for the purpose."""
    return Finding(Level.ERROR, Message(code, facts), source)


def warning(code: str, *, source: str | None = None, **facts: object) -> Finding:
    """A finding to act on soon."""
    return Finding(Level.WARNING, Message(code, facts), source)


def info(code: str, *, source: str | None = None, **facts: object) -> Finding:
    """A finding worth knowing."""
    return Finding(Level.INFO, Message(code, facts), source)
