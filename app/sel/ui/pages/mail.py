"""M1, step `mail`: where somebody reads their mail, asked once before any key is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.flows import mail_programs
from sel.flows.mail_programs import Program
from sel.journeys.mail_places import MailPlace, as_ticks, by_place, is_tick
from sel.ports.clients import ProgramId
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
        self._found: Mapping[MailPlace, tuple[Program, ...]] = {}
        self.add(self.choices, self.warning)
        self.choices.changed.connect(lambda: self.readiness.emit())

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("mail-title", "Where do you read your mail?"))
        self.why.say(speaker.say("mail-why", "Choose all that you use."))
        words = {
            MailPlace.OUTLOOK: speaker.say("mail-outlook", "O&utlook on this computer (classic)"),
            MailPlace.THUNDERBIRD: speaker.say("mail-thunderbird", "&Thunderbird"),
            MailPlace.APPLE_MAIL: speaker.say("mail-apple-mail", "Apple &Mail"),
            MailPlace.NEW_OUTLOOK: speaker.say("mail-new-outlook", "&new Outlook"),
            MailPlace.BROWSER: speaker.say("mail-browser", "in a bro&wser"),
            MailPlace.PHONE: speaker.say("mail-phone", "on a &phone or tablet"),
            MailPlace.SHARED: speaker.say("mail-shared", "other people r&ead this mailbox too"),
        }
        if self._is_here(MailPlace.OUTLOOK, ProgramId.OUTLOOK_MAC):
            words[MailPlace.OUTLOOK] = speaker.say("mail-outlook-mac", "O&utlook for Mac")
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
            why = self._what_works(speaker, place) or whys.get(place, "")
            self.choices.word(place.value, words[place], why)
        apple = MailPlace.APPLE_MAIL
        shown = apple in self._found or apple.value in self.choices.chosen
        self.choices.button(apple.value).setVisible(shown)
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
        services = self.context.services
        # The page waits for nobody: what is found here is a help, not part of the answer.
        looking = self.context.runner.start(lambda _progress: mail_programs.here(services))
        looking.done.connect(lambda programs: None if self.gone else self._mark(programs))

    def typed(self) -> Any:
        return replace(self.state, reads=self._places() or self.state.reads)

    def ready(self) -> bool:
        return bool(self.choices.chosen)

    def go(self) -> None:
        services, places = self.context.services, self._places()

        def work(_progress: Progress) -> None:
            keep_answer(services, places)

        self.work(work, lambda _none: self.answered.emit(replace(self.state, reads=places)))

    def _mark(self, programs: tuple[Program, ...]) -> None:
        """Nothing is chosen by itself: a program that is here need not be the one that is used."""
        self._found = by_place(programs)
        self.refresh_words()

    def _is_here(self, place: MailPlace, program: ProgramId) -> bool:
        return any(each.program.id is program for each in self._found.get(place, ()))

    def _what_works(self, speaker: Speaker, place: MailPlace) -> str:
        """That it was found here, and what works in it; nothing for what was not found."""
        programs = self._found.get(place, ())
        if not programs:
            return ""
        said = dict.fromkeys(speaker.message(fact) for each in programs for fact in each.said)
        return " ".join((speaker.say("mail-found", "Found on this computer."), *said))

    def _places(self) -> frozenset[MailPlace]:
        return frozenset(MailPlace(key) for key in self.choices.chosen)
