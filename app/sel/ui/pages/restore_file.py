"""R1, step `file`: the backup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sel.base.errors import NotAPkcs12
from sel.base.progress import Progress
from sel.core.recognise import Kind, recognise
from sel.text.speaker import Speaker
from sel.ui.pages._file import ChoosingPage
from sel.ui.widgets.plain import Words


class RestoreFilePage(ChoosingPage):
    """Of the journey of a restore."""

    code = "R1"

    def build(self) -> None:
        super().build()
        self.what = Words(self)
        self.add(self.what)

    def speak(self, speaker: Speaker) -> None:
        super().speak(speaker)
        self.title.setText(speaker.say("restore-file-title", "Your backup"))
        self.why.say(
            speaker.say(
                "restore-file-why",
                "Put in the stick and choose the file; its name usually begins with sel-backup.",
            )
        )
        self.what.setText(
            speaker.say(
                "restore-keys-only",
                "Your keys and certificates come back. Marks and settings are not in a backup.",
            )
        )

    def take(self, file: Path) -> None:
        services = self.context.services

        def work(_progress: Progress) -> None:
            seen = recognise(services.inputs.read(file))
            if seen.kind is not Kind.PKCS12:
                raise NotAPkcs12(looks_like=seen.looks_like or seen.kind.value)

        self.work(work, lambda _none: self.answered.emit(replace(self.state, file=file)))
