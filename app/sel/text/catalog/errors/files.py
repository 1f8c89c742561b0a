"""Files that cannot be used, and their passphrases."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message(
        "input-unusable",
        "Sêl cannot use this.",
        hint="Choose another file, or ask whoever sent it to send it again.",
    ),
    message(
        "unreadable",
        "This file cannot be read: {path}",
        hint="Check that it still exists, that you may open it and that no other program uses it.",
    ),
    message(
        "is-a-folder",
        "This is a folder, and a file is needed here: {path}",
        hint="Choose a file in it.",
        command="Name a file in it. To see what a whole folder holds: sel inspect FOLDER",
    ),
    message(
        "not-found",
        "There is no file here: {path}",
        hint="Check the name and the folder, and that the drive is connected.",
    ),
    message(
        "wrong-passphrase",
        "That is not the password (passphrase) of this file.",
        hint="Type it again, and check capital letters. A file that somebody gave you: ask them."
        " A backup of yours: it is the one that you wrote down when you made it.",
    ),
    message(
        "wrong-passphrase-or-damaged",
        "This file does not open: either that is not its password (passphrase), or the file is"
        " damaged. It has no seal of its own that could tell which.",
        hint="Type the password again. If it is certainly right, get the file again from where it"
        " came from.",
    ),
    message(
        "wrong-passphrase-or-changed",
        "This file does not open: either that is not its password (passphrase), or the file is"
        " badly damaged. Nobody can tell which.",
        hint="Type it again; mistyping is the usual cause. If it is certainly right, use another"
        " copy of the file.",
    ),
    message(
        "passphrase-needed",
        "A password (passphrase) is needed here.",
        hint="Type the one that came with the file, or choose one if it is a new one.",
        command="Give the one that came with the file with --pass-file, or a new one with"
        " --new-pass-file.",
    ),
    message(
        "unsupported-algorithm",
        "The file is protected in a way that Sêl cannot read: {algorithm}",
        hint="The password may be right. Ask for the file again, made for today's programs"
        " (AES-256).",
    ),
    message(
        "damaged",
        "This file is damaged.",
        hint="Get it again from where it came from, or use another copy.",
    ),
    message(
        "key-not-opened",
        "The password (passphrase) is right for the file, but does not open the key in it.",
        hint="The key has a password of its own, or is damaged. Ask whoever made the file.",
    ),
    message(
        "too-much-work",
        "This file asks for {seconds} seconds of work before it opens, which no honest file does"
        " (limit: {limit}).",
        hint="Do not use it. Ask whoever sent it where it came from.",
    ),
    message(
        "too-large",
        "This is larger than Sêl reads, to be safe: {what} (limit: {limit})",
        hint="Ask whoever made it for a smaller or simpler one.",
    ),
    message(
        "reading-failed",
        "Sêl failed to read this file. That is a fault in Sêl.",
        hint="Send the technical details to your helpdesk. Other files are not affected.",
    ),
    message(
        "domain-not-checked",
        "Sêl failed to check this domain: {domain}. That is a fault in Sêl: {fault}",
        hint="Send what stands here to your helpdesk. Other domains are not affected.",
    ),
    message(
        "member-encrypted",
        "This file in the archive is protected with a password.",
        hint="Unpack the archive with its password, then give Sêl what was in it.",
    ),
    message(
        "member-unsupported",
        "This file in the archive is packed in a way that Sêl does not unpack: {method}",
        hint="Unpack the archive yourself, or ask for it as an ordinary ZIP file.",
    ),
    message(
        "not-a-certificate",
        "This is not a certificate. It looks like: {looks_like}",
        hint="Ask for the certificate as .p7b or in a .zip. If it came from a website, sign in"
        " there first and download it again.",
        command="See what is in it with sel inspect, or ask for the certificate as .p7b. If it"
        " came from a website, sign in there first and download it again.",
    ),
    message(
        "not-a-request",
        "This is not a certificate request. It looks like: {looks_like}",
        hint="Choose the file that was made with “Get a certificate”; it often ends in .csr"
        " or .p10.",
    ),
    message(
        "not-a-pkcs12",
        "This is not a certificate file with a key (.p12 or .pfx). It looks like: {looks_like}",
        hint="Choose the file that ends in .p12 or .pfx.",
    ),
    message(
        "not-a-mail",
        "This is not an e-mail message. It looks like: {looks_like}",
        hint="In your mail program, open the message and choose File › Save As.",
    ),
    message(
        "weak-passphrase",
        "This passphrase is too easy to guess.",
        hint="Use the words that Sêl offers, or make it longer.",
    ),
    message(
        "passphrases-differ",
        "The two passphrases are not the same.",
        hint="Type both again.",
    ),
    message(
        "not-enough-words",
        "A file for old devices needs a passphrase made of Sêl's words:"
        " six in English or seven in Welsh.",
        hint="Use the words that Sêl offers, or make the file for today's devices.",
    ),
    message(
        "wrong-unlock-passphrase",
        "That passphrase does not open Sêl's own keys.",
        hint="Type it again. It is the passphrase you chose for Sêl itself, not that of a backup.",
    ),
)
