"""What long work says while it runs."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

ENTRIES = (
    message("looking-at-files", "Looking at the files"),
    message("making-key", "Making your key"),
    message("keeping-key", "Keeping the key safe"),
    message("reading-answer", "Reading the answer"),
    message("testing-key", "Testing the key"),
    message("keeping-certificate", "Keeping the certificate"),
    plural("collecting-keys", "Collecting {n} key", "Collecting {n} keys"),
    message("sealing-backup", "Sealing the backup"),
    message("writing-file", "Writing the file"),
    message("reading-back", "Reading the file back"),
    message("opening-file", "Opening the file"),
    message("installing", "Installing in: {store}"),
    message("looking-in-store", "Testing what is there already in: {store}"),
    message("hiding", "Taking an old certificate out of the list in: {store}"),
    message("removing-from-program", "Taking your certificate out of your mail programs"),
    message("proving", "Testing the key where it is now"),
    message("building-path", "Looking for the way to a trusted root"),
    message("checking-revocation", "Looking whether it was revoked"),
    message("asking-revocation", "Asking whether it was revoked: {host}"),
    message("done", "Done"),
)
