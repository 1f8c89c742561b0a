"""Where the keys are: in the store the program looks in, shut, or gone with an old computer."""

from __future__ import annotations

from sel.base.message import Message
from sel.core.doctor.model import Facts, Outcome, Program, Verdict


def not_in_store(facts: Facts) -> Outcome:
    """That a certificate in use lies in no store where a program here looks."""
    cause = "key-not-in-store"
    if not facts.current:
        return Outcome(cause, Verdict.UNCLEAR, (Message("doctor-no-own-certificate"),))
    looking = [each for each in facts.programs if each.keys_in]
    if not looking:
        return Outcome(cause, Verdict.UNCLEAR, (Message("doctor-no-program-store"),))
    missing = [each for each in looking if _lacks(facts, each)]
    if missing:
        said = tuple(Message("doctor-not-in-store", {"program": each.id}) for each in missing)
        return Outcome(cause, Verdict.FOUND, said, "make-ready")
    unseen = [each for each in looking if _unseen(facts, each)]
    if unseen:
        said = tuple(Message("doctor-store-unseen", {"program": each.id}) for each in unseen)
        return Outcome(cause, Verdict.UNCLEAR, said, "make-ready")
    return Outcome(cause, Verdict.NOT_IT)


def shut(facts: Facts) -> Outcome:
    """That a key is here but sealed under one that was lost."""
    closed = [each for each in facts.certificates if each.shut]
    if not closed:
        return Outcome("key-shut", Verdict.NOT_IT)
    said = Message("doctor-key-shut", {"n": len(closed)})
    return Outcome("key-shut", Verdict.FOUND, (said,), "restore")


def older(facts: Facts) -> Outcome:
    """That the mail was encrypted to an earlier certificate, which no store here holds.

    Which certificate it was stands in the mail alone, so nothing here rules it out.
    """
    earlier = [each for each in facts.certificates if not each.current and each.encrypts]
    wanted = {each.keys_in for each in facts.programs if each.keys_in}
    gone = [each for each in earlier if not (each.stores | each.unseen) & wanted]
    if wanted and gone:
        said = Message("doctor-older-gone", {"n": len(gone)})
        return Outcome("older-key", Verdict.FOUND, (said,), "look-at")
    return Outcome("older-key", Verdict.UNCLEAR, (Message("doctor-only-the-mail"),), "look-at")


def _lacks(facts: Facts, program: Program) -> bool:
    kind = program.keys_in
    return any(kind not in each.stores | each.unseen for each in facts.current)


def _unseen(facts: Facts, program: Program) -> bool:
    return any(program.keys_in in each.unseen - each.stores for each in facts.current)
