"""Z1, step `shut`: why the keys do not open, what a beginning anew would cost, and whether."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.base.errors import KeyringUnavailable, SelError
from sel.base.progress import Progress
from sel.flows import unlocking
from sel.journeys.begin_anew import FOR_NOW, ShutKey
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Words
from sel.ui.widgets.wrapping import WrappingCheck


class ShutPage(Page):
    """Of the journey "Begin anew"."""

    code = "Z1"

    def build(self) -> None:
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        self.rows.addLayout(self.lines)
        self.cost = Words(self)
        self.field, self.again = PasswordField(self), PasswordField(self)
        self.known = WrappingCheck(self)
        self.other = QuietButton(self)
        self.add(self.cost, self.field, self.again, self.known)
        self.add(self.other, narrow=True)
        self._lines: list[tuple[Line, ShutKey]] = []
        self._giving_up = False
        self._passphrase_wanted = False
        for field in (self.field, self.again):
            field.changed.connect(lambda _filled: self.readiness.emit())
        self.known.toggled.connect(lambda _on: self.readiness.emit())
        self.other.clicked.connect(self._turn)

    def speak(self, speaker: Speaker) -> None:
        title, why = _title_and_why(self.state.why, speaker)
        self.title.setText(title)
        self.why.say(why)
        for line, key in self._lines:
            _say_key(line, key, speaker)
        self.cost.setText(
            speaker.say(
                "begin-anew-cost",
                "If you begin anew, Sêl makes a new key for what it keeps from now on. The keys "
                "above stay closed until a backup brings them back. Mail that was encrypted to a "
                "key without a backup will not open here again. Nothing is deleted.",
            )
        )
        self.field.speak(speaker, speaker.say("new-unlock-label", "A new passphrase for Sêl"))
        self.again.speak(speaker, speaker.say("unlock-again-label", "The same once more"))
        self.known.setText(
            speaker.say("begin-anew-known", "I &know that keys without a backup stay closed")
        )
        self.other.setText(
            speaker.say("try-opening-again", "Try to &open them once more")
            if self._giving_up
            else speaker.say("give-keys-up", "They do not come back: begin &anew")
        )
        self._show_what_fits()

    def primary(self, speaker: Speaker) -> str:
        if self._giving_up:
            return speaker.say("begin-anew", "&Begin anew")
        return speaker.say("try-opening-again", "Try to &open them once more")

    def enter(self, state: Any) -> None:
        super().enter(state)
        self._giving_up = state.why not in FOR_NOW
        self._passphrase_wanted = state.why == KeyringUnavailable.code
        for key in state.keys:
            line = Line("key", Tone.QUIET if key.backup is not None else Tone.CARE, self)
            self.lines.addWidget(line)
            self._lines.append((line, key))

    def ready(self) -> bool:
        if not self._giving_up:
            return True
        typed = not self._passphrase_wanted or (self.field.filled and self.again.filled)
        return self.known.isChecked() and typed

    def go(self) -> None:
        if not self._giving_up:
            self._try_again()
            return
        services = self.context.services
        new = again = None
        if self._passphrase_wanted:
            new, again = self.field.take(), self.again.take()

        def work(_progress: Progress) -> None:
            unlocking.begin_anew(services, new, again)

        self.work(work, lambda _none: self.answered.emit(self.state), self._failed)

    def left(self) -> None:
        self.field.clear()
        self.again.clear()

    def _turn(self) -> None:
        if self._giving_up:
            self._try_again()
            return
        self._giving_up = True
        self.refresh_words()
        self.known.setFocus()

    def _try_again(self) -> None:
        services = self.context.services

        def work(_progress: Progress) -> None:
            unlocking.open_keys(services)

        self.work(work, lambda _none: self.context.errand("home", None))

    def _failed(self, failure: SelError) -> None:
        if failure.code == KeyringUnavailable.code:
            # The new key would have no place to lie either: a passphrase closes it instead.
            self._passphrase_wanted = True
            self._show_what_fits()
        self.errors.tell(failure)
        self.readiness.emit()

    def _show_what_fits(self) -> None:
        for part in (self.cost, self.known):
            part.setVisible(self._giving_up)
        for field in (self.field, self.again):
            field.setVisible(self._giving_up and self._passphrase_wanted)
        # A keyring that is only locked is never given up, and a passphrase is typed elsewhere.
        possible = self.state.why not in ("keyring-locked", "passphrase-forgotten")
        self.other.setVisible(possible)


def _title_and_why(code: str, speaker: Speaker) -> tuple[str, str]:
    match code:
        case "keyring-forgot":
            return (
                speaker.say(
                    "shut-forgot-title", "This computer has forgotten what opens your keys"
                ),
                speaker.say(
                    "shut-forgot-why",
                    "Your keys are still here, sealed. What opens them lay in this computer's "
                    "password store and is gone. That happens when a Windows password is reset, "
                    "or a profile is made anew.",
                ),
            )
        case "passphrase-forgotten":
            return (
                speaker.say(
                    "shut-passphrase-title", "Without the passphrase your keys do not open"
                ),
                speaker.say(
                    "shut-passphrase-why",
                    "Your keys are still here, sealed. Nobody can find the passphrase for you.",
                ),
            )
        case code if code in FOR_NOW:
            return (
                speaker.say("shut-now-title", "Your keys do not open at the moment"),
                speaker.say(
                    "shut-now-why",
                    "This computer's password store is locked or does not answer. Nothing is "
                    "lost. Sign in to this computer again, then try once more.",
                ),
            )
        case _:
            return (
                speaker.say("shut-other-title", "What opens your keys does not fit any more"),
                speaker.say(
                    "shut-other-why",
                    "Your keys are still here, sealed. What this computer has to open them with "
                    "is damaged, or belongs to others.",
                ),
            )


def _say_key(line: Line, key: ShutKey, speaker: Speaker) -> None:
    facts = key.identity.certificate
    address = ", ".join(key.identity.emails) or key.identity.id
    if facts is None:
        name = speaker.say(
            "waiting-key-of", "{address}, waiting for its certificate", address=address
        )
    else:
        until = speaker.date(facts.not_after)
        name = speaker.say("key-until", "{address}, until {until}", address=address, until=until)
    line.name.setText(name)
    if key.backup is None:
        line.text.setText(speaker.say("in-no-backup", "In no backup that was made here"))
    else:
        line.text.setText(
            speaker.say(
                "in-backup-of",
                "In the backup of {when}: {path}",
                when=speaker.date(key.backup.made),
                path=key.backup.path,
            )
        )
