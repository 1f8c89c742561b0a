"""The journey through one guide: a page with steps to tick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sel.core.guides import Drawing, Guide, Label
from sel.flows import guides
from sel.flows.guides import Own
from sel.journeys.journey import Journey
from sel.ports.services import Services


class Step(StrEnum):
    """One page."""

    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page shows, in both languages, for they may change while it is open.

    drawings  SVG by name
    """

    both: Mapping[str, Guide]
    own: Own
    labels: Mapping[str, Label]
    ticked: frozenset[str]
    drawings: Mapping[str, str]

    def guide(self, language: str) -> Guide:
        """In this language; in English if there is none in it."""
        return self.both.get(language, self.both["en"])


def read(services: Services, name: str) -> Reading:
    """Everything about a guide. Raises UnknownGuide."""
    both = {language: guides.guide(name, language) for language in guides.LANGUAGES}
    blocks = [each for step in both["en"].steps for each in step.blocks]
    names = {each.name for each in blocks if isinstance(each, Drawing)}
    return Reading(
        both,
        guides.own(services),
        guides.labels(),
        guides.ticked(services, both["en"]),
        {each: guides.drawing(each) for each in sorted(names)},
    )


def next_step(_now: Step, _state: Reading) -> Step | None:
    """The page is the only one."""
    return None


def journey(reading: Reading) -> Journey[Step, Reading]:
    """Nothing in it has to be taken back, so there is nothing to cancel."""
    return Journey("guide", Step.GUIDE, reading, next_step, frozenset({Step.GUIDE}))
