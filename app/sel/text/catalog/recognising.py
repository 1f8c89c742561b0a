"""What people send that Sêl has no use for: what it is, and what to ask the sender for.

`ask.NAME` belongs to `looks-like.NAME` and is a whole sentence of its own.
"""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_LOOKS_LIKE = (
    message("looks-like.bks", "a key store of Android or Bouncy Castle (BKS)"),
    message("looks-like.uber", "an encrypted key store of Bouncy Castle (UBER)"),
    message("looks-like.putty", "a key of the program PuTTY (.ppk)"),
    message("looks-like.public-key", "a public key without a certificate"),
    message("looks-like.rpmsg", "a message protected by Microsoft (.rpmsg)"),
    message("looks-like.protected-office", "an Office document closed with a password or rights"),
    message("looks-like.office", "an Office document"),
    message("looks-like.rtf", "a text document (RTF)"),
    message("looks-like.xml", "an XML file"),
    message("looks-like.media", "a sound or a film"),
    message("looks-like.archive", "an archive that is not a ZIP file"),
    message("looks-like.database", "a database"),
    message("looks-like.shortcut", "a shortcut to a file or a page"),
    message("looks-like.calendar", "a calendar entry"),
    message("looks-like.encrypted-file", "a file encrypted with a password"),
    message("looks-like.ocsp", "an answer about revocation (OCSP)"),
    message("looks-like.damaged", "a damaged file"),
)

_ASK = (
    message(
        "ask.jks",
        "Ask whoever looks after it to export the key and certificate as a .p12 file.",
    ),
    message(
        "ask.jceks",
        "Ask whoever looks after it to export the key and certificate as a .p12 file.",
    ),
    message(
        "ask.bks",
        "Ask whoever looks after it to export the key and certificate as a .p12 file.",
    ),
    message(
        "ask.uber",
        "Ask whoever looks after it to export the key and certificate as a .p12 file.",
    ),
    message(
        "ask.pgp",
        "PGP is another system than S/MIME. Ask the sender for an S/MIME certificate, or for a"
        " mail signed with it.",
    ),
    message(
        "ask.ssh",
        "SSH keys are for signing in to servers. Ask the sender for an S/MIME certificate; if a"
        " private key was sent, tell them that it should be replaced.",
    ),
    message(
        "ask.putty",
        "PuTTY keys are for signing in to servers, and this one is private. Tell the sender that"
        " it should be replaced, and ask for an S/MIME certificate.",
    ),
    message(
        "ask.public-key",
        "A key alone does not say whose it is. Ask the sender for the certificate (.cer or .p7b).",
    ),
    message(
        "ask.rpmsg",
        "Open it in Outlook or through the link in the mail. If it has to be S/MIME, ask the"
        " sender to choose S/MIME instead.",
    ),
    message(
        "ask.protected-office",
        "Open it with its own program. If a certificate is in it, ask for that as .cer or .p7b.",
    ),
    message("ask.office", "Ask the sender for the certificate itself, as a .cer or .p7b file."),
    message("ask.pdf", "Ask the sender for the certificate itself, as a .cer or .p7b file."),
    message(
        "ask.image",
        "A picture of a certificate cannot be used. Ask for the file itself (.cer, .p7b or .p12).",
    ),
    message("ask.rtf", "Ask the sender for the certificate itself, as a .cer or .p7b file."),
    message(
        "ask.html",
        "It may be the page to sign in to. Sign in there first, then download the file again.",
    ),
    message("ask.xml", "Ask the sender for the certificate itself, as a .cer or .p7b file."),
    message("ask.media", "Choose another file, or ask whoever sent it what it is."),
    message(
        "ask.program",
        "Do not start it unless you know what it is. Ask the sender for the certificate itself.",
    ),
    message("ask.archive", "Unpack it yourself, or ask for it as an ordinary ZIP file."),
    message(
        "ask.database",
        "If it comes from Thunderbird or Firefox, export the certificate there (Backup) and give"
        " Sêl the .p12 file.",
    ),
    message(
        "ask.shortcut",
        "Only a pointer to the file was sent. Ask the sender to attach the file itself.",
    ),
    message("ask.calendar", "Choose another file, or ask whoever sent it what it is."),
    message(
        "ask.encrypted-file",
        "Ask the sender for the certificate or the .p12 file without that extra protection.",
    ),
    message("ask.ocsp", "Ask the sender for the certificate itself, as a .cer or .p7b file."),
    message(
        "ask.cms",
        "Ask the sender to export the certificate again, as .cer, .p7b or .p12.",
    ),
    message(
        "ask.text",
        "There is no certificate in this text. If it was copied, copy all of it, with the lines"
        " that say BEGIN and END.",
    ),
    message("ask.empty", "Ask the sender to send it again; it may not have been saved fully."),
    message("ask.zip", "There is nothing in it. Ask the sender to pack it again."),
    message("ask.mbox", "There is no mail in it. Ask the sender to save it again."),
    message(
        "ask.tnef",
        "Nothing is attached in it. Ask the sender to send the mail as plain text or HTML.",
    ),
    message("ask.unknown", "Choose another file, or ask whoever sent it what it is."),
)

_FINDINGS = (
    plural(
        "pieces-damaged",
        "{n} part of this file is damaged and was left out.",
        "{n} parts of this file are damaged and were left out.",
        hint="Ask for the file again, or copy all of the text.",
    ),
    message(
        "card-without-certificate",
        "There is no certificate in this contact card.",
        hint="Ask the person for a mail signed with S/MIME, or for the certificate as a file.",
    ),
    message(
        "message-without-smime",
        "This message is neither signed nor encrypted with S/MIME.",
        hint="Read it in your mail program; there is nothing here to open or to test.",
    ),
)

_WHAT = (
    message("what.pieces", "the number of certificates and keys"),
    message("what.container-depth", "archives inside archives"),
    message("what.members", "the number of files in the archive"),
    message("what.member-bytes", "a file in the archive, in bytes"),
    message("what.mail-bytes", "one mail, in bytes"),
    message("what.unpacked-bytes", "the archive when unpacked, in bytes"),
    message("what.ratio", "how many times larger a file becomes when it is unpacked"),
    message("what.seconds", "the time to look through the file, in seconds"),
)

ENTRIES = (*_LOOKS_LIKE, *_ASK, *_FINDINGS, *_WHAT)
