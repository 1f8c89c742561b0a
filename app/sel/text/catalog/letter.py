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
        "signer-expired",
        "The certificate of the signer ended on {ended}. The mail says that it was signed on"
        " {signed}, while it was valid.",
        hint="That is usual for an old mail. Only the signer says that it is so old.",
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
        "text-added-to-signed",
        "One part of this mail is signed; the text behind it was added on the way and nobody"
        " signed it.",
        hint="Mailing lists do so, but anybody could. Rely on the signed part alone.",
    ),
    message(
        "content-beside-signed",
        "Something that nobody signed stands beside what was signed.",
        hint="Do not rely on it. Ask the sender to send it again.",
    ),
)

_SENDERS = (
    message(
        "no-sender",
        "This mail names no sender, so nobody can be compared with the signer.",
        hint="Go by the name in the signature, and ask that person whether they sent it.",
    ),
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
    message(
        "html-not-shown",
        "The mail has a version with layout; Sêl shows only the plain one.",
        hint="If something seems to be missing, open it in your mail program.",
    ),
    message(
        "html-only",
        "The mail has no plain text, and Sêl does not show layout from elsewhere.",
        hint="Read it in your mail program.",
    ),
)

# Whom an encrypted mail is for, where the key is, and what is not S/MIME at all.
_ADDRESSED = (
    message(
        "mail-key-here",
        "It is encrypted to your key of {year}, which is here.",
        hint="Sêl can open it.",
    ),
    message(
        "mail-key-in-store",
        "It needs your key of {year}. Sêl does not have that key, but it is here: {store}",
        hint="Open the mail in that program.",
    ),
    message(
        "mail-key-in-backup",
        "It needs your key of {year}: it is in the backup of {made}.",
        hint="Restore that backup, then open the mail again. The backup is: {path}",
    ),
    message(
        "mail-key-gone",
        "It needs your key of {year}, which is neither here nor in a backup that Sêl knows.",
        hint="Look for an older copy of it (.p12 or .pfx) and import it. Without that key nobody"
        " can open the mail for you: ask the sender to send it again.",
    ),
    message(
        "mail-not-for-you",
        "It was not encrypted for any key that Sêl knows as yours.",
        hint="If you had another certificate before, restore its backup. Otherwise send the"
        " sender your certificate and ask them to send the mail again.",
    ),
    message(
        "mail-for-others",
        "It was encrypted for: {names}",
        hint="If you know them, ask them to open it or to send it on to you.",
    ),
    message(
        "encryption-unknown",
        "It is encrypted with something that Sêl does not know: {algorithm}",
        hint="Another program may open it. Otherwise ask the sender to encrypt with AES-256.",
    ),
    message(
        "encrypted-content-damaged",
        "The encrypted part of this mail was cut off or altered on the way; no key opens it.",
        hint="Ask the sender to send it again.",
    ),
    message(
        "encrypted-otherwise",
        "It is not encrypted to certificates, but in another way: {otherwise}",
        hint="Ask the sender to encrypt it to your certificate.",
    ),
    message("otherwise.password", "with a password"),
    message("otherwise.shared-key", "with a key that both sides must have already"),
    message(
        "mail-microsoft-encrypted",
        "It is protected by Microsoft's message encryption, not by S/MIME.",
        hint="Your certificate has nothing to do with it: open it in Outlook, or follow the link"
        " in the mail and sign in.",
    ),
    message(
        "mail-pgp",
        "It is signed or encrypted with PGP, not by S/MIME.",
        hint="Ask the sender to use S/MIME, and send them your certificate.",
    ),
    message(
        "mail-keyword-only",
        "Its subject asks for protection ({words}), but this copy is not encrypted.",
        hint="The mail system acts on these words while it sends a mail; a copy that was kept"
        " before, as in Sent Items, does not show whether it did.",
    ),
)

ENTRIES = (*_SIGNATURES, *_SENDERS, *_CONTENT, *_ADDRESSED)
