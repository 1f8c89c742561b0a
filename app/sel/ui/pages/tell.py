"""N3, step `tell`: a mail to colleagues with the certificate; nothing is sent by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sel.base.progress import Progress
from sel.flows import exports, renewals
from sel.flows.exports import Form
from sel.text import mails
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages import _drafts
from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.card import Card
from sel.ui.widgets.plain import Words


class TellPage(Page):
    """Of the journey "Renewed"."""

    code = "N3"

    def build(self) -> None:
        self.card = Card(self)
        self.subject, self.text = Words(self.card, strong=True), Words(self.card)
        self.card.rows.addWidget(self.subject)
        self.card.rows.addWidget(self.text)
        self.done = Words(self, tone=Tone.GOOD)
        self.done.hide()
        self.how = Words(self)
        self.told = QuietButton(self)
        self.add(self.done, self.card, self.how)
        self.add(self.told, narrow=True)
        self._saved: Path | None = None
        self.told.clicked.connect(self._told)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("tell-title", "Tell your colleagues"))
        self.why.say(
            speaker.say(
                "tell-why",
                "Whoever has only your old certificate goes on encrypting to it. This mail brings "
                "them the new one; you address and send it yourself.",
            )
            if self.state.old
            else speaker.say(
                "tell-first-why",
                "With your certificate others can encrypt mail to you. You address and send this "
                "mail yourself.",
            )
        )
        words = self._words()
        self.subject.setText(words.subject)
        self.text.setText(words.text.strip())
        self.card.setAccessibleName(speaker.say("tell-mail", "The mail"))
        self.how.setText(
            speaker.say(
                "tell-how",
                "Put your colleagues' addresses in Bcc, and press Sign if your program has it: a "
                "signed mail brings your certificate too.",
            )
        )
        self.done.say(_drafts.where_it_is(self._saved, speaker))
        self.told.setText(speaker.say("told-already", "They &have it already"))
        self.told.setVisible(self._saved is None)

    def primary(self, speaker: Speaker) -> str:
        if self._saved is not None:
            return super().primary(speaker)
        return speaker.say("make-the-mail", "&Make the mail")

    def go(self) -> None:
        if self._saved is not None:
            self.answered.emit(self.state)
            return
        name = exports.file_name(self.state.new, Form.DRAFT_MAIL)
        _drafts.choose_and_write(self, name, self._mail, self._written)

    def save_to(self, path: Path) -> None:
        """Write the mail; the file dialog has asked about replacing."""
        _drafts.write(self, path, self._mail, self._written)

    def _words(self) -> mails.Words:
        return mails.share_renewed() if self.state.old else mails.share()

    def _mail(self) -> bytes:
        """Runs away from the window."""
        words, services = self._words(), self.context.services
        data = exports.export(
            services,
            self.state.new.id,
            Form.DRAFT_MAIL,
            subject=words.subject,
            text=words.text,
        )
        self._tick()
        return data

    def _tick(self) -> None:
        preferences = self.context.services.preferences()
        known = preferences.read()
        preferences.keep(replace(known, ticks=known.ticks | {renewals.told_tick(self.state.new)}))

    def _written(self, path: Path) -> None:
        self._saved = path
        self.refresh_words()
        announce(self.done, self.done.text())

    def _told(self) -> None:
        def work(_progress: Progress) -> None:
            self._tick()

        self.work(work, lambda _none: self.answered.emit(self.state))
