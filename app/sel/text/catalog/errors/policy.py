"""The organisation's settings."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message(
        "policy-broken",
        "Your organisation's settings cannot be read: {origin} ({field})",
        hint="Tell your IT team. Sêl does nothing until they can be read.",
    ),
    message(
        "policy-forbids",
        "Your organisation does not allow this. The setting is: {rule}",
        hint="Ask your IT team if you need it.",
    ),
    message(
        "shared-mailbox",
        "Several people read this mailbox: {email}",
        hint="All of them need the same key. Ask your IT team for a file with it.",
    ),
    message(
        "backup-place-forbidden",
        "Your organisation does not allow a backup here: {path}",
        hint="Use one of these folders: {folders}",
    ),
)
