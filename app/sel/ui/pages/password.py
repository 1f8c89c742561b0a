"""F2, step `password`: the file's own password."""

from __future__ import annotations

from dataclasses import replace

from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.flows import imports
from sel.flows.imports import Opened
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.pages._secret import SecretPage
from sel.ui.pages.file import waiting_in, you_of
from sel.ui.theme import Tone
from sel.ui.widgets.plain import Words, isolated


class PasswordPage(SecretPage):
    """Of the journey "I was given a file"."""

    code = "F2"

    def build(self) -> None:
        self.name = Words(self, strong=True)
        self.add(self.name)
        super().build()
        self.same_mail = Words(self, tone=Tone.QUIET)
        self.add(self.same_mail)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("password-title", "The file's password (passphrase)"))
        self.why.say(
            speaker.say(
                "password-why",
                "Whoever made the file chose it. It opens the file and nothing else.",
            )
        )
        self.field.speak(speaker, speaker.say("password-label", "Password of the file"))
        self.same_mail.setText(
            speaker.say(
                "password-same-mail",
                "Did it come in the same mail as the file? It will work, so type it. But anyone "
                "who saw that mail can use your key: tell your IT team afterwards.",
            )
        )

    def enter(self, state: object) -> None:
        super().enter(state)
        file = self.state.file
        self.name.say(isolated(visible(file.name)) if file is not None else "")

    def use(self, secret: Secret) -> None:
        services, file = self.context.services, self.state.file

        def work(progress: Progress) -> Opened:
            return imports.open_file(services, services.inputs.read(file), secret, progress)

        self.work(work, self._opened, self.refused)

    def _opened(self, opened: Opened) -> None:
        self.context.holding.opened = opened
        self.answered.emit(
            replace(
                self.state,
                you=you_of(opened),
                waiting=waiting_in(opened),
                kept=(),
                sha256=opened.sha256 if opened.whole else None,
            ),
        )
