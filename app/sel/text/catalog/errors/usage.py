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
        "This was not understood.",
        hint="Check what was given.",
    ),
    message(
        "command-line",
        "This command cannot be understood: {message}",
        hint="Look at how the command is used.",
        command="Add --help to the command to see how it is used.",
    ),
    message(
        "question-unanswered",
        "This needs an answer from you, and there is no terminal to ask in.",
        hint="Answer it in a terminal, or agree beforehand.",
        command="Run the command in a terminal, or add --yes to agree.",
    ),
    message(
        "one-output",
        "Standard output cannot carry the file and the JSON document both.",
        hint="Choose a file.",
        command="Give --out the name of a file, or leave --json away.",
    ),
    message(
        "needs-file",
        "This has to be written to a file, so that it can be tested afterwards: {option}",
        hint="Choose a file.",
        command="Give the name of a file instead of -.",
    ),
    message(
        "bad-address",
        "This is not an e-mail address: {address}",
        hint="Check the spelling. An address looks like this: sian.llyr@school.example",
    ),
    message(
        "message-empty",
        "There are no words in this message.",
        hint="Copy the words that your mail program shows, or choose the message from the list.",
    ),
    message(
        "bad-header",
        "This cannot stand in the head of a mail: {field}",
        hint="Write it on one line, without control characters.",
    ),
    message(
        "option-missing",
        "This option is needed here: {option}",
        hint="Give it behind the command.",
        command="Give it behind the command; --help lists every option.",
    ),
    message(
        "several-mails",
        "There are several mails in this file: {n}",
        hint="Say which one you want, counted from 1.",
        command="Add --number and the one you want, counted from 1.",
    ),
    message(
        "no-such-mail",
        "There is no mail with this number in the file: {number} (there are: {n})",
        hint="Choose a smaller number, counted from 1.",
    ),
    message(
        "field-missing",
        "This has to be filled in: {field}",
        hint="Write it, then go on.",
    ),
    message(
        "too-long",
        "This is longer than a certificate can hold: {field}. Most characters: {limit}",
        hint="Shorten it.",
    ),
    message(
        "not-printable",
        "This holds characters that cannot be seen: {field}",
        hint="Type it again by hand; what is copied sometimes brings them along.",
    ),
    message(
        "bad-country",
        "This is no country code: {country}",
        hint="Two letters, as in GB for the United Kingdom.",
    ),
    message(
        "not-a-time",
        "This is no date or time: {given} ({option})",
        hint="Write it like this: 2027-03-01, or with the time: 2027-03-01T12:00:00Z",
    ),
    message(
        "bad-lifetime",
        "A certificate cannot be valid like this. From: {starts}. Until: {ends}",
        hint="It has to begin before it ends, and while its authority is valid.",
    ),
    message(
        "bad-serial",
        "This is neither a file nor a serial number: {given}",
        hint="A serial number is written in hexadecimal digits.",
        command="“sel ca list” shows the serial numbers.",
    ),
    message(
        "bad-digest",
        "This is no SHA-256 fingerprint: {given}",
        hint="It has 64 hexadecimal digits.",
        command="It has 64 hexadecimal digits; “sel store list” shows it.",
    ),
    message(
        "variable-unset",
        "There is no environment variable with this name: {variable}",
        hint="Set it, or give the passphrase in another way.",
    ),
    message(
        "bad-directory",
        "This is not the address of a directory: {url}",
        hint="It begins with ldaps:// or ldap://, for instance"
        " ldaps://directory.school.example/dc=school,dc=example. It holds no name and no"
        " password.",
    ),
    message(
        "too-short",
        "That is too little to look for in a directory.",
        hint="Give at least {least} letters of the name or address.",
    ),
    message(
        "nobody-written-to",
        "Nobody is named whom you write to.",
        hint="Name at least one address.",
        command="Name them with --to ADDRESS, or give a mail that is to them with --mail FILE.",
    ),
    message(
        "bad-domain",
        "This is no domain that mail is written to: {domain}",
        hint="It is what stands behind the @ of an address, for instance school.example.",
    ),
    message(
        "no-domains",
        "No domain is named.",
        hint="Choose at least one.",
        command="Name domains, or a file with one on each line with --file FILE, or --all.",
    ),
    message(
        "too-many-domains",
        "Those are more domains than Sêl takes at once.",
        hint="Give at most {most} at a time.",
    ),
    message(
        "one-domain-only",
        "This option is about a single domain: {option}",
        hint="Leave it out, or name one domain.",
    ),
    message(
        "words-alone",
        "A test with two words goes to yourself and carries nothing else.",
        hint="Leave out the other recipients and the attachments.",
    ),
)
