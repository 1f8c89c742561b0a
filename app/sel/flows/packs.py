"""School packs that IT hands out: looked at, taken in, kept up to date, taken out again.

Nothing in a pack is trusted by itself. Its signer is known from the machine's policy, or because
the person had the signer's code read to them. What it brings are certificates of colleagues, who
are judged like all others, authorities to ask, and a list of partner domains; it adds no root,
marks nobody as checked, and weakens no policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from sel.base.errors import (
    Damaged,
    PackBroken,
    PackExpired,
    PackNotYet,
    PackNumberUsed,
    PackOlder,
    PackOtherSigner,
    PackSignerEnded,
    PackSignerUnknown,
    SelError,
    UnknownPack,
)
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core import certificate, pack
from sel.core.certificate import CertificateFacts
from sel.core.pack import Pack, Partners, Sealed
from sel.flows import anchoring
from sel.flows.people_paths import Paths
from sel.flows.people_pieces import Read, judged
from sel.flows.people_reading import Rejection, read
from sel.places.named import folder
from sel.ports.enrolment import PILOT, Route
from sel.ports.packs import SIGNER, HeldPack, NewPack
from sel.ports.people import TakeIn
from sel.ports.services import Services

ENDING: Final = ".selpack"
_CLOCKS_DIFFER: Final = timedelta(minutes=10)
_BATCH: Final = 2_000
_STEP: Final = 64
_MOST_FILES: Final = 50


class KnownBy(StrEnum):
    """Why packs of a signer are taken."""

    POLICY = "policy"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Looked:
    """A pack before anything of it is used.

    signer   facts of the certificate it was signed with
    known_by why its signer may send packs; None: nobody said so yet
    held     the edition that is here
    against  the first thing that keeps it from being taken, None if nothing does
    """

    pack: Pack
    signer: CertificateFacts
    known_by: KnownBy | None
    held: HeldPack | None
    against: SelError | None

    @property
    def same(self) -> bool:
        """Whether this very edition is here."""
        return self.held is not None and self.held.number == self.pack.number


@dataclass(frozen=True, slots=True)
class Taken:
    """What a pack did.

    added, updated, unchanged  certificates of colleagues
    withdrawn  certificates that only its earlier edition had brought
    rejected   what it holds that is nobody's certificate
    """

    pack: Pack
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    rejected: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A pack in the book. why_not: nothing of it is used at present; the code says why."""

    held: HeldPack
    pack: Pack | None
    signer: CertificateFacts | None
    why_not: str | None


def look(services: Services, data: bytes) -> Looked:
    """What a pack is, who signed it, and whether it would be taken.

    Raises NotAPack, PackAltered, PackBroken, PackNewer, TooLarge.
    """
    return _judged(services, data, pack.opened(data))


def _judged(services: Services, data: bytes, sealed: Sealed) -> Looked:
    check_profiles(services, sealed.pack)
    signer = certificate.read(sealed.signer)
    held = next((one for one in _held(services) if one.id == sealed.pack.id), None)
    known = _known_by(services, signer.sha256)
    against = _against(services, sealed.pack, signer, known, held, data)
    return Looked(sealed.pack, signer, known, held, against)


def check_profiles(services: Services, one: Pack) -> None:
    """Each in its form, once, and none that passes itself off as the pilot of this very book.

    Raises PackBroken.
    """
    try:
        named = [services.read_profile(each) for each in one.profiles]
    except Damaged as problem:
        raise PackBroken(entry="authorities", detail=problem.detail) from problem
    if len({each.id for each in named}) != len(named):
        raise PackBroken(entry="authorities", detail="an id twice")
    if any(each.route is Route.BOOK or each.id == PILOT for each in named):
        raise PackBroken(entry="authorities", detail="the pilot is nobody else's")


def _against(
    services: Services,
    one: Pack,
    signer: CertificateFacts,
    known: KnownBy | None,
    held: HeldPack | None,
    data: bytes,
) -> SelError | None:
    """What is certain and can be mended by IT alone comes first; then whom to telephone."""
    now = services.clock.now()
    if one.expires <= now:
        return PackExpired(ended=one.expires)
    if one.issued > now + _CLOCKS_DIFFER:
        return PackNotYet(begins=one.issued)
    if not signer.not_before <= one.issued <= signer.not_after:
        return PackSignerEnded(signer=_name(signer), ended=signer.not_after)
    if held is not None and held.number > one.number:
        return PackOlder(number=one.number, held=held.number)
    taken_over = held is not None and held.signer != signer.sha256
    if held is not None and taken_over and _outranked(services, held, known):
        before = _name_of(held) or held.signer.hex()
        return PackOtherSigner(signer=_name(signer), held=before)
    if known is None:
        return PackSignerUnknown(signer=_name(signer), check_code=signer.check_code)
    if held is not None and held.number == one.number and held.file != data:
        return PackNumberUsed(number=one.number)
    return None


def _outranked(services: Services, held: HeldPack, known: KnownBy | None) -> bool:
    """Whether another signer may not go on with a pack: nobody, or only the person, named them.

    Of a pack from a signer that policy names only such a signer makes the next edition. Who was
    read by telephone goes on with a pack of one who was, as IT does with a new certificate.
    """
    if known is KnownBy.PERSON:
        return _known_by(services, held.signer) is KnownBy.POLICY
    return known is None


def know_signer(services: Services, data: bytes, *, how: str) -> CertificateFacts:
    """The person had the signer's code read to them: a trust fact. how: in their words.

    Raises what `look` raises, and what the book raises without its key.
    """
    signer = certificate.read(pack.opened(data).signer)
    book = services.book()
    book.trust(SIGNER, signer.sha256, how=how)
    book.note(Message("pack-signer-known", {"signer": _name(signer)}))
    return signer


def take(services: Services, data: bytes, progress: Progress) -> Taken:
    """Take a pack in, in place of its earlier edition. The same edition again changes nothing.

    Raises what `look` raises, and whatever is against it. Cancelled leaves the earlier edition
    in force; certificates that were read until then stay.
    """
    looked = look(services, data)
    if looked.against is not None:
        raise looked.against
    if looked.same:
        return Taken(looked.pack, unchanged=len(looked.pack.people))
    one, source = looked.pack, _source(looked.pack.id)
    trust = anchoring.trusted(services)
    found = _people(one, source, Paths.of(trust, services.clock.now()), progress)
    book = services.book()
    people = book.people()
    met = people.begin(f"{source}:{one.number}")
    added = updated = unchanged = 0
    for at in range(0, len(found.met), _BATCH):
        part = tuple(found.met[at : at + _BATCH])
        done = people.take_in(TakeIn(met, part, tuple(found.helpers) if at == 0 else ()))
        added += len(done.added)
        updated += len(done.updated)
        unchanged += len(done.unchanged)
    note = Message("pack-taken", {"id": one.id, "number": one.number, "people": len(found.met)})
    withdrawn = book.packs().keep(
        NewPack(one.id, one.number, looked.signer.sha256, data),
        source=source,
        people=[each.sha256 for each in found.met],
        note=note,
    )
    people.ended()
    return Taken(one, added, updated, unchanged, withdrawn, tuple(found.rejected))


def _people(one: Pack, source: str, paths: Paths, progress: Progress) -> Read:
    """Each certificate read by itself, so that one that is odd spoils no other."""
    every = Read([], [], [], 0)
    for place, der in enumerate(one.people):
        if place % _STEP == 0:
            progress.step(place, len(one.people), Message("people-reading", {"n": place}))
        found = judged(read(source, der), paths)
        every.met += found.met
        every.rejected += found.rejected
    return every


def kept(services: Services) -> tuple[Kept, ...]:
    """Every pack that is here, with what keeps it from being used."""
    return tuple(_kept(services, each) for each in _held(services))


def _kept(services: Services, held: HeldPack) -> Kept:
    try:
        sealed = pack.opened(held.file)
    except SelError as problem:  # somebody wrote in the book, or a version that is gone
        return Kept(held, None, None, problem.code)
    signer = certificate.read(sealed.signer)
    why_not = None
    if sealed.pack.id != held.id or sealed.pack.number != held.number:
        why_not = "pack-altered"
    elif _known_by(services, signer.sha256) is None:
        why_not = PackSignerUnknown.code
    elif sealed.pack.expires <= services.clock.now():
        why_not = PackExpired.code
    return Kept(held, sealed.pack, signer, why_not)


def in_force(services: Services) -> Iterator[Pack]:
    """The packs whose lists count now: signed by somebody who is known, and not ended."""
    for each in kept(services):
        if each.pack is not None and each.why_not is None:
            yield each.pack


def partners(services: Services) -> tuple[Partners, ...]:
    """The lists of partner domains in force."""
    return tuple(one.partners for one in in_force(services) if one.partners is not None)


def profiles(services: Services) -> tuple[bytes, ...]:
    """The authorities that packs in force name, each as `enrol` reads it."""
    return tuple(each for one in in_force(services) for each in one.profiles)


def remove(services: Services, pack_id: str) -> int:
    """Take a pack out with everything that only it brought. Raises UnknownPack."""
    found = [one for one in _held(services) if one.id == pack_id]
    found = found or [one for one in _held(services) if one.id.startswith(pack_id)]
    if len(found) != 1 or not pack_id:
        raise UnknownPack(id=pack_id)
    one = found[0]
    note = Message("pack-removed", {"id": one.id})
    return services.book().packs().remove(one.id, source=_source(one.id), note=note)


def offered(services: Services) -> tuple[Path, Looked] | None:
    """The newest pack where policy says the school's lies, if it is not here yet.

    One that cannot be read, or is not signed by somebody known, is none: `update` says why.
    """
    found, _ = _lying_there(services)
    return found


def update(services: Services, progress: Progress) -> Taken | None:
    """Take in what is `offered`; None if there is nothing newer.

    If what lies there cannot be taken, raises why: the reason of the file that came last.
    """
    found, refused = _lying_there(services)
    if found is not None:
        return take(services, services.inputs.read(found[0]), progress)
    if refused is not None:
        raise refused
    return None


def _lying_there(services: Services) -> tuple[tuple[Path, Looked] | None, SelError | None]:
    """The best file, and why the last one that came is none; an older edition is no refusal."""
    best: tuple[Path, Looked] | None = None
    refused: SelError | None = None
    if not services.policy.school_pack:
        return None, None
    for path in _lying_in(folder(services.policy.school_pack)):
        try:
            looked = look(services, services.inputs.read(path))
        except SelError as problem:
            refused = refused or problem
            continue
        if looked.against is not None:
            if not isinstance(looked.against, PackOlder):
                refused = refused or looked.against
        elif not looked.same and (best is None or best[1].pack.number < looked.pack.number):
            best = (path, looked)
    return best, refused


def _lying_in(place: Path) -> Sequence[Path]:
    """The file itself; in a folder those that came last, the newest first."""
    if not place.is_dir():
        return [place]
    came = []
    for path in place.glob(f"*{ENDING}"):
        with suppress(OSError):  # gone in the meantime
            came.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(came, reverse=True)[:_MOST_FILES]]


def _held(services: Services) -> Sequence[HeldPack]:
    return services.book().packs().held() if services.data.is_dir() else ()


def _known_by(services: Services, sha256: bytes) -> KnownBy | None:
    if sha256 in services.policy.pack_signers:
        return KnownBy.POLICY
    if not services.data.is_dir():
        return None
    facts = services.book().trusted()
    said = any(each.kind == SIGNER and each.subject == sha256 and each.holds for each in facts)
    return KnownBy.PERSON if said else None


def _source(pack_id: str) -> str:
    """How the book names a pack as the place where certificates were seen."""
    return f"pack:{pack_id}"


def _name(signer: CertificateFacts) -> str:
    return signer.emails[0] if signer.emails else signer.common_name or signer.subject


def _name_of(held: HeldPack) -> str | None:
    try:
        return _name(certificate.read(pack.opened(held.file).signer))
    except SelError:
        return None
