"""S1, Settings: how Sêl's own keys are closed, and where everything lies."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSizePolicy

from sel.base.progress import Progress
from sel.flows.managed import decided
from sel.ports.book import Slots
from sel.text.speaker import Speaker
from sel.ui import for_it
from sel.ui.place import Place
from sel.ui.theme import Tone
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.decided import Decided
from sel.ui.widgets.decisions import Decisions
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words
from sel.ui.widgets.wrapping import WrappingCheck


class SettingsPlace(Place):
    """The language has its own place at the top right, everywhere."""

    code = "S1"

    def build(self) -> None:
        self.keys = Line("key", Tone.PLAIN, self.body)
        self.independent = Words(self.body)
        self.set = Button(self.body)
        self.remember = Button(self.body)
        self.remember.hide()
        self.folder = Line("file", Tone.PLAIN, self.body)
        self.reveal = Button(self.body)
        policy = self.context.services.policy
        self.closed_by = Decided("own_keys", policy, self.body)
        self.decisions = Decisions(decided(policy), self.body)
        self.for_it = WrappingCheck(self.body)
        self.rows.addWidget(self.keys)
        self.rows.addWidget(self.closed_by)
        self.rows.addWidget(self.independent)
        self.rows.addWidget(self.set)
        self.rows.addWidget(self.remember)
        self.rows.addWidget(self.folder)
        self.rows.addWidget(self.reveal)
        self.rows.addWidget(self.for_it)
        self.rows.addWidget(self.decisions)
        for button in (self.set, self.remember, self.reveal):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._slots: Slots | None = None
        self.set.clicked.connect(self._set)
        self.remember.clicked.connect(lambda: self.context.errand("remember", "settings"))
        self.reveal.clicked.connect(self._reveal)
        self.for_it.clicked.connect(lambda on: self.context.errand(for_it.TICK, on))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("place-settings", "Settings"))
        self.keys.name.setText(speaker.say("keys-closed-with", "Your keys are closed with"))
        self.keys.text.setText(self._closed_with(speaker))
        self.closed_by.speak(speaker)
        self.closed_by.setVisible(self.closed_by.shown and self._as_decided())
        self.decisions.speak(speaker)
        self.set.setVisible(self._may_have_passphrase())
        self.independent.say(
            speaker.say(
                "password-reset",
                "If IT resets your Windows password, this place may forget. A tested backup or a "
                "passphrase of your own does not.",
            )
            if self._slots is not None
            and not self._slots.passphrase
            and self._may_have_passphrase()
            else ""
        )
        self.set.setText(
            speaker.say("change-passphrase", "&Change the passphrase")
            if self._slots is not None and self._slots.passphrase
            else speaker.say("add-passphrase", "&Add a passphrase of your own")
        )
        self.remember.setText(speaker.say("let-computer-remember", "&Let this computer remember"))
        self.remember.setVisible(self._not_by_itself())
        self.folder.name.setText(speaker.say("data-folder", "Sêl keeps everything in"))
        self.folder.text.setText(speaker.say("a-path", "{path}", path=self.context.services.data))
        self.reveal.setText(speaker.say("open-the-folder", "&Open the folder"))
        self.for_it.setText(for_it.words(speaker))

    def refresh(self) -> None:
        services = self.context.services

        def work(_progress: Progress) -> Slots:
            from sel.flows import unlocking

            return unlocking.status(services)

        self.for_it.setChecked(for_it.is_on(services))
        self.work(work, self._known)

    def _known(self, slots: Slots) -> None:
        self._slots = slots
        self.speak(self.context.language.speaker)

    def _may_have_passphrase(self) -> bool:
        """Whoever has one may change it, whatever was decided since."""
        has = self._slots is not None and self._slots.passphrase
        return has or self.context.services.policy.own_keys != "keyring"

    def _as_decided(self) -> bool:
        """Keys that were closed before may be closed otherwise; that, nobody decided."""
        slots, decided = self._slots, self.context.services.policy.own_keys
        other = slots is not None and (slots.passphrase if decided == "keyring" else slots.keyring)
        return not other

    def _not_by_itself(self) -> bool:
        """Whether a keyring that is there forgot, and the passphrase can tell it again."""
        slots = self._slots
        return slots is not None and slots.passphrase and slots.forgot

    def _closed_with(self, speaker: Speaker) -> str:
        slots = self._slots
        if slots is None or not (slots.keyring or slots.passphrase):
            return speaker.say("no-keys-closed", "no key was kept here yet")
        if slots.forgot and slots.passphrase:
            return speaker.say(
                "closed-with-forgotten",
                "your own passphrase; this computer's password store has forgotten its own",
            )
        if slots.keyring and slots.passphrase:
            return speaker.say(
                "closed-with-both", "this computer's password store, and your own passphrase"
            )
        if slots.keyring:
            return speaker.say("closed-with-keyring", "this computer's password store")
        return speaker.say("closed-with-passphrase", "your own passphrase")

    def _set(self) -> None:
        self.context.errand("set-passphrase", "settings")

    def _reveal(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.services.data)))
