"""Where somebody reads their mail, and whether encrypted mail can work there at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from sel.flows.mail_programs import Program
from sel.ports.clients import ProgramId

_TICK = "reads-"
_ASKED = "reads-asked"


class MailPlace(StrEnum):
    """Programs and devices a person reads mail with; `SHARED` is a mailbox read by others too."""

    OUTLOOK = "outlook"
    THUNDERBIRD = "thunderbird"
    APPLE_MAIL = "apple-mail"
    NEW_OUTLOOK = "new-outlook"
    BROWSER = "browser"
    PHONE = "phone"
    SHARED = "shared"


ABLE = frozenset({MailPlace.OUTLOOK, MailPlace.THUNDERBIRD, MailPlace.APPLE_MAIL})

_PLACES = {
    ProgramId.OUTLOOK: MailPlace.OUTLOOK,
    ProgramId.OUTLOOK_MAC: MailPlace.OUTLOOK,
    ProgramId.NEW_OUTLOOK: MailPlace.NEW_OUTLOOK,
    ProgramId.APPLE_MAIL: MailPlace.APPLE_MAIL,
    ProgramId.THUNDERBIRD: MailPlace.THUNDERBIRD,
}


def by_place(programs: Sequence[Program]) -> Mapping[MailPlace, tuple[Program, ...]]:
    """The mail programs found here, by the answer that means them; never chosen by themselves."""
    return {
        place: tuple(each for each in programs if _PLACES[each.program.id] is place)
        for place in dict.fromkeys(_PLACES[each.program.id] for each in programs)
    }


def can_work(places: frozenset[MailPlace]) -> bool:
    """True if encrypted mail opens in one of these places, as far as is known.

    What new Outlook can do is not known (so it does not count); a mailbox that others read too
    would need everybody's computer to hold the key, so it never works well.
    """
    return bool(places & ABLE) and MailPlace.SHARED not in places


def as_ticks(places: frozenset[MailPlace]) -> frozenset[str]:
    """The answer as the small choices keep it; an empty answer is an answer too."""
    return frozenset({_ASKED, *(f"{_TICK}{place}" for place in places)})


def from_ticks(ticks: Iterable[str]) -> frozenset[MailPlace] | None:
    """The answer that was kept, or None if it was never asked. Unknown places are left out."""
    held = frozenset(ticks)
    if _ASKED not in held:
        return None
    return frozenset(place for place in MailPlace if f"{_TICK}{place}" in held)


def is_tick(tick: str) -> bool:
    """Whether a tick belongs to this answer."""
    return tick.startswith(_TICK)
