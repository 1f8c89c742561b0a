"""What the helpdesk is told, in both languages: what was looked for and what came of it.

What somebody pasted is not in it, for it may be a mail's text: only the message it was taken for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sel.base.message import Message
from sel.core.doctor import Outcome, Verdict
from sel.flows import doctor
from sel.flows.diagnosing import Diagnosis
from sel.text.speaker import LANGUAGES, Speaker

_RULE = "-" * 72


def report(shape: Mapping[str, Any], diagnosis: Diagnosis | None, *, first: str = "cy") -> str:
    """One language, the other, then the facts, which have none. No address stands whole in it."""
    pages = []
    if diagnosis is not None:
        order = sorted(LANGUAGES, key=lambda each: each != first)
        pages = [_page(Speaker(each), shape, diagnosis) for each in order]
    facts = "".join(f"{name}: {value}\n" for name, value in doctor.flat(shape))
    return f"\n{_RULE}\n".join((*pages, facts))


def lines(speaker: Speaker, diagnosis: Diagnosis, *, masked: bool) -> Iterator[str]:
    """The message, then cause by cause; masked: addresses do not stand whole in it."""
    yield f"{symptom(speaker, diagnosis.message.id)}"
    for each in diagnosis.outcomes:
        verdict = speaker.message(Message(f"verdict.{each.verdict}"))
        yield f"{verdict}: {cause(speaker, each.cause)}"
        for fact in each.said:
            yield f"  {speaker.message(doctor.masked(fact) if masked else fact)}"
        if wants_remedy(each):
            yield f"  → {remedy(speaker, each.cause)}"


def wants_remedy(outcome: Outcome) -> bool:
    """Whether there is something to do about it; not where there is nothing it could be of."""
    of_nothing = any(each.code == "doctor-no-own-certificate" for each in outcome.said)
    return outcome.verdict is not Verdict.NOT_IT and not of_nothing


def symptom(speaker: Speaker, message: str) -> str:
    """What happens, in everyday words."""
    return speaker.message(Message(f"symptom.{message}"))


def cause(speaker: Speaker, name: str) -> str:
    """A cause in words."""
    return speaker.message(Message(f"cause.{name}"))


def remedy(speaker: Speaker, name: str) -> str:
    """What to do about a cause."""
    return speaker.message(Message(f"remedy.{name}"))


def _page(speaker: Speaker, shape: Mapping[str, Any], diagnosis: Diagnosis) -> str:
    head = speaker.say("helpdesk-report", "Sêl: report for the helpdesk")
    said = diagnosis.message.text(speaker.language)
    quoted = [f"“{said}”"] if said else []
    told = lines(speaker, diagnosis, masked=True)
    return "\n".join((head, str(shape["time"]), "", next(told), *quoted, "", *told, ""))
