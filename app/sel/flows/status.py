"""Where a person stands: one sentence and the steps of the journey, computed from facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sel.base.message import Message
from sel.flows import backup_due, renewals, store_places
from sel.flows.changes import changes
from sel.flows.identities import Identity, State, identities, only_here, standing
from sel.flows.presence import Presence
from sel.ports.book import Book, Recovery, Slots
from sel.ports.services import Services

COLLEAGUES_SOON = 30
"""Days before an end at which Home speaks of a colleague's certificate."""

MAIL_PROGRAM_TICK = "mail-program"
KEY_MISSING = frozenset({"step-ready-missing", "step-ready-missing-some"})
"""Codes of the step "ready" where a store has lost a key that was proved in it."""
NO_PROGRAM = frozenset({"step-ready-no-program", "step-ready-missing-no-program"})
"""Codes of the step "ready" where nothing here could use the key."""


class StepState(StrEnum):
    """As in the command line's contract."""

    DONE = "done"
    NEXT = "next"
    WAITING = "waiting"
    TODO = "todo"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class StepStatus:
    """One step of the journey: "certificate", "ready", "backup", "mail-program", "colleagues"."""

    id: str
    state: StepState
    what: Message


@dataclass(frozen=True, slots=True)
class Status:
    """The whole of Home.

    sentence  names the worst open fact, and never says more than was tested
    notices   what else has to be said first: a recovered book, a key that does not open
    """

    sentence: Message
    steps: tuple[StepStatus, ...]
    notices: tuple[Message, ...]
    identities: tuple[Identity, ...]


def status(services: Services, seen: Presence | None = None) -> Status:
    """Compute it from the book; no store is opened and nobody is asked anything.

    seen  what was found in stores just now, if somebody has looked (`presence.seen_now`)
    """
    book, now = services.book(), services.clock.now()
    everything, stays = identities(book, now), only_here(book, now)
    if seen is not None:
        everything, stays = tuple(map(seen.told, everything)), tuple(map(seen.told, stays))
    gone = tuple(each for each in stays if each.gone)
    stays = tuple(each for each in stays if not each.gone)
    ticks = services.preferences().read().ticks
    backup = _backup(services, book, everything, now)
    if stays and not everything:
        backup = StepStatus("backup", StepState.ATTENTION, Message("step-backup-cannot"))
    has_keys = bool(everything or stays)
    if services.policy.it_keeps_a_copy and backup.state is not StepState.DONE and has_keys:
        backup = StepStatus("backup", StepState.DONE, Message("step-backup-by-it"))
    slots = book.slots() if everything else None
    shut = slots is not None and not slots.open
    unproved = any(fact.unproved for fact in standing(book))
    if shut and backup.state is not StepState.DONE and unproved:
        # That a backup was tested is proved with the key; without it nobody can say so or deny it.
        backup = StepStatus("backup", StepState.TODO, Message("step-backup-unknown"))
    steps = _steps(
        services,
        (*everything, *stays),
        seen,
        now,
        MAIL_PROGRAM_TICK in ticks,
        backup,
        _colleagues(services),
    )
    missing = _gone(steps[0], gone, now)
    steps = (missing or steps[0], *steps[1:])
    notices = (
        *_notices(services, book, slots),
        *_staying(everything, stays),
        *_missing(gone, now, said=missing is not None),
        *changes(services, everything, ticks, now),
    )
    lost = sum(each.shut for each in everything)
    if lost:
        notices = (Message("keys-lost", {"n": lost}), *notices)
    return Status(_sentence(steps, notices), steps, notices, (*everything, *stays, *gone))


def _steps(
    services: Services,
    everything: Sequence[Identity],
    seen: Presence | None,
    now: datetime,
    mail_tested: bool,
    backup: StepStatus,
    colleagues: StepStatus,
) -> tuple[StepStatus, ...]:
    current = [each for each in everything if each.state is State.CURRENT]
    steps = [
        _certificate(everything, current, now),
        _ready(services, current, seen),
        backup,
        _mail_program(current, mail_tested),
        colleagues,
    ]
    # One step is next: the first that can be done now; one whose turn has not come stays "todo".
    turns = (
        ("certificate", True),
        ("ready", bool(current)),
        ("mail-program", steps[1].state is StepState.DONE),
    )
    for step_id, its_turn in turns:
        place = next(n for n, step in enumerate(steps) if step.id == step_id)
        if its_turn and steps[place].state is StepState.TODO:
            steps[place] = StepStatus(step_id, StepState.NEXT, steps[place].what)
            break
    return tuple(steps)


def _colleagues(services: Services) -> StepStatus:
    """How many there are; whose certificate ends soon with none after it."""
    count = services.book().people().count().people
    if not count:
        return StepStatus("colleagues", StepState.TODO, Message("step-colleagues-none"))
    from sel.flows.people_finding import expiring

    soon = len(expiring(services, COLLEAGUES_SOON))
    if soon:
        what = Message("step-colleagues-ending", {"n": soon})
        return StepStatus("colleagues", StepState.ATTENTION, what)
    return StepStatus("colleagues", StepState.DONE, Message("step-colleagues", {"n": count}))


def _certificate(
    everything: Sequence[Identity], current: Sequence[Identity], now: datetime
) -> StepStatus:
    if current:
        return _in_use(everything, current, now)
    waiting = [each for each in everything if each.state is State.WAITING and not each.cancelled]
    arrived = [each for each in waiting if each.certificate is not None]
    if arrived and arrived[-1].certificate is not None:
        facts = arrived[-1].certificate
        what = Message("step-certificate-starts", {"starts": facts.not_before})
        return StepStatus("certificate", StepState.WAITING, what)
    if waiting:
        newest = waiting[-1]
        since = newest.asked or newest.created
        what = Message("step-certificate-waiting", {"since": since})
        return StepStatus("certificate", StepState.WAITING, what)
    old = [each for each in everything if each.state is State.OLD]
    if old:
        last = max(old, key=_ends).certificate
        ended = last.not_after if last is not None else now
        what = Message("step-certificate-ended", {"ended": ended})
        return StepStatus("certificate", StepState.ATTENTION, what)
    return StepStatus("certificate", StepState.TODO, Message("step-certificate-none"))


def _in_use(
    everything: Sequence[Identity], current: Sequence[Identity], now: datetime
) -> StepStatus:
    """Of several the one that ends first, if that is near; a new one may be on its way."""
    soonest, newest = min(current, key=_ends), max(current, key=_ends)
    near = renewals.mark(soonest.certificate, now) if soonest.certificate is not None else None
    shown = newest if near is None else soonest
    facts = shown.certificate
    assert facts is not None
    asked = next(
        (form for each in current if (form := renewals.in_progress(each, everything))), None
    )
    whose = ", ".join(facts.emails) or facts.common_name or shown.id
    known: dict[str, object] = {"email": whose, "until": facts.not_after}
    if near is not None:
        known |= {"n": (facts.not_after - now).days, "mark": near.days}
    if asked is not None:
        since = {"since": asked.asked or asked.created}
        return StepStatus(
            "certificate", StepState.WAITING, Message("step-certificate-renewing", known | since)
        )
    if near is not None:
        what = Message("step-certificate-ends", known)
        return StepStatus("certificate", StepState.ATTENTION, what)
    return StepStatus("certificate", StepState.DONE, Message("step-certificate", known))


def _staying(everything: Sequence[Identity], stays: Sequence[Identity]) -> tuple[Message, ...]:
    """That no backup holds them, where the step of the backup speaks of other keys."""
    emails = tuple(dict.fromkeys(email for each in stays for email in each.emails))
    return (Message("key-cannot-be-copied", {"emails": emails}),) if everything and stays else ()


def _gone(certificate: StepStatus, gone: Sequence[Identity], now: datetime) -> StepStatus | None:
    """The first step where the only certificate that is valid has lost its key."""
    valid = [each for each in gone if now <= _ends(each)]
    if certificate.state in {StepState.DONE, StepState.WAITING} or not valid:
        return None
    newest = max(valid, key=_ends)
    facts = {"email": ", ".join(newest.emails) or newest.id, "until": _ends(newest)}
    return StepStatus("certificate", StepState.ATTENTION, Message("step-certificate-gone", facts))


def _missing(gone: Sequence[Identity], now: datetime, *, said: bool) -> tuple[Message, ...]:
    """That a key was only here and is not found, unless the first step says it already."""
    emails = tuple(
        dict.fromkeys(email for each in gone if now <= _ends(each) for email in each.emails)
    )
    return (Message("key-was-only-here", {"emails": emails}),) if emails and not said else ()


def _ready(services: Services, current: Sequence[Identity], seen: Presence | None) -> StepStatus:
    stores = tuple(dict.fromkeys(store for each in current for store in each.installed))
    lost = tuple(dict.fromkeys(store for each in current for store in each.lost))
    lacking = [each for each in current if not each.installed]
    if lost:
        code = "step-ready-missing-some" if stores else "step-ready-missing"
        if not stores and not store_places.any_for_mail_programs(services):
            code = "step-ready-missing-no-program"
        what = Message(code, {"stores": stores, "lost": lost})
        return StepStatus("ready", StepState.ATTENTION, what)
    shut = [store for each in current if seen is not None for store in seen.of(each).unseen]
    if current and not lacking and shut:
        what = Message(
            "step-ready-unseen", {"stores": stores, "unseen": tuple(dict.fromkeys(shut))}
        )
        return StepStatus("ready", StepState.DONE, what)
    if current and not lacking:
        return StepStatus("ready", StepState.DONE, Message("step-ready", {"stores": stores}))
    if current and not store_places.any_for_mail_programs(services):
        return StepStatus("ready", StepState.ATTENTION, Message("step-ready-no-program"))
    return StepStatus("ready", StepState.TODO, Message("step-ready-none"))


def _backup(
    services: Services, book: Book, everything: Sequence[Identity], now: datetime
) -> StepStatus:
    what = backup_due.said(services.policy, book, everything, now)
    if what.code == "step-backup":
        return StepStatus("backup", StepState.DONE, what)
    return StepStatus("backup", StepState.ATTENTION if everything else StepState.TODO, what)


def _mail_program(current: Sequence[Identity], tested: bool) -> StepStatus:
    if current and tested:
        return StepStatus("mail-program", StepState.DONE, Message("step-mail-tested"))
    return StepStatus("mail-program", StepState.TODO, Message("step-mail-untested"))


def _newest_backup(book: Book) -> datetime | None:
    return max(
        (fact.verified for fact in standing(book) if fact.verified is not None), default=None
    )


def _notices(services: Services, book: Book, slots: Slots | None) -> tuple[Message, ...]:
    notices: list[Message] = []
    mended = _mended(book)
    if mended is not None:
        notices.append(mended)
    if slots is not None:
        if slots.forgot and slots.passphrase:
            notices.append(Message("keyring-forgot-key"))
        # A passphrase that was not typed yet is ordinary; a keyring that fails is not.
        if not slots.open and slots.why_not != "unlock-needed":
            notices.append(_shut(slots))
    if services.policy.unknown:
        unknown = {"keys": services.policy.unknown, "origin": services.policy.origin or ""}
        notices.append(Message("policy-unknown-keys", unknown))
    if services.policy.ignored:
        left_out = tuple(Message(f"rule.{key}") for key in services.policy.ignored)
        facts = {"rules": left_out, "origin": services.policy.file or ""}
        notices.append(Message("policy-ignored-keys", facts))
    reason = services.forgets()
    if reason is not None:
        notices.append(Message("computer-forgets", {"reason": reason}))
    notices.extend(Message("store-copies", {"path": str(path)}) for path in services.copies())
    return tuple(notices)


def _mended(book: Book) -> Message | None:
    """That the book was damaged: said until a backup was tested since, not only by whom it met.

    The journal has it; the program that mended the book may have been asked for something else.
    """
    if book.recovery is not None:
        return recovered(book.recovery)
    entry = next((each for each in book.journal() if each.what.code == "book-recovered"), None)
    newest = _newest_backup(book)
    if entry is None or (newest is not None and newest > entry.when):
        return None
    facts = entry.what.facts
    noted = facts.get("lost")
    pairs = [str(each).partition(": ") for each in noted] if isinstance(noted, list) else []
    lost = tuple((kind, int(n) if n.isdecimal() else 0) for kind, _, n in pairs)
    return _recovered(str(facts.get("set_aside", "")), lost)


def recovered(recovery: Recovery) -> Message:
    """What came back of a damaged book, and what did not."""
    return _recovered(recovery.set_aside, recovery.lost)


def _recovered(set_aside: str, lost: Sequence[tuple[str, int]]) -> Message:
    facts: dict[str, object] = {"set_aside": set_aside}
    if lost:
        facts["lost"] = tuple(_lost(kind, n) for kind, n in lost)
        return Message("book-recovered-partly", facts)
    return Message("book-recovered", facts)


def _lost(kind: str, n: int) -> Message:
    """So many of a kind; without a number where nobody can tell it."""
    facts: dict[str, object] = {"lost_kind": kind.replace("_", "-")}
    return Message("lost-some", facts) if n == 0 else Message("lost-number", facts | {"number": n})


def _shut(slots: Slots) -> Message:
    return Message("keys-shut", {"why": slots.why_not or "unknown"})


def _sentence(steps: Sequence[StepStatus], notices: Sequence[Message]) -> Message:
    by_id = {step.id: step for step in steps}
    certificate, backup = by_id["certificate"], by_id["backup"]
    shut = next((notice for notice in notices if notice.code == "keys-shut"), None)
    if shut is not None:
        return Message("status-keys-shut", shut.facts)
    lost = next((notice for notice in notices if notice.code == "keys-lost"), None)
    if lost is not None:
        return Message("status-keys-lost", lost.facts)
    renewing = certificate.what.code == "step-certificate-renewing"
    ends = "status-renewing" if renewing else "status-ends"

    def ends_within(mark: timedelta) -> bool:
        reached = certificate.what.facts.get("mark")
        return isinstance(reached, int) and reached <= mark.days

    # Nothing can be pressed there, so what can be done comes first: a backup.
    no_program = by_id["ready"].what.code in NO_PROGRAM
    worst = (
        (certificate.what.code == "step-certificate-none", "status-nothing"),
        (certificate.what.code == "step-certificate-ended", "status-ended"),
        (certificate.what.code == "step-certificate-waiting", "status-waiting"),
        (certificate.what.code == "step-certificate-starts", "status-starts"),
        (ends_within(renewals.MARKS[2]), ends),
        (certificate.what.code == "step-certificate-gone", "status-key-gone"),
        (by_id["ready"].what.code in KEY_MISSING, "status-key-missing"),
        (by_id["ready"].state is not StepState.DONE and not no_program, "status-not-installed"),
        (backup.what.code == "step-backup-unknown", "status-locked"),
        (backup.what.code == "step-backup-damaged", "status-backup-damaged"),
        (backup.what.code == "step-backup-none", "status-no-backup"),
        (backup.what.code == "step-backup-missing", "status-backup-missing"),
        (no_program, "status-no-program"),
        (backup.what.code == "step-backup-cannot", "status-cannot-back-up"),
        (ends_within(renewals.MARKS[1]), ends),
        (backup.state is StepState.ATTENTION, "status-backup-stale"),
        (ends_within(renewals.MARKS[0]) or renewing, ends),
        (by_id["mail-program"].state is not StepState.DONE, "status-almost"),
    )
    for holds, code in worst:
        if holds:
            step = backup if "backup" in code else certificate
            return Message(code, step.what.facts)
    return Message("status-good", certificate.what.facts)


def _ends(each: Identity) -> datetime:
    return each.certificate.not_after if each.certificate is not None else each.created
