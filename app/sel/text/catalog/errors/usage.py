"""Exit 2, and what cannot be typed."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
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
    message(
        "bad-header",
        "This cannot stand in the head of a mail: {field}",
        hint="Write it on one line, without control characters.",
    ),
)
