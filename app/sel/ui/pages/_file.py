"""Base of the pages whose one decision is a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.file_drop import FileDrop


class ChoosingPage(Page):
    """A file is chosen or dropped; then the primary button takes it.

    field  where the state of the journey keeps the file
    """

    field: ClassVar[str] = "file"

    def build(self) -> None:
        self.drop = FileDrop(self)
        self.add(self.drop)
        self.drop.chosen.connect(lambda _file: self.readiness.emit())

    def speak(self, speaker: Speaker) -> None:
        self.drop.speak(speaker)

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.drop.show_file(getattr(state, self.field))

    def offer(self, file: Path) -> bool:
        self.errors.clear()
        self.drop.take(file)
        return True

    def ready(self) -> bool:
        return self.drop.file is not None

    def go(self) -> None:
        if self.drop.file is not None:
            self.take(self.drop.file)

    def take(self, file: Path) -> None:
        """The file is decided upon: begin the work with it."""
        raise NotImplementedError
