"""What to do now, in this order; each can be a button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sel.base.message import Message
from sel.core.advice.model import Content, Facts, Own, Protection, Recipient
from sel.core.partners import PartnerList
from sel.core.people import Standing

WORDS: Final = ("secure mail", "post diogel")
"""Exactly one of these, in lower case, anywhere in the subject; never translated or mutated."""

_MEND: Final = {
    Own.NONE: "get-certificate",
    Own.WAITING: "finish-certificate",
    Own.EXPIRED: "renew-certificate",
    Own.SHUT: "restore-backup",
    Own.REVOKED: "replace-revoked",
    Own.UNTRUSTED: "ask-who-vouches",
    Own.WEAK: "get-certificate",
    Own.CANNOT_SIGN: "get-certificate",
    Own.CANNOT_ENCRYPT: "get-certificate",
}


def steps(facts: Facts, recommended: Protection) -> Iterator[Message]:
    """Codes with the facts of their sentences."""
    if facts.families > 1 and facts.content is not Content.ORDINARY:
        yield Message("split-by-family")
    match recommended:
        case Protection.NONE:
            yield Message("nothing-to-do")
        case Protection.TLS:
            yield from _listed(facts)
        case Protection.OTHER_SENDER:
            yield Message("write-from-own-address")
        case Protection.MESSAGE_ENCRYPTION:
            yield Message("put-words-in-subject", {"en": WORDS[0], "cy": WORDS[1]})
            if facts.content is Content.HIGHEST:
                yield from _mend(facts)
                yield Message("telephone-or-portal")
        case Protection.SMIME:
            if not facts.sender.tested:
                yield Message("test-first")
            yield Message("sign-and-encrypt")
            yield Message("leave-words-out", {"en": WORDS[0], "cy": WORDS[1]})


def _listed(facts: Facts) -> Iterator[Message]:
    """Nothing, because the list of its date names the domain: once for every list."""
    by_list: dict[int, tuple[PartnerList, list[Recipient]]] = {}
    for each in facts.recipients:
        if each.listed is not None and not each.own:
            by_list.setdefault(id(each.listed), (each.listed, []))[1].append(each)
    for one, named in by_list.values():
        known: dict[str, object] = {
            "source": one.source,
            "domains": tuple(dict.fromkeys(each.domain for each in named)),
        }
        if one.dated is None:
            yield Message("nothing-to-do-undated", known)
        else:
            yield Message("nothing-to-do-listed", known | {"date": one.dated})


def _mend(facts: Facts) -> Iterator[Message]:
    """How S/MIME becomes possible for the next mail."""
    if facts.sender.certificate is not Own.READY:
        yield Message(_MEND[facts.sender.certificate])
    if not facts.writing.able:
        yield Message("use-able-program")
    waiting = {Standing.CHANGE: "confirm-change", Standing.PATH: "check-path"}
    for each in facts.recipients:
        if each.smime is not Standing.READY:
            code = waiting.get(each.smime, "ask-for-certificate")
            yield Message(code, {"address": each.address})
