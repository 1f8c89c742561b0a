"""Reminders as a calendar file: every line in both languages, the person's own first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sel.base.errors import NothingAhead
from sel.core.calendar import Date, calendar
from sel.flows.reminders import Kind, Reminder
from sel.text.voice import Voice


def calendar_file(reminders: Sequence[Reminder], *, language: str, now: datetime) -> bytes:
    """An .ics file of these; language is "en" or "cy". Raises NothingAhead for none."""
    if not reminders:
        raise NothingAhead()
    voices = [Voice(each) for each in (("cy", "en") if language == "cy" else ("en", "cy"))]
    return calendar([_date(each, voices) for each in reminders], now=now)


def _date(one: Reminder, voices: Sequence[Voice]) -> Date:
    said = [_words(one, voice) for voice in voices]
    return Date(
        one.uid,
        one.when,
        " · ".join(summary for summary, _ in said),
        "\n\n".join(text for _, text in said),
        one.before,
    )


def _words(one: Reminder, voice: Voice) -> tuple[str, str]:
    if one.kind is Kind.BACKUP:
        return (
            voice.say("calendar-backup", "Sêl: test your backup"),
            voice.say(
                "calendar-backup-text",
                "Start Sêl, go to Backups and choose “Test a backup”. The newest one: {path}",
                path=one.about,
            ),
        )
    return (
        voice.say("calendar-certificate", "Sêl: your certificate ends: {email}", email=one.about),
        voice.say(
            "calendar-certificate-text",
            "Get a new certificate before then. Keep the old one: it opens your old mail.",
        ),
    )
