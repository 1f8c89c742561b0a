"""Reading mail: what Sêl says about a message, its layers and who made them."""

from __future__ import annotations

from sel.text.catalog.entry import message

# What each signature says by its mathematics; the codes of sel.core.envelope's Reason.
_SIGNATURES = (
    message("signature-holds", "The signature holds."),
    message(
        "content-altered",
        "This mail was altered after it was signed.",
        hint="Do not rely on it. Ask the sender to send it again.",
    ),
    message(
        "signature-wrong",
        "The signature was not made with the key of its certificate.",
        hint="Do not rely on it. Ask the sender whether they sent it.",
    ),
    message(
        "other-content-signed",
        "What was signed is not what stands in this mail.",
        hint="Do not rely on it. Ask the sender whether they sent it.",
    ),
    message(
        "signed-content-missing",
        "There is a signature, but what it signed is missing.",
        hint="Ask the sender to send it again; a mail system on the way may have cut it.",
    ),
    message(
        "signed-attributes-wrong",
        "The signature is not made as it must be.",
        hint="Do not rely on it. Ask the sender to send it again.",
    ),
    message(
        "other-certificate-signed",
        "The signature names another certificate than the one beside it.",
        hint="Do not rely on it. Ask the sender whether they sent it.",
    ),
    message(
        "signer-certificate-missing",
        "The certificate of the signer is not in this mail, so the signature cannot be checked.",
        hint="Ask the sender to include their certificate when they sign.",
    ),
    message(
        "signature-unsupported",
        "The signature was made in a way that Sêl cannot check: {algorithm}",
        hint="Nothing says that it is wrong, and nothing that it is right.",
    ),
    message(
        "digest-broken",
        "The signature was made in a way that can be forged: {digest}",
        hint="Do not rely on it. Ask the sender to update their mail program.",
    ),
    message(
        "digest-weak",
        "The signature was made in an old way: {digest}",
        hint="Ask the sender to update their mail program.",
    ),
    message(
        "signer-not-verified",
        "The signature holds, but who made it cannot be made sure here: {signer}",
        hint="Ask the sender for the certificates of their authority, or ask your IT team.",
    ),
    message(
        "signer-not-from",
        "Signed by somebody else than the sender. Sender: {address}. Signed by: {signer}",
        hint="Do not rely on it before you have asked the sender in another way.",
    ),
    message(
        "signed-outside-encrypted",
        "The signature is around the encrypted part; it says nothing about what is inside.",
        hint="If it matters, ask the sender in another way whether they wrote it.",
    ),
    message(
        "content-beside-signed",
        "Something that nobody signed stands beside what was signed.",
        hint="Do not rely on it. Ask the sender to send it again.",
    ),
)

_SENDERS = (
    message("no-sender", "This mail names no sender, so nobody can be compared with the signer."),
    message(
        "from-repeated",
        "This mail names more than one sender field; programs may show different ones.",
        hint="Do not rely on who it seems to come from.",
    ),
    message(
        "from-unreadable",
        "Who this mail comes from cannot be read.",
        hint="Do not rely on who it seems to come from.",
    ),
    message(
        "address-in-name",
        "The name of the sender pretends another address. Shown: {claimed}. Real: {address}",
        hint="Do not rely on who it seems to come from.",
    ),
    message(
        "sender-differs",
        "This mail was sent by another address than it shows. Shown: {address}. Sent by: {sender}",
        hint="If you do not know the second address, ask the first one in another way.",
    ),
    message(
        "protected-field-differs",
        "A line of this mail was changed on its way: {field}",
        hint="Rely on what stands inside the mail, not on the list of messages.",
    ),
)

_CONTENT = (
    message(
        "content-beside-encrypted",
        "Something that was not encrypted stands beside what was; anyone could have put it there.",
        hint="Rely only on the encrypted part.",
    ),
    message(
        "encrypted-unauthenticated",
        "It was encrypted, but anyone on the way could have altered it: {algorithm}",
        hint="Only a signature inside would show that. If it matters, ask the sender.",
    ),
    message("html-not-shown", "The mail has a version with layout; Sêl shows only the plain one."),
    message(
        "html-only",
        "The mail has no plain text, and Sêl does not show layout from elsewhere.",
        hint="Read it in your mail program.",
    ),
)

ENTRIES = (*_SIGNATURES, *_SENDERS, *_CONTENT)
