"""Directories of colleagues: why one could not be asked."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message("reason.no-tls", "it offers no encrypted connection, and Sêl uses no other"),
    message(
        "reason.server-certificate", "its certificate is not trusted here, or is for another name"
    ),
    message("reason.refused", "it refuses, or wants a password, which Sêl does not give"),
    message("asking-directory", "Asking the directory {host}"),
    message(
        "offer-other-address",
        "The directory gives a certificate for another address than this person's: {name}",
        hint="Tell whoever runs the directory.",
    ),
    message("reason.nonsense", "its answer cannot be understood"),
)
