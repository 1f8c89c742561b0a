"""Dates for a person's calendar: an iCalendar file (RFC 5545) with an alarm each.

Lines end in CRLF and are folded at 75 octets, never within a letter (3.1); text is escaped
(3.3.11); times are UTC; the UID of a date stays the same, so that a later file moves it instead of
adding another (3.8.4.7), and its SEQUENCE rises with the time it was written (3.8.7.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

PRODUCT: Final = "-//Sel//Sel//CY"
_OCTETS: Final = 75
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Date:
    """One date.

    uid      the same for the same thing, whenever it is written; letters, digits, "-", "@"
    when     aware
    summary  one line
    text     what to do then; may have several lines
    before   how long before it the alarm goes off
    """

    uid: str
    when: datetime
    summary: str
    text: str
    before: timedelta = timedelta()


def calendar(dates: Sequence[Date], *, now: datetime) -> bytes:
    """The file, UTF-8. now: aware; when it is written. Raises ValueError without any date."""
    if not dates:
        raise ValueError("a calendar has at least one date (RFC 5545 3.6)")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(line for date in dates for line in _event(date, now)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def folded(line: str) -> bytes:
    """A content line as octets: at most 75 in each, those after the first begin with a blank."""
    parts, width = [bytearray()], 0
    for sign in line:
        octets = sign.encode()
        if width + len(octets) > _OCTETS:
            parts.append(bytearray(b" "))
            width = 1
        parts[-1] += octets
        width += len(octets)
    return b"\r\n".join(parts) + b"\r\n"


def escaped(text: str) -> str:
    """TEXT: what has a meaning is written with a backslash; other control signs go."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join(_escaped(line) for line in lines)


def _escaped(line: str) -> str:
    clean = "".join(sign for sign in line if sign == "\t" or sign.isprintable())
    for sign in ("\\", ";", ","):
        clean = clean.replace(sign, f"\\{sign}")
    return clean


def _event(date: Date, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{date.uid}"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"SEQUENCE:{int(now.timestamp()) // _MINUTE}"
    yield f"DTSTART:{_utc(date.when)}"
    yield f"SUMMARY:{escaped(date.summary)}"
    yield f"DESCRIPTION:{escaped(date.text)}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy for it
    yield from _alarm(date)
    yield "END:VEVENT"


def _alarm(date: Date) -> Iterable[str]:
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:{_ahead(date.before)}",
        f"DESCRIPTION:{escaped(date.summary)}",
        "END:VALARM",
    )


def _ahead(before: timedelta) -> str:
    """A duration (3.3.6) before the date, in whole days."""
    return f"-P{before.days}D" if before.days else "PT0S"


def _utc(moment: datetime) -> str:
    """Raises ValueError without a zone: a floating time means another moment elsewhere."""
    if moment.tzinfo is None:
        raise ValueError("a date of a calendar has a zone")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
