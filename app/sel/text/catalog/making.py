"""Findings of the judge about how a certificate was made: for whom it matters, what to do."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_LIFETIME = (
    message(
        "dates-reversed",
        "This certificate ends before it starts: {starts}, {ends}.",
        hint="Ask whoever issued it for one with the right dates.",
    ),
    message(
        "never-ends",
        "This certificate never ends. Nobody will ever check again that it is still yours.",
        hint="Ask for one that ends in two years at most.",
    ),
    plural(
        "lasts-long",
        "This certificate is made for {n} day. Mail on a Mac, iPhone or iPad takes at most "
        "{limit} from public authorities.",
        "This certificate is made for {n} days. Mail on a Mac, iPhone or iPad takes at most "
        "{limit} from public authorities.",
        hint="If somebody with such a device cannot use it, ask for a shorter one.",
    ),
)

_ADDRESSES = (
    message(
        "alternative-name-empty",
        "The place for addresses in this certificate is empty.",
        hint="Ask whoever issued it for one with your address in it.",
    ),
    message(
        "address-in-subject-only",
        "The address stands in an old place of this certificate, where some mail programs, "
        "Apple's among them, do not look.",
        hint="Ask for one with the address in the alternative name.",
    ),
    message(
        "address-malformed",
        "An address in this certificate is badly written, so mail programs will not find it: "
        "{found}",
        hint="Ask for a new one, with the bare address.",
    ),
    message(
        "address-international",
        "The address has letters that many mail programs cannot use in a certificate: {found}",
        hint="Ask for a certificate for a second address with plain letters.",
    ),
    message(
        "mailbox-form-wrong",
        "An international address in this certificate is written in the wrong form: {found}",
        hint="Ask whoever issued it for one that follows RFC 9598.",
    ),
    message(
        "address-letter-case",
        "The address has other capital letters than yours. Wanted: {wanted}. "
        "In the certificate: {found}",
        hint="Most programs do not mind. If yours does, write the address as the certificate has "
        "it.",
    ),
)

_USAGE = (
    message(
        "usage-unstated",
        "This certificate does not say what its key may be used for; programs of Apple want that.",
        hint="If somebody with a Mac, iPhone or iPad cannot use it, ask for one that says it.",
    ),
    message(
        "usage-misfits-key",
        "This certificate allows uses that its kind of key cannot have: {usage} ({algorithm})",
        hint="You can use it. Tell whoever issued it, because some programs refuse such ones.",
    ),
    message(
        "non-repudiation-only",
        "This certificate is for binding signatures only. Apple's mail programs do not sign with "
        "it.",
        hint="Ask for one that is for ordinary digital signatures too.",
    ),
    message(
        "extended-usage-absent",
        "This certificate does not say that it is for e-mail; programs of Apple want that.",
        hint="If somebody with a Mac, iPhone or iPad cannot use it, ask for one that says it.",
    ),
    message(
        "extended-usage-any",
        "This certificate is for anything at all; some mail programs want it to name e-mail.",
        hint="Ask for one that is for secure e-mail.",
    ),
    message(
        "marks-of-authority",
        "This certificate is a person's, yet it has marks of an authority: {marks}",
        hint="Ask whoever issued it whether that was meant.",
    ),
    message(
        "capabilities-old",
        "This certificate tells others to encrypt in an old and weak way: {ciphers}",
        hint="Ask for one without that list, or with AES in it.",
    ),
)

_PARTS = (
    message(
        "critical-unknown",
        "This certificate demands something that mail programs do not know, so they refuse it: "
        "{extension}",
        hint="Ask whoever issued it for one that is for e-mail alone.",
    ),
    message(
        "unreadable-extension",
        "A part of this certificate cannot be read: {part}",
        hint="Ask for it again; if it is the same, tell whoever issued it.",
    ),
    message("part.certificate", "most of it"),
    message("part.unknown", "one that Sêl cannot name"),
    message(
        "issuer-nameless",
        "This certificate does not say who issued it.",
        hint="Do not rely on it before you know where it came from.",
    ),
    message(
        "alternative-name-not-critical",
        "Only the address names the owner of this certificate, and it is not marked as needed.",
        hint="You can use it. It is a matter for whoever issued it.",
    ),
    message(
        "issuer-key-unnamed",
        "This certificate does not say which key of its issuer signed it, so the way to its root "
        "is harder to find.",
        hint="Keep the certificates of its authorities together with it.",
    ),
    message(
        "no-revocation-source",
        "This certificate does not say where to find out whether it was revoked. Outlook on a "
        "phone and on the web may refuse it.",
        hint="If it is refused there, ask for one with the address of a revocation list (CRL).",
    ),
)

_WRITING = (
    message(
        "serial-zero",
        "The serial number of this certificate is zero, which is not allowed.",
        hint="You can use it. It is a matter for whoever issued it.",
    ),
    message(
        "negative-serial",
        "The serial number of this certificate is negative, which is not allowed.",
        hint="You can use it. It is a matter for whoever issued it.",
    ),
    message(
        "serial-too-long",
        "The serial number of this certificate is longer than is allowed.",
        hint="You can use it. It is a matter for whoever issued it.",
    ),
    message(
        "not-der",
        "This certificate is written in a loose form (BER); some programs cannot read it.",
        hint="If a program refuses it, ask whoever issued it for one in strict form (DER).",
    ),
    message(
        "duplicate-extension",
        "This certificate says something twice that may be said only once. Programs may disagree "
        "on what counts.",
        hint="Ask for a new one.",
    ),
    message(
        "bad-time",
        "The dates of this certificate are written in the wrong form; some programs refuse it.",
        hint="Ask for a new one.",
    ),
    message(
        "teletex-name",
        "The names in this certificate are written in an old form; some letters may look wrong.",
        hint="Look at the address and the fingerprint rather than the name.",
    ),
    message(
        "version-1",
        "This certificate is of the oldest kind, which has no place for an address or a use.",
        hint="Ask for one of version 3, for secure e-mail.",
    ),
    message(
        "version-unknown",
        "This certificate says that it is of a version that does not exist.",
        hint="Ask for one of version 3, for secure e-mail.",
    ),
    message(
        "extensions-in-old-version",
        "This certificate says more than its version has room for; some programs refuse it.",
        hint="If a program refuses it, ask for one of version 3.",
    ),
    message(
        "empty-extensions",
        "This certificate has a list of uses and addresses with nothing in it.",
        hint="Ask for one that says what it is for.",
    ),
    message(
        "time-form",
        "The dates of this certificate are written in the long form where the short one belongs.",
        hint="You can use it. It is a matter for whoever issued it.",
    ),
    message(
        "old-string-name",
        "The names in this certificate are written in a form that is no longer used.",
        hint="You can use it. It is a matter for whoever issued it.",
    ),
    message(
        "bad-text",
        "A name or address in this certificate has letters that do not belong there, so programs "
        "may show it differently.",
        hint="Look at the fingerprint rather than the name.",
    ),
    message(
        "unused-bits",
        "The uses of the key are written untidily; some programs may read more out of them.",
        hint="You can use it. It is a matter for whoever issued it.",
    ),
)

ENTRIES = (*_LIFETIME, *_ADDRESSES, *_USAGE, *_PARTS, *_WRITING)
