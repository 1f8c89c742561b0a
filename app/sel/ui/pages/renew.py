"""N1, step `address` of a renewal: the form filled in from the certificate there is."""

from __future__ import annotations

from typing import Any

from sel.journeys.renew import Reason
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.pages.address import AddressPage
from sel.ui.theme import Tone
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated


class RenewPage(AddressPage):
    """Of the journey "Renew"; what is asked for again can be changed here."""

    code = "N1"

    def build(self) -> None:
        self.old = Line("certificate", Tone.QUIET, self)
        self.stays = Words(self)
        self.add(self.old)
        super().build()
        self.add(self.stays)

    def speak(self, speaker: Speaker) -> None:
        super().speak(speaker)
        old = self.state.old
        if self.state.reason is Reason.ADDRESS:
            self.title.setText(
                speaker.say("new-address-title", "A certificate for your new address")
            )
            self.why.say(
                speaker.say(
                    "new-address-why",
                    "A certificate is for the address that stands in it, so a new address needs "
                    "a new one.",
                )
            )
        else:
            self.title.setText(speaker.say("renew-title", "Renew your certificate"))
            self.why.say(
                speaker.say(
                    "renew-why",
                    "A new certificate is asked for with what stands in the one you have. Change "
                    "only what is not right any more.",
                )
            )
        self.old.name.setText(isolated(visible(", ".join(old.emails) or old.subject)))
        self.old.text.setText(
            speaker.say("renew-until", "The one you have works until {until}.", until=_day(old))
            if old.not_after >= self.context.services.clock.now()
            else speaker.say("renew-ended", "The one you had ended on {ended}.", ended=_day(old))
        )
        self.stays.setText(
            speaker.say(
                "renew-stays",
                "A new key is made. The old key stays in Sêl and in your backups: it goes on "
                "opening your old mail.",
            )
        )


def _day(old: Any) -> Any:
    return old.not_after.astimezone().date()
