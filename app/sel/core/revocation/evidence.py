"""What lists and answers are at hand, read once; what cannot be read is a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sel.base.errors import Damaged
from sel.core import tlv
from sel.core.finding import Finding, warning
from sel.core.revocation import crl
from sel.core.revocation.crl import Crl

if TYPE_CHECKING:  # most checks need no answers
    from sel.core.revocation.ocsp import Response


@dataclass(frozen=True, slots=True)
class Evidence:
    """Lists and answers. nonces: what was asked with, where an answer came of a question."""

    crls: tuple[Crl, ...] = ()
    responses: tuple[tuple[Response, bytes | None], ...] = ()
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.crls + other.crls,
            self.responses + other.responses,
            self.findings + other.findings,
        )


def read(data: bytes, *, origin: str = "", nonce: bytes | None = None) -> Evidence:
    """A CRL or an OCSP response, DER. origin: a file's name or a host, for the finding."""
    try:
        return Evidence(crls=(crl.read(data),))
    except tlv.BROKEN:
        pass
    from sel.core.revocation import ocsp

    try:
        return Evidence(responses=((ocsp.read(data), nonce),))
    except tlv.BROKEN as problem:
        detail = problem.detail if isinstance(problem, Damaged) else type(problem).__name__
        found = warning("crl-unreadable", source="RFC 5280 5.1", origin=origin, detail=detail)
        return Evidence(findings=(found,))


def read_all(pieces: Iterable[tuple[str, bytes]]) -> Evidence:
    """Several, as (origin, DER)."""
    found = Evidence()
    for origin, data in pieces:
        found += read(data, origin=origin)
    return found
