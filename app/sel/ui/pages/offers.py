"""E5, step `offers`: certificates that directories hold for somebody; nothing is known by that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sel.base.progress import Progress
from sel.flows import people_directories
from sel.flows.people_directories import Answer
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.plain import Words, isolated, on_button

if TYPE_CHECKING:
    from sel.flows.people_adding import Report

_SHOWN = 50


class OffersPage(Page):
    """Of the journey "Ask the directory"."""

    code = "E5"

    def build(self) -> None:
        self.choices = Choices((), self, several=True)
        self.notes = Words(self, tone=Tone.QUIET)
        self.add(self.choices, self.notes)
        self.answers: tuple[Answer, ...] | None = None
        self.choices.changed.connect(self.readiness)

    def enter(self, state: object) -> None:
        super().enter(state)
        services, text = self.context.services, self.state.text

        def work(progress: Progress) -> tuple[Answer, ...]:
            asked = people_directories.asked(services)
            return people_directories.search(services, text, asked, progress)

        self.work(work, self._answered)

    def speak(self, speaker: Speaker) -> None:
        found = self._offers()
        if self.answers is None:
            self.title.setText(speaker.say("offers-asking", "Asking the directory"))
            self.why.say(speaker.say("people-directory-learns", "It learns whom you look for."))
            return
        self.title.setText(
            speaker.count("offers-title", "The directory offers {n} certificate",
                          "The directory offers {n} certificates", n=len(found))
        )  # fmt: skip
        self.why.say(
            speaker.say(
                "offers-why",
                "Whoever runs the directory says whose they are. Each is judged like any other "
                "when you take it in.",
            )
            if found
            else ""
        )
        for number, (host, offer) in enumerate(found[:_SHOWN]):
            facts = offer.met.facts
            name = isolated(visible(offer.name or facts.common_name or facts.subject))
            emails = ", ".join(offer.emails)
            why = speaker.say(
                "offer-why",
                "{emails}\nIssued by: {issuer}. Until: {date}. From: {host}",
                emails=emails,
                issuer=facts.issuer,
                date=speaker.date(facts.not_after),
                host=host,
            )
            if not offer.fits:
                other = ", ".join(facts.match_emails)
                said = speaker.say(
                    "offer-unfit", "It is for another address, so it is not taken: {address}",
                    address=other,
                )  # fmt: skip
                why = f"{why}\n{said}"
            self.choices.word(str(number), on_button(name), why)
        self.notes.say("\n".join(self._notes(speaker)))

    def primary(self, speaker: Speaker) -> str:
        if self.answers is not None and not self._offers():
            return speaker.say("pack-close", "&Close")
        return speaker.say("offers-take", "&Take in what is ticked")

    def ready(self) -> bool:
        return self.answers is not None and (bool(self.choices.chosen) or not self._offers())

    def go(self) -> None:
        if not self._offers():
            self.answered.emit(self.state)
            return
        services, wanted = self.context.services, self._wanted()

        def work(_progress: Progress) -> Report:
            return people_directories.take(services, wanted)

        self.work(work, lambda report: self.answered.emit(replace(self.state, report=report)))

    def _answered(self, answers: tuple[Answer, ...]) -> None:
        self.answers = answers
        found = self._offers()[:_SHOWN]
        self.choices.offer([str(number) for number in range(len(found))])
        before: QWidget = self.title
        for key in self.choices.keys:
            QWidget.setTabOrder(before, self.choices.button(key))
            before = self.choices.button(key)
        for number, (_, offer) in enumerate(found):
            self.choices.button(str(number)).setEnabled(offer.fits)
        fitting = [str(number) for number, (_, offer) in enumerate(found) if offer.fits]
        if len(fitting) == 1:
            self.choices.choose(*fitting)
        self.refresh_words()

    def _offers(self) -> list[tuple[str, people_directories.Offer]]:
        """Every offer with the directory it is from."""
        return [(each.url, offer) for each in self.answers or () for offer in each.offers]

    def _wanted(self) -> tuple[Answer, ...]:
        """The answers with nothing in them but what is ticked."""
        number, kept = 0, []
        for each in self.answers or ():
            offers = tuple(
                offer
                for place, offer in enumerate(each.offers, number)
                if str(place) in self.choices.chosen
            )
            number += len(each.offers)
            if offers:
                kept.append(replace(each, offers=offers))
        return tuple(kept)

    def _notes(self, speaker: Speaker) -> list[str]:
        notes = []
        shown = len(self._offers())
        if shown > _SHOWN or any(each.more for each in self.answers or ()):
            notes.append(
                speaker.say(
                    "offers-more", "There are more than are shown: look for a longer name."
                )
            )
        without = sum(each.without for each in self.answers or ())
        if without:
            notes.append(
                speaker.count(
                    "offers-without",
                    "{n} person has no certificate there that can be used.",
                    "{n} people have no certificate there that can be used.",
                    n=without,
                )
            )
        for each in self.answers or ():
            if each.failure is not None:
                told = speaker.error(each.failure)
                notes.append(f"{each.url}: {told.what} {told.hint}".strip())
        return notes
