"""Does it speak for this mailbox? RFC 8550 3, RFC 5280 4.2.1.6."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, error


def check_address(facts: CertificateFacts, *, mailbox: str | None) -> Finding | None:
    """Compare the certificate's addresses with `mailbox`; None asks only that there is one."""
    if not facts.match_emails:
        return error("no-address", source="RFC 8550 3")
    if mailbox is not None and not facts.has_address(mailbox):
        found = ", ".join(facts.match_emails)
        return error("address-differs", source="RFC 8550 3", wanted=mailbox, found=found)
    return None
