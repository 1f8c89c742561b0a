"""Thunderbird's profiles: copies while something is written, and waiting for it to close."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message("waiting-for-program", "Waiting until this program is closed: {program}"),
    message(
        "store-copies",
        "A copy of Thunderbird's keys is on this computer because Sêl is at work there, or was"
        " stopped in the middle: {path}",
        hint="Close Thunderbird, then list its certificates in Sêl: what was not finished is"
        " undone, and the copy goes.",
    ),
)
