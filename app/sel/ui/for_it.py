"""Whether somebody looks after other people's computers: they see places that others need not."""

from __future__ import annotations

from dataclasses import replace

from sel.ports.services import Services
from sel.text.speaker import Speaker

TICK = "for-it"
PLACES = ("partners",)


def is_on(services: Services) -> bool:
    """Whether this person said so."""
    return TICK in services.preferences().read().ticks


def turn(services: Services, on: bool) -> bool:
    """Keep what they said, and give it back. Raises OutputFailed, DiskFull."""
    kept = services.preferences()
    known = kept.read()
    ticks = known.ticks | {TICK} if on else known.ticks - {TICK}
    if ticks != known.ticks:
        kept.keep(replace(known, ticks=ticks))
    return on


def words(speaker: Speaker) -> str:
    """How it is asked, on Home and in the settings."""
    return speaker.say("for-it", "I look after other &people's computers")
