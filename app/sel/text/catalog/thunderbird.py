"""Thunderbird's profiles: copies that are there while something is written."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message(
        "store-copies",
        "A copy of Thunderbird's keys is on this computer because Sêl is at work there, or was"
        " stopped in the middle: {path}",
        hint="Close Thunderbird, then list its certificates in Sêl: what was not finished is"
        " undone, and the copy goes.",
    ),
)
