"""What else is true of a mail, always said where it applies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sel.base.message import Message
from sel.core.advice.model import Content, Facts, Protection
from sel.core.partners import PartnerList


def notes(facts: Facts, recommended: Protection, *, ready: bool) -> Iterator[Message]:
    """In the order of their weight. ready: nothing keeps this mail from S/MIME."""
    if facts.sender.assumed:
        yield Message("sender-assumed")
    yield from _families(facts)
    if facts.content is not Content.ORDINARY:
        yield Message("nothing-in-subject")
    match recommended:
        case Protection.MESSAGE_ENCRYPTION:
            yield from _message_encryption(facts, ready=ready)
        case Protection.TLS:
            yield Message("tls-journey-only")
        case Protection.SMIME:
            yield Message("opens-only-with-key")
            if not facts.sender.tested:
                yield Message("smime-untested")
        case Protection.NONE if facts.content is Content.PERSONAL:
            yield Message("who-reads-mailbox")
        case Protection.NONE if facts.sender.own:
            yield Message("tls-may-apply")
    if facts.sender.own:
        yield from _lists(facts)


def _families(facts: Facts) -> Iterator[Message]:
    several = len(facts.recipients) > 1 or facts.group
    if facts.content is Content.ORDINARY:
        if facts.families > 1 or (facts.parents and several):
            yield Message("use-bcc")
    elif facts.families > 1:
        yield Message("one-mail-per-family")


def _message_encryption(facts: Facts, *, ready: bool) -> Iterator[Message]:
    if facts.content is Content.HIGHEST:
        yield Message("protects-less")
    if all(each.own for each in facts.recipients):
        yield Message("words-may-do-nothing")
    else:
        yield Message("needs-html")
    if facts.content is not Content.HIGHEST and ready:
        yield Message("smime-possible")
    kinds = {each.own or each.listed is not None for each in facts.recipients}
    if facts.content is Content.PERSONAL and len(kinds) > 1:
        yield Message("weakest-counts")
    yield Message("reply-carries-old")
    yield Message("sent-items-silent")


def _lists(facts: Facts) -> Iterator[Message]:
    """How old what the lists say is, and domains that are nearly on them."""
    used = {id(each.listed): each.listed for each in facts.recipients if each.listed is not None}
    lists: list[PartnerList] = list(used.values())
    foreign = any(not each.own for each in facts.recipients)
    if not lists and foreign and facts.lists:
        # That a domain is on no list is worth what the newest of them is worth.
        lists = [max(facts.lists, key=lambda each: each.dated or date.min)]
    for each in lists:
        if each.dated is None:
            yield Message("list-undated", {"source": each.source})
        elif each.older_than_a_year(facts.today):
            yield Message("list-old", {"source": each.source, "date": each.dated})
    for one in facts.recipients:
        if one.near is not None and not one.own:
            yield Message("near-miss", {"domain": one.domain, "listed": one.near})
