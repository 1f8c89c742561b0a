"""An answer of the adviser in words, for the command line and for the window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sel.base.message import Message
from sel.core.advice import Advice, Other, Protection
from sel.text.speaker import Speaker


def said(speaker: Speaker, fact: Message) -> str:
    """A reason, note or step. A source is said in this language, a day as people write it."""
    return speaker.message(
        Message(fact.code, {k: _of(speaker, k, v) for k, v in fact.facts.items()})
    )


def answer(speaker: Speaker, advice: Advice) -> str:
    """The one sentence."""
    return speaker.message(Message(f"advice.{advice.recommended}"))


def guards(speaker: Speaker, advice: Advice) -> tuple[str, str] | None:
    """What it protects from and what it does not; None where it protects from nothing."""
    if advice.recommended in {Protection.NONE, Protection.OTHER_SENDER}:
        return None
    name = advice.recommended.value
    return speaker.message(Message(f"guards.{name}")), speaker.message(Message(f"leaves.{name}"))


def other(speaker: Speaker, one: Other) -> tuple[str, str]:
    """A protection that is not the answer, and why not."""
    name = speaker.message(Message(f"other.{one.protection}"))
    return name, " ".join(dict.fromkeys(said(speaker, each) for each in one.why))


def path(speaker: Speaker, advice: Advice) -> str:
    """Which stretch of the mail's way is protected."""
    return speaker.message(Message(f"path.{advice.recommended}"))


def _of(speaker: Speaker, name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return value.get(speaker.language, value["en"])
    if name == "date" and isinstance(value, date):
        return speaker.date(value)
    return value
