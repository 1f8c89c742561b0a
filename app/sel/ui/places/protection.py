"""A1, "Which protection?": a few questions, then the one answer; works with nothing set up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy

from sel.base.progress import Progress
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.pages import _drafts
from sel.ui.place import Place
from sel.ui.protection.answer import Answer, Told
from sel.ui.protection.asking import Asking
from sel.ui.theme import Tone
from sel.ui.widgets.buttons import PrimaryButton
from sel.ui.widgets.plain import Words

_NAMES = {"en": "secure-mail.eml", "cy": "post-diogel.eml"}


def usual_sender(services: Services) -> str:
    """Who writes, if nobody says otherwise; "" without a certificate."""
    from sel.flows import advising

    return advising.usual_sender(services) or ""


class ProtectionPlace(Place):
    """The questions, or in their stead the answer; what was said stays until another mail."""

    code = "A1"

    def build(self) -> None:
        self.why = Words(self.body, tone=Tone.QUIET)
        self.asking = Asking(self.context, self.body)
        self.show_answer = PrimaryButton(self.body)
        self.show_answer.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.answer = Answer(self.body)
        self.answer.hide()
        for part in (self.why, self.asking, self.show_answer, self.answer):
            self.rows.addWidget(part)
        self._sender_known = False
        self._mails_title = ""
        self.asking.changed.connect(self._ready)
        self.asking.recipients.failed.connect(self.say_error)
        self.asking.recipients.mail.clicked.connect(self._choose_mail)
        self.show_answer.clicked.connect(self.ask)
        self.answer.change.connect(lambda: self.turn(answered=False))
        self.answer.another.connect(self._another)
        self.answer.draft.connect(self._choose_draft)
        self.answer.errand.connect(lambda name: self.context.errand(name, None))
        self._ready()

    def speak(self, speaker: Speaker) -> None:
        say = speaker.say
        self.title.setText(say("place-protection", "Which protection?"))
        self.why.setText(
            say("protection-why", "Often there is nothing to set up. Sêl sends nothing itself.")
        )
        self.show_answer.setText(say("protection-show", "Sho&w what protects it"))
        self._mails_title = say("protection-mails-title", "Choose mails")
        self.asking.speak(speaker)
        self.answer.speak(speaker)

    def refresh(self) -> None:
        """Ask again: somebody may have got a certificate since the answer."""
        if self.answer.told is not None and self.answer.isVisibleTo(self.body):
            self.ask()
        if not self._sender_known:
            self._sender_known = True
            services = self.context.services
            looking = self.context.runner.start(lambda _progress: usual_sender(services))
            looking.done.connect(self._writes_as)

    def offer_all(self, files: tuple[Path, ...]) -> bool:
        """Mails bring their recipients."""
        self.errors.clear()
        self.turn(answered=False)
        self.asking.recipients.take_mails(files)
        return True

    def ask(self) -> None:
        """The answer for what was said."""
        if not self.asking.recipients.take() or not self.asking.ready():
            return
        asked, services = self.asking.asked(), self.context.services

        def work(_progress: Progress) -> Told:
            from sel.flows import advising

            return Told(asked, advising.advice(services, asked))

        self.work(work, self._answered)

    def save_to(self, path: Path) -> None:
        """Begin the mail there; the file dialog has asked about replacing."""
        told, services = self.answer.told, self.context.services
        if told is None:
            return
        language = self.context.language.speaker.language

        def make() -> bytes:
            from sel.flows import recipients

            return recipients.begun(services, told.asked, told.advice, language)

        _drafts.write(self, path, make, self._begun)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter puts what was typed into the list, else is the primary button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            recipients = self.asking.recipients
            if recipients.field.line.hasFocus() and recipients.pending:
                recipients.take()
            elif self.show_answer.isVisible() and self.show_answer.isEnabled():
                self.show_answer.click()
            return
        super().keyPressEvent(event)

    def _ready(self) -> None:
        self.show_answer.setEnabled(self.asking.ready())

    def _writes_as(self, address: str) -> None:
        if not self.asking.writes_as.text:
            self.asking.writes_as.show_text(address)

    def _answered(self, told: Told) -> None:
        self.turn(answered=True)
        self.answer.tell(told, self.context.language.speaker)
        self.verticalScrollBar().setValue(0)

    def turn(self, *, answered: bool) -> None:
        """Show the answer, or the questions."""
        for part in (self.why, self.asking, self.show_answer):
            part.setVisible(not answered)
        self.answer.setVisible(answered)
        if not answered and self.isVisible():
            self.asking.setFocus(Qt.FocusReason.OtherFocusReason)

    def _another(self) -> None:
        self.asking.recipients.clear()
        self.turn(answered=False)

    def _choose_mail(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self._mails_title, str(Path.home()))
        if names:
            self.offer_all(tuple(map(Path, names)))

    def _choose_draft(self) -> None:
        speaker = self.context.language.speaker
        title = speaker.say("save-the-mail-title", "Save the mail")
        start = str(Path.home() / _NAMES[speaker.language])
        chosen, _ = QFileDialog.getSaveFileName(self, title, start)
        if chosen:
            self.save_to(Path(chosen))

    def _begun(self, path: Path) -> None:
        speaker = self.context.language.speaker
        self.answer.say_done(speaker.say("form-was-saved", "Saved: {path}", path=path))
