"""A key of the timeline in words: where it stands, what it opens, which backups hold it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sel.text.voice import Voice

if TYPE_CHECKING:
    from sel.flows.timeline import KeyHistory
    from sel.ports.book import BackupFact


def standing(line: KeyHistory, voice: Voice) -> str:
    """In use, old, waiting, or where its key is if it is not here."""
    match line.held.value, line.state.value:
        case "gone", _:
            return voice.say("key-gone", "Its key was removed from here")
        case "missing", _:
            return voice.say(
                "its-key-was-only-here", "Its key was only here; it is no longer found"
            )
        case "elsewhere", _:
            return voice.say("key-elsewhere", "Its key is only in a program of this computer")
        case "shut", _:
            return voice.say("key-shut", "Its key stays closed until a backup brings it back")
        case _, "current":
            return voice.say("identity-current", "In use")
        case _, "old":
            return voice.say("identity-old", "Old; it still opens old mail")
    if line.newest is not None:
        return voice.say(
            "key-starts", "Can be used from {starts}", starts=voice.date(line.newest.not_before)
        )
    return voice.say("identity-waiting", "Waiting for its certificate")


def opens(line: KeyHistory, voice: Voice) -> str:
    """The old mail that this key opens, and no other."""
    period = line.opens
    if period is None and line.newest is not None:
        return voice.say("opens-none", "It only signs; no mail is encrypted to it.")
    if period is None:
        return voice.say("opens-none-yet", "No mail is encrypted to it yet.")
    begins, ends = voice.date(period.begins), voice.date(period.ends)
    if line.state.value == "current":
        return voice.say("opens-since", "Opens mail sent to you since {begins}.", begins=begins)
    if line.held.value in {"gone", "missing"}:
        return voice.say(
            "opened-between",
            "Mail sent to you from {begins} until {ends} opens only with this key.",
            begins=begins,
            ends=ends,
        )
    return voice.say(
        "opens-between",
        "Opens mail sent to you from {begins} until {ends}.",
        begins=begins,
        ends=ends,
    )


def saved(line: KeyHistory, voice: Voice) -> str:
    """The newest tested backup that holds it; that there is none, or that nobody can tell."""
    if not line.backups and line.unproved:
        return voice.say(
            "key-in-backup-not-known",
            "Whether a tested backup holds it cannot be told while your keys are closed.",
        )
    if not line.backups:
        return voice.say("key-in-no-backup", "In no tested backup.")
    return _newest(line.backups, voice)


def loss(line: KeyHistory, voice: Voice) -> str:
    """What becomes unreadable here without this key."""
    if line.opens is None:
        return voice.say("loses-no-mail", "No mail is encrypted to this key; none is lost.")
    return voice.say(
        "loses-mail",
        "Mail encrypted to you from {begins} until {ends} does not open here without this key.",
        begins=voice.date(line.opens.begins),
        ends=voice.date(line.opens.ends),
    )


def _newest(backups: Sequence[BackupFact], voice: Voice) -> str:
    fact = backups[0]
    return voice.say(
        "key-in-backup",
        "Tested backup of {when}: {path}",
        when=voice.date(fact.verified or fact.made),
        path=fact.path,
    )
