"""From a certificate to an anchor: RFC 5280 6, with our own engine.

The engine decides; pyhanko-certvalidator and OpenSSL are asked for a second opinion in the tests.
It knows no revocation: that is `sel.core.revocation`, asked once a path stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from sel.base.errors import NotACertificate
from sel.core import tlv
from sel.core.chain import building, link, names, signatures
from sel.core.chain.building import Pool, Search, Spent
from sel.core.chain.link import Link
from sel.core.chain.validating import SOURCE, Settings, broken, uncheckable, validate
from sel.core.finding import Finding, error

__all__ = ["Found", "Path", "Pool", "Settings", "build", "find", "order"]


@dataclass(frozen=True, slots=True)
class Path:
    """What was found between a certificate and the anchors.

    certificates  DER, the leaf first; the whole path if `anchor` is set, else as far as it goes
    anchor        DER of the trusted root at its end, or None
    findings      why there is no path; empty if there is one
    """

    certificates: tuple[bytes, ...]
    anchor: bytes | None
    findings: tuple[Finding, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether an anchor was reached and everything on the way held."""
        return self.anchor is not None and not self.findings


@dataclass(frozen=True, slots=True)
class Found:
    """A path as links, the leaf first and the anchor last; or why there is none."""

    links: tuple[Link, ...]
    anchor: Link | None
    why: Finding | None = None


def build(leaf: bytes, *, pool: Iterable[bytes], anchors: Sequence[bytes], at: datetime) -> Path:
    """Find and validate a path from `leaf` to one of `anchors` at a moment.

    pool  other certificates (DER) to build with, in any order, unreadable ones ignored
    at    aware
    The path has to be one for mail (`Settings.mail`). Revocation is not looked at here.
    Raises NotACertificate for the leaf alone.
    """
    found = find(leaf, Pool(pool), Pool(anchors), at=at, settings=Settings(mail=True))
    ders = tuple(each.der for each in found.links) or (leaf,)
    if found.why is not None or found.anchor is None:
        return Path(ders, None, () if found.why is None else (found.why,))
    return Path(ders, found.anchor.der)


def find(
    leaf: bytes, pool: Pool, anchors: Pool, *, at: datetime, settings: Settings | None = None
) -> Found:
    """As `build`, for pools that are used again and with the choices of RFC 5280 6.1.1."""
    chosen = settings or Settings()
    try:
        start = link.read(leaf)
    except tlv.BROKEN as problem:
        return _unreadable(leaf, str(problem))
    for root in anchors.links:
        if root.sha256 == start.sha256:
            return _itself(root, at)
    search = Search(pool, anchors, at)
    best: Found | None = None
    try:
        for path, root in search.paths(start):
            why = validate(path, root, at=at, settings=chosen)
            links = (*reversed(_inherited(path, root)), root)
            if why is None:
                return Found(links, root)
            best = best or Found(links, None, why)
    except Spent:
        best = best or Found((start,), None, uncheckable("too-many"))
    if best is not None:
        return best
    return _nothing(start, pool, anchors, search, at)


def order(leaf: bytes, pool: Iterable[bytes]) -> tuple[bytes, ...]:
    """The authorities of `pool` above `leaf`, nearest first, by name and key identifier.

    For handing a chain on in the usual order; it proves nothing. Raises NotACertificate.
    """
    try:
        start = link.read(leaf)
    except tlv.BROKEN as problem:
        raise NotACertificate(looks_like="unknown", detail=str(problem)) from problem
    return tuple(each.der for each in building.furthest(start, Pool(pool))[1:])


def _inherited(path: tuple[Link, ...], root: Link) -> list[Link]:
    """The links with whole keys: DSA parameters come from above (RFC 5280 6.1.4 d to f)."""
    spki, whole = root.spki, []
    for each in path:
        spki = signatures.with_parameters(each.spki, spki)
        whole.append(each if spki == each.spki else replace(each, spki=spki))
    return whole


def _itself(root: Link, at: datetime) -> Found:
    """The certificate asked about is an anchor; its own dates count all the same."""
    if at > root.not_after:
        why = error("root-expired", source=SOURCE, root=_name(root), ended=root.not_after)
    elif at < root.not_before:
        why = error("root-not-yet-valid", source=SOURCE, root=_name(root), starts=root.not_before)
    else:
        return Found((root,), root)
    return Found((root,), None, why)


def _nothing(start: Link, pool: Pool, anchors: Pool, search: Search, at: datetime) -> Found:
    """No anchor was reached: what is missing, or which step does not hold."""
    known = Pool((*(each.der for each in pool.links), *(each.der for each in anchors.links)))
    partial = building.furthest(start, known)
    end = partial[-1]
    for below, above in pairwise(partial):
        if below.self_issued:
            break
        if not search.holds(below, above):
            return Found(partial, None, broken("signature", below))
    if not end.self_issued:
        why = error("issuer-missing", source=SOURCE, issuer=names.shown(end.issuer))
    elif any(root.sha256 == end.sha256 for root in anchors.links):
        why = broken("signature", partial[-2] if len(partial) > 1 else end)
    else:
        why = error("root-not-trusted", source=SOURCE, root=_name(end))
    return Found(partial, None, why)


def _name(each: Link) -> str:
    return names.shown(each.subject)


def _unreadable(leaf: bytes, detail: str) -> Found:
    """What the strict reader refuses and the tolerant one reads gets a judgement, not a crash."""
    from sel.core import certificate

    certificate.read(leaf)  # raises NotACertificate
    return Found((), None, uncheckable("malformed", detail))
