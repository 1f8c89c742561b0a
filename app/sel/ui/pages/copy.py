"""O3, step `copy`: the same keys in a file that more programs open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.core.bundle import Protection
from sel.flows import next_steps, rewrapping
from sel.flows.rewrapping import Rewrapped
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.passphrase import PassphraseWords
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Words, isolated

_MODERN, _OLD = Protection.MODERN.value, Protection.OLD_DEVICES.value


class CopyPage(Page):
    """Of the journey "Open or check"."""

    code = "O3"

    def build(self) -> None:
        self.name = Words(self, strong=True)
        self.choices = Choices([_MODERN, _OLD], self)
        self.field = PasswordField(self)
        self.new = Words(self)
        self.words = PassphraseWords(self)
        self.made = Words(self, tone=Tone.GOOD)
        self.made.hide()
        self.findings = FindingList(self)
        self.add(self.made, self.findings)
        self.add(self.name, self.choices, self.field, self.new, self.words)
        self.choices.choose(_MODERN)
        self._rewrapped: Rewrapped | None = None
        self.field.changed.connect(lambda _filled: self.readiness.emit())
        self.words.others_wanted.connect(self._offer)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("copy-title", "A copy that more programs open"))
        self.why.say(
            speaker.say(
                "copy-why",
                "The file stays as it is. The copy holds the same keys under a passphrase of its "
                "own, and is opened again and compared.",
            )
        )
        self.choices.word(_MODERN, speaker.say("copy-modern", "For &today's programs"))
        self.choices.word(
            _OLD,
            speaker.say("copy-old", "For ol&der devices"),
            speaker.say(
                "old-devices-cost",
                "Old protection is weaker: only the length of the passphrase guards this file.",
            ),
        )
        self.field.speak(speaker, speaker.say("password-label", "Password of the file"))
        self.new.setText(
            speaker.say("copy-passphrase", "The passphrase of the copy. Write it down:")
        )
        self.words.speak(speaker)
        self.findings.speak(speaker)
        done = self._rewrapped
        for part in (self.choices, self.field, self.new, self.words):
            part.setVisible(done is None)
        self.made.say(
            ""
            if done is None
            else speaker.count(
                "cli-rewrapped",
                "Opened again and compared: {n} key is in it.",
                "Opened again and compared: {n} keys are in it.",
                n=len(done.held.entries),
            )
        )

    def primary(self, speaker: Speaker) -> str:
        if self._rewrapped is not None:
            return speaker.say("to-home", "Go to &Home")
        return speaker.say("save-the-copy", "&Save the copy")

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.name.say(isolated(visible(state.copy.name)))
        self._offer()

    def ready(self) -> bool:
        return self.field.filled or self._rewrapped is not None

    def go(self) -> None:
        if self._rewrapped is not None:
            self.context.errand("home", None)
            return
        title = self.context.language.speaker.say("save-the-copy-title", "Save the copy")
        start = self.state.files[0].parent / f"{self.state.copy.stem}-copy.p12"
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(start))
        if chosen:
            self.save_to(Path(chosen))

    def left(self) -> None:
        self.field.clear()
        self.words.forget()

    def save_to(self, target: Path) -> None:
        """Make the copy there; the file dialog has asked about replacing."""
        services, state = self.context.services, self.state
        given, chosen = self.field.take(), self.words.secret()
        protection = Protection(self.choices.chosen[0])

        def work(progress: Progress) -> Rewrapped:
            data = next_steps.data_of(services, state.files, state.copy)
            made = rewrapping.rewrap(services, data, given, chosen, protection, progress)
            services.outputs.write(target, made.data, replace=True, private=True)
            rewrapping.prove_written(services, target, chosen, made)
            return made

        self.work(work, self._done, self._failed)

    def _offer(self) -> None:
        from sel.core import passphrase

        welsh = self.context.language.speaker.language == "cy"
        offered = passphrase.offer("cy" if welsh else "en")
        self.words.offer(offered.reveal_text().split())

    def _done(self, made: Rewrapped) -> None:
        self._rewrapped = made
        self.words.forget()
        self.findings.tell(made.findings)
        self.refresh_words()
        announce(self, self.made.text())

    def _failed(self, failure: SelError) -> None:
        self.errors.tell(failure)
        self.readiness.emit()
