"""Does it speak for this mailbox? RFC 8550 3, RFC 5280 4.2.1.6."""

from __future__ import annotations

from sel.core import address
from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, error, info

CODES = ("no-address", "address-differs", "address-letter-case")


def check_address(facts: CertificateFacts, *, mailbox: str | None) -> Finding | None:
    """Compare the certificate's addresses with `mailbox`; None asks only that there is one."""
    if not facts.match_emails:
        return error("no-address", source="RFC 8550 3")
    if mailbox is None:
        return None
    found = ", ".join(facts.match_emails)
    if not facts.has_address(mailbox):
        return error("address-differs", source="RFC 8550 3", wanted=mailbox, found=found)
    if address.lenient(mailbox) not in facts.match_emails:
        # The same mailbox wherever capitals are folded (RFC 5321 2.4); a Keychain preference and
        # some old programs compare letter by letter.
        return info("address-letter-case", source="RFC 5321 2.4", wanted=mailbox, found=found)
    return None
