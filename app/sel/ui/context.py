"""What every page is handed: services, threads, words, and a place for what is secret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sel.base.secret import Secret
from sel.flows.imports import Opened
from sel.ports.services import Services
from sel.ui.language import Language
from sel.ui.runner import Runner


class Holding:
    """What one journey holds between two pages and must not stand in its state.

    Dropped as a whole when the journey ends, however it ends.
    """

    def __init__(self) -> None:
        self.opened: Opened | None = None
        self.passphrase: Secret | None = None

    def drop(self) -> None:
        """Let go of everything."""
        self.opened = None
        self.passphrase = None


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to pages when they are made.

    errand  opens another journey or place by its name, with what it is about
    """

    services: Services
    runner: Runner
    language: Language
    errand: Callable[[str, Any], None]
    holding: Holding = field(default_factory=Holding)
