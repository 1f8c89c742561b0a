"""The right of "Colleagues": one person, the answer first."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.core.people import Standing, established
from sel.text.speaker import Speaker
from sel.ui.colleagues import looking, mails
from sel.ui.colleagues import person_words as words
from sel.ui.colleagues.certificates import SOON, ChangeCard, UsedCard, fill, narrow
from sel.ui.colleagues.looking import Known
from sel.ui.context import Context
from sel.ui.runner import Work
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.ask_once import AskOnce
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.folded import Folded
from sel.ui.widgets.lines import Line
from sel.ui.widgets.people_rows import look_of
from sel.ui.widgets.plain import Words

_WAIT = frozenset({Standing.CHANGE, Standing.PATH, Standing.NOT_YET})
"""What is against a certificate that is there and may yet be used: a new one is not asked for."""


class Scrolled(QScrollArea):
    """Scrolls up and down only, so it is never narrower than what is in it."""

    def __init__(self, inside: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        if inside is None:
            return super().minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        high = self.fontMetrics().height() * 6
        return QSize(inside.minimumSizeHint().width() + bar, high)


class PersonPanel(QWidget):
    """Shows whom it is told; changes go through the flows, then everything is looked up again.

    changed  what is known of them has changed (their address)
    removed  they were (Forgotten)
    back     the list again, where it does not stand beside
    failed   the book could not say or keep it (SelError), and what would be tried again
    """

    changed = Signal(str)
    removed = Signal(object)
    back = Signal()
    failed = Signal(object, object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._speaker = context.language.speaker
        self._email = ""
        self.known: Known | None = None
        self.to_list = QuietButton(self)
        self.name, self.address = Words(self, strong=True, times=1.25), Words(self)
        self.answer = Line("info", Tone.QUIET, self)
        self.done = Words(self, tone=Tone.GOOD)
        self.change, self.used = ChangeCard(self), UsedCard(self)
        self.give, self.ask = Button(self), Button(self)
        self.remove = QuietButton(self)
        self.buttons = Beside((self.give, self.ask), self)
        self.question = AskOnce(self)
        self.history = Folded(self)
        self.seen = QGridLayout()
        self.history.rows.addLayout(self.seen)
        self.hint = Words(self, tone=Tone.QUIET)
        self.inside = QWidget(self)
        self._lay_out()
        self._connect()
        self.forget()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self.inside)
        rows.setContentsMargins(0, 0, GRID, 0)
        rows.setSpacing(2 * GRID)
        for part in (self.name, self.address, self.answer, self.done, self.change, self.buttons,
                     self.used, self.history, self.remove, self.question):  # fmt: skip
            rows.addWidget(part)
        rows.addStretch(1)
        narrow(self.to_list)
        narrow(self.remove)
        self.area = Scrolled(self.inside, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID)
        whole.addWidget(self.to_list)
        whole.addWidget(self.hint)
        whole.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.to_list.clicked.connect(self.back)
        self.give.clicked.connect(self._choose_card)
        self.ask.clicked.connect(self._choose_mail)
        self.remove.clicked.connect(self.question.ask)
        self.question.agreed.connect(self._remove)
        self.change.confirmed.connect(self._confirm)
        self.used.trusted.connect(self._trust)
        self.used.checked.connect(self._checked)

    def show_person(self, email: str) -> None:
        """Look somebody up and show them; who is shown stays until then."""
        if email != self._email:
            self.done.say("")
            self.question.hide()
            self.history.unfold(False)
        self._email = email
        self._look()

    def forget(self) -> None:
        """Nobody is in front."""
        self._email, self.known = "", None
        self.area.hide()
        self.hint.show()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self.to_list.setText(speaker.say("people-to-list", "&Back to the list"))
        self.hint.setText(
            speaker.say("people-choose", "Choose somebody in the list to see more of them.")
        )
        self.history.speak(speaker)
        self.history.button.setText(speaker.say("person-history", "History"))
        self.give.setText(speaker.say("person-give", "Give to Outlook"))
        self.ask.setText(speaker.say("person-ask", "Ask for the new one"))
        self.remove.setText(speaker.say("person-remove", "Remove this colleague"))
        if self.known is not None:
            self._draw(self.known, speaker)

    def _look(self) -> None:
        services, email = self._context.services, self._email
        task = self._context.runner.start(lambda _progress: looking.look(services, email))
        task.done.connect(self._seen)
        task.failed.connect(lambda failure: self.failed.emit(failure, self._look))

    def _seen(self, known: Known) -> None:
        if known.colleague.person.email != self._email:
            return  # somebody else is in front by now
        self.known = known
        self._draw(known, self._speaker)
        self.hint.hide()
        self.area.show()

    def _draw(self, known: Known, speaker: Speaker) -> None:
        one, now = known.colleague, self._context.services.clock.now()
        person = one.person
        self.name.setText(words.theirs(person.name or person.email))
        shown = [person.email] if person.name else []
        shown += [person.organisation] if person.organisation else []
        self.address.say("\n".join(map(words.theirs, shown)))
        said, todo = words.answer(known, speaker)
        self.answer.sign.show_sign(*look_of(one))
        self.answer.name.setText(said)
        self.answer.text.say(todo)
        about = known.certificate(one.answer.use or one.answer.about)
        change = known.certificate(one.answer.changes[0]) if one.answer.changes else None
        self.change.setVisible(change is not None)
        if change is not None:
            before = known.certificate(one.answer.use) or _before(known, change.held.sha256)
            self.change.tell(before, change, speaker)
        alone = about is not None and (change is None or about is not change)
        self.used.setVisible(alone)
        if about is not None and alone:
            self.used.tell(known, about, speaker)
        self.give.setVisible(one.answer.use is not None)
        used = one.answer.use
        ends_soon = used is not None and used.not_after <= now + SOON
        lacking = used is None and one.answer.reason not in _WAIT
        self.ask.setVisible(change is None and (ends_soon or lacking))
        self.buttons.setVisible(not (self.give.isHidden() and self.ask.isHidden()))
        self.buttons.fit()
        fill(self.seen, self.history.inside, tuple(words.history(known, now, speaker)))
        self.question.word(
            speaker.say(
                "person-remove-question",
                "Everything that is known of their keys goes, too: {email}. If they come again, "
                "nothing will say whether their key changed.",
                email=person.email,
            ),
            speaker.say("person-remove-do", "Remove them"),
            speaker.say("person-remove-leave", "Keep them"),
        )
        self.inside.setAccessibleName(self.name.text())
        self.inside.setAccessibleDescription(said)

    # --- what is done with one --------------------------------------------------------------

    def _confirm(self, sha256: bytes) -> None:
        from sel.flows import people

        services = self._context.services
        self._do(lambda _progress: people.confirm(services, sha256))

    def _trust(self, sha256: bytes) -> None:
        from sel.flows import people

        services = self._context.services
        self._do(lambda _progress: people.trust(services, sha256))

    def _checked(self, sha256: bytes, how: str) -> None:
        from sel.flows import people

        services = self._context.services
        self._do(lambda _progress: people.checked(services, sha256, how))

    def _remove(self) -> None:
        from sel.flows import people

        services, email = self._context.services, self._email
        task = self._context.runner.start(lambda _progress: people.remove(services, email))
        task.done.connect(self.removed)
        task.failed.connect(lambda failure: self.failed.emit(failure, self._remove))

    def _do(self, work: Work) -> None:
        """Something the person says of a certificate: kept, then all is looked up again."""
        task = self._context.runner.start(work)
        task.done.connect(lambda _none: self._did())
        task.failed.connect(lambda failure: self._refused(failure, work))

    def _did(self) -> None:
        self._look()
        self.changed.emit(self._email)

    def _refused(self, failure: SelError, work: Work) -> None:
        self.failed.emit(failure, lambda: self._do(work))

    # --- what is written for others ---------------------------------------------------------

    def _choose_card(self) -> None:
        title = self._speaker.say("save-contact-title", "Save the contact")
        name = f"{self._email.partition('@')[0]}.vcf"
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / name))
        if chosen:
            self.give_to(Path(chosen))

    def give_to(self, path: Path) -> None:
        """Write a contact with its certificate; the file dialog has asked about replacing."""
        services, email = self._context.services, self._email

        def work(_progress: Progress) -> Path:
            from sel.flows import people_export

            people = people_export.ready(services, people_export.chosen(services, (email,)))
            services.outputs.write(path, people_export.cards(people), replace=True)
            return path

        self._write(work, opens=False)

    def _choose_mail(self) -> None:
        title = self._speaker.say("save-the-mail-title", "Save the mail")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / "sel.eml"))
        if chosen:
            self.ask_in(Path(chosen))

    def ask_in(self, path: Path) -> None:
        """Write a mail that asks for the new certificate, in both languages."""
        if self.known is not None:
            one, services = self.known.colleague, self._context.services
            self._write(partial(mails.write, services, (one,), path), opens=True)

    def _write(self, work: Work, *, opens: bool) -> None:
        task = self._context.runner.start(work)
        task.done.connect(partial(self._written, opens))
        task.failed.connect(
            lambda failure: self.failed.emit(failure, lambda: self._write(work, opens=opens))
        )

    def _written(self, opens: bool, path: Path) -> None:
        speaker = self._speaker
        text = speaker.say("form-was-saved", "Saved: {path}", path=path)
        if opens:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        else:
            how = speaker.say(
                "person-give-how", "Open it: Outlook shows a contact. Choose Save & Close there."
            )
            text = f"{text}\n{how}"
        self.done.say(text)
        announce(self.done, text)


def _before(known: Known, new: bytes) -> looking.OneCertificate | None:
    """The newest of those whose key is no change."""
    keys = established(known.colleague.person.certificates)
    others = (each for each in known.certificates if each.held.sha256 != new)
    return next((each for each in others if each.held.spki_sha256 in keys), None)
