"""Lines that several commands print."""

from __future__ import annotations

from typing import Any

from sel.text.speaker import Speaker


def told(problem: dict[str, Any]) -> list[str]:
    """A problem as the contract writes it: what it is, and below it what to do.

    Never one behind the other: a sentence may end in a name, and names have no full stop.
    """
    return [problem["message"], *([f"  {problem['hint']}"] if problem["hint"] else [])]


def identity_line(one: Any, speaker: Speaker) -> str:
    """An `Identity`: its id, its addresses and where it stands."""
    emails = ", ".join(one.emails)
    if not emails and one.certificate is not None:
        emails = one.certificate.common_name or one.certificate.subject
    if one.certificate is None:
        return speaker.say(
            "cli-id-waiting",
            "{id}  {emails}  waiting for its certificate",
            id=one.id,
            emails=emails,
        )
    if one.state.value == "waiting":
        return speaker.say(
            "cli-id-starts",
            "{id}  {emails}  valid from {date}",
            id=one.id,
            emails=emails,
            date=speaker.date(one.certificate.not_before),
        )
    if one.gone:
        return speaker.say(
            "cli-id-was-only-here",
            "{id}  {emails}  was only here; no longer found; until {date}",
            id=one.id,
            emails=emails,
            date=speaker.date(one.certificate.not_after),
        )
    if one.only_here:
        return speaker.say(
            "cli-id-only-here",
            "{id}  {emails}  its key cannot be copied out of its store; until {date}",
            id=one.id,
            emails=emails,
            date=speaker.date(one.certificate.not_after),
        )
    if one.state.value == "old":
        return speaker.say(
            "cli-id-old",
            "{id}  {emails}  old, opens old mail; until {date}",
            id=one.id,
            emails=emails,
            date=speaker.date(one.certificate.not_after),
        )
    return speaker.say(
        "cli-id-current",
        "{id}  {emails}  in use, valid until {date}",
        id=one.id,
        emails=emails,
        date=speaker.date(one.certificate.not_after),
    )
