"""Make a school pack, for whoever hands certificates, authorities and lists to a school."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from sel.base.errors import NoCurrentCertificate, PackBroken, PackOfAnother
from sel.base.message import Message
from sel.core import certificate, pack
from sel.core.address import ascii_domain
from sel.core.pack import Pack, Partners
from sel.core.pack.model import LANGUAGES
from sel.core.people import eligibility
from sel.flows.identities import State, chain_of, find, identities
from sel.flows.pack_looking import check_profiles, name_of
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into a pack.

    name      in both languages
    days      until it ends
    people    everybody in this book who can be encrypted to now
    authorities  files, each one authority profile
    partners  a file with one domain a line, or None; source, dated: who says so, and of which day
    previous  the edition before: the same pack, one number higher
    """

    name: Mapping[str, str]
    days: int
    people: bool = True
    authorities: Sequence[Path] = ()
    partners: Path | None = None
    source: Mapping[str, str] | None = None
    dated: date | None = None
    previous: Path | None = None


def make(services: Services, key_id: str, wanted: Wanted, out: Path, *, replace: bool) -> Pack:
    """Sign a pack with one's own certificate and write it.

    Raises UnknownId, NoCurrentCertificate, BadAddress for a domain, PackBroken (with the field),
    for `previous` NotAPack and the like and PackOfAnother, what the book and the output raise.
    """
    services.outputs.ready(out, replace=replace)
    book, now = services.book(), services.clock.now()
    who = find(book, key_id, now)
    if who.certificate is None or who.state is not State.CURRENT:
        raise NoCurrentCertificate
    before = None if wanted.previous is None else _before(services, wanted.previous)
    whole = now.replace(microsecond=0)
    one = Pack(
        id=str(uuid.uuid4()) if before is None else before.id,
        number=1 if before is None else before.number + 1,
        name=_both(wanted.name),
        issued=whole,
        expires=whole + timedelta(days=wanted.days),
        people=_people(services) if wanted.people else (),
        profiles=tuple(_profile(services, each) for each in wanted.authorities),
        partners=None if wanted.partners is None else _partners(services, wanted),
    )
    pack.read(pack.written(one))  # what Sêl would not take, Sêl does not make
    check_profiles(services, one)
    chain = chain_of(book, who.certificate.der)
    data = pack.seal(
        one,
        key=book.private_key(who.id),
        certificate=who.certificate.der,
        chain=chain,
        when=now,
    )
    services.outputs.write(out, data, replace=replace)
    book.note(Message("pack-made", {"id": one.id, "number": one.number}))
    return one


def _before(services: Services, path: Path) -> Pack:
    """The edition before: signed with a key of this book, be its certificate the last one or not.

    Computers that know somebody else's packs would refuse an edition of them made here, or, where
    both are known, take what only the other may say. Raises PackOfAnother.
    """
    sealed = pack.opened(services.inputs.read(path))
    signer = certificate.read(sealed.signer)
    own = identities(services.book(), services.clock.now())
    if not any(each.spki_sha256 == signer.spki_sha256 for each in own):
        raise PackOfAnother(signer=name_of(signer))
    return sealed.pack


def _people(services: Services) -> tuple[bytes, ...]:
    people, now = services.book().people(), services.clock.now()
    used = [eligibility(each, now).use for each in people.people()]
    wanted = list(dict.fromkeys(each.sha256 for each in used if each is not None))
    ders = people.certificates(wanted)
    return tuple(ders[each] for each in wanted if each in ders)


def _profile(services: Services, path: Path) -> bytes:
    data = services.inputs.read(path)
    services.read_profile(data)
    return json.dumps(
        json.loads(data), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode()


def _partners(services: Services, wanted: Wanted) -> Partners:
    assert wanted.partners is not None
    if wanted.source is None or wanted.dated is None:
        raise PackBroken(entry="partners")
    text = services.inputs.read(wanted.partners).decode("utf-8-sig", errors="replace")
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    domains = tuple(dict.fromkeys(ascii_domain(line) for line in lines if line))
    return Partners(_both(wanted.source), wanted.dated, domains)


def _both(words: Mapping[str, str]) -> MappingProxyType[str, str]:
    return MappingProxyType({each: words.get(each, "") for each in LANGUAGES})
