"""What a person can act on: one entry for every error of `sel.base.errors`.

Each says what happened and what to do now. What was lost is "Nothing was changed." unless the
entry says otherwise.
"""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_USAGE = (
    message(
        "unknown",
        "Something went wrong.",
        hint="Try again. If it happens again, send the technical details to your helpdesk.",
        lost="Your keys and backups are as they were.",
    ),
    message(
        "usage",
        "This was not understood, or it is too long: {field}",
        hint="Check what was given. On the command line, add --help to see how it is used.",
    ),
    message(
        "command-line",
        "This command cannot be understood: {message}",
        hint="Add --help to the command to see how it is used.",
    ),
    message(
        "question-unanswered",
        "This needs an answer from you, and there is no terminal to ask in.",
        hint="Run the command in a terminal, or add --yes to agree.",
    ),
    message(
        "one-output",
        "Standard output cannot carry the file and the JSON document both.",
        hint="Give --out the name of a file, or leave --json away.",
    ),
    message(
        "needs-file",
        "This has to be written to a file, so that it can be tested afterwards: {option}",
        hint="Give the name of a file instead of -.",
    ),
    message(
        "bad-address",
        "This is not an e-mail address: {address}",
        hint="Check the spelling. An address looks like this: sian.llyr@school.example",
    ),
)

_HEADERS = (
    message(
        "bad-header",
        "This cannot stand in the head of a mail: {field}",
        hint="Write it on one line, without control characters.",
    ),
)

_FILES = (
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
        "not-found",
        "There is no file here: {path}",
        hint="Check the name and the folder, and that the drive is connected.",
    ),
    message(
        "wrong-passphrase",
        "That is not the password (passphrase) of this file.",
        hint="Type it again. Check capital letters, and ask whoever gave you the file.",
    ),
    message(
        "passphrase-needed",
        "A password (passphrase) is needed here.",
        hint="Type the one that came with the file, or choose one if it is a new one. On the"
        " command line: --pass-file, or --new-pass-file for a new one.",
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
        "too-large",
        "This is larger than Sêl reads, to be safe: {what} (limit: {limit})",
        hint="Use a smaller file, or split it.",
    ),
    message(
        "not-a-certificate",
        "This is not a certificate. It looks like: {looks_like}",
        hint="Ask for the certificate as .p7b or in a .zip. If it came from a website, sign in"
        " there first and download it again.",
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
)

_MATCHING = (
    message(
        "request-signature-invalid",
        "The certificate request was altered, or was not made with its key.",
        hint="Ask the person to make it again and send it unchanged.",
    ),
    message(
        "no-match",
        "No key on this computer belongs to this certificate.",
        hint="Use the computer on which you made the request, or restore its backup first.",
    ),
    message(
        "no-key",
        "There is no key here that fits.",
        hint="If you had another certificate before, restore its backup and try again.",
    ),
    message(
        "no-key-in-file",
        "There is no private key in this file, only certificates.",
        hint="Ask for the file again with its private key; whoever exports it has to choose that.",
    ),
    message(
        "unsupported-key",
        "The file holds a key of a kind that is not used for mail: {algorithm}",
        hint="Ask for a certificate with an RSA or an EC key.",
    ),
    message(
        "passphrase-unreadable",
        "The passphrase that was given is not text in UTF-8.",
        hint="Save the file with the passphrase as UTF-8, then try again.",
    ),
    message(
        "other-certificates",
        "This is something else than what was asked for: {looks_like}",
        hint="On the command line: --which people for colleagues, --which authorities for an"
        " authority.",
    ),
    message(
        "key-mismatch",
        "The key and the certificate in this file do not belong together.",
        hint="Ask whoever made the file to make it again.",
    ),
    message(
        "answer-is-authority",
        "This is the certificate of an authority, not yours.",
        hint="Ask your IT team for the certificate that was made for your address.",
    ),
    message(
        "answer-expired",
        "This certificate has already expired: {ended}",
        hint="Ask your IT team for a new one. Your key is kept.",
    ),
    message(
        "answer-other-address",
        "This certificate is for another address. Asked for: {asked}. In the certificate: {found}",
        hint="Send it back to your IT team and ask for one with your address.",
    ),
    message(
        "address-outside-authority",
        "The pilot authority may not certify this address: {address}",
        hint="Use an address of your school, or make a pilot authority for that domain.",
    ),
    message(
        "unknown-id",
        "Sêl knows nothing with this id: {id}",
        hint="Use “sel id list” or “sel request list” to see what there is.",
    ),
    message(
        "unknown-store",
        "There is no such certificate store here: {store}",
        hint="Use “sel store kinds” to see what there is.",
    ),
)

_PASSPHRASES = (
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

_USING = (
    message(
        "no-recipient-certificate",
        "There is no certificate here for this address: {address}",
        hint="Ask your colleague to send you a signed message and add it to Colleagues.",
    ),
    message(
        "cannot-encrypt-to",
        "This person's key cannot be used for encryption: {address} ({algorithm})",
        hint="Ask them for a certificate that is for encryption too.",
    ),
    message(
        "no-current-certificate",
        "You have no certificate that is valid now.",
        hint="Set up a certificate file, or get a certificate.",
    ),
    message(
        "not-decrypted",
        "This message could not be decrypted.",
        hint="It may be damaged or made for another key. Ask the sender to send it again.",
    ),
    message(
        "backup-unsound",
        "This backup did not pass its test, so it does not count as a backup.",
        hint="Make a new backup now, and keep the old file until the new one is tested.",
    ),
    message(
        "without-backup",
        "No tested backup holds this key. Without one, old encrypted mail could never be opened"
        " again: {id}",
        hint="Make a backup first.",
    ),
    message(
        "already-finished",
        "This request already has its certificate: {id}",
        hint="There is nothing left to do. You can see it under My certificates.",
    ),
    message(
        "no-authority",
        "There is no pilot authority here.",
        hint="Make one first: sel ca init",
    ),
    message(
        "authority-exists",
        "There is a pilot authority here already.",
        hint="Use the one that is there: sel ca list",
    ),
)

_OUTPUT = (
    message(
        "surroundings",
        "Something outside Sêl failed.",
        hint="Try again. If it happens again, send the technical details to your helpdesk.",
    ),
    message(
        "output-exists",
        "There is already a file with this name: {path}",
        hint="Choose another name. On the command line, --replace writes over it.",
    ),
    plural(
        "backup-holds-more",
        "The file there is a backup with {n} key that the new one would lack: {path}",
        "The file there is a backup with {n} keys that the new one would lack: {path}",
        hint="Choose another name, and keep the old file.",
    ),
    message(
        "root-key-elsewhere",
        "The file there may be the only one that holds the authority's root key: {path}",
        hint="Choose another name, and keep the old file.",
    ),
    message(
        "output-failed",
        "This file could not be written: {path} ({reason})",
        hint="Check that the drive is connected and that you may write there,"
        " or choose another folder.",
    ),
    message(
        "disk-full",
        "There is no room left here: {path}",
        hint="Make room or choose another drive, then try again.",
        lost="Nothing was changed; earlier files are whole.",
    ),
)

_STORES = (
    message(
        "store-unavailable",
        "This certificate store cannot be used: {store} ({reason})",
        hint="Check that its program is installed and has been started once.",
    ),
    message(
        "store-locked",
        "This certificate store is locked: {store}",
        hint="Type its own password (in Thunderbird: the primary password; on the command line:"
        " --store-pass-file), or close the program that uses it.",
    ),
    message(
        "store-newer",
        "This certificate store was written by a newer program than Sêl can read: {store}",
        hint="Update Sêl, or install the certificate in that program itself.",
    ),
    message(
        "store-password-wrong",
        "That is not the password of this certificate store: {store}",
        hint="Type it again. In Thunderbird it is the primary password.",
    ),
    message(
        "store-in-use",
        "This program is running and uses the certificate store: {program}",
        hint="Close it, then try again.",
    ),
    message(
        "not-exportable",
        "The key cannot be copied out: it was put there so that it stays.",
        hint="Use it on this computer only, or ask your IT team for the original file.",
    ),
    message(
        "not-proved",
        "The certificate was put there, but its key did not pass the test. Store: {store}."
        " Test: {proof}",
        hint="Send the technical details to your helpdesk.",
        lost="It was taken out again; the store is as it was.",
    ),
    message(
        "child-failed",
        "A part of Sêl stopped without an answer: {child}",
        hint="Try again. If it happens again, send the technical details to your helpdesk.",
    ),
)

_KEEPING = (
    message(
        "keyring-unavailable",
        "This computer has no keyring that works, so Sêl cannot keep your keys safe on its own.",
        hint="Choose a passphrase for Sêl's own keys: sel unlock set",
    ),
    message(
        "keyring-locked",
        "The keyring of this computer is locked.",
        hint="Sign in to it when the computer asks, then try again.",
        lost="Your keys are still here, sealed.",
    ),
    message(
        "keyring-forgot",
        "The keyring of this computer no longer knows the key that opens Sêl's data.",
        hint="Use the passphrase you chose for Sêl, or restore your backup.",
        lost="Your keys are still here, sealed, but without that key they cannot be opened.",
    ),
    message(
        "unlock-needed",
        "Sêl's own passphrase is needed to open your keys.",
        hint="Type the passphrase you chose for Sêl itself. On the command line: --unlock-file.",
    ),
    message(
        "book-key-at-hand",
        "The key to Sêl's data is still here, so nothing has to be given up.",
        hint="Go on as usual; your keys open.",
    ),
    message(
        "wrong-book-key",
        "This key was sealed with another key than the one this computer has.",
        hint="Use the passphrase you chose for Sêl, or restore your backup.",
        lost="The sealed key is still here.",
    ),
    message(
        "damaged-key",
        "A sealed key is damaged and does not open: {id}",
        hint="Restore it from your backup, and tell your helpdesk.",
        lost="This key cannot be used; every other key is as it was.",
    ),
    message(
        "book-newer",
        "Sêl's data was written by a newer Sêl. Found: version {found}. Known here: {known}",
        hint="Update Sêl on this computer.",
        lost="Nothing was changed; your keys are still there.",
    ),
    message(
        "book-damaged",
        "Sêl's data is damaged and nothing in it can be read: {path}",
        hint="The damaged file was kept. Restore your backup, and show the file to your helpdesk.",
        lost="Keys that are in no backup may be lost.",
    ),
    message(
        "book-busy",
        "Another Sêl is working with the same data and did not finish in time.",
        hint="Close other Sêl windows or wait a moment, then try again.",
    ),
    message(
        "book-unwritable",
        "Sêl cannot write its own data: {path} ({reason})",
        hint="Check that the drive is connected and that the folder is yours to write in.",
    ),
    message(
        "slot-damaged",
        "What opens Sêl's own keys is damaged. ({reason})",
        hint="Restore your backup, and send the technical details to your helpdesk.",
        lost="Your keys are still here, sealed, but they cannot be opened this way.",
    ),
    message(
        "place-unfit",
        "Keys may not be kept on a network drive: {path}",
        hint="Use this folder on the computer itself: {instead}",
    ),
    message(
        "computer-forgets",
        "This computer forgets your files when you sign out: {reason}",
        hint="Use the computer where you read your mail, or choose a folder that stays.",
    ),
    message(
        "witness-missing",
        "This program is not installed here: {tool}",
        hint="Install it, or go on without its second opinion.",
    ),
    message(
        "witness-unable",
        "This program gives no second opinion on it: {tool} ({what})",
        hint="Nothing is wrong; go on without its second opinion.",
    ),
    message(
        "no-display",
        "There is no screen here for a window.",
        hint="Use the commands instead: sel --help. Or try everything out with: sel rehearse.",
    ),
    message(
        "rehearsal-failed",
        "The rehearsal failed at this step: {step}",
        hint="Send the technical details to your helpdesk.",
        lost="Nothing of yours was touched: the rehearsal uses its own folder.",
    ),
)

_POLICY = (
    message(
        "policy-broken",
        "Your organisation's settings cannot be read: {origin} ({field})",
        hint="Tell your IT team. Sêl does nothing until they can be read.",
    ),
    message(
        "policy-forbids",
        "Your organisation does not allow this: {rule}",
        hint="Ask your IT team if you need it.",
    ),
)

ENTRIES = (
    *_USAGE,
    *_HEADERS,
    *_FILES,
    *_MATCHING,
    *_PASSPHRASES,
    *_USING,
    *_OUTPUT,
    *_STORES,
    *_KEEPING,
    *_POLICY,
)
