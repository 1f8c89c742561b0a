"""L1, step `leave-save`: whoever leaves takes a tested backup along."""

from __future__ import annotations

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words


class LeaveSavePage(Page):
    """Of the journey "Leaving"."""

    code = "L1"

    def build(self) -> None:
        self.saved = Line("backup", Tone.QUIET, self)
        self.four = Words(self)
        self.without = QuietButton(self)
        self.add(self.saved, self.four)
        self.add(self.without, narrow=True)
        self._by_it = self.context.services.policy.it_keeps_a_copy
        self.without.clicked.connect(lambda: self.answered.emit(self.state))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("leave-title", "Leaving the school"))
        self.why.say(
            speaker.say(
                "leave-why",
                "Your account and this computer may be gone soon. Only a backup takes your keys "
                "along, and only they open the encrypted mail you have.",
            )
        )
        unsaved = len(self.state.there.unsaved)
        self.saved.sign.show_sign(
            *(("attention", Tone.CARE) if self._wants_backup() else ("done", Tone.GOOD))
        )
        self.saved.name.setText(speaker.say("step-name-backup", "Backup"))
        self.saved.text.setText(
            speaker.say("kept-by-it", "Your IT team keeps a copy of your keys.")
            if self._by_it and unsaved
            else speaker.count(
                "backup-lacks",
                "{n} key is in no tested backup.",
                "{n} keys are in no tested backup.",
                n=unsaved,
            )
            if unsaved
            else speaker.say("leave-all-saved", "All your keys are in a tested backup.")
        )
        self.four.setText(
            speaker.say(
                "leave-four",
                "The way from here:\n1. A tested backup.\n2. What the school still needs of your "
                "encrypted mail.\n3. A mail that asks for your certificate to be revoked.\n"
                "4. Your certificate leaves this computer's mail programs.",
            )
        )
        self.without.setText(speaker.say("leave-without", "Go on &without a backup"))
        self.without.setVisible(self._wants_backup())

    def primary(self, speaker: Speaker) -> str:
        if self._wants_backup():
            return speaker.say("make-a-backup", "&Make a backup")
        return super().primary(speaker)

    def go(self) -> None:
        if self._wants_backup():
            self.context.errand("backup-then-leave", None)
        else:
            self.answered.emit(self.state)

    def _wants_backup(self) -> bool:
        return bool(self.state.there.unsaved) and not self._by_it
