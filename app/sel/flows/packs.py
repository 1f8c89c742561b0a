"""The school packs that are here, and what of them is in force now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sel.base.errors import PackAltered, PackExpired, PackSignerUnknown, SelError
from sel.core import certificate, pack
from sel.core.certificate import CertificateFacts
from sel.core.pack import Pack, Partners
from sel.flows.pack_looking import held_packs, known_by
from sel.ports.packs import HeldPack
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Kept:
    """A pack in the book.

    pack     without the certificates of its people, which are in the book one by one
    people   how many it has
    why_not  nothing of it is used at present; the code says why
    """

    held: HeldPack
    pack: Pack | None
    people: int
    signer: CertificateFacts | None
    why_not: str | None


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file whose signature held, without what is large in it."""

    pack: Pack
    people: int
    signer: bytes


def kept(services: Services) -> tuple[Kept, ...]:
    """Every pack that is here, with what keeps it from being used."""
    return tuple(_kept(services, each) for each in held_packs(services))


def _kept(services: Services, held: HeldPack) -> Kept:
    try:
        found = _opened(held.file)
    except SelError as problem:  # somebody wrote in the book, or a version that is gone
        return Kept(held, None, 0, None, problem.code)
    signer = certificate.read(found.signer)
    why_not = None
    if found.pack.id != held.id or found.pack.number != held.number:
        why_not = PackAltered.code
    elif known_by(services, signer.sha256) is None:
        why_not = PackSignerUnknown.code
    elif found.pack.expires <= services.clock.now():
        why_not = PackExpired.code
    return Kept(held, found.pack, found.people, signer, why_not)


_AT_MOST: Final = 8
_known: Final[dict[bytes, _Opened]] = {}
"""Files of this very content that this process opened and found right, by their SHA-256.

Only what the octets alone decide: who may send packs, and whether one has ended, is asked anew
each time. The next process opens its own: ten thousand people take a sixteenth of a second.
"""


def _opened(file: bytes) -> _Opened:
    """Raises what `pack.opened` raises, each time."""
    digest = hashlib.sha256(file).digest()
    found = _known.get(digest)
    if found is None:
        sealed = pack.opened(file)
        small = replace(sealed.pack, people=())
        found = _Opened(small, len(sealed.pack.people), sealed.signer)
        if len(_known) >= _AT_MOST:
            _known.clear()
        _known[digest] = found
    return found


def in_force(services: Services) -> Iterator[Pack]:
    """The packs whose lists count now: signed by somebody who is known, and not ended.

    Without their people, who are in the book.
    """
    for each in kept(services):
        if each.pack is not None and each.why_not is None:
            yield each.pack


def partners(services: Services) -> tuple[Partners, ...]:
    """The lists of partner domains in force."""
    return tuple(one.partners for one in in_force(services) if one.partners is not None)


def profiles(services: Services) -> tuple[bytes, ...]:
    """The authorities that packs in force name, each as `enrol` reads it."""
    return tuple(each for one in in_force(services) for each in one.profiles)
