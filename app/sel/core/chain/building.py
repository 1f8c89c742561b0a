"""Finding paths: depth first, the likeliest issuer first, within a fixed amount of work.

A step upwards is only taken where the signature holds, so that a pile of same-named authorities
costs one check each and no more; names, keys and checks already tried are remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core.chain import link, names, signatures
from sel.core.chain.link import Link

MAX_DEPTH: Final = 20
MAX_CHECKS: Final = 2_000
_LARGE_KEY: Final = 1_100  # octets: an RSA key of 8192 bits; what is longer costs 10 ms a check
MAX_PATHS: Final = 64


class Spent(Exception):
    """The work allowed for one search is done and no answer was found."""


class Pool:
    """Certificates to build with, by subject. What cannot be read is left out."""

    def __init__(self, ders: Iterable[bytes]) -> None:
        self._by_subject: defaultdict[names.Canonical, list[Link]] = defaultdict(list)
        self.links: tuple[Link, ...] = tuple(
            each for der in dict.fromkeys(ders) if (each := link.read_or_none(der)) is not None
        )
        for each in self.links:
            self._by_subject[each.subject_name].append(each)

    def named(self, name: names.Canonical) -> list[Link]:
        """Those with this subject."""
        return self._by_subject.get(name, [])


class Search:
    """All paths from certificates of a pool to anchors, with one allowance of work."""

    def __init__(self, pool: Pool, anchors: Pool, at: datetime) -> None:
        self._pool, self._anchors, self._at = pool, anchors, at
        self._signed: dict[tuple[bytes, bytes], bool] = {}
        self._checks = 0

    def paths(self, leaf: Link) -> Iterator[tuple[tuple[Link, ...], Link]]:
        """(path, anchor), the leaf last in the path. Raises Spent."""
        if any(root.sha256 == leaf.sha256 for root in self._anchors.links):
            return
        for number, found in enumerate(self._upwards([leaf])):
            if number >= MAX_PATHS:
                raise Spent
            yield found

    def _upwards(self, below: list[Link]) -> Iterator[tuple[tuple[Link, ...], Link]]:
        top = below[-1]
        for root in self._likely(top, self._anchors.named(top.issuer_name)):
            if self._step(top, root):
                yield tuple(reversed(below)), root
        if len(below) >= MAX_DEPTH:
            return
        seen = {(each.subject_name, each.spki) for each in below[1:]}
        for issuer in self._likely(top, self._pool.named(top.issuer_name)):
            if (issuer.subject_name, issuer.spki) in seen or issuer.sha256 == below[0].sha256:
                continue
            if any(root.sha256 == issuer.sha256 for root in self._anchors.named(top.issuer_name)):
                continue
            if self._step(top, issuer):
                yield from self._upwards([*below, issuer])

    def _likely(self, child: Link, issuers: list[Link]) -> list[Link]:
        """Best first: matching key identifier, valid now, an authority, newest."""

        def order(issuer: Link) -> tuple[bool, bool, bool, float]:
            wanted, held = child.authority_key, issuer.subject_key
            fits = wanted is None or held is None or wanted == held
            valid = issuer.not_before <= self._at <= issuer.not_after
            return not fits, not valid, issuer.ca is False, -issuer.not_before.timestamp()

        return sorted(issuers, key=order)

    def holds(self, child: Link, issuer: Link) -> bool:
        """Whether the signature holds, as far as the search knows or can still find out."""
        try:
            return self._step(child, issuer)
        except Spent:
            return True

    def _step(self, child: Link, issuer: Link) -> bool:
        key = (child.sha256, issuer.spki)
        known = self._signed.get(key)
        self._checks += 1 if len(issuer.spki) < _LARGE_KEY else 10
        if self._checks > MAX_CHECKS:
            raise Spent
        if known is None:
            known = self._signed[key] = self._signature(child, issuer)
        return known

    def _signature(self, child: Link, issuer: Link) -> bool:
        """Whether it holds, as far as can be told here; what cannot be is left to validation."""
        try:
            return signatures.fits(issuer.spki, child.algorithm, child.signature, child.signed)
        except UnsupportedAlgorithm:
            return True  # DSA without parameters, an algorithm to be named: validation says so
        except Damaged:
            return False


def furthest(leaf: Link, pool: Pool) -> tuple[Link, ...]:
    """From the leaf as far up as names and key identifiers lead; proves nothing."""
    path = [leaf]
    while not path[-1].self_issued and len(path) <= MAX_DEPTH:
        wanted = path[-1].authority_key
        above = [each for each in pool.named(path[-1].issuer_name) if each not in path]
        if not above:
            break
        path.append(
            min(
                above,
                key=lambda e: None not in (wanted, e.subject_key) and wanted != e.subject_key,
            )
        )
    return tuple(path)
