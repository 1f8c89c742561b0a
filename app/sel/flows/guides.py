"""Guides to mail programs: which there are, what of the person's own belongs in them, ticks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sel.base.errors import UnknownGuide
from sel.base.message import Message
from sel.base.resources import resource
from sel.core.guides import Guide, Label, Program, ordered, read, read_labels
from sel.flows import mail_programs
from sel.flows.identities import current
from sel.ports.clients import Known, ProgramId
from sel.ports.services import Services

LANGUAGES = ("cy", "en")


@dataclass(frozen=True, slots=True)
class Own:
    """What is filled in. address: "" and until: None while there is no certificate in use."""

    address: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProgramSeen:
    """A mail program with guides.

    here  found on this computer
    able  whether the person's own certificate works in it
    said  what to know of it, whole sentences
    """

    program: Program
    here: bool
    able: Known
    said: tuple[Message, ...]


@cache
def guides(language: str) -> tuple[Guide, ...]:
    """All of one language, in their order. Raises BadGuide, which only a fault of ours can."""
    return ordered(
        guide(each.stem, language) for each in resource("guides", language).glob("*.md")
    )


@cache
def guide(name: str, language: str) -> Guide:
    """One of them; no other is read. Raises UnknownGuide."""
    for file in resource("guides", language).glob("*.md"):
        if file.stem == name:
            return read(file.read_text("utf-8"), name=name, language=language)
    raise UnknownGuide(name=name)


@cache
def labels() -> Mapping[str, Label]:
    """Labels of mail programs by their ids."""
    return read_labels(resource("guides", "labels.json").read_text("utf-8"))


@cache
def drawing(name: str) -> str:
    """The SVG of a drawing; its three colours are named in `sel.text.guide_drawings`."""
    return resource("guides", "drawings", f"{name}.svg").read_text("utf-8")


def own(services: Services) -> Own:
    """Of the newest certificate in use; no key is asked for."""
    for each in current(services.book(), services.clock.now()):
        if each.certificate is not None and each.certificate.emails:
            return Own(each.certificate.emails[0], each.certificate.not_after)
    return Own()


def programs(services: Services) -> tuple[ProgramSeen, ...]:
    """Those on this computer first, then the others, each in the order of guides."""
    here = {_PROGRAMS[each.program.id]: each for each in mail_programs.here(services)}
    seen = [_seen(program, here.get(program)) for program in Program]
    return tuple(sorted(seen, key=lambda each: not each.here))


def ticked(services: Services, one: Guide) -> frozenset[str]:
    """Ids of its steps that are ticked off."""
    ticks = services.preferences().read().ticks
    return frozenset(step.id for step in one.steps if one.tick(step.id) in ticks)


def tick(services: Services, one: Guide, step: str, *, on: bool) -> None:
    """Tick a step off, or take the tick away. Raises DiskFull, OutputFailed."""
    preferences = services.preferences()
    known = preferences.read()
    name = frozenset({one.tick(step)})
    preferences.keep(replace(known, ticks=known.ticks | name if on else known.ticks - name))


_PROGRAMS = {
    ProgramId.OUTLOOK: Program.OUTLOOK,
    ProgramId.OUTLOOK_MAC: Program.OUTLOOK_MAC,
    ProgramId.APPLE_MAIL: Program.APPLE_MAIL,
    ProgramId.THUNDERBIRD: Program.THUNDERBIRD,
    ProgramId.NEW_OUTLOOK: Program.NEW_OUTLOOK,
}
_ABLE = {
    Program.NEW_OUTLOOK: (Known.UNKNOWN, "works-unknown-new-outlook"),
    Program.OUTLOOK_WEB: (Known.NO, "guide-cannot-web"),
    Program.PHONE: (Known.NO, "guide-cannot-phone"),
}


def _seen(program: Program, found: mail_programs.Program | None) -> ProgramSeen:
    """What is true of it anywhere, or what is known of the one that is here."""
    if found is None:
        able, code = _ABLE.get(program, (Known.YES, "guide-can"))
        return ProgramSeen(program, False, able, (Message(code),))
    works = found.program.works
    said = (*found.said, *found.placing)
    answers = {works.sign, works.encrypt, works.decrypt}
    unsure = Known.UNKNOWN if Known.UNKNOWN in answers else Known.NO
    return ProgramSeen(program, True, Known.YES if answers == {Known.YES} else unsure, said)
