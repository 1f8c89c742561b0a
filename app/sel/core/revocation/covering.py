"""Which lists speak of which certificate: RFC 5280 6.3.3 a to e."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sel.core.chain import constraints
from sel.core.chain.link import Link
from sel.core.revocation import points
from sel.core.revocation.crl import Crl
from sel.core.revocation.points import Place, Point

SKEW: Final = timedelta(minutes=5)
"""How far the clocks of whoever signs a list or an answer may be ahead of ours."""


def reasons(each: Link, listed: Crl) -> frozenset[int]:
    """The reasons for which `listed` speaks of `each`; none if it does not. Raises Damaged."""
    found: frozenset[int] = frozenset()
    if not _kind_fits(each, listed):
        return found
    for point in (*points.points(each), points.implied(each)):
        if _fits(point, each, listed):
            found |= point.reasons & listed.scope.reasons
    return found


def deltas_for(base: Crl, deltas: Iterable[Crl], *, at: datetime) -> list[Crl]:
    """Deltas that go with this list (RFC 5280 5.2.4, 6.3.3 c), current ones, newest first."""
    fitting = [
        delta
        for delta in deltas
        if not delta.strange
        and delta.issuer_name == base.issuer_name
        and delta.scope == base.scope
        and delta.authority_key == base.authority_key
        and None not in (base.number, delta.number, delta.base)
        and (delta.base or 0) <= (base.number or 0) < (delta.number or 0)
        and current(delta, at)
    ]
    return sorted(fitting, key=lambda delta: delta.number or 0, reverse=True)


def current(listed: Crl, at: datetime) -> bool:
    """Whether `at` lies between thisUpdate and nextUpdate; without the latter it has no end."""
    return not early(listed, at) and not late(listed, at)


def early(listed: Crl, at: datetime) -> bool:
    """Whether it was made after `at`."""
    # This way round, for no clock can add to the end of the year 9999.
    return listed.this_update > at and listed.this_update - at > SKEW


def late(listed: Crl, at: datetime) -> bool:
    """Whether a newer one has to be there by now."""
    return listed.next_update is not None and listed.next_update < at


def _kind_fits(each: Link, listed: Crl) -> bool:
    scope = listed.scope
    if scope.attributes_only:
        return False
    return not (scope.users_only and each.ca) and not (scope.authorities_only and not each.ca)


def _fits(point: Point, each: Link, listed: Crl) -> bool:
    if point.issuers:
        if listed.issuer_name not in point.issuers or not listed.scope.indirect:
            return False
    elif listed.issuer_name != each.issuer_name:
        return False
    wanted = listed.scope.places
    if wanted is None:
        return True
    if point.places is not None:
        return bool(wanted & point.places)
    issuers: frozenset[Place] = frozenset(
        (f"{constraints.DIRECTORY:#04x}", issuer) for issuer in point.issuers
    )
    return bool(wanted & issuers)
