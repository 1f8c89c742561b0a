"""What mail programs that are not on this computer can do, above their guides."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message("guide-can", "It signs, encrypts and opens encrypted mail."),
    message(
        "guide-cannot-web",
        "It cannot: your key is on your computer, and a browser does not get at it.",
    ),
    message(
        "guide-cannot-phone",
        "Not without your IT team: your key is on your computer and not on the phone.",
    ),
)
