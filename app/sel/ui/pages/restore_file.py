"""R1, step `file`: the backup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sel.base.errors import NotAPkcs12
from sel.base.progress import Progress
from sel.core.recognise import Kind, recognise
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.file_drop import FileDrop
from sel.ui.widgets.plain import Words


class RestoreFilePage(Page):
    """Of the journey of a restore."""

    code = "R1"

    def build(self) -> None:
        self.drop = FileDrop(self)
        self.what = Words(self)
        self.add(self.drop, self.what)
        self.drop.chosen.connect(lambda _file: self.readiness.emit())

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("restore-file-title", "Your backup"))
        self.why.say(
            speaker.say(
                "restore-file-why",
                "Put in the stick and choose the file; its name usually begins with sel-backup.",
            )
        )
        self.drop.speak(speaker)
        self.what.setText(
            speaker.say(
                "restore-keys-only",
                "Your keys and certificates come back. Marks and settings are not in a backup.",
            )
        )

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.drop.show_file(state.file)

    def offer(self, file: Path) -> bool:
        self.errors.clear()
        self.drop.take(file)
        return True

    def ready(self) -> bool:
        return self.drop.file is not None

    def go(self) -> None:
        services, file = self.context.services, self.drop.file
        if file is None:
            return

        def work(_progress: Progress) -> None:
            seen = recognise(services.inputs.read(file))
            if seen.kind is not Kind.PKCS12:
                raise NotAPkcs12(looks_like=seen.looks_like or seen.kind.value)

        self.work(work, lambda _none: self.answered.emit(replace(self.state, file=file)))
