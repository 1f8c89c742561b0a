"""Does a person's certificate carry what belongs to authorities? RFC 5280 4.2.1.9, 4.2.1.10."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.extensions import NAME_CONSTRAINTS, Details
from sel.core.finding import Finding, warning

CODES = ("marks-of-authority",)


def check_authority_marks(facts: CertificateFacts, details: Details) -> Finding | None:
    """keyCertSign, a path length or name constraints, although it is no authority."""
    marks = sorted({"keyCertSign", "cRLSign"} & (facts.key_usage or frozenset()))
    if facts.path_length is not None:
        marks.append("pathLenConstraint")
    if details.extension(NAME_CONSTRAINTS) is not None:
        marks.append("nameConstraints")
    if not marks:
        return None
    return warning("marks-of-authority", source="RFC 5280 4.2.1.9", marks=", ".join(marks))
