"""M1, step `mail`: where somebody reads their mail, asked once before any key is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.journeys.mail_places import MailPlace, as_ticks, is_tick
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.plain import Words


def keep_answer(services: Services, places: Iterable[MailPlace]) -> None:
    """Remember it among the small choices; that it could not be kept only means asking again."""
    preferences = services.preferences()
    known = preferences.read()
    others = frozenset(tick for tick in known.ticks if not is_tick(tick))
    try:
        preferences.keep(replace(known, ticks=others | as_ticks(frozenset(places))))
    except SelError:
        return


class MailPage(Page):
    """Of both journeys."""

    code = "M1"

    def build(self) -> None:
        self.choices = Choices([place.value for place in MailPlace], self, several=True)
        self.warning = Words(self)
        self.add(self.choices, self.warning)
        self.choices.changed.connect(lambda: self.readiness.emit())

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("mail-title", "Where do you read your mail?"))
        self.why.say(speaker.say("mail-why", "Choose all that you use."))
        words = {
            MailPlace.OUTLOOK: speaker.say("mail-outlook", "O&utlook on this computer (classic)"),
            MailPlace.THUNDERBIRD: speaker.say("mail-thunderbird", "&Thunderbird"),
            MailPlace.NEW_OUTLOOK: speaker.say("mail-new-outlook", "&new Outlook"),
            MailPlace.BROWSER: speaker.say("mail-browser", "in a bro&wser"),
            MailPlace.PHONE: speaker.say("mail-phone", "on a &phone or tablet"),
            MailPlace.SHARED: speaker.say("mail-shared", "other people r&ead this mailbox too"),
        }
        whys = {
            MailPlace.NEW_OUTLOOK: speaker.say(
                "mail-new-outlook-why",
                "What new Outlook can do with your own certificate is not known for certain.",
            ),
            MailPlace.SHARED: speaker.say(
                "mail-shared-why", "Then each of them would need your key."
            ),
        }
        for place in MailPlace:
            self.choices.word(place.value, words[place], whys.get(place, ""))
        self.warning.setText(
            speaker.say(
                "mail-only-here",
                "Encrypted mail opens only where your key is: the secret half of your "
                "certificate. On your phone and in a browser it will not open.",
            )
        )

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.choices.choose(*(place.value for place in state.reads or ()))

    def typed(self) -> Any:
        return replace(self.state, reads=self._places() or self.state.reads)

    def ready(self) -> bool:
        return bool(self.choices.chosen)

    def go(self) -> None:
        services, places = self.context.services, self._places()

        def work(_progress: Progress) -> None:
            keep_answer(services, places)

        self.work(work, lambda _none: self.answered.emit(replace(self.state, reads=places)))

    def _places(self) -> frozenset[MailPlace]:
        return frozenset(MailPlace(key) for key in self.choices.chosen)
