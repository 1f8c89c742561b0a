"""The rows of the table, first match first."""

from __future__ import annotations

from collections.abc import Iterator

from sel.base.message import Message
from sel.core.advice.model import (
    ABLE,
    Advice,
    App,
    Content,
    Facts,
    Own,
    Protection,
)
from sel.core.advice.noting import notes
from sel.core.advice.others import others, outside
from sel.core.advice.stepping import steps
from sel.core.people import Standing


def advise(facts: Facts) -> Advice:
    """The one answer. It depends on nothing but the facts, and asks nobody."""
    missing = tuple(_missing(facts))
    recommended, why = _row(facts, missing)
    told: tuple[Message, ...] = (Message(why, _of(why, facts)),)
    if recommended is not Protection.SMIME and facts.content is Content.HIGHEST:
        told = (*told, *missing)
    return Advice(
        recommended,
        facts.recipients,
        told,
        tuple(notes(facts, recommended, ready=not missing)),
        tuple(steps(facts, recommended)),
        others(facts, recommended, missing),
    )


def _row(facts: Facts, missing: tuple[Message, ...]) -> tuple[Protection, str]:
    """The recommendation and the code of its reason."""
    content, recipients = facts.content, facts.recipients
    if content is Content.ORDINARY:
        return Protection.NONE, "no-personal-data"  # rows 0 and 1 agree
    if content is Content.HIGHEST and not missing:
        return Protection.SMIME, "highest-and-ready"  # rows 0 and 3 agree
    if not facts.sender.own:
        return Protection.OTHER_SENDER, "sender-elsewhere"
    if content is Content.HIGHEST:
        return Protection.MESSAGE_ENCRYPTION, "highest-without-smime"
    if content is Content.SENSITIVE:
        return Protection.MESSAGE_ENCRYPTION, "content-sensitive"
    if all(each.own for each in recipients):
        return Protection.NONE, "stays-inside"
    if facts.parents:
        return Protection.MESSAGE_ENCRYPTION, "to-parents"
    if outside(facts):
        return Protection.MESSAGE_ENCRYPTION, "domain-not-listed"
    return Protection.TLS, "domains-listed"


def _missing(facts: Facts) -> Iterator[Message]:
    """What keeps this mail from S/MIME, in the order in which it can be mended."""
    if facts.group:
        yield Message("smime-not-for-groups")
    if facts.sender.certificate is not Own.READY:
        yield Message(facts.sender.certificate)
    if not facts.writing.able:
        yield Message(_cannot(facts))
    for each in facts.recipients:
        if each.smime is not Standing.READY:
            yield Message(
                "smime-not-with",
                {"address": each.address, "person_state": each.smime.value},
            )


def _cannot(facts: Facts) -> str:
    app = facts.writing.app
    if app in ABLE:
        return "program-hindered"
    match app:
        case App.OUTLOOK_NEW:
            return "program-new-outlook"
        case App.OUTLOOK_WEB:
            return "program-in-browser"
        case App.PHONE:
            return "program-on-phone"
        case _:
            return "program-not-known"


def _of(why: str, facts: Facts) -> dict[str, object]:
    """The facts of a reason's sentence."""
    if why == "domain-not-listed":
        return {"domains": tuple(dict.fromkeys(each.domain for each in outside(facts)))}
    return {}
