"""What there is to say of backups besides whether they are sound."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message(
        "backup-in-cloud",
        "{cloud} keeps a copy of this folder. That is fine if the passphrase is not kept there"
        " too.",
        hint="Use the words that Sêl offers, and keep them on paper or in a password manager.",
    ),
    message(
        "backup-same-disk",
        "This folder is on the same disk as your key. If the disk breaks, both are gone.",
        hint="Keep another copy on a USB stick or another drive.",
    ),
    message(
        "people-not-saved",
        "Your keys are written, but your colleagues' certificates are not: {path}",
        hint="Another file has that name, or there is no room. Mend that, then make the backup"
        " again.",
    ),
    message(
        "given-password-weak",
        "The password (passphrase) of this file is easy to guess, and it stays as it is.",
        hint="If anyone else saw it, make a new backup with a passphrase of your own, then delete"
        " this file.",
    ),
    message(
        "given-file-few-rounds",
        "Guessing the password (passphrase) of this file is cheap: {rounds} rounds.",
        hint="A new backup by Sêl takes far longer to guess.",
    ),
)
