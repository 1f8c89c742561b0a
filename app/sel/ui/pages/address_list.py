"""N4, step `address-list`: the organisation's address list has to learn of it too."""

from __future__ import annotations

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.folded import Folded
from sel.ui.widgets.plain import Words


class AddressListPage(Page):
    """Of the journey "Renewed"; its end. What it asks for, only Outlook can do."""

    code = "N4"

    def build(self) -> None:
        self.steps, self.missing = Words(self), Words(self)
        self.folded = Folded(self, technical=True)
        self.admins = Words(self.folded)
        self.folded.rows.addWidget(self.admins)
        self.add(self.steps, self.missing, self.folded)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(
            speaker.say("address-list-title", "Your organisation's address list (GAL)")
        )
        self.why.say(
            speaker.say(
                "address-list-why",
                "If your certificate stands in it, Outlook goes on using the old one until you "
                "publish the new one. In classic Outlook:",
            )
        )
        self.steps.setText(
            speaker.say(
                "address-list-steps",
                "1. Choose File › Options › Trust Center › Trust Center Settings › Email Security."
                "\n2. Press Settings. Beside Signing Certificate and Encryption Certificate press "
                "Choose, and take the new one each time. Choose SHA256 and AES (256-bit).\n"
                "3. Back under Digital IDs press Publish to GAL.\n"
                "4. Give it two days: address books that are kept on computers catch up slowly.",
            )
        )
        self.missing.setText(
            speaker.say(
                "address-list-missing",
                "No such button, or it is refused? Then your IT team does it, or your "
                "organisation does not use it. You never published it? Then there is nothing to "
                "do here.",
            )
        )
        self.folded.speak(speaker)
        self.admins.setText(
            speaker.say(
                "address-list-admins",
                "For administrators: Outlook reads userSMIMECertificate first, and userCertificate"
                " only if the first is empty, so a stale value there is used after a renewal. "
                "The button is hidden by the policy PublishToGalDisabled, and where several "
                "Exchange accounts are in one profile. Accounts that come from an on-premises "
                "directory may refuse to be written here.",
            )
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("to-home", "Go to &Home")
