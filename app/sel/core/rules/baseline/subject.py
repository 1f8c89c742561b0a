"""What was checked stands in the name, and nothing else. S/MIME BR 7.1.4.2.2 to 7.1.4.2.6."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sel.core.certificate import CertificateFacts
from sel.core.extensions import Details
from sel.core.finding import Finding, warning
from sel.core.rules.baseline.claim import Claim, Generation, Validation

CODES = ("br-subject-forbidden", "br-subject-lacks", "br-common-name")
_COMMON_NAME: Final = "2.5.4.3"
_ORGANISATION: Final = "2.5.4.10"
_PERSON: Final = {"2.5.4.42": "givenName", "2.5.4.4": "surname", "2.5.4.65": "pseudonym"}
_ALWAYS: Final = {
    _COMMON_NAME: "commonName",
    "2.5.4.5": "serialNumber",
    "1.2.840.113549.1.9.1": "emailAddress",
}
_PLACE: Final = {
    "2.5.4.7": "localityName",
    "2.5.4.8": "stateOrProvinceName",
    "2.5.4.6": "countryName",
}
_STREET: Final = {"2.5.4.9": "streetAddress", "2.5.4.17": "postalCode"}
_TITLE: Final = {"2.5.4.12": "title"}
_UNIT: Final = {"2.5.4.11": "organizationalUnitName"}
_BODY: Final = {_ORGANISATION: "organizationName", "2.5.4.97": "organizationIdentifier"}
_NAMES: Final = {**_ALWAYS, **_PERSON, **_PLACE, **_STREET, **_TITLE, **_UNIT, **_BODY}
_ALLOWED: Final = {
    Validation.MAILBOX: _ALWAYS,
    Validation.ORGANISATION: {**_ALWAYS, **_PLACE, **_STREET, **_UNIT, **_BODY},
    Validation.SPONSOR: _NAMES,
    Validation.INDIVIDUAL: {**_ALWAYS, **_PLACE, **_STREET, **_TITLE, **_PERSON},
}
_SOURCES: Final = {
    Validation.MAILBOX: "S/MIME BR 7.1.4.2.3",
    Validation.ORGANISATION: "S/MIME BR 7.1.4.2.4",
    Validation.SPONSOR: "S/MIME BR 7.1.4.2.5",
    Validation.INDIVIDUAL: "S/MIME BR 7.1.4.2.6",
}
# A place is told whole: what stands left wants one of those on the right (7.1.4.2.2).
_NEEDS: Final = {
    "2.5.4.9": {"2.5.4.7": "localityName", "2.5.4.8": "stateOrProvinceName"},
    "2.5.4.7": {"2.5.4.6": "countryName"},
    "2.5.4.8": {"2.5.4.6": "countryName"},
    "2.5.4.17": {"2.5.4.6": "countryName"},
}
_OF_A_BODY: Final = {Validation.ORGANISATION, Validation.SPONSOR}
_OF_A_PERSON: Final = {Validation.SPONSOR, Validation.INDIVIDUAL}


def check_subject(facts: CertificateFacts, details: Details, claim: Claim) -> Iterator[Finding]:
    """Findings about the attributes of the subject, for the kind of checking it claims."""
    held = {oid for oid, _ in details.subject}
    forbidden = sorted(_NAMES.get(oid, oid) for oid in held - _allowed(claim))
    if forbidden:
        yield warning(
            "br-subject-forbidden",
            source=_SOURCES[claim.validation],
            attributes=", ".join(forbidden),
        )
    lacking = _lacking(held, claim)
    if lacking:
        yield warning(
            "br-subject-lacks",
            source=_SOURCES[claim.validation],
            attributes=", ".join(lacking),
        )
    if facts.common_name is not None and not _common_name_stands(details, claim):
        yield warning("br-common-name", source="S/MIME BR 7.1.4.2.2", name=facts.common_name)


def _allowed(claim: Claim) -> set[str]:
    allowed = set(_ALLOWED[claim.validation])
    return allowed - set(_STREET) if claim.generation is Generation.STRICT else allowed


def _lacking(held: set[str], claim: Claim) -> list[str]:
    lacking = []
    if claim.validation in _OF_A_BODY:
        lacking += [name for oid, name in _BODY.items() if oid not in held]
    enough = set(_PERSON)
    if claim.generation is Generation.LEGACY:
        enough.add(_COMMON_NAME)
    if claim.validation in _OF_A_PERSON and not held & enough:
        lacking.append("givenName")
    for part, needed in _NEEDS.items():
        if part in held and not held & needed.keys():
            lacking += [name for name in needed.values() if name not in lacking][:1]
    return lacking


def _common_name_stands(details: Details, claim: Claim) -> bool:
    """Whether the common name repeats something that was checked."""
    texts = dict(details.subject)
    common = texts.get(_COMMON_NAME)
    if claim.validation in _OF_A_PERSON and (
        set(_PERSON) & texts.keys() or claim.generation is Generation.LEGACY
    ):
        return True
    if claim.validation is Validation.ORGANISATION and common == texts.get(_ORGANISATION):
        return True
    return any(common == each.text for each in details.names or ())
