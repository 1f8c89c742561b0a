"""F1, step `file`: choose the file; what it is is said at once, before its password."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sel.base.errors import NotAPkcs12, PassphraseNeeded, SelError, WrongPassphrase
from sel.base.progress import Progress
from sel.core.bundle.openers import CODES as OPENERS
from sel.core.finding import Finding
from sel.core.recognise import Kind, recognise
from sel.flows import imports
from sel.flows.imports import Opened
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.file_drop import FileDrop
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.plain import Words


@dataclass(frozen=True, slots=True)
class Looked:
    """What the file is. opened: it wanted no password."""

    file: Path
    findings: tuple[Finding, ...]
    opened: Opened | None


def look(services: Services, file: Path, progress: Progress) -> Looked:
    """Read the file and try it without a password.

    Raises NotAPkcs12 with what it is instead, NotFound, Unreadable, TooLarge, Damaged.
    """
    data = services.inputs.read(file)
    seen = recognise(data)
    if seen.kind is not Kind.PKCS12:
        raise NotAPkcs12(looks_like=seen.looks_like or seen.kind.value)
    _, findings = imports.outline(data)
    try:
        opened = imports.open_file(services, data, None, progress)
    except (PassphraseNeeded, WrongPassphrase):
        opened = None
    return Looked(file, findings, opened)


class FilePage(Page):
    """Of the journey "I was given a file"."""

    code = "F1"

    def build(self) -> None:
        self.drop = FileDrop(self)
        self.what = Words(self, strong=True)
        self.what.hide()
        self.findings = FindingList(self)
        self.add(self.drop, self.what, self.findings)
        self._looked: Looked | None = None
        self._asked: Path | None = None
        self.drop.chosen.connect(self.offer)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("file-title", "The file you were given"))
        self.why.say(
            speaker.say(
                "file-why",
                'It usually ends in .p12 or .pfx; Windows may call it "Personal Information '
                'Exchange". Nothing in it is changed.',
            )
        )
        self.drop.speak(speaker)
        self.findings.speak(speaker)
        looked = self._looked
        if looked is None:
            self.what.say("")
        elif looked.opened is None:
            self.what.say(
                speaker.say(
                    "file-is-pkcs12",
                    "This is a certificate with its key (PKCS#12). It is closed with a password.",
                )
            )
        else:
            self.what.say(
                speaker.say(
                    "file-is-open-pkcs12",
                    "This is a certificate with its key (PKCS#12). It has no password: whoever "
                    "gets this file can use the key.",
                )
            )

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.drop.show_file(state.file)
        if state.file is not None:
            self.offer(state.file)

    def offer(self, file: Path) -> bool:
        """A file was chosen here or dropped on the window."""
        self._asked, self._looked = file, None
        self.context.holding.drop()
        self.drop.show_file(file)
        self._say_again()
        services = self.context.services
        self.work(lambda progress: look(services, file, progress), self._known, self._unusable)
        return True

    def ready(self) -> bool:
        return self._looked is not None

    def go(self) -> None:
        looked = self._looked
        if looked is None:
            return
        self.context.holding.opened = looked.opened
        state = replace(
            self.state,
            file=looked.file,
            opened=looked.opened is not None,
            you=(),
            kept=(),
            sha256=None,
        )
        if looked.opened is not None:
            opened = looked.opened
            state = replace(
                state,
                you=you_of(opened),
                waiting=waiting_in(opened),
                sha256=opened.sha256 if opened.whole else None,
            )
        self.answered.emit(state)

    def _known(self, looked: Looked) -> None:
        self._looked = looked
        self.findings.tell([each for each in looked.findings if each.code not in _NOT_HERE])
        self._say_again()
        self.readiness.emit()

    def _unusable(self, failure: SelError) -> None:
        self.findings.tell(())
        self.readiness.emit()
        file = self._asked
        if failure.code == NotAPkcs12.code and failure.what.facts.get("looks_like") in _ANSWERS:
            self.errors.tell(failure, _use_as_answer)
            self.errors.remedied_by(lambda: self.context.errand("answer", file))
        else:
            self.errors.tell(failure)

    def _say_again(self) -> None:
        self.speak(self.context.language.speaker)


# Other programs are of no concern to somebody who only wants to use it here.
_NOT_HERE = OPENERS
_ANSWERS = frozenset({Kind.CERTIFICATE.value, Kind.CERTIFICATES.value})


def _use_as_answer(speaker: Speaker) -> str:
    return speaker.say("use-as-answer", "Use it as the answer to my form")


def you_of(opened: Opened) -> tuple[Any, ...]:
    """The certificates of an opened file with what there is to say about each."""
    from sel.journeys.you import You

    return tuple(
        You(facts, findings)
        for (_, facts, _), findings in zip(opened.entries, opened.findings, strict=True)
        if facts is not None
    )


def waiting_in(opened: Opened) -> int:
    """How many keys in it have no certificate yet."""
    return sum(facts is None for _, facts, _ in opened.entries)
