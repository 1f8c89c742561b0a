"""Lists of domains with which mail always travels over enforced TLS, and whom they name.

A domain is on a list if it stands there exactly, as A-labels in lower case (RFC 5890): of
sub-domains no list says anything, so none is taken to be named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sel.base.errors import BadAddress, Damaged
from sel.core.address import ascii_domain

_FIELDS: Final = {"version", "source", "dated", "own_domains", "alike", "partners"}
_ROW: Final = {"organisation", "group", "domain"}
_LANGUAGES: Final = ("en", "cy")
_SHORTEST: Final = 6
"""Letters of a name that is compared for slips: among shorter ones, one letter more or less is
another name."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One row. organisation: as the list writes it; "" where a list has bare domains."""

    domain: str
    organisation: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class PartnerList:
    """One list.

    source  who says so, by language
    dated   of which day it is; None where its source has no date
    """

    source: Mapping[str, str]
    dated: date | None
    partners: tuple[Partner, ...]

    def names(self, domain: str) -> bool:
        """Whether this very domain (A-labels, lower case) is on it."""
        return any(each.domain == domain for each in self.partners)

    def older_than_a_year(self, today: date) -> bool:
        """Whether it is from more than twelve months before `today`; False without a date."""
        if self.dated is None:
            return False
        then = (self.dated.year + 1, self.dated.month, self.dated.day)
        return then < (today.year, today.month, today.day)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """What comes with the program.

    own_domains  where whoever uses this list has their own addresses
    alike        pairs: a domain that people write, and the listed one they may mean
    """

    partners: PartnerList
    own_domains: tuple[str, ...]
    alike: tuple[tuple[str, str], ...]


def read(data: bytes) -> BuiltIn:
    """A list with its surroundings from JSON, version 1. Raises Damaged with what does not fit."""
    try:
        shape = json.loads(data)
    except ValueError as problem:
        raise Damaged(detail="partners: not JSON") from problem
    if not isinstance(shape, dict) or set(shape) != _FIELDS or shape["version"] != 1:
        raise Damaged(detail="partners: fields or version")
    try:
        partners = tuple(_partner(each) for each in shape["partners"])
        own = tuple(map(_domain, shape["own_domains"]))
        alike = tuple((_domain(one), _domain(other)) for one, other in shape["alike"])
        dated = None if shape["dated"] is None else date.fromisoformat(shape["dated"])
        source = {each: str(shape["source"][each]) for each in _LANGUAGES}
    except (BadAddress, TypeError, ValueError, KeyError) as problem:
        raise Damaged(detail=f"partners: {problem}") from problem
    if len({each.domain for each in partners}) != len(partners):
        raise Damaged(detail="partners: one domain twice")
    return BuiltIn(PartnerList(source, dated, partners), own, alike)


def naming(domain: str, lists: Iterable[PartnerList]) -> PartnerList | None:
    """The newest list that names this domain; one without a date comes last."""
    found = [each for each in lists if each.names(domain)]
    return max(found, key=lambda each: each.dated or date.min, default=None)


def near(
    domain: str, lists: Sequence[PartnerList], alike: Iterable[tuple[str, str]] = ()
) -> str | None:
    """The listed domain that somebody who wrote this one may have meant; None if there is none.

    A pair that is known to be confused, a sub-domain or the domain above, or a slip of one letter.
    A domain that is itself on a list is no near miss.
    """
    if naming(domain, lists) is not None:
        return None
    listed = [each.domain for one in lists for each in one.partners]
    for written, meant in alike:
        if domain == written and meant in listed:
            return meant
    for each in listed:
        if domain.endswith(f".{each}") or each.endswith(f".{domain}"):
            return each
    return next((each for each in listed if _slip(domain, each)), None)


def _slip(one: str, other: str) -> bool:
    """Whether the first labels differ by one letter put in, left out, changed or swapped."""
    mine, _, mine_rest = one.partition(".")
    theirs, _, theirs_rest = other.partition(".")
    if mine_rest != theirs_rest or min(len(mine), len(theirs)) < _SHORTEST:
        return False
    begin = 0
    while begin < min(len(mine), len(theirs)) and mine[begin] == theirs[begin]:
        begin += 1
    left, right = mine[begin:], theirs[begin:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )


def _partner(row: Any) -> Partner:
    if not isinstance(row, dict) or set(row) != _ROW:
        raise ValueError("fields of a row")
    return Partner(_domain(row["domain"]), str(row["organisation"]), str(row["group"]))


def _domain(value: Any) -> str:
    if not isinstance(value, str) or ascii_domain(value) != value:
        raise ValueError(f"no domain in its normal form: {value}")
    return value
