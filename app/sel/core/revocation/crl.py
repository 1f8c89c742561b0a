"""Revocation lists of any size, read at their edges only (RFC 5280 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sel.base.errors import Damaged
from sel.core import tlv
from sel.core.chain import link, names
from sel.core.chain.link import Extension
from sel.core.chain.signatures import Octets
from sel.core.revocation import points
from sel.core.revocation.points import Scope

NUMBER: Final = "2.5.29.20"
DELTA: Final = "2.5.29.27"
SCOPE: Final = "2.5.29.28"
_KNOWN: Final = frozenset({NUMBER, DELTA, SCOPE, link.AUTHORITY_KEY, link.FRESHEST_CRL})


@dataclass(frozen=True, slots=True, eq=False)
class Crl:
    """One list; its entries stay where they are.

    signed       the octets under the signature
    entries      where the entries lie in `data`; equal ends if there are none
    number, base of cRLNumber and of deltaCRLIndicator, or None
    strange      critical extensions that are not known: the list must not be used
    """

    data: bytes = field(repr=False)
    issuer: bytes
    issuer_name: names.Canonical
    this_update: datetime
    next_update: datetime | None
    entries: tuple[int, int]
    signed: Octets = field(repr=False)
    algorithm: bytes
    signature: bytes
    extensions: Mapping[str, Extension] = field(repr=False)
    number: int | None
    base: int | None
    scope: Scope
    authority_key: bytes | None
    strange: bool

    @property
    def is_delta(self) -> bool:
        """Whether it lists only what changed (RFC 5280 5.2.4)."""
        return self.base is not None


def read(data: bytes) -> Crl:
    """Read a list. Raises Damaged for whatever is none."""
    outer = list(tlv.children(data, tlv.whole(data)))
    if len(outer) != 3:
        raise Damaged(detail="revocation list")
    tbs, algorithm, signature = outer
    fields = list(tlv.children(data, tlv.expect(tbs, tlv.SEQUENCE)))
    if fields and fields[0].tag == tlv.INTEGER:
        fields.pop(0)
    if len(fields) < 3:
        raise Damaged(detail="revocation list")
    inner, issuer, updated, *rest = fields
    if inner.encoding(data) != algorithm.encoding(data):
        raise Damaged(detail="two signature algorithms")
    next_update, entries, extensions = None, (0, 0), {}
    if rest and rest[0].tag in {tlv.UTC_TIME, tlv.GENERALIZED_TIME}:
        next_update = tlv.time(data, rest.pop(0))
    if rest and rest[0].tag == tlv.SEQUENCE:
        listed = rest.pop(0)
        entries = (listed.start, listed.stop)
    if rest and rest[0].tag == 0xA0:
        (inside,) = tlv.children(data, rest.pop(0))
        extensions = link.extensions_of(data, inside)
    if rest:
        raise Damaged(detail="revocation list")
    name = tlv.expect(issuer, tlv.SEQUENCE).encoding(data)
    canonical = names.canonical(name)
    idp = extensions.get(SCOPE)
    return Crl(
        data=data,
        issuer=name,
        issuer_name=canonical,
        this_update=tlv.time(data, updated),
        next_update=next_update,
        entries=entries,
        signed=Octets(memoryview(data)[tbs.at : tbs.stop]),
        algorithm=algorithm.encoding(data),
        signature=tlv.signature(tlv.expect(signature, tlv.BIT_STRING).content(data)),
        extensions=extensions,
        number=_number(extensions.get(NUMBER)),
        base=_number(extensions.get(DELTA)),
        scope=points.scope(None if idp is None else idp.value, canonical),
        authority_key=link.key_identifier(extensions.get(link.AUTHORITY_KEY)),
        strange=any(ext.critical and oid not in _KNOWN for oid, ext in extensions.items()),
    )


def _number(extension: Extension | None) -> int | None:
    if extension is None:
        return None
    value = extension.value
    return tlv.integer(tlv.whole(value, tlv.INTEGER).content(value))
