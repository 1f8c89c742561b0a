"""School packs taken in, kept up to date from the place that policy names, taken out again.

What a pack brings are certificates of colleagues, who are judged like all others, authorities to
ask, and a list of partner domains; it adds no root, marks nobody as checked, and weakens no
policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sel.base.errors import PackOlder, SelError, UnknownPack
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core.pack import Pack
from sel.flows import anchoring
from sel.flows.pack_looking import ENDING, Looked, held_packs, look
from sel.flows.people_paths import Paths
from sel.flows.people_pieces import Read, judged
from sel.flows.people_reading import Rejection, read
from sel.places.named import folder
from sel.ports.packs import NewPack
from sel.ports.people import TakeIn
from sel.ports.services import Services

_BATCH: Final = 2_000
_STEP: Final = 64
_MOST_FILES: Final = 50


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


def remove(services: Services, pack_id: str) -> int:
    """Take a pack out with everything that only it brought. Raises UnknownPack."""
    found = [one for one in held_packs(services) if one.id == pack_id]
    found = found or [one for one in held_packs(services) if one.id.startswith(pack_id)]
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


def _source(pack_id: str) -> str:
    """How the book names a pack as the place where certificates were seen."""
    return f"pack:{pack_id}"
