"""A certificate as a link of a path: what RFC 5280 6.1 works on, read without judging it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final

from sel.base.errors import Damaged
from sel.core import spans, tlv
from sel.core.chain import names

KEY_USAGE: Final = "2.5.29.15"
ALTERNATIVE_NAME: Final = "2.5.29.17"
BASIC_CONSTRAINTS: Final = "2.5.29.19"
NAME_CONSTRAINTS: Final = "2.5.29.30"
CRL_POINTS: Final = "2.5.29.31"
POLICIES: Final = "2.5.29.32"
MAPPINGS: Final = "2.5.29.33"
AUTHORITY_KEY: Final = "2.5.29.35"
POLICY_CONSTRAINTS: Final = "2.5.29.36"
EXTENDED_USAGE: Final = "2.5.29.37"
FRESHEST_CRL: Final = "2.5.29.46"
INHIBIT_ANY: Final = "2.5.29.54"
SUBJECT_KEY: Final = "2.5.29.14"
ISSUER_ALTERNATIVE_NAME: Final = "2.5.29.18"
AUTHORITY_INFORMATION: Final = "1.3.6.1.5.5.7.1.1"
OCSP_NO_CHECK: Final = "1.3.6.1.5.5.7.48.1.5"

CERT_SIGN: Final = 5
CRL_SIGN: Final = 6


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension; value: the octets inside its OCTET STRING."""

    critical: bool
    value: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One certificate. Two are equal only if they are the same object of one pool.

    signed       the octets that the signature is over (TBSCertificate)
    serial       contents octets of the serial number, as they stand there
    names        issuer and subject as values that can be compared
    ca, path_length   of basicConstraints; ca None without the extension
    usage        bits of keyUsage, or None without the extension
    """

    der: bytes
    sha256: bytes
    version: int
    serial: bytes
    signed: bytes
    algorithm: bytes
    signature: bytes
    issuer: bytes
    subject: bytes
    issuer_name: names.Canonical
    subject_name: names.Canonical
    not_before: datetime
    not_after: datetime
    spki: bytes
    extensions: Mapping[str, Extension] = field(repr=False)
    ca: bool | None
    path_length: int | None
    usage: frozenset[int] | None
    subject_key: bytes | None
    authority_key: bytes | None

    @property
    def self_issued(self) -> bool:
        """Whether issuer and subject are the same name (RFC 5280 3.2)."""
        return self.issuer_name == self.subject_name

    @property
    def may_sign_crls(self) -> bool:
        """RFC 5280 4.2.1.3: without keyUsage nothing is forbidden."""
        return self.usage is None or CRL_SIGN in self.usage

    def value(self, oid: str) -> bytes | None:
        """The value of an extension, or None."""
        found = self.extensions.get(oid)
        return None if found is None else found.value


@lru_cache(maxsize=2048)
def read(der: bytes) -> Link:
    """Read a certificate strictly (RFC 5280 4.1). Raises Damaged.

    Nothing is stepped over: what another reader would see and this one not is where a forger
    would put it.
    """
    try:
        return _read(der)
    except spans.NotDer as problem:
        raise Damaged(detail=str(problem)) from problem


def _read(der: bytes) -> Link:
    outside = spans.sequence(der)
    if spans.tags(outside) != _CERTIFICATE:
        raise Damaged(detail="certificate")
    (_, begins, at, end), (_, first, _, last), (_, _, bits, stop) = outside
    fields = spans.children(der, at, end)
    version = 1
    if fields and fields[0][0] == 0xA0:
        version = spans.integer(_alone(der, fields.pop(0), tlv.INTEGER)) + 1
    if spans.tags(fields[:6]) != _TO_BE_SIGNED:
        raise Damaged(detail="certificate")
    serial, _, _, validity, _, _ = fields[:6]
    _, inner, issuer, _, subject, spki = [der[one:other] for _, one, _, other in fields[:6]]
    algorithm = der[first:last]
    if inner != algorithm:
        raise Damaged(detail="two signature algorithms")  # RFC 5280 4.1.1.2
    dates = spans.children(der, validity[2], validity[3])
    if len(dates) != 2:
        raise Damaged(detail="validity")
    extensions = _extensions(der, fields[6:])
    found = extensions.get
    basic, usage = found(BASIC_CONSTRAINTS), found(KEY_USAGE)
    ca, path_length = _NO_WORD if basic is None else _authority(basic.value)
    return Link(
        der=der,
        sha256=hashlib.sha256(der).digest(),
        version=version,
        serial=der[serial[2] : serial[3]],
        signed=der[begins:end],
        algorithm=algorithm,
        signature=tlv.signature(der[bits:stop]),
        issuer=issuer,
        subject=subject,
        issuer_name=names.canonical(issuer),
        subject_name=names.canonical(subject),
        not_before=tlv.time(der, tlv.Tlv(*dates[0])),
        not_after=tlv.time(der, tlv.Tlv(*dates[1])),
        spki=spki,
        extensions=extensions,
        ca=ca,
        path_length=path_length,
        usage=None if usage is None else _usage(usage.value),
        subject_key=_octets(found(SUBJECT_KEY)),
        authority_key=key_identifier(found(AUTHORITY_KEY)),
    )


_CERTIFICATE: Final = [tlv.SEQUENCE, tlv.SEQUENCE, tlv.BIT_STRING]
_TO_BE_SIGNED: Final = [tlv.INTEGER, *[tlv.SEQUENCE] * 5]
_NO_WORD: Final = (None, None)


def _alone(data: bytes, outer: spans.Span, tag: int) -> bytes:
    """The contents of the one element in `outer`. Raises Damaged, NotDer."""
    inside = spans.children(data, outer[2], outer[3])
    if spans.tags(inside) != [tag]:
        raise Damaged(detail="certificate")
    return data[inside[0][2] : inside[0][3]]


def read_or_none(der: bytes) -> Link | None:
    """As `read`; None for what cannot stand on a path."""
    try:
        return read(der)
    except tlv.BROKEN:
        return None


def extensions_of(data: bytes, listed: tlv.Tlv) -> dict[str, Extension]:
    """The extensions of a certificate, a list or an answer. Raises Damaged, for doubles too."""
    try:
        return _extensions_of(data, tlv.expect(listed, tlv.SEQUENCE))
    except spans.NotDer as problem:
        raise Damaged(detail=str(problem)) from problem


def _extensions_of(data: bytes, listed: spans.Span) -> dict[str, Extension]:
    found: dict[str, Extension] = {}
    for tag, _, start, stop in spans.children(data, listed[2], listed[3]):
        if tag != tlv.SEQUENCE:
            raise Damaged(detail="extension")
        oid, extension = _extension(data[start:stop])
        if oid in found:
            raise Damaged(detail=f"extension twice: {oid}")  # RFC 5280 4.2
        found[oid] = extension
    return found


@spans.remembered
def _extension(contents: bytes) -> tuple[str, Extension]:
    parts = spans.children(contents, 0, len(contents))
    critical = False
    if spans.tags(parts) == [tlv.OID, tlv.BOOLEAN, tlv.OCTET_STRING]:
        _, _, start, stop = parts.pop(1)
        critical = spans.boolean(contents[start:stop])
    if spans.tags(parts) != [tlv.OID, tlv.OCTET_STRING]:
        raise Damaged(detail="extension")
    (_, _, start, stop), (_, _, first, last) = parts
    return spans.oid(contents[start:stop]), Extension(critical, contents[first:last])


def key_identifier(extension: Extension | None) -> bytes | None:
    """keyIdentifier of an authorityKeyIdentifier, or None. Raises Damaged."""
    return None if extension is None else _key_identifier(extension.value)


@spans.remembered
def _key_identifier(value: bytes) -> bytes | None:
    for each in tlv.inside(value):
        if each.tag == 0x80:
            return each.content(value)
    return None


def _extensions(der: bytes, rest: list[spans.Span]) -> dict[str, Extension]:
    """issuerUniqueID, subjectUniqueID and extensions, each once at most and in this order."""
    tags = spans.tags(rest)
    if tags != [tag for tag in (0x81, 0x82, 0xA3) if tag in tags]:
        raise Damaged(detail="certificate")
    if not tags or tags[-1] != 0xA3:
        return {}
    inside = spans.children(der, rest[-1][2], rest[-1][3])
    if spans.tags(inside) != [tlv.SEQUENCE]:
        raise Damaged(detail="certificate")
    return _extensions_of(der, inside[0])


@spans.remembered
def _authority(value: bytes) -> tuple[bool, int | None]:
    """cA and pathLenConstraint of a basicConstraints."""
    parts, ca, length = tlv.inside(value), False, None
    if parts and parts[0].tag == tlv.BOOLEAN:
        ca = tlv.boolean(parts.pop(0).content(value))
    if parts and parts[0].tag == tlv.INTEGER:
        octets = parts.pop(0).content(value)
        length = tlv.integer(octets)
        if length < 0 or not spans.shortest(octets):
            raise Damaged(detail="pathLenConstraint")
    if parts:
        raise Damaged(detail="basicConstraints")
    return ca, length


@spans.remembered
def _usage(value: bytes) -> frozenset[int]:
    """The bits of a keyUsage."""
    return tlv.bits(_content(value, tlv.BIT_STRING))


def _octets(extension: Extension | None) -> bytes | None:
    return None if extension is None else _content(extension.value, tlv.OCTET_STRING)


def _content(value: bytes, tag: int) -> bytes:
    _, _, start, stop = spans.whole(value, tag)
    return value[start:stop]
