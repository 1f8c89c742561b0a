"""Whom this computer and this person trust for mail, and who said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sel.base.errors import SelError
from sel.ports.services import Services

if TYPE_CHECKING:  # with --roots nobody opens the book
    from sel.ports.book import AuthorityState


class Source(StrEnum):
    """Where a root came from."""

    GIVEN = "given"
    PILOT = "pilot"
    PERSON = "person"
    POLICY = "policy"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Trusted:
    """Roots with their sources, and what else the book knows of authorities.

    roots       (source, DER)
    unverified  roots that somebody trusted, as far as can be seen without Sêl's own keys
    pool        authorities to build paths with, DER
    pilot       this book's pilot authority
    """

    roots: tuple[tuple[Source, bytes], ...]
    unverified: tuple[bytes, ...] = ()
    pool: tuple[bytes, ...] = ()
    pilot: AuthorityState | None = None

    def source(self, root: bytes) -> Source | None:
        """Who said that this root is to be trusted."""
        return next((source for source, der in self.roots if der == root), None)


def given(roots: Sequence[bytes]) -> Trusted:
    """Only these, whatever else is trusted here."""
    return Trusted(tuple((Source.GIVEN, der) for der in roots))


def trusted(services: Services) -> Trusted:
    """This book's pilot, what the person trusted, what the system trusts for mail.

    Never asks for Sêl's own keys: what only they can prove is in `unverified`. A book or a system
    store that cannot be read counts as one that trusts nobody.
    """
    system = _system(services)
    policy = [(Source.POLICY, der) for der in services.policy.roots]
    if not services.data.is_dir():
        return Trusted((*policy, *system))
    from sel.ports.book import Role

    try:
        book = services.book()
        pilot, facts = book.authority(), book.trusted()
        held = {each.sha256: each.der for each in book.certificates(Role.CHAIN)}
    except SelError:
        return Trusted((*policy, *system))
    own = [(Source.PILOT, pilot.root)] if pilot is not None else []
    known = [fact for fact in facts if fact.kind == "authority" and fact.subject in held]
    person = [(Source.PERSON, held[fact.subject]) for fact in known if fact.holds]
    doubted = tuple(held[fact.subject] for fact in known if not fact.holds)
    issuer = (pilot.issuer,) if pilot is not None else ()
    return Trusted((*own, *person, *policy, *system), doubted, (*issuer, *held.values()), pilot)


def _system(services: Services) -> list[tuple[Source, bytes]]:
    try:
        return [(Source.SYSTEM, der) for der in services.anchors().anchors()]
    except SelError:
        return []
