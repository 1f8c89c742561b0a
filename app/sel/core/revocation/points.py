"""Where lists are and what they cover: RFC 5280 4.2.1.13 and 5.2.5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sel.base.errors import Damaged
from sel.core import tlv
from sel.core.chain import constraints, link, names
from sel.core.chain.constraints import General
from sel.core.chain.link import Link

ALL_REASONS: Final = frozenset(range(1, 9))
"""The bits of ReasonFlags but the unused first."""

_URI: Final = f"{constraints.URI:#04x}"
_DIRECTORY: Final = f"{constraints.DIRECTORY:#04x}"
_OCSP: Final = "1.3.6.1.5.5.7.48.1"
_MOST: Final = 64

Place = tuple[str, bytes | names.Canonical]
"""A general name that can be compared."""


@dataclass(frozen=True, slots=True)
class Point:
    """A distribution point of a certificate.

    places   its names, or None if it has none (then the issuers stand for it)
    reasons  bits it serves
    issuers  who signs the list, if that is not who issued the certificate
    urls     http(s) places among the names, for fetching
    """

    places: frozenset[Place] | None
    reasons: frozenset[int]
    issuers: frozenset[names.Canonical]
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a list covers: its issuingDistributionPoint, or everything of its issuer."""

    places: frozenset[Place] | None = None
    users_only: bool = False
    authorities_only: bool = False
    attributes_only: bool = False
    reasons: frozenset[int] = ALL_REASONS
    indirect: bool = False


def points(each: Link, oid: str = link.CRL_POINTS) -> tuple[Point, ...]:
    """The distribution points of a certificate, in order. Raises Damaged."""
    value = each.value(oid)
    if value is None:
        return ()
    listed = tlv.inside(value)
    if len(listed) > _MOST:
        raise Damaged(detail="distribution points")
    return tuple(_point(value, one, each.issuer_name) for one in listed)


def implied(each: Link) -> Point:
    """The point that every certificate has: the list of its own issuer (RFC 5280 6.3.3)."""
    place: Place = (_DIRECTORY, each.issuer_name)
    return Point(frozenset({place}), ALL_REASONS, frozenset(), ())


def scope(value: bytes | None, issuer: names.Canonical) -> Scope:
    """What an issuingDistributionPoint says. Raises Damaged."""
    if value is None:
        return Scope()
    places, reasons, flags = None, ALL_REASONS, set()
    for part in tlv.inside(value):
        if part.tag == 0xA0:
            places, _ = _named(value, part, issuer)
        elif part.tag == 0x83:
            reasons = tlv.bits(part.content(value)) & ALL_REASONS
        elif part.tag in {0x81, 0x82, 0x84, 0x85}:
            if tlv.boolean(part.content(value)):
                flags.add(part.tag)
        else:
            raise Damaged(detail="issuingDistributionPoint")
    return Scope(places, 0x81 in flags, 0x82 in flags, 0x85 in flags, reasons, 0x84 in flags)


def ocsp_urls(each: Link) -> tuple[str, ...]:
    """Responders named in the certificate (RFC 5280 4.2.2.1). Raises Damaged."""
    value = each.value(link.AUTHORITY_INFORMATION)
    if value is None:
        return ()
    found: list[str] = []
    for one in tlv.inside(value):
        parts = list(tlv.children(value, tlv.expect(one, tlv.SEQUENCE)))
        if len(parts) == 2 and tlv.oid(parts[0].content(value)) == _OCSP:
            found.extend(_urls([constraints.general(value, parts[1])]))
    return tuple(found[:_MOST])


def named(each: Link) -> bool:
    """Whether a certificate says where its revocation could be asked about."""
    try:
        return any(point.urls for point in points(each)) or bool(ocsp_urls(each))
    except tlv.BROKEN:
        return False


def _point(value: bytes, one: tlv.Tlv, issuer: names.Canonical) -> Point:
    reasons, issuers, name = ALL_REASONS, [], None
    for part in tlv.children(value, tlv.expect(one, tlv.SEQUENCE)):
        if part.tag == 0xA0:
            name = part
        elif part.tag == 0x81:
            reasons = tlv.bits(part.content(value)) & ALL_REASONS
        elif part.tag == 0xA2:
            issuers = [constraints.general(value, g) for g in tlv.children(value, part)]
    signers = frozenset(names.canonical(g.value) for g in issuers if g.form == _DIRECTORY)
    if name is None:
        return Point(None, reasons, signers, ())
    above = next(iter(signers)) if len(signers) == 1 else issuer
    places, urls = _named(value, name, above)
    return Point(places, reasons, signers, urls)


def _named(
    value: bytes, part: tlv.Tlv, issuer: names.Canonical
) -> tuple[frozenset[Place], tuple[str, ...]]:
    """DistributionPointName: full names, or an RDN to be added to the name of the issuer."""
    inner = next(tlv.children(value, part), None)
    if inner is None or inner.tag not in {0xA0, 0xA1}:
        raise Damaged(detail="distribution point")
    if inner.tag == 0xA1:
        rdn = tlv.encode(tlv.SEQUENCE, tlv.encode(tlv.SET, inner.content(value)))
        return frozenset({(_DIRECTORY, (*issuer, *names.canonical(rdn)))}), ()
    general = [constraints.general(value, each) for each in tlv.children(value, inner)]
    return frozenset(map(_place, general)), _urls(general)


def _place(each: General) -> Place:
    if each.form == _DIRECTORY:
        return each.form, names.canonical(each.value)
    return each.form, each.value


def _urls(general: list[General]) -> tuple[str, ...]:
    texts = (g.value.decode("ascii", "replace") for g in general if g.form == _URI)
    return tuple(t for t in texts if t.lower().startswith(("http://", "https://")))
