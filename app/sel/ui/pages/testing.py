"""B4, step `testing`: written, read back from the drive, opened, every key tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.flows import backups
from sel.flows.backups import MadeBackup, Verified
from sel.flows.identities import Identity, identities
from sel.journeys.back_up import Step
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._remedies import tell
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.lines import Line


@dataclass(frozen=True, slots=True)
class _Tested:
    made: MadeBackup
    verified: Verified
    mine: dict[str, Identity]


class TestingPage(Page):
    """Of the journey of a backup. Its work begins when it comes."""

    __test__ = False  # a page, not a test class
    code = "B4"

    def build(self) -> None:
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        self.findings = FindingList(self)
        self.rows.addLayout(self.lines)
        self.add(self.findings)
        self._tested: _Tested | None = None
        self._lines: list[tuple[Line, str | None, str]] = []

    def speak(self, speaker: Speaker) -> None:
        tested = self._tested
        if tested is None:
            self.title.setText(speaker.say("testing-title", "Making and testing the backup"))
        elif tested.verified.sound:
            self.title.setText(speaker.say("tested-title", "The backup was opened and tested"))
        else:
            self.title.setText(speaker.say("unsound-title", "This backup does not hold"))
        self.why.say(
            speaker.say(
                "testing-why",
                "The file is read back from the drive, opened, and every key in it signs and "
                "opens a test.",
            )
        )
        self.findings.speak(speaker)
        for line, key_id, code in self._lines:
            line.name.setText(self._name(key_id, speaker))
            line.text.setText(
                speaker.say("key-proved", "signed and opened a test")
                if code == "proved"
                else speaker.say("key-not-proved", "does not work in this file")
            )

    def primary(self, speaker: Speaker) -> str:
        if self._tested is not None and not self._tested.verified.sound:
            return speaker.say("choose-another-place", "Choose another &place")
        return speaker.say("continue", "C&ontinue")

    def enter(self, state: Any) -> None:
        super().enter(state)
        self._start()

    def ready(self) -> bool:
        return self._tested is not None

    def go(self) -> None:
        if self._tested is not None:
            made, verified = self._tested.made, self._tested.verified
            self.answered.emit(replace(self.state, made=made, verified=verified))

    def _start(self) -> None:
        services, target = self.context.services, self.state.target
        secret = self.context.holding.passphrase
        if secret is None:
            return

        def work(progress: Progress) -> _Tested:
            made = backups.make(services, target, secret, progress)
            verified = backups.verify(services, target, secret, progress)
            everything = identities(services.book(), services.clock.now())
            return _Tested(made, verified, {each.id: each for each in everything})

        task = self.work(work, self._done, self._failed)
        task.stopped.connect(lambda: self.back_to.emit(Step.WHERE))

    def _done(self, tested: _Tested) -> None:
        self._tested = tested
        self.context.holding.drop()
        for key_id, code in tested.verified.proofs:
            good = code == "proved"
            line = Line("done" if good else "error", Tone.GOOD if good else Tone.BAD, self)
            self.lines.addWidget(line)
            self._lines.append((line, key_id, code))
        self.findings.tell(tested.verified.findings)
        self.refresh_words()

    def _failed(self, failure: SelError) -> None:
        tell(self.errors, failure, lambda: self.context.unlock(failure, self._start))
        self.readiness.emit()

    def _name(self, key_id: str | None, speaker: Speaker) -> str:
        one = self._tested.mine.get(key_id or "") if self._tested is not None else None
        if one is None:
            return speaker.say("foreign-key", "A key from elsewhere")
        address = ", ".join(one.emails) or one.id
        if one.certificate is None:
            return speaker.say("waiting-key", "{address} (waiting)", address=address)
        return speaker.say(
            "key-until",
            "{address}, until {until}",
            address=address,
            until=speaker.date(one.certificate.not_after),
        )
