"""Codes and facts from below, turned into words: what happened, what was lost, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sel.base.errors import SelError
from sel.base.message import Message
from sel.text.catalog import Entry, find, may_be_code
from sel.text.voice import Voice

if TYPE_CHECKING:
    from sel.core.finding import Finding


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as a person is told it.

    what    one sentence: what happened
    lost    whether anything was lost or changed; empty where the question does not arise
    hint    what to do now; may be empty for a finding that asks for nothing
    code    the same in every language, for the helpdesk and for scripts
    detail  technical, untranslated, never a secret; may be empty
    """

    what: str
    lost: str
    hint: str
    code: str
    detail: str


def message(voice: Voice, fact: Message) -> str:
    """The words for `fact`; its bare code if the catalogue has none."""
    entry = find(fact.code)
    return fact.code if entry is None else _what(voice, entry, _facts(voice, fact.facts))


def error(voice: Voice, failure: SelError, *, command: bool = False) -> Told:
    """What happened, whether anything was lost, what to do now.

    command  what to do is said to somebody at a command line, who can be told an option
    """
    fact = failure.what
    entry = find(fact.code) or find(SelError.code)
    if entry is None:
        raise LookupError(SelError.code)
    facts = _facts(voice, fact.facts)
    lost = _part(voice, entry, "lost", facts) or voice.nothing_changed()
    hint = "command" if command and entry.command else "hint"
    return Told(
        _what(voice, entry, facts),
        lost,
        _part(voice, entry, hint, facts),
        fact.code,
        failure.detail,
    )


def finding(voice: Voice, answer: Finding, *, command: bool = False) -> Told:
    """One answer of a judgement; its source clause is the detail. command: as in `error`."""
    entry = find(answer.code)
    if entry is None:
        return Told(answer.code, "", "", answer.code, answer.source or "")
    facts = _facts(voice, answer.what.facts)
    return Told(
        _what(voice, entry, facts),
        _part(voice, entry, "lost", facts),
        _part(voice, entry, "command" if command and entry.command else "hint", facts),
        answer.code,
        answer.source or "",
    )


def _what(voice: Voice, entry: Entry, facts: Mapping[str, object]) -> str:
    if not entry.many:
        return voice.say(entry.code, entry.what, **facts)
    n = facts.get("n")
    others = {name: value for name, value in facts.items() if name != "n"}
    return voice.count(
        entry.code, entry.what, entry.many, n=n if isinstance(n, int) else 0, **others
    )


def _part(voice: Voice, entry: Entry, part: str, facts: Mapping[str, object]) -> str:
    english: str = getattr(entry, part)
    return voice.say(f"{entry.code}.{part}", english, **facts) if english else ""


def _facts(voice: Voice, facts: Mapping[str, object]) -> dict[str, object]:
    return {name: _fact(voice, name, value) for name, value in facts.items()}


def _fact(voice: Voice, name: str, value: object) -> object:
    """A fact that is a code of its own is said in words, in a form that stands after a colon.

    `looks_like="html"` is the catalogue's `looks-like.html`; an unknown one shows as it is.
    """
    if isinstance(value, Message):
        return message(voice, value)
    if isinstance(value, datetime):
        # A sentence wants the day; the minute stands in the technical details.
        return voice.date(value)
    if isinstance(value, tuple | list):
        return tuple(_fact(voice, name, each) for each in value)
    if isinstance(value, str) and may_be_code(value):
        entry = find(f"{name.replace('_', '-')}.{value}")
        return value if entry is None else voice.say(entry.code, entry.what)
    return value
