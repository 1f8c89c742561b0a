"""Why not one of the other protections: each with what speaks against it."""

from __future__ import annotations

from typing import Final

from sel.base.message import Message
from sel.core.advice.model import Content, Facts, Other, Protection, Recipient

_ALL: Final = (Protection.TLS, Protection.MESSAGE_ENCRYPTION, Protection.SMIME)
_ENOUGH: Final = frozenset({Protection.NONE, Protection.TLS})


def others(
    facts: Facts, recommended: Protection, missing: tuple[Message, ...]
) -> tuple[Other, ...]:
    """In the order of their strength. missing: what keeps this mail from S/MIME."""
    return tuple(
        Other(each, _why_not(each, facts, recommended, missing))
        for each in _ALL
        if each is not recommended
    )


def outside(facts: Facts) -> tuple[Recipient, ...]:
    """Those whose domain is neither own nor on a list."""
    return tuple(each for each in facts.recipients if not each.own and each.listed is None)


def _why_not(
    protection: Protection, facts: Facts, recommended: Protection, missing: tuple[Message, ...]
) -> tuple[Message, ...]:
    match protection:
        case Protection.TLS:
            return (Message(*_not_tls(facts, recommended)),)
        case Protection.MESSAGE_ENCRYPTION:
            return (Message(_not_message_encryption(recommended)),)
        case _:
            return _not_smime(recommended, missing)


def _not_tls(facts: Facts, recommended: Protection) -> tuple[str, dict[str, object]]:
    if facts.content is Content.ORDINARY:
        return "not-needed", {}
    if recommended is Protection.OTHER_SENDER:
        return "sender-elsewhere", {}
    if facts.content is not Content.PERSONAL:
        return "journey-too-little", {}
    if recommended is Protection.NONE:
        return "stays-inside", {}
    if facts.parents:
        return "to-parents", {}
    domains = tuple(dict.fromkeys(each.domain for each in outside(facts)))
    return "domain-not-listed", {"domains": domains}


def _not_message_encryption(recommended: Protection) -> str:
    match recommended:
        case Protection.OTHER_SENDER:
            return "sender-elsewhere"
        case Protection.SMIME:
            return "smime-protects-more"
        case _:
            return "not-needed"


def _not_smime(recommended: Protection, missing: tuple[Message, ...]) -> tuple[Message, ...]:
    """Where less is enough that is said first, and nobody has to hear what is missing."""
    if recommended in _ENOUGH:
        return (Message("not-needed"),)
    return missing or (Message("smime-possible"),)
