"""Which certificate mail to a person is encrypted with, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sel.core.people.model import (
    Eligibility,
    Mark,
    PathState,
    Person,
    PersonCertificate,
    Standing,
    Why,
)

_ORDER = {each: place for place, each in enumerate(Standing)}
_PATH = {PathState.REVOKED: Standing.REVOKED, PathState.WEAK: Standing.WEAK}


def eligibility(person: Person, now: datetime) -> Eligibility:
    """The one answer: the newest start among those that are ready, or the least that is against.

    now  aware
    """
    keys = established(person.certificates)
    judged = [(reason(each, keys, now), each) for each in person.certificates]
    changes = tuple(
        sorted(
            (each for why, each in judged if why is Standing.CHANGE),
            key=lambda each: each.not_before,
            reverse=True,
        )
    )
    ready = [each for why, each in judged if why is Standing.READY]
    if ready:
        use = max(ready, key=lambda each: (each.not_before, each.not_after, each.sha256))
        why = Why.ONLY if len(ready) == 1 else Why.NEWEST
        return Eligibility(Standing.READY, use, use, why, changes)
    if not judged:
        return Eligibility(Standing.NOBODY, None, None)
    least, about = min(judged, key=lambda one: (_ORDER[one[0]], -one[1].not_after.timestamp()))
    return Eligibility(least, None, about, None, changes)


def reason(one: PersonCertificate, keys: frozenset[bytes], now: datetime) -> Standing:
    """The first thing against one certificate, READY if there is none.

    keys  those of this address that are no change (`established`)
    What nothing the person does can mend comes first, then what they have to decide.
    """
    if not one.matches:
        return Standing.ADDRESS
    if one.path is PathState.REVOKED:
        return Standing.REVOKED
    if now > one.not_after:
        return Standing.EXPIRED
    if not one.encrypts:
        return Standing.CANNOT
    if one.path is PathState.WEAK:
        return Standing.WEAK
    if now < one.not_before:
        return Standing.NOT_YET
    if one.spki_sha256 not in keys:
        return Standing.CHANGE
    if one.path is not PathState.TRUSTED and not _holds(one.trusted):
        return Standing.PATH
    return Standing.READY


def established(known: Sequence[PersonCertificate]) -> frozenset[bytes]:
    """The keys of an address that are no change: the first one met, and those confirmed.

    Met first are all that came with the first taking-in. Of several keys in it the one that had
    begun first among those valid then is the person's, and the others are changes; so whoever
    adds a certificate to a pile changes nothing by it. Those that cannot encrypt count only if
    nothing else came.
    """
    if len(known) == 1:  # as of nearly everybody
        return frozenset({known[0].spki_sha256}) if known[0].matches else frozenset()
    there = [each for each in known if each.matches]
    confirmed = {each.spki_sha256 for each in there if _holds(each.confirmed)}
    if not there:
        return frozenset(confirmed)
    first = min(each.met for each in there)
    met = [each for each in there if each.met == first]
    met = [each for each in met if each.encrypts] or met
    then = [each for each in met if each.not_before <= first <= each.not_after]
    if then:
        own = min(then, key=lambda each: (each.not_before, each.sha256))
    else:
        own = max(met, key=lambda each: (each.not_after, each.sha256))
    return frozenset(confirmed | {own.spki_sha256})


def _holds(mark: Mark | None) -> bool:
    return mark is not None and mark.holds
