"""O2, step `letter`: a mail that was opened here: what it really was, then its text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.flows import attachments, letters, next_steps
from sel.flows.letters import Read
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.page import Page
from sel.ui.pages._remedies import tell
from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words

_SIGNATURES = {
    "valid": ("done", Tone.GOOD),
    "unverifiable": ("attention", Tone.CARE),
    "invalid": ("error", Tone.BAD),
    "none": ("info", Tone.QUIET),
}


class LetterPage(Page):
    """Of the journey "Open or check"."""

    code = "O2"

    def build(self) -> None:
        self.encrypted = Line("info", Tone.QUIET, self)
        self.signed = Line("info", Tone.QUIET, self)
        self.head = Words(self)
        self.findings = FindingList(self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().height() * 10)
        self.attached = Words(self)
        self.save = Button(self)
        self.saved = Words(self, tone=Tone.GOOD)
        self.saved.hide()
        self.add(self.encrypted, self.signed, self.head, self.findings, self.text, self.attached)
        self.add(self.save, narrow=True)
        self.add(self.saved)
        self._read: Read | None = None
        self.save.clicked.connect(self._choose_folder)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("letter-title", "The e-mail"))
        self.findings.speak(speaker)
        self.save.setText(speaker.say("save-parts", "&Save text and attachments"))
        self.text.setAccessibleName(speaker.say("letter-text", "Text of the e-mail"))
        read = self._read
        for part in (self.encrypted, self.signed, self.text, self.save):
            part.setVisible(read is not None)
        if read is None:
            return
        letter = read.letter
        self.encrypted.sign.show_sign(
            "done" if letter.decrypted else "info", Tone.GOOD if letter.decrypted else Tone.QUIET
        )
        self.encrypted.name.setText(
            speaker.say("mail-decrypted", "It was encrypted, and your key opened it.")
            if letter.decrypted
            else speaker.say("mail-not-encrypted", "It was not encrypted: anyone could read it.")
        )
        self.encrypted.text.say("")
        self.signed.sign.show_sign(*_SIGNATURES[read.signature.value])
        self.signed.name.setText(_signature(read, speaker))
        self.signed.text.say("")
        subject = letter.protected_subject or letter.subject
        lines = [
            speaker.say("letter-from", "From: {from_}", from_=letter.from_ or ""),
            speaker.say("letter-subject", "Subject: {subject}", subject=subject or ""),
        ]
        self.head.say("\n".join(lines))
        names = ", ".join(each.name for each in letter.attachments)
        self.attached.say(
            speaker.say("letter-attachments", "Attached: {names}", names=names) if names else ""
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("to-home", "Go to &Home")

    def enter(self, state: Any) -> None:
        super().enter(state)
        self._open()

    def go(self) -> None:
        self.context.errand("home", None)

    def left(self) -> None:
        """What was encrypted is not kept in a page that nobody sees."""
        self._read = None
        self.text.clear()

    def save_to(self, folder: Path) -> None:
        """Write the parts into a folder."""
        read, services = self._read, self.context.services
        if read is None:
            return

        def work(_progress: Progress) -> tuple[str, ...]:
            return attachments.save(services, read.letter, folder)

        self.work(work, self._saved)

    def _open(self) -> None:
        services, state = self.context.services, self.state

        def work(_progress: Progress) -> Read:
            return letters.read(services, next_steps.data_of(services, state.files, state.mail))

        self.work(work, self._opened, self._failed)

    def _opened(self, read: Read) -> None:
        self._read = read
        self.text.setPlainText("\n".join(map(visible, self._text(read).splitlines())))
        self.findings.tell(read.findings)
        self.refresh_words()
        announce(self, self.signed.name.text())

    def _text(self, read: Read) -> str:
        """What is signed before what a mailing list has added to it."""
        part = read.letter.signed_part
        if part is None or read.part is None:
            return read.letter.text
        speaker = self.context.language.speaker
        verdict = _signature(replace(read, signature=read.part, signer=read.part_signer), speaker)
        added = speaker.say("mail-added", "Added to it, signed by nobody:")
        return f"{verdict}\n\n{part.text}\n{added}\n\n{read.letter.text}"

    def _failed(self, failure: SelError) -> None:
        tell(self.errors, failure, lambda: self.context.unlock(failure, self._open))

    def _choose_folder(self) -> None:
        title = self.context.language.speaker.say("save-parts-title", "Choose a folder")
        folder = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if folder:
            self.save_to(Path(folder))

    def _saved(self, names: tuple[str, ...]) -> None:
        said = self.context.language.speaker.say(
            "parts-saved", "Saved: {names}", names=", ".join(names)
        )
        self.saved.say(said)
        announce(self, said)


def _signature(read: Read, speaker: Speaker) -> str:
    match read.signature.value:
        case "valid":
            who = read.signer.emails if read.signer is not None else ()
            return speaker.say(
                "mail-signature-valid",
                "Signed by {name}, and unchanged since.",
                name=", ".join(who),
            )
        case "unverifiable":
            return speaker.say(
                "mail-signature-unverifiable",
                "Signed, but who signed it cannot be made sure here.",
            )
        case "invalid":
            return speaker.say(
                "mail-signature-invalid", "The signature does not hold: do not rely on this mail."
            )
        case _:
            return speaker.say("mail-signature-none", "It is not signed.")
