"""The book, its keys and the keyring."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message(
        "keyring-unavailable",
        "This computer has no keyring that works, so Sêl cannot keep your keys safe on its own.",
        hint="Sign in to this computer again and try once more, or choose a passphrase for Sêl's"
        " own keys.",
        command="Choose a passphrase for Sêl's own keys: sel unlock set",
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
        hint="Your passphrase for Sêl opens them, or a backup brings them back.",
        command="Type your passphrase for Sêl: sel unlock remember. Without one, begin anew and"
        " restore your backup: sel unlock anew, then sel backup restore FILE.",
        lost="Your keys are still here, sealed, but without that key they cannot be opened.",
    ),
    message(
        "unlock-needed",
        "Sêl's own passphrase is needed to open your keys.",
        hint="Type the passphrase you chose for Sêl itself.",
        command="Type it in a terminal, or use --unlock-file.",
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
        hint="Use Sêl's commands instead.",
        command="Use the commands instead: sel --help. Or try everything out with: sel rehearse.",
    ),
    message(
        "rehearsal-failed",
        "The rehearsal failed at this step: {step}",
        hint="Send the technical details to your helpdesk.",
        lost="Nothing of yours was touched: the rehearsal uses its own folder.",
    ),
)
