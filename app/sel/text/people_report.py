"""What became of everything that was given, as a table for a spreadsheet; both languages."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from sel.base.message import Message
from sel.core.finding import Finding, Level
from sel.text.speaker import Speaker
from sel.text.visible import visible_line

if TYPE_CHECKING:
    from sel.flows.people_adding import Report

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the wide forms of the first, which some spreadsheets read alike."""


def table(report: Report) -> bytes:
    """CSV (RFC 4180) in UTF-8 with the mark that Excel asks for, one line a thing."""
    english, welsh = Speaker("en"), Speaker("cy")
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    heads = [" / ".join(pair) for pair in zip(_heads(english), _heads(welsh), strict=True)]
    rows.writerow(
        [
            *heads,
            "SHA-256",
            "English",
            "Cymraeg",
        ]
    )
    for each in report.taken:
        outcome = Message(f"person-outcome.{each.outcome.value}")
        rows.writerow(
            map(
                cell,
                (
                    each.source,
                    " ".join(each.emails),
                    each.outcome.value,
                    each.sha256.hex(),
                    english.message(outcome),
                    welsh.message(outcome),
                ),
            )
        )
    for rejected in report.rejected:
        said = [_told(rejected.what, speaker) for speaker in (english, welsh)]
        rows.writerow(map(cell, (rejected.source, "", rejected.what.code, "", *said)))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _heads(speaker: Speaker) -> tuple[str, ...]:
    return (
        speaker.say("people-column-source", "From"),
        speaker.say("people-column-address", "E-mail address"),
        speaker.say("people-column-outcome", "Outcome"),
    )


def _told(what: Message, speaker: Speaker) -> str:
    told = speaker.finding(Finding(Level.ERROR, what))
    return f"{told.what} {told.hint}".strip()


def cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, with nothing in it that hides."""
    shown = visible_line(text)
    bare = shown.lstrip()  # some leave out the spaces in front
    return f"'{shown}" if text.startswith(_FORMULA) or bare.startswith(_FORMULA) else shown
