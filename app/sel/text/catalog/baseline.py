"""Findings about the S/MIME Baseline Requirements, the rules public authorities have promised."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_SUMMARY = (
    plural(
        "baseline-differs",
        "In {n} point this certificate is not made as public ones are: {clauses}",
        "In {n} points this certificate is not made as public ones are: {clauses}",
        hint="That is usual for an organisation's own authority. Show this to your IT team if "
        "people outside cannot use it.",
    ),
)

_POLICY = (
    message(
        "br-policy-several",
        "This certificate claims several kinds of checking; it may claim only one.",
        hint="You can use it. Do not rely on how its name was checked.",
    ),
    message(
        "br-policy-any",
        "This certificate claims every policy there is, beside the one it was checked by.",
        hint="You can use it. Do not rely on how its name was checked.",
    ),
    message(
        "br-legacy-ended",
        "This certificate was made on {starts} by the old rules, which ended on 15 July 2025.",
        hint="Ask whoever issued it for one by the present rules.",
    ),
    plural(
        "br-lifetime",
        "This certificate is made for {n} day; {limit} are allowed. Mail programs may refuse it.",
        "This certificate is made for {n} days; {limit} are allowed. Mail programs may refuse it.",
        hint="Ask whoever issued it for one with a shorter life.",
    ),
)

_USAGE = (
    message(
        "br-key-usage-missing",
        "This certificate does not say what its key may be used for. Apple's programs refuse it.",
        hint="Ask whoever issued it for one that says it.",
    ),
    message(
        "br-key-usage",
        "This certificate allows uses that do not belong in one for mail: {usage}",
        hint="You can use it. Tell whoever issued it.",
    ),
    message(
        "br-key-usage-optional",
        "The uses of the key are stated, but not so that programs have to heed them.",
        hint="You can use it. It is a matter for whoever issued it.",
    ),
    message(
        "br-extended-usage",
        "This certificate does not say that it is for e-mail. Apple's programs refuse it.",
        hint="Ask whoever issued it for one that is for secure e-mail.",
    ),
    message(
        "br-extended-usage-more",
        "This certificate is for more than mail allows: {usage}",
        hint="You can use it. Tell whoever issued it.",
    ),
)

_NAMES = (
    message(
        "br-address-missing",
        "The address does not stand where mail programs look for it (alternative name).",
        hint="Ask whoever issued it for one with the address in the alternative name.",
    ),
    message(
        "br-name-kind",
        "Beside addresses this certificate has names that do not belong there: {kinds}",
        hint="You can use it. Tell whoever issued it.",
    ),
    message(
        "br-subject-address",
        "An address stands in the name but not in the list of addresses, so mail programs pass "
        "it over: {found}",
        hint="If you need that address, ask for a certificate that lists it.",
    ),
    message(
        "br-subject-forbidden",
        "The name says things that were not checked for this kind of certificate: {attributes}",
        hint="Rely on the address alone.",
    ),
    message(
        "br-subject-lacks",
        "The name lacks things that this kind of certificate must say: {attributes}",
        hint="Rely on the address alone.",
    ),
    message(
        "br-common-name",
        "The name shown was not checked by whoever issued this certificate: {name}",
        hint="Rely on the address alone.",
    ),
)

_SOURCES = (
    message(
        "br-crl-missing",
        "This certificate does not name a revocation list (CRL), so Outlook on a phone and on the "
        "web may refuse it.",
        hint="Ask whoever issued it for one that names its list.",
    ),
    message(
        "br-crl-scheme",
        "The revocation list lies where many programs cannot fetch it: {urls}",
        hint="Ask whoever issued it for one whose list can be had by http.",
    ),
    message(
        "br-issuer-url",
        "This certificate does not say where its issuer's own certificate can be had.",
        hint="Send the certificates of its authorities along with it.",
    ),
    message(
        "br-authority-key",
        "This certificate does not name its issuer's key as it should.",
        hint="Send the certificates of its authorities along with it.",
    ),
)

_NUMBERS = (
    message(
        "br-serial",
        "The serial number is so short that it cannot have been drawn by lot: {serial}",
        hint="You can use it. Tell whoever issued it.",
    ),
    message(
        "br-modulus",
        "The length of the key is unusual, and some programs refuse it: {size} bits.",
        hint="Ask for a certificate with a key of 2048 or 3072 bits.",
    ),
    message(
        "br-exponent",
        "The key has an unusual exponent, which is allowed but not advised: {exponent}",
        hint="You can use it. Let the next key be made by Sêl.",
    ),
)

ENTRIES = (*_SUMMARY, *_POLICY, *_USAGE, *_NAMES, *_SOURCES, *_NUMBERS)
