"""Calendar files: as RFC 5545 has them, and as a reader of its own reads them back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.core.calendar import Date, calendar, escaped, folded

NOW = datetime(2026, 11, 24, 9, 14, 5, tzinfo=UTC)
WHEN = datetime(2027, 3, 28, 1, 30, tzinfo=timezone(timedelta(hours=1)))


def test_octet_for_octet() -> None:
    one = Date("a@sel", WHEN, "Siân; a, b", "one\ntwo\\", timedelta(days=30))
    assert calendar([one], now=NOW).decode() == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sel//Sel//CY\r\nCALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:a@sel\r\nDTSTAMP:20261124T091405Z\r\n"
        f"SEQUENCE:{int(NOW.timestamp()) // 60}\r\nDTSTART:20270328T003000Z\r\n"
        "SUMMARY:Siân\\; a\\, b\r\nDESCRIPTION:one\\ntwo\\\\\r\nTRANSP:TRANSPARENT\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P30D\r\nDESCRIPTION:Siân\\; a\\, b\r\n"
        "END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


@given(st.text(), st.text())
def test_any_text_comes_back_and_nothing_breaks_out(summary: str, text: str) -> None:
    data = calendar([Date("a@sel", WHEN, summary, text)], now=NOW)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    read = icalendar.Calendar.from_ical(data)
    (event,) = read.walk("VEVENT")
    assert not read.errors
    assert not event.errors
    assert event["DTSTART"].dt == WHEN
    kept = "".join(sign for sign in summary if sign.isprintable() or sign in "\t\r\n")
    lines = kept.replace("\r\n", "\n").replace("\r", "\n")
    assert str(event["SUMMARY"]) == lines
    assert len(read.walk("VALARM")) == 1


@given(st.text(alphabet=st.characters(categories=["L", "N", "S"]), max_size=300))
def test_folding_cuts_no_letter(line: str) -> None:
    parts = folded(line).removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert all(part.startswith(b" ") for part in parts[1:])
    assert parts[0].decode() + "".join(part[1:].decode() for part in parts[1:]) == line


def test_what_cannot_be_a_calendar() -> None:
    with pytest.raises(ValueError, match="at least one"):
        calendar([], now=NOW)
    with pytest.raises(ValueError, match="zone"):
        calendar([Date("a@sel", datetime(2027, 1, 1), "x", "y")], now=NOW)
    assert escaped("\x00a\u202eb\x1b") == "ab"
