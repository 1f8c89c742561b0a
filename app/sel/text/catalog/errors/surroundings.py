"""Outputs, stores and other programs."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

ENTRIES = (
    message(
        "surroundings",
        "Something outside Sêl failed.",
        hint="Try again. If it happens again, send the technical details to your helpdesk.",
    ),
    message(
        "output-exists",
        "There is already a file with this name: {path}",
        hint="Choose another name.",
        command="Choose another name, or write over it with --replace.",
    ),
    plural(
        "backup-holds-more",
        "The file there is a backup with {n} key that the new one would lack: {path}",
        "The file there is a backup with {n} keys that the new one would lack: {path}",
        hint="Choose another name, and keep the old file.",
    ),
    message(
        "backup-not-known",
        "The file there may hold keys that are nowhere else; it stays as it is: {path}",
        hint="Choose another name. Or test that file first, so that it is known what it holds.",
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
    message(
        "store-unavailable",
        "This certificate store cannot be used: {store} ({reason})",
        hint="Check that its program is installed and has been started once.",
    ),
    message(
        "store-locked",
        "This certificate store is locked: {store}",
        hint="Type its own password (in Thunderbird: the primary password), or close the program"
        " that uses it.",
        command="Give its own password (in Thunderbird: the primary password) with"
        " --store-pass-file, or close the program that uses it.",
    ),
    message(
        "keychain-locked",
        "Your Mac's keychain is locked, and macOS cannot ask for its password here: {store}",
        hint="Unlock it in Keychain Access on the Mac itself, then try again.",
        lost="Nothing was changed.",
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
        command="Close it, then try again; or let Sêl wait for it with --wait SECONDS.",
        lost="Nothing was changed.",
    ),
    message(
        "not-in-store",
        "The certificate is not there yet: {store}",
        hint="Put it there first, then set the account up.",
    ),
    message(
        "no-account-for",
        "No account there has this address: {emails} ({program})",
        hint="Set the account up in the mail program, or use the certificate of the address that"
        " it has.",
        lost="Nothing was changed.",
    ),
    message(
        "not-exportable",
        "The key cannot be copied out: it was put there so that it stays.",
        hint="Use it on this computer only, or ask your IT team for the original file.",
    ),
    message(
        "copy-unsound",
        "The copy did not pass its test: it does not hold what the first file holds.",
        hint="Do not use the copy, and keep the first file. Try again on another drive.",
    ),
    message(
        "not-proved",
        "The certificate was put there, but its key did not pass the test. Store: {store}."
        " Test: {proof}",
        hint="Send the technical details to your helpdesk.",
        lost="It was taken out again; the store is as it was.",
    ),
    message(
        "no-program-for-it",
        "No mail program that can use it was found on this computer.",
        hint="Your key is kept safe in Sêl. Classic Outlook on Windows, Mail or Outlook on a Mac,"
        " and Thunderbird can use it: set one up, start it once, then try again.",
        lost="Nothing was changed.",
    ),
    message(
        "directory-failed",
        "The directory {host} could not be asked: {reason}",
        hint="Try again later. If it happens again, ask whoever runs the directory, or look for a"
        " signed mail from this colleague instead.",
    ),
    message(
        "no-network",
        "Nothing may be asked of the network here.",
        hint="Ask your IT team whether it may be allowed.",
        command="Leave out --no-network, or ask your IT team whether it may be allowed.",
    ),
    message(
        "fetch-failed",
        "This could not be fetched from the network: {host} ({reason})",
        hint="Try again later. If it happens again, send the technical details to your helpdesk.",
    ),
    message(
        "child-failed",
        "A part of Sêl stopped without an answer: {child}",
        hint="Try again. If it happens again, send the technical details to your helpdesk.",
    ),
    message(
        "no-resolver",
        "There is no DNS server to ask.",
        hint="Check that this computer is connected to the network.",
        command="Check that this computer is connected, or name a DNS server with --resolver.",
    ),
)
