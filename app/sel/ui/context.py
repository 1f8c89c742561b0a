"""What every page is handed: services, threads, words, and a place for what is secret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sel.base.errors import SelError
from sel.base.secret import Secret
from sel.ports.services import Services
from sel.ui.language import Language
from sel.ui.runner import Runner

if TYPE_CHECKING:
    from sel.flows.backups import Given
    from sel.flows.imports import Opened


class Holding:
    """What one journey holds between two pages and must not stand in its state.

    Dropped when it was used or when the journey ends, however it ends.

    opened      a file that was opened, with its keys
    passphrase  of the backup that is being made
    given_file  the file the key came in; it may go once a backup was tested (no secret itself)
    """

    def __init__(self) -> None:
        self.opened: Opened | None = None
        self.passphrase: Secret | None = None
        self.given_file: Given | None = None

    def drop(self) -> None:
        """Let go of everything secret."""
        self.opened = None
        self.passphrase = None


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to pages when they are made.

    errand  opens another journey or place by its name, with what it is about
    unlock  asks for the passphrase of Sêl's own keys (or a new one, where no keyring works) and
            then tries again
    """

    services: Services
    runner: Runner
    language: Language
    errand: Callable[[str, Any], None]
    unlock: Callable[[SelError, Callable[[], None]], None]
    holding: Holding = field(default_factory=Holding)
