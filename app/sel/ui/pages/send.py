"""G7, step `send`: the form goes to whoever issues certificates, three ways."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog

from sel.base.progress import Progress
from sel.flows import requests
from sel.journeys.get_certificate import pilot_for
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._mailto import fits, open_draft
from sel.ui.pages._profile import in_words
from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.plain import Words


class SendPage(Page):
    """Of the journey "Get a certificate"; its end for now. What follows is waiting."""

    code = "G7"

    def build(self) -> None:
        self.save, self.copy = Button(self, icon="file"), Button(self, icon="copy")
        self.mail = Button(self, icon="mail")
        self.done = Words(self, tone=Tone.GOOD)
        self.done.hide()
        self.tell_them, self.back_as = Words(self), Words(self)
        self.pilot = QuietButton(self)
        self.pilot.hide()
        self.add(self.mail, self.save, self.copy, narrow=True)
        self.add(self.done, self.tell_them, self.back_as)
        self.add(self.pilot, narrow=True)
        self._sent = ""
        self._saved: Path | None = None
        self.mail.clicked.connect(self.make_mail)
        self.save.clicked.connect(self._save)
        self.copy.clicked.connect(self._copy)
        self.pilot.clicked.connect(self._ask_pilot)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("send-title", "Send the form"))
        self.why.say(
            speaker.say(
                "send-why",
                "The form for your IT team (certificate request) holds your address and the "
                "public half of your key. Nobody can open your mail with it.",
            )
        )
        self.mail.setText(speaker.say("make-the-mail", "&Make the mail"))
        self.save.setText(speaker.say("save-the-file", "&Save the file"))
        self.copy.setText(speaker.say("copy-the-text", "&Copy the text"))
        note = self._note(speaker)
        self.tell_them.say(
            speaker.say("tell-them", "Tell them too: “{note}”", note=note) if note else ""
        )
        self.back_as.setText(
            speaker.say("send-back", "When the answer comes, drop it on this window.")
        )
        self.pilot.setText(speaker.say("ask-the-pilot", "Let the p&ilot here answer it"))
        self.pilot.setVisible(pilot_for(self.state) is not None)
        self.mail.setVisible(bool(self._sent))
        self._say_done(speaker)

    def primary(self, speaker: Speaker) -> str:
        if self._sent:
            return speaker.say("to-home", "Go to &Home")
        return speaker.say("make-the-mail", "&Make the mail")

    def go(self) -> None:
        if self._sent:
            self.context.errand("home", None)
        else:
            self.make_mail()

    def make_mail(self) -> None:
        """Open a draft; if the form is too long for that, it goes to the clipboard instead."""
        speaker, form = self.context.language.speaker, requests.text_of(self.state.made.request)
        subject = speaker.say("form-mail-subject", "Request for an e-mail certificate (S/MIME)")
        ask = speaker.say(
            "form-mail-text",
            "Hello,\n\nbelow is my request for an e-mail certificate (PKCS#10). {note}\n\nThank "
            "you",
            note=self._note(speaker),
        )
        whole = f"{ask}\n\n{form}"
        if fits("", subject, whole):
            opened = open_draft("", subject, whole)
        else:
            QApplication.clipboard().setText(form)
            paste = speaker.say("paste-the-form", "(Paste the form here: it was copied.)")
            opened = open_draft("", subject, f"{ask}\n\n{paste}\n")
        if opened:
            self._now("mail")
        else:
            QApplication.clipboard().setText(whole)
            self._now("copied")

    def _note(self, speaker: Speaker) -> str:
        """What whoever issues certificates has to know, as their profile puts it."""
        profile = self.state.authority
        return in_words(profile.note, speaker) if profile is not None else ""

    def _ask_pilot(self) -> None:
        self.answered.emit(replace(self.state, authority=pilot_for(self.state)))

    def _copy(self) -> None:
        QApplication.clipboard().setText(requests.text_of(self.state.made.request))
        self._now("copied")

    def _save(self) -> None:
        speaker = self.context.language.speaker
        title = speaker.say("save-the-form-title", "Save the form")
        start = Path.home() / f"sel-{self.state.made.id}.csr"
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(start))
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the form; the file dialog has asked about replacing."""
        services = self.context.services
        form = requests.text_of(self.state.made.request).encode("ascii")

        def work(_progress: Progress) -> Path:
            services.outputs.write(path, form, replace=True)
            return path

        self.work(work, self._written)

    def _written(self, path: Path) -> None:
        self._saved = path
        self._now("saved")

    def _now(self, how: str) -> None:
        self._sent = how
        self.refresh_words()
        announce(self.done, self.done.text())

    def _say_done(self, speaker: Speaker) -> None:
        match self._sent:
            case "mail":
                said = speaker.say(
                    "mail-was-made", "The mail is in your mail program: address it and send it."
                )
            case "copied":
                said = speaker.say(
                    "form-was-copied", "The text was copied: paste it into a mail or a web page."
                )
            case "saved":
                said = speaker.say("form-was-saved", "Saved: {path}", path=self._saved)
            case _:
                said = ""
        self.done.say(said)
