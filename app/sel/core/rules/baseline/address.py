"""Addresses stand in the alternative name, all of them. S/MIME BR 7.1.4.2.1."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import SMTP_UTF8_MAILBOX
from sel.core.extensions import AlternativeName, Details
from sel.core.finding import Finding, warning
from sel.core.rules.baseline.claim import Claim, Generation

CODES = ("br-address-missing", "br-name-kind", "br-subject-address")
_SOURCE = "S/MIME BR 7.1.4.2.1"
_ALLOWED = {"rfc822Name", "directoryName", "otherName"}


def check_address(details: Details, claim: Claim) -> Iterator[Finding]:
    """Findings about subjectAltName and addresses outside it."""
    names = details.names or ()
    addresses = {each.text for each in names if _is_address(each)}
    if not addresses:
        yield warning("br-address-missing", source=_SOURCE)
    kinds = {each.kind for each in names} - _ALLOWED
    if claim.generation is Generation.STRICT:
        kinds |= {each.oid or each.kind for each in names if _is_other(each)}
    if kinds:
        yield warning("br-name-kind", source=_SOURCE, kinds=", ".join(sorted(kinds)))
    elsewhere = {text for _, text in details.subject if text and _looks_like_address(text)}
    if elsewhere - addresses and addresses:
        found = ", ".join(sorted(elsewhere - addresses))
        yield warning("br-subject-address", source=_SOURCE, found=found)


def _is_address(name: AlternativeName) -> bool:
    return name.kind == "rfc822Name" or name.oid == SMTP_UTF8_MAILBOX


def _is_other(name: AlternativeName) -> bool:
    return name.kind == "otherName" and name.oid != SMTP_UTF8_MAILBOX


def _looks_like_address(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    return bool(local) and "." in domain and " " not in text
