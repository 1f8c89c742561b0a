"""Colleagues: what was not taken in and why, whether one can encrypt to them, what was done."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_REFUSED = (
    message(
        "person-private-key",
        "This file holds somebody's private key. Sêl has not kept it.",
        hint="Tell whoever sent it that the key is no longer secret: they need a new certificate "
        "with a new key. Then delete the file, and the mail it came in.",
    ),
    message(
        "person-authority",
        "This is the certificate of an authority, not of a person: {name}",
        hint="Ask the colleague for their own certificate, or for a signed mail.",
    ),
    message(
        "person-device",
        "This is the certificate of a server or a device, not one for mail: {name}",
        hint="Ask the colleague for a signed mail, or for their certificate for mail.",
    ),
    message(
        "person-no-address",
        "There is no e-mail address in this certificate, so nobody can tell whose it is: {name}",
        hint="Ask the colleague for one that has their address.",
    ),
    message(
        "person-request",
        "This is a request for a certificate, not a certificate.",
        hint="Ask the colleague for the certificate they got in answer to it.",
    ),
    message(
        "person-nothing",
        "There is no certificate in this file. It looks like: {looks_like}",
        hint="If somebody sent it as their certificate, ask them for a signed mail.",
    ),
    message(
        "person-signature-invalid",
        "The signature of this mail does not hold, so its certificate was not taken.",
        hint="The mail was changed on its way, or is not what it says. Ask for it again.",
    ),
    message(
        "person-signer-differs",
        "This mail says it is from {address}, but {signer} signed it. Its certificate was not "
        "taken.",
        hint="Ask the sender to sign with the certificate of the address they write from.",
    ),
    message(
        "person-signer-unknown",
        "It could not be made sure who signed this mail, so no certificate was taken from it.",
        hint="Ask the sender for another signed mail, with their certificate in it.",
    ),
)

# Whether mail to a person can be encrypted: one answer, in words.
_STATES = (
    message("person-state.ready", "ready"),
    message("person-state.change-to-confirm", "another key than before, not confirmed yet"),
    message("person-state.path-unknown", "nobody trusted here vouches for the certificate"),
    message("person-state.not-yet-valid", "the certificate is not valid yet"),
    message("person-state.weak", "the certificate is too weak"),
    message("person-state.cannot-encrypt", "the certificate is for signing only"),
    message("person-state.address-differs", "the certificate is for another address"),
    message("person-state.revoked", "the certificate was revoked"),
    message("person-state.expired", "the certificate has ended"),
    message("person-state.no-certificate", "no certificate"),
)

_WHAT_TO_DO = (
    message(
        "person-todo.change-to-confirm",
        "Most often this is a renewal. Ring a number you already had and compare the check code, "
        "then confirm it. Do not use a number from the same mail.",
    ),
    message(
        "person-todo.path-unknown",
        "Compare the check code by telephone and trust this certificate, or ask IT whether its "
        "authority should be trusted here.",
    ),
    message("person-todo.not-yet-valid", "Wait until it begins, or ask for the one before."),
    message("person-todo.weak", "Ask the colleague for a certificate with a stronger key."),
    message(
        "person-todo.cannot-encrypt",
        "Ask the colleague for a certificate that can be encrypted to (RSA, or EC for mail).",
    ),
    message(
        "person-todo.address-differs", "Ask the colleague for a certificate with this address."
    ),
    message("person-todo.revoked", "Ask the colleague for a new certificate."),
    message("person-todo.expired", "Ask the colleague for their new certificate."),
    message("person-todo.no-certificate", "Ask the colleague for a signed mail."),
)

_OUTCOMES = (
    message("person-outcome.added", "added"),
    message("person-outcome.updated", "updated"),
    message("person-outcome.unchanged", "known already"),
    message("person-outcome.rejected", "not taken"),
)

_PROGRESS = (
    plural("people-reading", "{n} certificate so far", "{n} certificates so far"),
    message("people-judging", "Looking at who vouches for each certificate"),
)

_JOURNAL = (
    message(
        "people-added",
        "Colleagues taken in. New certificates: {added}. Updated: {updated}. Not taken: "
        "{rejected}",
    ),
    message("person-path-said", "A colleague's certificate was trusted: {sha256}"),
    message("person-key-said", "A colleague's other key was confirmed: {sha256}"),
    message("person-checked-said", "A colleague's check code was compared: {sha256}"),
    message("person-removed", "Colleague removed: {address}"),
    message("person-brought-back", "Colleague brought back: {address}"),
    message(
        "person-marks-gone",
        "What you had confirmed about a colleague did not come back, as everything was sealed "
        "with a new key meanwhile. Check their certificates again: {address}",
    ),
)

_STATUS = (
    plural(
        "step-colleagues",
        "{n} colleague",
        "{n} colleagues",
    ),
    plural(
        "step-colleagues-ending",
        "the certificate of {n} colleague ends within 30 days",
        "the certificates of {n} colleagues end within 30 days",
    ),
)

ENTRIES = (
    *_REFUSED,
    *_STATES,
    *_WHAT_TO_DO,
    *_OUTCOMES,
    *_PROGRESS,
    *_JOURNAL,
    *_STATUS,
)
