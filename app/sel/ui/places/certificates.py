"""C1, My certificates: every key there ever was, what each opens and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.ports.services import Services
from sel.text import history
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.pages._mail_accounts import MailAccounts
from sel.ui.place import Place
from sel.ui.theme import GRID, Tone
from sel.ui.where_they_are import WhereTheyAre
from sel.ui.widgets.announce import announce
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from sel.ui.widgets.certificate_card import CertificateCard
from sel.ui.widgets.folded import Folded
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated
from sel.ui.wishes import given_file_words

if TYPE_CHECKING:
    from sel.flows.exports import Form
    from sel.flows.timeline import KeyHistory

_LOOK = {
    "current": ("done", Tone.GOOD),
    "waiting": ("waiting", Tone.QUIET),
    "old": ("info", Tone.QUIET),
}
_NOT_HERE = ("attention", Tone.CARE)


@dataclass(frozen=True, slots=True)
class Known:
    """Every key, newest first; which forms the person hid."""

    lines: tuple[KeyHistory, ...]
    cancelled: frozenset[str]


def look(services: Services) -> Known:
    """From the book; no store is opened."""
    from sel.flows.identities import identities
    from sel.flows.timeline import timeline

    mine = identities(services.book(), services.clock.now())
    return Known(
        tuple(reversed(timeline(services))), frozenset(each.id for each in mine if each.cancelled)
    )


class CertificatesPlace(Place):
    """Newest first; old ones stay, because they open old mail."""

    code = "C1"

    def build(self) -> None:
        self.empty = Words(self.body)
        self.saved = Words(self.body, tone=Tone.GOOD)
        self.saved.hide()
        self.list = QVBoxLayout()
        self.list.setSpacing(3 * GRID)
        self.get = PrimaryButton(self.body)
        self.given = QuietButton(self.body)
        self.moved, self.leave = QuietButton(self.body), QuietButton(self.body)
        self.rows.addWidget(self.saved)
        self.rows.addWidget(self.empty)
        self.rows.addLayout(self.list)
        self.where = WhereTheyAre(self.context, self.body)
        self.accounts = MailAccounts(self.context, self.code, self.body)
        self.rows.addWidget(self.where)
        self.rows.addWidget(self.accounts)
        for button in (self.get, self.given, self.moved, self.leave):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self.rows.addWidget(button)
        self._known: Known | None = None
        self.where.changed.connect(self._look)
        self.moved.clicked.connect(lambda: self.context.errand("new-address", None))
        self.leave.clicked.connect(lambda: self.context.errand("leave", None))
        self.get.clicked.connect(lambda: self.context.errand("get-certificate", None))
        self.given.clicked.connect(lambda: self.context.errand("given-file", None))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("place-certificates", "My certificates"))
        known = self._known
        nothing = known is None or not known.lines
        self.empty.say(
            speaker.say("no-certificates", "You have no certificate yet.")
            if known is not None and nothing
            else ""
        )
        self.get.setText(speaker.say("wish-get", "Get a &certificate"))
        self.given.setText(given_file_words(speaker))
        self.where.speak(speaker)
        self.accounts.speak(speaker)
        self.moved.setText(speaker.say("address-has-changed", "My a&ddress has changed"))
        self.leave.setText(speaker.say("leaving-school", "I am &leaving the school"))
        had_one = known is not None and any(each.newest is not None for each in known.lines)
        for button in (self.moved, self.leave):
            button.setVisible(had_one)
        self._draw(speaker)

    def refresh(self) -> None:
        self.saved.say("")
        self._look()
        self.where.refresh()
        self.accounts.refresh()

    def _look(self) -> None:
        services = self.context.services
        self.work(lambda _progress: look(services), self._seen)

    def _seen(self, known: Known) -> None:
        self._known = known
        self.speak(self.context.language.speaker)

    def _draw(self, speaker: Speaker) -> None:
        while (old := self.list.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        if self._known is not None:
            for one in self._known.lines:
                self.list.addWidget(self._row(one, self._known, speaker))

    def _row(self, one: KeyHistory, known: Known, speaker: Speaker) -> QWidget:
        """One key: what it is and opens at a glance, its certificates and the rest below."""
        row = QWidget(self.body)
        rows = QVBoxLayout(row)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        here = one.held.value in {"here", "elsewhere"}
        head = Line(*(_LOOK[one.state.value] if here else _NOT_HERE), row)
        head.name.setText(isolated(visible(", ".join(one.emails) or one.id)))
        told = (history.standing(one, speaker), history.opens(one, speaker))
        saved = history.saved(one, speaker) if one.held.value != "elsewhere" else ""
        head.text.setText("\n".join(text for text in (*told, saved) if text))
        rows.addWidget(head)
        offered = self._offered(one, known, speaker)
        buttons = tuple(self._button(text, press, row) for text, press in offered)
        if buttons:
            rows.addWidget(Beside(buttons, row))
        if one.certificates:
            rows.addWidget(self._certificates(one, row, speaker))
        return row

    def _offered(
        self, one: KeyHistory, known: Known, speaker: Speaker
    ) -> Iterator[tuple[str, Callable[[], None]]]:
        """What can be done with it, the likeliest first."""
        errand = self.context.errand
        current, here = one.state.value == "current", one.held.value == "here"
        if current and here and (one.lost or not one.places):
            yield (
                speaker.say("make-it-ready", "&Make it ready"),
                lambda: errand("make-ready", None),
            )
        if current and here:
            yield speaker.say("renew-this", "Renew"), lambda: errand("renew", one.id)
            yield speaker.say("tell-this", "Tell colleagues"), lambda: errand("renewed", one.id)
            yield (
                speaker.say("save-for-others", "Save it for colleagues"),
                partial(self._save, one),
            )
        if one.newest is None and one.id not in known.cancelled:
            yield (
                speaker.say("send-form-again", "Se&nd the form again"),
                lambda: errand("send-form", None),
            )

    def _certificates(self, one: KeyHistory, parent: QWidget, speaker: Speaker) -> QWidget:
        """Its certificates, newest first; open at once for the one in use."""
        from sel.ui.pages._certificate import shown

        folded = Folded(parent)
        folded.speak(speaker)
        for facts in reversed(one.certificates):
            card = CertificateCard(folded)
            card.tell(shown(facts))
            card.speak(speaker)
            folded.rows.addWidget(card)
        if one.held.value == "here":
            remove = self._button(
                speaker.say("remove-this-key", "Remove this key"),
                lambda: self.context.errand("remove-key", one.id),
                folded,
            )
            folded.rows.addWidget(remove)
        folded.unfold(one.state.value == "current")
        return folded

    def _button(self, text: str, press: object, parent: QWidget) -> Button:
        button = Button(parent)
        button.setText(text)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(press)
        return button

    def _save(self, one: KeyHistory) -> None:
        speaker = self.context.language.speaker
        from sel.flows import exports
        from sel.flows.exports import Form

        name = (one.emails or (one.id,))[0].partition("@")[0]
        start = Path.home() / f"{name}{exports.suggested_ending(Form.P7C)}"
        title = speaker.say("save-for-others-title", "Save your certificate")
        bundle = speaker.say("certificate-with-chain", "Certificate with those above it")
        card = speaker.say("certificate-in-contact", "Contact with the certificate, for Outlook")
        forms = {f"{bundle} (*.p7b)": Form.P7C, f"{card} (*.vcf)": Form.VCF}
        chosen, wanted = QFileDialog.getSaveFileName(self, title, str(start), ";;".join(forms))
        if chosen:
            form = forms.get(wanted, Form.P7C)
            path = Path(chosen)
            self.save_to(one, form, path.with_suffix(exports.suggested_ending(form)), asked=path)

    def save_to(self, one: KeyHistory, form: Form, path: Path, *, asked: Path) -> None:
        """Write the public part.

        asked  the file that the dialog asked about: only that one is replaced
        """
        services = self.context.services

        def work(_progress: Progress) -> Path:
            from sel.flows import exports

            data = exports.export(services, one.id, form, subject="", text="")
            services.outputs.write(path, data, replace=path == asked)
            return path

        self.work(work, self._written)

    def _written(self, path: Path) -> None:
        self.saved.say(
            self.context.language.speaker.say("form-was-saved", "Saved: {path}", path=path)
        )
        announce(self.saved, self.saved.text())
