"""What happened when, as the journal tells it."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message("request-made", "Certificate request made. Key: {key}"),
    message("request-finished", "Certificate received. Fingerprint: {sha256}"),
    message("key-removed", "Key removed: {id}"),
    message("key-adopted", "Keys taken in that were in a store of this computer: {keys}"),
    message(
        "key-stays-in-store",
        "Keys found in a store of this computer that cannot be copied out: {keys}",
    ),
    message("pack-signer-known", "Packs signed by {signer} are taken from now on."),
    message("pack-taken", "School pack taken in: {id}, number {number}, {people} certificates"),
    message("pack-removed", "School pack taken out: {id}"),
    message("pack-made", "School pack made: {id}, number {number}"),
    message("passphrase-set", "A passphrase for Sêl's own keys was set."),
    message("book-key-renewed", "Every key was sealed again with a new key."),
    message("keyring-remembers", "This computer's keyring holds the key to Sêl's data again."),
    message(
        "book-key-replaced",
        "The key to Sêl's data was lost and a new one was made. Keys sealed before cannot be"
        " opened.",
    ),
    message("old-copies-left", "Old copies that nobody may delete were left: {files}"),
)
