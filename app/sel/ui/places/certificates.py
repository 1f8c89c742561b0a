"""C1, My certificates: each with its card, its state and what can be done with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.place import Place
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from sel.ui.widgets.certificate_card import CertificateCard
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated
from sel.ui.wishes import given_file_words

if TYPE_CHECKING:
    from sel.flows.identities import Identity

_LOOK = {
    "current": ("done", Tone.GOOD),
    "waiting": ("waiting", Tone.QUIET),
    "old": ("info", Tone.QUIET),
}


class CertificatesPlace(Place):
    """Newest first; old ones stay, because they open old mail."""

    code = "C1"
    drawing = "certificate"

    def build(self) -> None:
        self.empty = Words(self.body)
        self.saved = Words(self.body, tone=Tone.GOOD)
        self.saved.hide()
        self.list = QVBoxLayout()
        self.list.setSpacing(3 * GRID)
        self.get = PrimaryButton(self.body)
        self.given = QuietButton(self.body)
        for button in (self.get, self.given):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.rows.addWidget(self.saved)
        self.rows.addWidget(self.empty)
        self.rows.addLayout(self.list)
        self.rows.addWidget(self.get)
        self.rows.addWidget(self.given)
        self._mine: tuple[Identity, ...] = ()
        self._known_yet = False
        self.get.clicked.connect(lambda: self.context.errand("get-certificate", None))
        self.given.clicked.connect(lambda: self.context.errand("given-file", None))

    def word(self, speaker: Speaker) -> str:
        return speaker.say("place-certificates", "My certificates")

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("place-certificates", "My certificates"))
        self.empty.say(
            speaker.say("no-certificates", "You have no certificate yet.")
            if self._known_yet and not self._mine
            else ""
        )
        self.get.setText(speaker.say("wish-get", "Get a &certificate"))
        self.given.setText(given_file_words(speaker))
        self._draw(speaker)

    def refresh(self) -> None:
        services = self.context.services
        self.saved.say("")

        def work(_progress: Progress) -> tuple[Identity, ...]:
            from sel.flows.identities import identities

            return identities(services.book(), services.clock.now())

        self.work(work, self._known)

    def _known(self, mine: tuple[Identity, ...]) -> None:
        self._mine, self._known_yet = tuple(reversed(mine)), True
        self.speak(self.context.language.speaker)

    def _draw(self, speaker: Speaker) -> None:
        while (old := self.list.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for one in self._mine:
            self.list.addWidget(self._row(one, speaker))

    def _row(self, one: Identity, speaker: Speaker) -> QWidget:
        row = QWidget(self.body)
        rows = QVBoxLayout(row)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        drawing, tone = _LOOK[one.state.value]
        head = Line(drawing, tone, row)
        head.name.setText(isolated(visible(", ".join(one.emails) or one.id)))
        head.text.setText(_state(one, speaker))
        rows.addWidget(head)
        if one.certificate is not None:
            from sel.ui.pages._certificate import shown

            card = CertificateCard(row)
            card.tell(shown(one.certificate))
            card.speak(speaker)
            rows.addWidget(card)
            rows.addWidget(
                self._button(
                    speaker.say("save-for-others", "Save it for colleagues"),
                    partial(self._save, one),
                    row,
                )
            )
            if one.state.value == "current" and not one.installed:
                rows.addWidget(
                    self._button(
                        speaker.say("make-it-ready", "&Make it ready"),
                        lambda: self.context.errand("make-ready", None),
                        row,
                    )
                )
        elif not one.cancelled:
            rows.addWidget(
                self._button(
                    speaker.say("send-form-again", "Se&nd the form again"),
                    lambda: self.context.errand("send-form", None),
                    row,
                )
            )
        return row

    def _button(self, text: str, press: object, parent: QWidget) -> Button:
        button = Button(parent)
        button.setText(text)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(press)
        return button

    def _save(self, one: Identity) -> None:
        speaker = self.context.language.speaker
        from sel.flows import exports
        from sel.flows.exports import Form

        name = (one.emails or (one.id,))[0].partition("@")[0]
        start = Path.home() / f"{name}{exports.suggested_ending(Form.P7C)}"
        title = speaker.say("save-for-others-title", "Save your certificate")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(start))
        if chosen:
            self.save_to(one, Path(chosen))

    def save_to(self, one: Identity, path: Path) -> None:
        """Write the public part; the file dialog has asked about replacing."""
        services = self.context.services

        def work(_progress: Progress) -> Path:
            from sel.flows import exports
            from sel.flows.exports import Form

            data = exports.export(services, one.id, Form.P7C, subject="", text="")
            services.outputs.write(path, data, replace=True)
            return path

        self.work(work, self._written)

    def _written(self, path: Path) -> None:
        self.saved.say(
            self.context.language.speaker.say("form-was-saved", "Saved: {path}", path=path)
        )
        announce(self.saved, self.saved.text())


def _state(one: Identity, speaker: Speaker) -> str:
    match one.state.value:
        case "current":
            return speaker.say("identity-current", "In use")
        case "waiting":
            return speaker.say("identity-waiting", "Waiting for its certificate")
        case _:
            return speaker.say("identity-old", "Old; it still opens old mail")
