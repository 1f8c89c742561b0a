"""Findings: what a judgement says about a certificate, its key, its path, an answer or a file."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_VALIDITY = (
    message(
        "not-yet-valid",
        "This certificate is not yet valid. It starts on {starts}.",
        hint="Wait until then, and check that the date of this computer is right.",
    ),
    message(
        "expired",
        "This certificate expired on {ended}.",
        hint="Get a new one, and keep the key of this one: it still opens old mail.",
    ),
    plural(
        "ends-soon",
        "This certificate ends in {n} day, on {ends}.",
        "This certificate ends in {n} days, on {ends}.",
        hint="Get a new one before then.",
    ),
)

_ADDRESS = (
    message(
        "no-address",
        "There is no e-mail address in this certificate, so mail programs cannot use it.",
        hint="Ask for a certificate that has your address.",
    ),
    message(
        "address-differs",
        "This certificate is for another address, so mail programs do not use it for this one. "
        "Wanted: {wanted}. In the certificate: {found}",
        hint="Ask for a certificate for the address that people see when you write.",
    ),
)

_USAGE = (
    message(
        "is-authority",
        "This is the certificate of an authority, not of a person.",
        hint="Use the person's own certificate.",
    ),
    message(
        "not-for-mail",
        "This certificate is for something else, not for e-mail.",
        hint="Ask for one that is for secure e-mail.",
    ),
    message(
        "cannot-sign",
        "This certificate may not be used to sign mail.",
        hint="Choose another one, or ask for one that is for digital signatures too.",
    ),
    message(
        "cannot-encrypt",
        "This certificate may not be used to encrypt mail.",
        hint="Choose another one, or ask for one that is for encryption too.",
    ),
    message(
        "sign-only",
        "This certificate is for signing only; nobody can encrypt to it.",
        hint="To get encrypted mail, have another one that is for encryption.",
    ),
    message(
        "encrypt-only",
        "This certificate is for encryption only; it does not sign.",
        hint="To sign mail, have another one that is for signing.",
    ),
)

_PATH = (
    message(
        "root-not-trusted",
        "This certificate leads to an authority that is not trusted here: {root}",
        hint="Ask your IT team whether you should trust it, and compare its fingerprint.",
    ),
    message(
        "issuer-missing",
        "A certificate between this one and its root is missing: {issuer}",
        hint="Ask for the whole chain, as a .p7b file.",
    ),
    message(
        "root-expired",
        "The root certificate expired on {ended}: {root}",
        hint="Ask whoever issued the certificate for a new one.",
    ),
    message(
        "root-not-yet-valid",
        "The root certificate is not yet valid. It starts on {starts}: {root}",
        hint="Check that the date of this computer is right.",
    ),
    message(
        "path-expired",
        "A certificate on the way to the root expired on {ended}.",
        hint="Ask whoever issued the certificate for a newer chain.",
    ),
    message(
        "path-not-yet-valid",
        "A certificate on the way to the root is not yet valid. It starts on {starts}.",
        hint="Wait until then, and check that the date of this computer is right.",
    ),
    message(
        "path-weak-algorithm",
        "A certificate on the way to the root was signed in a way that is no longer safe.",
        hint="Ask whoever issued the certificate for a newer chain.",
    ),
    message(
        "path-invalid",
        "This certificate does not hold: the way to its root breaks a rule. ({reason})",
        hint="Do not rely on it, and send the technical details to your helpdesk.",
    ),
    message(
        "path-uncheckable",
        "The way to the root could not be checked. ({reason})",
        hint="Do not rely on it, and send the technical details to your helpdesk.",
    ),
)

_ANSWER = (
    message(
        "answer-lacks-address",
        "The certificate does not have every address you asked for. Missing: {lacking}",
        hint="You can use it. If you need the other addresses too, ask your IT team.",
    ),
    message(
        "answer-extra-address",
        "The certificate has an address you did not ask for: {extra}",
        hint="If you do not know it, ask your IT team.",
    ),
    message(
        "answer-not-yet-valid",
        "The certificate is kept; it can be used from {starts}.",
        hint="There is nothing to do until then.",
    ),
)

_BUNDLES = (
    message(
        "backup-changed",
        "This file is no longer the one that was written as your backup: it was damaged or"
        " replaced.",
        hint="Make a new backup now, on another drive if you can.",
    ),
    message(
        "backup-damaged",
        "This backup is damaged.",
        hint="Make a new backup now, on another drive if you can.",
    ),
    message(
        "backup-key-broken",
        "A key in this backup did not pass its test, so it does not count as a backup.",
        hint="Make a new backup now, and send the technical details to your helpdesk.",
    ),
    plural(
        "backup-lacks-keys",
        "This backup is sound, but {n} key of yours is not in it.",
        "This backup is sound, but {n} keys of yours are not in it.",
        hint="Make a new backup.",
    ),
    message(
        "backup-of-others",
        "This backup is sound, but none of the keys in it is yours here.",
        hint="To take its keys in, restore it.",
    ),
)

_FILES = (
    message(
        "private-key-exposed",
        "This file holds a private key by itself. Whoever has the file, and its password if it has"
        " one, can use the key.",
        hint="Keep it where nobody else can read it, or delete it once it is safe elsewhere.",
    ),
    message(
        "unknown-file",
        "Sêl cannot use this file. It looks like: {looks_like}",
        hint="{ask}",
    ),
)

ENTRIES = (*_VALIDITY, *_ADDRESS, *_USAGE, *_PATH, *_ANSWER, *_BUNDLES, *_FILES)
