"""Reading mail: what Sêl says about a message and its layers."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message(
        "signer-not-verified",
        "The signature holds, but who made it cannot be made sure here: {signer}",
        hint="Ask the sender for the certificates of their authority, or ask your IT team.",
    ),
)
