"""Findings of the judge about a certificate's key and the signature on it."""

from __future__ import annotations

from sel.text.catalog.entry import message

_SIZE = (
    message(
        "key-broken",
        "The key is so short that it protects nothing: {size} bits.",
        hint="Get a new certificate with a new key of at least 2048 bits.",
    ),
    message(
        "key-weak",
        "The key is shorter than is safe today: {size} bits.",
        hint="Ask for a new certificate with a new key of at least 2048 bits.",
    ),
)

_KIND = (
    message(
        "curve-unusual",
        "The key uses a curve that many mail programs cannot use: {curve}",
        hint="Ask for a certificate with an RSA key, or with P-256 or P-384.",
    ),
    message(
        "key-unusual",
        "The key is of a kind that many mail programs cannot use: {algorithm}",
        hint="Ask for a certificate with an RSA key, or with P-256 or P-384.",
    ),
    message(
        "key-rare",
        "Few mail programs can use a key of this kind yet: {algorithm}",
        hint="Write to a few of the people you want to reach before you rely on it.",
    ),
    message(
        "key-pss-only",
        "This key is for one kind of signature only (RSA-PSS); nobody can encrypt to it.",
        hint="Ask for a certificate with an ordinary RSA key.",
    ),
    message(
        "key-elliptic",
        "Older mail programs cannot encrypt to a key of this kind (elliptic curve).",
        hint="If somebody's program refuses, they need a newer one; the certificate is sound.",
    ),
)

_WEAKNESS = (
    message(
        "exponent-broken",
        "The key is badly made, so anybody could forge its signatures: exponent {exponent}",
        hint="Do not use it. Get a new certificate with a new key.",
    ),
    message(
        "key-known-weak",
        "The key is of a badly made kind that can be broken. How it shows: {flaw}",
        hint="Do not use it. Get a new certificate with a new key.",
    ),
    message("flaw.small-factor", "a number divides it that should not"),
    message("flaw.pattern", "the pattern of a faulty chip (ROCA)"),
    message("flaw.close-primes", "its two secret numbers lie too close together"),
)

_SIGNATURE = (
    message(
        "signature-broken",
        "The certificate was signed in a way that can be forged: {digest}",
        hint="Do not rely on it. Ask for a new one.",
    ),
    message(
        "signature-weak",
        "The certificate was signed in an old way that many programs refuse: {digest}",
        hint="Ask for a new one, signed with SHA-256.",
    ),
    message(
        "signature-unknown",
        "The certificate was signed in a way Sêl does not know: {algorithm}",
        hint="Ask whoever issued it which mail programs can check it.",
    ),
    message(
        "algorithms-differ",
        "The certificate names two different ways in which it was signed. That is never right.",
        hint="Do not rely on it. Ask for a new one.",
    ),
    message(
        "self-signed",
        "Nobody but its owner vouches for this certificate: it was signed with its own key.",
        hint="Compare its check code with the person on the telephone before you rely on it.",
    ),
)

ENTRIES = (*_SIZE, *_KIND, *_WEAKNESS, *_SIGNATURE)
