"""Colleagues beside a backup: `people.p7c`, certificates only (RFC 8551 3.8), nothing secret.

What somebody said about a colleague's certificate (trusted, confirmed, checked) is not in it. So
only the certificate that mail to them is encrypted with is written: of several keys the reader
could not tell which one was confirmed, and one that waits for that must not come back as theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.core.finding import Finding, warning
from sel.core.people import Person, Standing, established, reason
from sel.flows.backups.where import place_of
from sel.ports.book import Book, Role
from sel.ports.services import Services

NAME = "people.p7c"
_NEVER = {Standing.CHANGE, Standing.REVOKED, Standing.ADDRESS, Standing.NOBODY}
_ORDER = {each: place for place, each in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Beside:
    """Colleagues that were found beside a backup. total, new: certificates, and of these unknown
    here.
    """

    path: Path
    total: int
    new: int


def save(services: Services, backup: Path) -> tuple[int, tuple[Finding, ...]]:
    """Write them beside a backup; how many people, and what went wrong.

    A file of an earlier backup there is replaced, whole; anything else of that name stays, as does
    what another computer left there and nobody has restored here. Without colleagues nothing is
    written. Keys are safe already: that these are not is only said.
    """
    book = services.book()
    ders = dict(_used(book, services.clock.now()))
    if not ders:
        return 0, ()
    path = backup.with_name(NAME)
    try:
        _refuse_other(services, path)
        services.outputs.write(path, _file(book, tuple(ders)), replace=True)
    except SelError:
        return 0, (warning("people-not-saved", path=str(path)),)
    return len(set(ders.values())), ()


def look(services: Services, backup: Path) -> Beside | None:
    """What lies beside a backup; None if nothing of use does. Nothing is kept."""
    path = backup.with_name(NAME)
    try:
        found = _certificates(services, path)
    except SelError:
        return None
    if not found:
        return None
    known = services.book().people().certificates([sha256(der).digest() for der in found])
    return Beside(path, len(found), len(found) - len(known))


def restore(services: Services, beside: Beside, progress: Progress) -> int:
    """Take them in as any file of colleagues; how many certificates are new. Twice is as once."""
    from sel.flows import people_adding

    report = people_adding.add(services, (beside.path,), progress)
    return report.count(people_adding.Outcome.ADDED)


def _used(book: Book, now: datetime) -> Iterator[tuple[bytes, str]]:
    """Certificates (DER) that colleagues are written to with, each with whose it is."""
    people = book.people()
    chosen = {
        picked: person.email
        for person in people.people()
        if (picked := _picked(person, now)) is not None
    }
    for digest, der in people.certificates(tuple(chosen)).items():
        yield der, chosen[digest]


def _picked(person: Person, now: datetime) -> bytes | None:
    """The one that would be used, as far as it is this person's; its path the reader judges."""
    keys = established(person.certificates)
    judged = [(reason(each, keys, now), each) for each in person.certificates]
    theirs = [(why, each) for why, each in judged if why not in _NEVER]
    if not theirs:
        return None
    _, best = min(theirs, key=lambda one: (_ORDER[one[0]], -one[1].not_before.timestamp()))
    return best.sha256


def _file(book: Book, ders: tuple[bytes, ...]) -> bytes:
    """With the authorities the book has: a path to them is half of what makes them usable."""
    from sel.flows.exports import certificates_only

    helpers = (held.der for held in book.certificates(Role.CHAIN))
    return certificates_only(tuple(dict.fromkeys((*ders, *helpers))))


def _refuse_other(services: Services, path: Path) -> None:
    """Raises OutputExists for a file of that name with anything but certificates, or with some
    that are new here where no backup of this book lies.
    """
    from sel.base.errors import OutputExists

    if not path.exists():
        return
    if not _certificates(services, path, people_only=False):
        raise OutputExists(path=str(path))
    folder = Path(place_of(path)).parent
    if any(Path(fact.path).parent == folder for fact in services.book().backups()):
        return
    lying = {sha256(der).digest() for der in _certificates(services, path)}
    if lying - set(services.book().people().certificates(tuple(lying))):
        raise OutputExists(path=str(path))


def _certificates(
    services: Services, path: Path, *, people_only: bool = True
) -> tuple[bytes, ...]:
    """Those of a file, DER. Raises NotFound, Unreadable, TooLarge."""
    from sel.core import certificate
    from sel.core.recognise import certificates

    found = []
    for der in certificates(services.inputs.read(path)):
        if not people_only:
            found.append(der)
            continue
        try:
            if not certificate.read(der).is_ca:
                found.append(der)
        except SelError:
            continue
    return tuple(found)
