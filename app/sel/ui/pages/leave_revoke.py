"""L3, step `leave-revoke`: a mail to whoever issued the certificate, with all they need."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QVBoxLayout

from sel.flows import leaving
from sel.text import mails
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.page import Page
from sel.ui.pages import _drafts
from sel.ui.pages._mailto import fits, open_draft
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated


class LeaveRevokePage(Page):
    """Of the journey "Leaving"."""

    code = "L3"

    def build(self) -> None:
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        self.rows.addLayout(self.lines)
        self.done = Words(self, tone=Tone.GOOD)
        self.done.hide()
        self.save, self.copy = Button(self, icon="file"), Button(self, icon="copy")
        self.known = QuietButton(self)
        self.add(self.done)
        self.add(self.save, self.copy, self.known, narrow=True)
        self._lines: list[tuple[Line, Any]] = []
        self._saved: Path | None = None
        self.save.clicked.connect(self._save)
        self.copy.clicked.connect(self._copy)
        self.known.clicked.connect(lambda: self.answered.emit(self.state))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(
            speaker.say("leave-revoke-title", "Ask for your certificate to be revoked")
        )
        self.why.say(
            speaker.say(
                "leave-revoke-why",
                "Then nobody encrypts to it any more and nobody signs in your name. It still opens"
                " your old mail. Write to whoever issued it, or to your IT team.",
            )
        )
        for line, facts in self._lines:
            line.name.setText(isolated(visible(", ".join(facts.emails) or facts.subject)))
            line.text.setText(
                speaker.say(
                    "leave-revoke-one",
                    "Works until {until}. Serial number: {serial}",
                    until=speaker.date(facts.not_after),
                    serial=f"{facts.serial:X}",
                )
            )
        self.save.setText(speaker.say("save-the-file", "&Save the file"))
        self.copy.setText(speaker.say("copy-the-text", "&Copy the text"))
        self.known.setText(speaker.say("leave-revoke-known", "&They know already"))
        self.known.setVisible(not self.state.asked)
        self.done.say(self._done(speaker))

    def primary(self, speaker: Speaker) -> str:
        if self.state.asked:
            return super().primary(speaker)
        return speaker.say("make-the-mail", "&Make the mail")

    def enter(self, state: Any) -> None:
        super().enter(state)
        for facts in state.there.valid:
            line = Line("certificate", Tone.QUIET, self)
            self.lines.addWidget(line)
            self._lines.append((line, facts))

    def go(self) -> None:
        if self.state.asked:
            self.answered.emit(self.state)
            return
        words = self._words()
        if fits("", words.subject, words.text) and open_draft("", words.subject, words.text):
            self._now("mail")
        else:
            self._copy()

    def save_to(self, path: Path) -> None:
        """Write the mail; the file dialog has asked about replacing."""
        _drafts.write(self, path, self._mail, self._written)

    def _words(self) -> mails.Words:
        return mails.revoke([mails.named(facts) for facts in self.state.there.valid])

    def _mail(self) -> bytes:
        words = self._words()
        return leaving.revocation_draft(
            self.state.there.valid, subject=words.subject, text=words.text
        )

    def _save(self) -> None:
        _drafts.choose_and_write(self, "sel-revoke.eml", self._mail, self._written)

    def _written(self, path: Path) -> None:
        self._saved = path
        self._now("saved")

    def _copy(self) -> None:
        words = self._words()
        QApplication.clipboard().setText(f"{words.subject}\n\n{words.text}")
        self._now("copied")

    def _now(self, how: str) -> None:
        self.state = replace(self.state, asked=how)
        self.refresh_words()
        announce(self.done, self.done.text())

    def _done(self, speaker: Speaker) -> str:
        match self.state.asked:
            case "mail":
                return speaker.say(
                    "mail-was-made", "The mail is in your mail program: address it and send it."
                )
            case "copied":
                return speaker.say(
                    "form-was-copied", "The text was copied: paste it into a mail or a web page."
                )
            case _:
                return _drafts.where_it_is(self._saved, speaker)
