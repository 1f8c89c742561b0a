"""Are its addresses written so that mail programs find them? RFC 5280 4.2.1.6, RFC 9598 3."""

from __future__ import annotations

from collections.abc import Iterator

from sel.base.errors import BadAddress
from sel.core import address
from sel.core.certificate import SMTP_UTF8_MAILBOX, CertificateFacts
from sel.core.extensions import AlternativeName, Details
from sel.core.finding import Finding, warning

CODES = (
    "alternative-name-empty",
    "address-in-subject-only",
    "address-malformed",
    "address-international",
    "mailbox-form-wrong",
)
_UTF8_STRING = 0x0C


def check_address_form(facts: CertificateFacts, details: Details) -> Iterator[Finding]:
    """Where the addresses stand and how they are spelt."""
    names = details.names
    if names == ():
        yield warning("alternative-name-empty", source="RFC 5280 4.2.1.6")
    plain = [each for each in names or () if each.kind == "rfc822Name"]
    international = [each for each in names or () if each.oid == SMTP_UTF8_MAILBOX]
    if facts.match_emails and not plain and not international:
        yield warning("address-in-subject-only", source="RFC 8550 3")
    for each in plain:
        if not _is_mailbox(each.text):
            yield warning("address-malformed", source="RFC 5280 4.2.1.6", found=each.text)
    if international and not plain:
        found = ", ".join(each.text for each in international)
        yield warning("address-international", source="RFC 9598 3", found=found)
    for each in international:
        if not _is_utf8_mailbox(each):
            yield warning("mailbox-form-wrong", source="RFC 9598 3", found=each.text)


def _is_mailbox(text: str) -> bool:
    """A bare address of ASCII signs; no name around it, no `mailto:`, no line end."""
    try:
        address.normal(text)
    except BadAddress:
        return False
    return text.isascii() and text == text.strip() and not text.lower().startswith("mailto:")


def _is_utf8_mailbox(name: AlternativeName) -> bool:
    """RFC 9598 3: a UTF8String without a mark, for local parts beyond ASCII only, A-labels."""
    local, _, domain = name.text.rpartition("@")
    try:
        normal = address.normal(name.text)
    except BadAddress:
        return False
    return (
        name.tag == _UTF8_STRING
        and not local.isascii()
        and not name.text.startswith("\ufeff")
        and domain == normal.rpartition("@")[2]
    )
