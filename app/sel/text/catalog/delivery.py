"""Partner domains: what is said of mail servers, their TLS, policies and pinned keys."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_ASK = "Ask the partner's IT team to put it right; until then do not insist on TLS to it."

_SERVERS = (
    message(
        "domain-unknown",
        "The DNS knows no such domain: {domain}",
        hint="Look whether it is written correctly. Mail to it comes back.",
    ),
    message(
        "domain-alias",
        "The domain is another name for this one: {name}",
    ),
    message(
        "dns-failed",
        "The DNS gave no answer for {name}: {dns}",
        hint="Check again later. If it happens again, tell whoever runs the domain.",
    ),
    message("dns.failed", "its servers report a fault"),
    message("dns.refused", "the question was refused"),
    message("dns.silent", "nobody answered in time"),
    message(
        "dns-loop",
        "The names in the DNS lead round in a circle: {name}",
        hint="Tell whoever runs the domain. Mail to it comes back.",
    ),
    message(
        "dnssec-bogus",
        "The DNS answer for this name is signed, and the signature does not hold: {name}",
        hint="Tell whoever runs the domain. Exchange Online sends no mail there.",
    ),
    message(
        "mx-null",
        "The domain says that it takes no mail: {domain}",
        hint="Use the address that the partner really reads.",
    ),
    message(
        "mx-null-with-others",
        "The domain says that it takes no mail, and names mail servers all the same.",
        hint=_ASK,
    ),
    message(
        "mx-none",
        "The domain has no mail server: {domain}",
        hint="Look whether it is written correctly. Mail to it comes back.",
    ),
    message(
        "mx-implicit",
        "The domain names no mail server, so mail goes to the computer of its own name.",
        hint="That is rarely meant. Ask the partner's IT team.",
    ),
    plural(
        "mx-too-many",
        "{n} more mail server was not looked at.",
        "{n} more mail servers were not looked at.",
    ),
    message(
        "mx-is-address",
        "An address of numbers stands where the name of a mail server should be: {host}",
        hint=_ASK,
    ),
    message("mx-odd-name", "This can be no name of a mail server: {host}", hint=_ASK),
    message(
        "mx-alias",
        "The mail server {host} is only another name for this one, which is not allowed: {name}",
        hint="It mostly works. Ask the partner's IT team to name the server itself.",
    ),
    message(
        "mx-loop",
        "The names of this mail server lead round in a circle: {host}",
        hint=_ASK,
    ),
    message("mx-without-address", "This mail server has no address: {host}", hint=_ASK),
    message(
        "mx-private",
        "This mail server stands inside a private network, and Sêl did not call it:"
        " {host} ({address})",
        hint="No mail from outside gets there. If you look at your own network, name its DNS"
        " server.",
        command="No mail from outside gets there. If you look at your own network, name its DNS"
        " server with --resolver.",
    ),
    message(
        "smtp-unreachable",
        "This mail server could not be reached: {host}",
        hint="Many networks let nobody call mail servers."
        " Check again from where your mail leaves.",
    ),
    message(
        "smtp-refused",
        "This mail server does not want to talk to this computer: {host} ({said})",
        hint="Many take calls from mail servers alone. Check again from where your mail leaves.",
    ),
    message(
        "smtp-nonsense",
        "What answers there is no mail server that keeps to the rules: {host}",
        hint=_ASK,
    ),
)

_TLS = (
    message(
        "starttls-missing", "This mail server offers no encryption (STARTTLS): {host}", hint=_ASK
    ),
    message(
        "starttls-failed",
        "This mail server offers encryption (STARTTLS), but it does not work: {host}",
        hint=_ASK,
    ),
    message(
        "tls-old",
        "This mail server knows only a version of TLS that no longer counts as safe:"
        " {host} ({version})",
        hint="Exchange Online uses TLS 1.2 and later alone."
        " Ask the partner's IT team to put it right; until then do not insist on TLS to it.",
    ),
    message(
        "tls-weak",
        "This mail server encrypts only in ways that are no longer advised: {host}",
        hint="Tell the partner's IT team: senders give these ways up one after the other.",
    ),
    message(
        "tls-unreadable", "The certificate of this mail server cannot be read: {host}", hint=_ASK
    ),
    message(
        "tls-self-signed",
        "The certificate of this mail server is signed by itself, so it proves nothing: {host}",
        hint=_ASK,
    ),
    message(
        "tls-no-path",
        "The certificate of this mail server comes from nobody who is trusted here:"
        " {host} ({issuer})",
        hint=_ASK,
    ),
    message(
        "tls-expired",
        "The certificate of this mail server ended on {ended}: {host}",
        hint=_ASK,
    ),
    message(
        "tls-not-yet",
        "The certificate of this mail server begins only on {starts}: {host}",
        hint="Look whether the clock of this computer is right."
        " Ask the partner's IT team to put it right; until then do not insist on TLS to it.",
    ),
    message(
        "tls-untrusted",
        "The certificate of this mail server is not accepted: {host}",
        hint=_ASK,
    ),
    plural(
        "tls-ends-soon",
        "The certificate of this mail server ends in {n} day: {host}",
        "The certificate of this mail server ends in {n} days: {host}",
        hint="Tell the partner's IT team, if mail to it must be encrypted.",
    ),
    message(
        "tls-other-name",
        "The certificate of this mail server is for another name: {host} (it is for: {names})",
        hint="A connector that insists on the name sends nothing there."
        " Ask the partner's IT team to put it right; until then do not insist on TLS to it.",
    ),
    message(
        "tls-name-in-subject",
        "The certificate names this mail server only where nobody looks any more: {host}",
        hint=_ASK,
    ),
)

_POLICIES = (
    message("sts-none", "The domain has no MTA-STS policy, which would ask senders for TLS."),
    plural(
        "sts-several-records",
        "The domain has {n} MTA-STS record, so none counts.",
        "The domain has {n} MTA-STS records, so none counts.",
        hint="Tell whoever runs the domain: one has to go.",
    ),
    message(
        "sts-record-broken",
        "The MTA-STS record of the domain is badly written, so it does not count.",
        hint="Tell whoever runs the domain.",
    ),
    message(
        "sts-file-missing",
        "The MTA-STS policy of the domain could not be fetched: {reason}",
        hint="Tell whoever runs the domain: senders go by the last one they know, or by none.",
    ),
    message("reason.no-such-host", "its web server has no address"),
    message(
        "sts-file-broken",
        "The MTA-STS policy of the domain is badly written, so it does not count: {part}",
        hint="Tell whoever runs the domain.",
    ),
    message(
        "sts-testing",
        "The MTA-STS policy of the domain is only being tried: mail goes even without TLS.",
    ),
    message("sts-mode-none", "The MTA-STS policy of the domain is being taken back."),
    message(
        "sts-mx-missing",
        "The MTA-STS policy of the domain does not name this mail server: {host}",
        hint="Tell whoever runs the domain."
        " Where the policy counts, senders leave the server out.",
    ),
    message(
        "dane-unsigned",
        "The key of this mail server is pinned (DANE), but nothing proves the pin: {host}",
        hint="It does not count without DNSSEC. Tell whoever runs the domain.",
    ),
    message(
        "dane-unusable",
        "The key of this mail server is pinned (DANE) in a way that does not count for mail:"
        " {host}",
        hint="Tell whoever runs the domain.",
    ),
    message(
        "dane-mismatch",
        "The pinned key (DANE) is not the key of this mail server: {host}",
        hint="Exchange Online sends no mail there. Tell whoever runs the domain.",
    ),
    message(
        "caa-nobody-for-mail",
        "The domain allows nobody to issue certificates for its mail (CAA issuemail).",
        hint="People of this domain cannot get S/MIME certificates until that is changed.",
    ),
    message(
        "caa-some-for-mail",
        "Only these may issue certificates for mail of the domain (CAA issuemail): {issuers}",
    ),
    message(
        "caa-broken",
        "A CAA record for mail of the domain is badly written.",
        hint="Tell whoever runs the domain: an authority may refuse because of it.",
    ),
    message(
        "caa-unknown-critical",
        "CAA records of the domain hold what no authority knows, so none may issue: {tags}",
        hint="Tell whoever runs the domain.",
    ),
)

_CHANGES = (
    message(
        "changed-verdict", "The answer is different. Before: {verdict_before}. Now: {verdict_now}"
    ),
    message("verdict-before.good", "TLS proves its server"),
    message("verdict-before.warnings", "works, with something to look at"),
    message("verdict-before.bad", "not to be relied on"),
    message("verdict-now.good", "TLS proves its server"),
    message("verdict-now.warnings", "works, with something to look at"),
    message("verdict-now.bad", "not to be relied on"),
    message("changed-host-new", "There is a new mail server: {host}"),
    message("changed-host-gone", "A mail server is gone: {host}"),
    message("changed-starttls-new", "It offers encryption now: {host}"),
    message("changed-starttls-gone", "It no longer offers encryption: {host}"),
    message(
        "changed-tls-version",
        "It uses another version of TLS: {host} (before: {before}; now: {now})",
    ),
    message("changed-certificate", "It has another certificate: {host}"),
    message("changed-proof-new", "Its certificate can be relied on now: {host}"),
    message("changed-proof-gone", "Its certificate can no longer be relied on: {host}"),
    message("changed-dane-new", "Its pinned key (DANE) holds now: {host}"),
    message("changed-dane-gone", "It has no pinned key (DANE) that holds any more: {host}"),
    message(
        "changed-sts", "Its MTA-STS policy is different. Before: {mode_before}. Now: {mode_now}"
    ),
    message("mode-before.enforce", "enforced"),
    message("mode-before.testing", "only tried"),
    message("mode-before.none", "being taken back"),
    message("mode-before.absent", "none"),
    message("mode-now.enforce", "enforced"),
    message("mode-now.testing", "only tried"),
    message("mode-now.none", "being taken back"),
    message("mode-now.absent", "none"),
)

_OTHERS = (
    message("checking-domain", "Checking {domain}"),
    message("checked-domains", "Keeping what was found"),
    message("delivery-good", "Mail to {domain} goes over TLS, and TLS proves its mail server."),
    message(
        "delivery-warnings",
        "Mail to {domain} can go over TLS, but look at what is said below.",
    ),
    message("delivery-bad", "Do not rely on TLS to {domain}: look at what is said below."),
    message(
        "delivery-unknown",
        "Whether mail to {domain} goes over TLS could not be found out from here.",
    ),
    message("delivery-verdict.good", "good"),
    message("delivery-verdict.warnings", "look at it"),
    message("delivery-verdict.bad", "do not rely on it"),
    message("delivery-verdict.unknown", "not found out"),
    message("delivery-sts", "MTA-STS policy: {mode_now}"),
    message("delivery-dane", "The key of a mail server is pinned (DANE), and the pin holds."),
    message(
        "delivery-nobody",
        "Not one mail server could be reached. Most likely this network lets nobody call mail"
        " servers (port 25); that says nothing of the partners.",
    ),
)

ENTRIES = (*_SERVERS, *_TLS, *_POLICIES, *_CHANGES, *_OTHERS)
