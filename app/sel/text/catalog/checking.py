"""`check`: the verdict, what is known of revocation, and why a path does not hold."""

from __future__ import annotations

from sel.text.catalog.entry import message

_VERDICT = (
    message("check-good", "This certificate is good. It is for: {wanted}. ({name})"),
    message(
        "check-warnings",
        "This certificate can be used, but look at what is said below. It is for: {wanted}."
        " ({name})",
    ),
    message(
        "check-bad", "Do not rely on this certificate. It was checked for: {wanted}. ({name})"
    ),
    message("wanted.any", "signing or encrypting mail"),
    message("wanted.sign", "signing mail"),
    message("wanted.encrypt", "encrypting mail"),
    message("wanted.path", "its path to a root alone"),
    message(
        "check-matters-any",
        "It matters to whoever gets mail signed with it, and to whoever encrypts to it.",
    ),
    message("check-matters-sign", "It matters to whoever gets mail signed with it."),
    message("check-matters-encrypt", "It matters to whoever encrypts mail to it."),
    message("check-matters-path", "It matters to everybody who is to trust it."),
    message("check-anchor", "Who trusts its root: {anchor}"),
    message("anchor.given", "you, for this check only"),
    message("anchor.pilot", "you, as it is your own pilot authority"),
    message("anchor.person", "you"),
    message("anchor.policy", "your organisation"),
    message("anchor.system", "this computer"),
    message("check-revocation", "Revoked: {revocation}"),
    message("revocation.good", "no"),
    message("revocation.revoked", "yes"),
    message("revocation.unknown", "not known"),
    message("revocation.not-checked", "not checked"),
    message(
        "trust-not-verified",
        "Somebody trusted its root here, but that cannot be proved without Sêl's own keys: {root}",
        hint="Unlock Sêl, then check it again.",
    ),
)

_REVOKED = (
    message(
        "revoked",
        "This certificate was revoked on {since}, so it no longer counts. Reason: {because}."
        " ({name})",
        hint="Do not use it. Ask the person for a new one, by another way than mail.",
    ),
    message(
        "authority-revoked",
        "The certificate of an authority above this one was revoked on {since}."
        " Reason: {because}. ({name})",
        hint="Do not rely on anything it issued. Ask for a certificate of another authority.",
    ),
    message("because.unspecified", "none was given"),
    message("because.key-compromise", "somebody else may have its key"),
    message("because.authority-compromise", "somebody else may have the key of its authority"),
    message("because.affiliation-changed", "the person has left or changed their name"),
    message("because.superseded", "there is a newer one"),
    message("because.ceased", "it is no longer needed"),
    message("because.on-hold", "it is on hold for now"),
    message("because.privilege-withdrawn", "the person may no longer have it"),
    message(
        "revocation-unknown",
        "Whether this certificate was revoked could not be found out: {name}",
        hint="Check again later, or ask whoever issued it for a revocation list.",
    ),
    message(
        "revocation-unasked",
        "This certificate does not say where to ask whether it was revoked: {name}",
        hint="If it matters, ask whoever issued it for a revocation list.",
    ),
    message(
        "revocation-not-fetched",
        "What would say whether it was revoked could not be fetched: {host} ({reason})",
        hint="Check again later, or ask your IT team whether the network lets it through.",
    ),
)

_LISTS = (
    message(
        "crl-weak-signature",
        "A revocation list is signed in a way that others could imitate (SHA-1 or a short key), so"
        " it proves nothing good: {issuer}",
        hint="Ask whoever issued the certificate for a newer kind of list.",
    ),
    message(
        "crl-unreadable",
        "This is neither a revocation list nor an OCSP answer that can be read: {origin}",
        hint="Get the file again from whoever issued the certificate.",
    ),
    message(
        "crl-damaged",
        "A revocation list is damaged and was not used: {issuer}",
        hint="Get it again from whoever issued the certificate.",
    ),
    message(
        "crl-strange",
        "A revocation list asks for something that Sêl does not know, so it was not used:"
        " {issuer}",
        hint="Ask whoever issued it for an ordinary list.",
    ),
    message(
        "crl-wrong-signer",
        "A revocation list was not signed by whoever may do so, so it was not used: {issuer}",
        hint="Do not rely on it. Get it again from whoever issued the certificate.",
    ),
    message(
        "crl-outdated",
        "A newer revocation list was due on {ended}, so this one proves nothing any more:"
        " {issuer}",
        hint="Get the newest one from whoever issued the certificate.",
    ),
    message(
        "crl-not-yet-valid",
        "A revocation list begins later than the moment that was asked about, on {starts}:"
        " {issuer}",
        hint="Check the date of this computer, or get the list of that time.",
    ),
)

_ANSWERS = (
    message(
        "ocsp-weak-signature",
        "An OCSP answer is signed in a way that others could imitate (SHA-1 or a short key), so it"
        " proves nothing good: {name}",
        hint="Ask whoever issued the certificate for a newer kind of answer or list.",
    ),
    message(
        "ocsp-wrong-signer",
        "An OCSP answer was not signed by whoever may do so, so it was not used: {name}",
        hint="Do not rely on it. Check again later.",
    ),
    message(
        "ocsp-signer-revoked",
        "An OCSP answer was signed with a certificate that was revoked, so it was not used:"
        " {name}",
        hint="Do not rely on it. Check again later.",
    ),
    message(
        "ocsp-wrong-nonce",
        "An OCSP answer was to another question than ours, so it was not used: {name}",
        hint="Check again later.",
    ),
    message(
        "ocsp-outdated",
        "An OCSP answer is too old and was not used: {name}",
        hint="Get a new one, or check again with the network.",
    ),
    message(
        "ocsp-not-yet-valid",
        "An OCSP answer begins later than the moment that was asked about: {name}",
        hint="Check that the date of this computer is right.",
    ),
    message(
        "ocsp-strange",
        "An OCSP answer asks for something that Sêl does not know, so it was not used: {name}",
        hint="Check again later, or use a revocation list.",
    ),
    message(
        "ocsp-unsupported",
        "An OCSP answer was signed in a way that Sêl does not know: {name}",
        hint="Use a revocation list instead.",
    ),
    message(
        "ocsp-says-unknown",
        "Whoever answers for its authority does not know this certificate: {name}",
        hint="Do not rely on it before you have asked whoever issued it.",
    ),
)

_WHY = (
    message("reason.signature", "a signature does not match the key of its issuer"),
    message("reason.name-chaining", "a name on the way does not match the next one"),
    message("reason.name-constraints", "a name that its authority may not certify"),
    message("reason.policy", "no policy holds for the whole way"),
    message("reason.policy-mapping", "a policy is mapped in a way that is not allowed"),
    message("reason.unknown-critical", "something critical in it is not known to Sêl"),
    message("reason.not-an-authority", "a certificate on the way is not one of an authority"),
    message("reason.path-length", "too many authorities on the way"),
    message("reason.key-usage", "an authority on the way may not sign certificates"),
    message("reason.not-for-mail", "an authority on the way may not certify for mail"),
    message("reason.unsupported", "something in it is not known to Sêl"),
    message("reason.malformed", "a certificate on the way is badly written"),
    message("reason.too-many", "there are too many ways to try"),
    message("reason.address", "the address is inside a private network"),
    message("reason.scheme", "the address is not one of the web"),
    message("reason.too-large", "too large"),
    message("reason.too-slow", "no answer in time"),
    message("reason.redirects", "sent on too often"),
    message("reason.status", "the server refuses"),
    message("reason.network", "the network does not work"),
)

ENTRIES = (*_VERDICT, *_REVOKED, *_LISTS, *_ANSWERS, *_WHY)
