"""The steps of `sel rehearse`, as they are told while and after they run."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message(
        "rehearse-authority", "A pilot authority is founded, backed up, and its root key leaves"
    ),
    message("rehearse-request", "Two people make keys and forms"),
    message("rehearse-answer", "The authority answers, and each answer finds its key"),
    message("rehearse-backup", "A backup is written, read back and tested"),
    message("rehearse-restore", "A new computer gets the key back from it"),
    message("rehearse-store", "The certificate goes into a certificate store and is tested there"),
    message("rehearse-note", "A mail to oneself is signed, encrypted, opened and checked"),
    message("rehearse-mail", "A colleague opens a mail, and a stranger cannot"),
    message("rehearse-reply", "The colleague answers, and the restored key opens the answer"),
    message("rehearse-status", "Sêl says of it all what is true"),
)
