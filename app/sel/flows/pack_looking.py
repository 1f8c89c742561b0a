"""A school pack looked at: what it is, who signed it, and whether it would be taken.

Nothing in a pack is trusted by itself. Its signer is known from the machine's policy, or because
the person had the signer's code read to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
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
)
from sel.base.message import Message
from sel.core import certificate, pack
from sel.core.certificate import CertificateFacts
from sel.core.pack import Pack
from sel.ports.enrolment import PILOT, Route
from sel.ports.packs import SIGNER, HeldPack
from sel.ports.services import Services

ENDING: Final = ".selpack"
_CLOCKS_DIFFER: Final = timedelta(minutes=10)


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


def look(services: Services, data: bytes) -> Looked:
    """What a pack is, who signed it, and whether it would be taken.

    Raises NotAPack, PackAltered, PackBroken, PackNewer, TooLarge.
    """
    sealed = pack.opened(data)
    check_profiles(services, sealed.pack)
    signer = certificate.read(sealed.signer)
    held = next((one for one in held_packs(services) if one.id == sealed.pack.id), None)
    known = known_by(services, signer.sha256)
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
        return PackSignerEnded(signer=name_of(signer), ended=signer.not_after)
    if held is not None and held.number > one.number:
        return PackOlder(number=one.number, held=held.number)
    taken_over = held is not None and held.signer != signer.sha256
    if held is not None and taken_over and _outranked(services, held, known):
        before = _name_of(held) or held.signer.hex()
        return PackOtherSigner(signer=name_of(signer), held=before)
    if known is None:
        return PackSignerUnknown(signer=name_of(signer), check_code=signer.check_code)
    if held is not None and held.number == one.number and held.file != data:
        return PackNumberUsed(number=one.number)
    return None


def _outranked(services: Services, held: HeldPack, known: KnownBy | None) -> bool:
    """Whether another signer may not go on with a pack: nobody, or only the person, named them.

    Of a pack from a signer that policy names only such a signer makes the next edition. Who was
    read by telephone goes on with a pack of one who was, as IT does with a new certificate.
    """
    if known is KnownBy.PERSON:
        return known_by(services, held.signer) is KnownBy.POLICY
    return known is None


def know_signer(services: Services, data: bytes, *, how: str) -> CertificateFacts:
    """The person had the signer's code read to them: a trust fact. how: in their words.

    Raises what `look` raises, and what the book raises without its key.
    """
    signer = certificate.read(pack.opened(data).signer)
    book = services.book()
    book.trust(SIGNER, signer.sha256, how=how)
    book.note(Message("pack-signer-known", {"signer": name_of(signer)}))
    return signer


def held_packs(services: Services) -> Sequence[HeldPack]:
    return services.book().packs().held() if services.data.is_dir() else ()


def known_by(services: Services, sha256: bytes) -> KnownBy | None:
    if sha256 in services.policy.pack_signers:
        return KnownBy.POLICY
    if not services.data.is_dir():
        return None
    facts = services.book().trusted()
    said = any(each.kind == SIGNER and each.subject == sha256 and each.holds for each in facts)
    return KnownBy.PERSON if said else None


def name_of(signer: CertificateFacts) -> str:
    return signer.emails[0] if signer.emails else signer.common_name or signer.subject


def _name_of(held: HeldPack) -> str | None:
    try:
        return name_of(certificate.read(pack.opened(held.file).signer))
    except SelError:
        return None
