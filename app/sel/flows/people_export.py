"""Colleagues' certificates handed over, in the forms that mail programs and people take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sel.base.errors import InputError, NobodyToHandOver
from sel.core import certificate, contact_card
from sel.core.people import Person
from sel.flows.exports import certificates_only
from sel.flows.people_finding import Colleague, everybody, one
from sel.ports.services import Services

_KEPT: Final = ".-_@+"
_LONGEST: Final = 80
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))}
)
"""What stands before the first dot must not be one of these on Windows."""


class Form(StrEnum):
    """Forms of `people export`."""

    VCF = "vcf"
    P7C = "p7c"
    CSV = "csv"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Somebody mail can be encrypted to now, with the certificate that is used for it, DER."""

    email: str
    name: str
    organisation: str
    der: bytes


def chosen(services: Services, emails: Sequence[str] = ()) -> tuple[Colleague, ...]:
    """These colleagues, or everybody. Raises UnknownPerson."""
    return tuple(one(services, each) for each in emails) if emails else everybody(services)


def ready(services: Services, colleagues: Sequence[Colleague]) -> tuple[HandedOver, ...]:
    """Those of them whom mail can be encrypted to. Raises NobodyToHandOver."""
    wanted = [each for each in colleagues if each.answer.use is not None]
    people = services.book().people()
    ders = people.certificates([e.answer.use.sha256 for e in wanted if e.answer.use is not None])
    found = tuple(_handed_over(wanted, ders))
    if not found:
        raise NobodyToHandOver
    return found


def _handed_over(wanted: Sequence[Colleague], ders: Mapping[bytes, bytes]) -> Iterator[HandedOver]:
    for each in wanted:
        der = None if each.answer.use is None else ders.get(each.answer.use.sha256)
        if der is not None:
            known = each.person
            yield HandedOver(known.email, known.name, known.organisation, der)


def cards(people: Sequence[HandedOver]) -> bytes:
    """One vCard a person, one after the other: Outlook makes a contact of each."""
    return b"".join(
        contact_card.write(each.name, (each.email,), each.der, organisation=each.organisation)
        for each in people
    )


def bundle(people: Sequence[HandedOver]) -> bytes:
    """All certificates in one PKCS#7, DER; each once."""
    return certificates_only(tuple(dict.fromkeys(each.der for each in people)))


def all_of(services: Services, person: Person) -> bytes:
    """Every certificate of somebody in one PKCS#7, DER, whatever it can be used for."""
    ders = services.book().people().certificates([each.sha256 for each in person.certificates])
    return certificates_only(tuple(ders.values()))


def files(people: Sequence[HandedOver]) -> dict[str, bytes]:
    """A file a certificate, named by its address; a name that was given already gets a number."""
    found: dict[str, bytes] = {}
    taken = set[str]()
    for each in people:
        stem = name = _file_name(each.email)
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found[f"{name}.cer"] = each.der
    return found


def of_earlier(name: str, data: bytes) -> bool:
    """Whether a file in such a folder is one that `files` wrote: a certificate, bare, under the
    name of an address that it is for. Somebody who was removed, or renewed, leaves none behind.
    """
    stem, dot, ending = name.rpartition(".")
    if (dot + ending).casefold() != ".cer" or data[:1] != b"\x30":
        return False
    try:
        facts = certificate.read(data)
    except InputError:
        return False
    names = {_file_name(each).casefold() for each in facts.match_emails}
    before, dash, number = stem.casefold().rpartition("-")
    return stem.casefold() in names or (bool(dash) and number.isdecimal() and before in names)


def _file_name(email: str) -> str:
    """What every file system takes, and no way out of a folder."""
    kept = "".join(sign if sign.isalnum() or sign in _KEPT else "_" for sign in email)
    plain = kept.strip(".")[:_LONGEST] or "_"
    return f"_{plain}" if plain.partition(".")[0].casefold() in _DEVICES else plain
