"""B2, step `passphrase`: words offered, or one's own."""

from __future__ import annotations

from typing import Any

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core.bundle import Protection
from sel.flows import backups
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.passphrase import PassphraseWords
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Words

_OFFERED, _OWN = "offered", "own"


class PassphrasePage(Page):
    """Of the journey of a backup."""

    code = "B2"

    def build(self) -> None:
        self.choices = Choices([_OFFERED, _OWN], self)
        self.words = PassphraseWords(self)
        self.own = PasswordField(self)
        self.lost = Words(self, strong=True)
        self.add(self.choices, self.words, self.own, self.lost)
        self.choices.choose(_OFFERED)
        self.own.hide()
        self.choices.changed.connect(self._turn)
        self.own.changed.connect(lambda _filled: self.readiness.emit())
        self.words.others_wanted.connect(self._offer)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("passphrase-title", "A passphrase for the backup"))
        self.why.say(
            speaker.say(
                "passphrase-why",
                "Write it down, or keep it in a password manager, but not beside the backup.",
            )
        )
        self.choices.word(_OFFERED, speaker.say("use-these-words", "&Use these words"))
        self.choices.word(
            _OWN,
            speaker.say("use-my-own", "Choose my o&wn"),
            speaker.say("use-my-own-why", "It has to be hard to guess: several random words."),
        )
        self.words.speak(speaker)
        self.own.speak(speaker, speaker.say("again-label", "Passphrase of the backup"))
        self.lost.setText(
            speaker.say(
                "passphrase-cannot-be-found",
                "Sêl cannot find it again for you. Without it the backup opens for nobody.",
            )
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("i-wrote-it-down", "I have wri&tten it down")

    def enter(self, state: Any) -> None:
        super().enter(state)
        self._offer()

    def ready(self) -> bool:
        return _OFFERED in self.choices.chosen or self.own.filled

    def go(self) -> None:
        chosen = self.words.secret() if _OFFERED in self.choices.chosen else self.own.take()
        policy = self.context.services.policy

        def work(_progress: Progress) -> Secret:
            backups.check_passphrase(policy, chosen, Protection.MODERN)
            return chosen

        self.work(work, self._taken, self._weak)

    def left(self) -> None:
        self.own.clear()
        self.words.forget()

    def _offer(self) -> None:
        from sel.core import passphrase

        welsh = self.context.language.speaker.language == "cy"
        offered = passphrase.offer("cy" if welsh else "en")
        self.words.offer(offered.reveal_text().split())

    def _turn(self) -> None:
        offered = _OFFERED in self.choices.chosen
        self.words.setVisible(offered)
        self.own.setVisible(not offered)
        if not offered:
            self.own.setFocus()
        self.readiness.emit()

    def _taken(self, chosen: Secret) -> None:
        self.context.holding.passphrase = chosen
        self.answered.emit(self.state)

    def _weak(self, failure: SelError) -> None:
        self.errors.tell(failure)
        self.readiness.emit()
