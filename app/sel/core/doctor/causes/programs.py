"""The mail program: whether it can at all, what it was told, and what it was set to."""

from __future__ import annotations

from sel.base.message import Message
from sel.core.doctor.model import Able, Facts, Outcome, Verdict

_METHODS = frozenset({"outlook-other-algorithm", "outlook-older-fallback", "outlook-least-bits"})
_QUIET = frozenset({"outlook-always-sign", "outlook-asks-receipts", "outlook-gives-no-receipts"})
"""Settings that change what a person sees and hinder nothing."""


def program(facts: Facts) -> Outcome:
    """That mail is read where nobody knows S/MIME to work: a browser, new Outlook."""
    if not facts.programs:
        return Outcome("program", Verdict.FOUND, (Message("no-mail-program"),))
    unable = [each for each in facts.programs if each.able is not Able.YES]
    aside = [each.aside for each in facts.programs if each.aside is not None]
    if len(unable) < len(facts.programs) and not aside:
        able = next(each for each in facts.programs if each.able is Able.YES)
        said = Message("doctor-program-can", {"program": able.id})
        return Outcome("program", Verdict.NOT_IT, (said,))
    why = [each.why_not for each in unable if each.why_not is not None]
    once = {each.code: each for each in (*aside, *why)}
    return Outcome("program", Verdict.FOUND, tuple(once.values()))


def settings(facts: Facts) -> Outcome:
    """Values that hinder: of the organisation's policy, or the person's own."""
    if not facts.programs:
        return Outcome("settings", Verdict.UNCLEAR, (Message("no-mail-program"),))
    said: list[Message] = []
    for one in facts.programs:
        for each in one.settings:
            if each.what.code not in _QUIET:
                said.append(each.what)
                who = "doctor-set-by-it" if each.managed else "doctor-set-here"
                said.append(Message(who, {"program": one.id}))
    return Outcome("settings", Verdict.FOUND if said else Verdict.NOT_IT, tuple(said))


def other_method(facts: Facts) -> Outcome:
    """That the mail was encrypted with a method the other side's key store does not know."""
    if facts.programs and not any(each.is_outlook for each in facts.programs):
        return Outcome("other-method", Verdict.NOT_IT)
    said = tuple(
        each.what for one in facts.programs for each in one.settings if each.what.code in _METHODS
    )
    if said:
        return Outcome("other-method", Verdict.FOUND, said, "make-ready")
    unclear = (Message("doctor-method-unknown"),)
    return Outcome("other-method", Verdict.UNCLEAR, unclear, "make-ready")


def account(facts: Facts) -> Outcome:
    """That an account of Thunderbird names no certificate."""
    if not any(each.id == "thunderbird" for each in facts.programs):
        return Outcome("account", Verdict.NOT_IT, (Message("doctor-no-thunderbird"),))
    if facts.accounts is None:
        return Outcome("account", Verdict.UNCLEAR, (Message("doctor-accounts-unread"),))
    bare = tuple(each.address for each in facts.accounts if not (each.signing and each.encryption))
    if not facts.accounts or not bare:
        verdict = Verdict.NOT_IT if facts.accounts else Verdict.UNCLEAR
        said = () if facts.accounts else (Message("doctor-accounts-unread"),)
        return Outcome("account", verdict, said)
    said = (Message("doctor-account-bare", {"addresses": bare}),)
    return Outcome("account", Verdict.FOUND, said, "make-ready")
