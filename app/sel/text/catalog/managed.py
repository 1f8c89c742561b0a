"""What an organisation can decide: the title and the explanation of each value of the schema.

Both stand in the templates for Windows and macOS, in docs/it/deployment.md and in the window. A
title stands after a colon or in a cell; `rule.KEY.OPTION` is one answer of a choice.
"""

from __future__ import annotations

from sel.text.catalog.entry import message

_PEOPLE = (
    message("policy-group.people", "People and where certificates come from"),
    message(
        "rule.language",
        "Language at the first start",
        hint="For people who have not chosen one themselves. They can always change it.",
    ),
    message("rule.language.en", "English"),
    message("rule.language.cy", "Welsh"),
    message(
        "rule.helpdesk",
        "Whom people ask for help",
        hint="One line with a name, a telephone number or an address, in both languages. It stands"
        " on every error and on the help page.",
    ),
    message(
        "rule.own_domains",
        "Mail domains of the organisation",
        hint="One domain a line. Mail between them stays inside, and the pilot authority issues"
        " for them alone.",
    ),
    message(
        "rule.shared_mailboxes",
        "Mailboxes that several people read",
        hint="One address a line. Nobody makes a key for one of them here: all its readers need"
        " the same key, so it comes from IT as a file.",
    ),
    message(
        "rule.pick_up",
        "Folder with certificate files for people to pick up",
        hint="Where IT leaves .p12 or .pfx files. Sêl offers what lies there. %USERNAME% stands"
        " for the person's name; give each person a folder that nobody else can read.",
    ),
    message(
        "rule.authorities",
        "Authorities that issue certificates",
        hint="One profile a line, as a JSON text: where the request goes, what comes back, how"
        " long it takes, what it costs and who makes the key, in both languages.",
    ),
    message(
        "rule.school_pack",
        "Where the school's pack lies",
        hint="A file, or a folder with it. A pack counts only if one of the signers below signed"
        " it.",
    ),
    message(
        "rule.ldap_servers",
        "Directories to look people up in",
        hint="One address a line, ldaps:// or ldap:// (then StartTLS is asked for first). A"
        " directory learns whom people look for.",
    ),
)

_KEYS = (
    message("policy-group.keys", "Keys and passphrases"),
    message(
        "rule.key_kind",
        "Kind of new keys",
        hint="Every key that is made here is of this kind. Not set, it is RSA with 3,072 bits"
        " unless the person chooses another.",
    ),
    message("rule.key_kind.rsa-3072", "RSA, 3,072 bits"),
    message("rule.key_kind.rsa-2048", "RSA, 2,048 bits"),
    message("rule.key_kind.rsa-4096", "RSA, 4,096 bits"),
    message("rule.key_kind.ec-p256", "Elliptic curve P-256"),
    message("rule.key_kind.ec-p384", "Elliptic curve P-384"),
    message(
        "rule.own_keys",
        "What closes Sêl's keys",
        hint="For people who have no key yet. Whoever has one keeps opening it the way it was"
        " closed.",
    ),
    message("rule.own_keys.keyring", "The computer's password store alone"),
    message("rule.own_keys.passphrase", "A passphrase of the person's own"),
    message(
        "rule.passphrase_guesses",
        "How many guesses a new passphrase has to stand",
        hint="As a power of ten. 14 is the least; the words that Sêl offers stand more than 20.",
    ),
    message(
        "rule.forgets",
        "This computer forgets at sign-out",
        hint="For lab computers that are put back. Sêl says so before it makes a key there.",
    ),
)

_BACKUPS = (
    message("policy-group.backups", "Backups"),
    message(
        "rule.it_keeps_a_copy",
        "IT keeps a copy of the keys",
        hint="Only where that is so: Sêl then asks nobody for a backup.",
    ),
    message(
        "rule.backup_days",
        "Days until a backup is tested again",
        hint="So long after its last test Sêl asks for the backup to be tested. Not set, it is"
        " half a year.",
    ),
    message(
        "rule.backup_places",
        "Folders that backups may be written to",
        hint="One folder a line; what lies below it is allowed too. %USERNAME% stands for the"
        " person's name. Not set, any folder is allowed.",
    ),
)

_MAIL = (
    message("policy-group.mail", "Mail programs"),
    message(
        "rule.stores",
        "Certificate stores that may be used",
        hint="One a line: windows, macos, thunderbird, nss. Not set, all of them.",
    ),
    message("rule.stores.windows", "Windows"),
    message("rule.stores.macos", "macOS"),
    message("rule.stores.thunderbird", "Thunderbird"),
    message("rule.stores.nss", "Other programs with an NSS database"),
    message(
        "rule.windows_capi",
        "Windows' older key storage",
        hint="For mail programs that know no other.",
    ),
    message(
        "rule.windows_exportable",
        "Windows may give keys out again",
        hint="Whoever uses the computer as this person can then copy the key.",
    ),
)

_TRUST = (
    message("policy-group.trust", "Trust and network"),
    message(
        "rule.roots",
        "Authorities trusted for mail",
        hint="One certificate a line, as base64 (or PEM in a file). Trusted by Sêl alone, for mail"
        " alone.",
    ),
    message(
        "rule.person_roots",
        "People may trust further authorities",
        hint="Switched off, Sêl puts no authority into a store but those above and this computer's"
        " own pilot.",
    ),
    message(
        "rule.pack_signers",
        "Who may sign the school's pack",
        hint="One certificate's SHA-256 fingerprint a line.",
    ),
    message(
        "rule.network",
        "Sêl may use the network",
        hint="Switched off, nothing leaves the computer, and nobody learns whether a certificate"
        " was revoked.",
    ),
    message(
        "rule.pilot",
        "A pilot authority may be set up",
        hint="An authority for trials, made on one computer.",
    ),
)

_ABOUT = (
    message("policy-source.default", "Sêl itself"),
    message("reason.by-policy", "your organisation does not want it used"),
    message("pick-up-waiting", "Your school has a certificate for you: {name}"),
    message(
        "policy-ignored-keys",
        "This file may only make your organisation's settings stricter. Left out: {rules}"
        " ({origin})",
        hint="If you need it, ask your IT team.",
    ),
)

ENTRIES = (*_PEOPLE, *_KEYS, *_BACKUPS, *_MAIL, *_TRUST, *_ABOUT)
