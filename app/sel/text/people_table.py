"""All colleagues as a table for a spreadsheet, in both languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sel.base.message import Message
from sel.core.certificate import check_code_of
from sel.text.people_report import cell
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.people_finding import Colleague


def table(colleagues: Sequence[Colleague]) -> bytes:
    """CSV (RFC 4180) in UTF-8 with the mark that Excel asks for, one line a colleague."""
    speakers = Speaker("en"), Speaker("cy")
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    heads = zip(*map(_heads, speakers), strict=True)
    rows.writerow([*(" / ".join(pair) for pair in heads), "SHA-256", "English", "Cymraeg"])
    for each in colleagues:
        used = each.answer.use
        state = Message(f"person-state.{each.answer.reason.value}")
        about = (
            each.person.email,
            each.person.name,
            each.person.organisation,
            each.answer.reason.value,
            "" if used is None else used.not_after.date().isoformat(),
            "" if used is None else check_code_of(used.sha256),
            "" if used is None else used.sha256.hex(),
            *(speaker.message(state) for speaker in speakers),
        )
        rows.writerow(map(cell, about))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _heads(speaker: Speaker) -> tuple[str, ...]:
    return (
        speaker.say("people-column-address", "E-mail address"),
        speaker.say("people-column-name", "Name"),
        speaker.say("people-column-organisation", "Organisation"),
        speaker.say("people-column-encrypt", "Can I encrypt to them?"),
        speaker.say("people-column-until", "Until"),
        speaker.say("people-column-code", "Check code"),
    )
