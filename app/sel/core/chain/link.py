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
    outer = tlv.inside(der)
    if len(outer) != 3:
        raise Damaged(detail="certificate")
    tbs = tlv.expect(outer[0], tlv.SEQUENCE)
    fields = list(tlv.children(der, tbs))
    version = 1
    if fields and fields[0].tag == 0xA0:
        (number,) = tlv.children(der, fields.pop(0))
        version = tlv.integer(tlv.expect(number, tlv.INTEGER).content(der)) + 1
    if len(fields) < 6:
        raise Damaged(detail="certificate")
    serial, inner_algorithm, issuer, validity, subject, spki = fields[:6]
    algorithm = tlv.expect(outer[1], tlv.SEQUENCE).encoding(der)
    if inner_algorithm.encoding(der) != algorithm:
        raise Damaged(detail="two signature algorithms")  # RFC 5280 4.1.1.2
    dates = list(tlv.children(der, tlv.expect(validity, tlv.SEQUENCE)))
    if len(dates) != 2:
        raise Damaged(detail="validity")
    extensions = _extensions(der, fields[6:])
    ca, path_length = _basic(extensions)
    usage = extensions.get(KEY_USAGE)
    issuer_der, subject_der = issuer.encoding(der), subject.encoding(der)
    return Link(
        der=der,
        sha256=hashlib.sha256(der).digest(),
        version=version,
        serial=tlv.expect(serial, tlv.INTEGER).content(der),
        signed=tbs.encoding(der),
        algorithm=algorithm,
        signature=tlv.signature(tlv.expect(outer[2], tlv.BIT_STRING).content(der)),
        issuer=issuer_der,
        subject=subject_der,
        issuer_name=names.canonical(issuer_der),
        subject_name=names.canonical(subject_der),
        not_before=tlv.time(der, dates[0]),
        not_after=tlv.time(der, dates[1]),
        spki=tlv.expect(spki, tlv.SEQUENCE).encoding(der),
        extensions=extensions,
        ca=ca,
        path_length=path_length,
        usage=None if usage is None else tlv.bits(_content(usage.value, tlv.BIT_STRING)),
        subject_key=_octets(extensions.get(SUBJECT_KEY)),
        authority_key=key_identifier(extensions.get(AUTHORITY_KEY)),
    )


def read_or_none(der: bytes) -> Link | None:
    """As `read`; None for what cannot stand on a path."""
    try:
        return read(der)
    except tlv.BROKEN:
        return None


def extensions_of(data: bytes, listed: tlv.Tlv) -> dict[str, Extension]:
    """The extensions of a certificate, a list or an answer. Raises Damaged, for doubles too."""
    found: dict[str, Extension] = {}
    for each in tlv.children(data, tlv.expect(listed, tlv.SEQUENCE)):
        parts = list(tlv.children(data, tlv.expect(each, tlv.SEQUENCE)))
        if not 2 <= len(parts) <= 3:
            raise Damaged(detail="extension")
        oid = tlv.oid(tlv.expect(parts[0], tlv.OID).content(data))
        critical = len(parts) == 3 and tlv.boolean(tlv.expect(parts[1], tlv.BOOLEAN).content(data))
        if oid in found:
            raise Damaged(detail=f"extension twice: {oid}")  # RFC 5280 4.2
        found[oid] = Extension(critical, tlv.expect(parts[-1], tlv.OCTET_STRING).content(data))
    return found


def key_identifier(extension: Extension | None) -> bytes | None:
    """keyIdentifier of an authorityKeyIdentifier, or None."""
    if extension is None:
        return None
    for each in tlv.inside(extension.value):
        if each.tag == 0x80:
            return each.content(extension.value)
    return None


def _extensions(der: bytes, rest: list[tlv.Tlv]) -> dict[str, Extension]:
    """issuerUniqueID, subjectUniqueID and extensions, each once at most and in this order."""
    tags = [each.tag for each in rest]
    if tags != [tag for tag in (0x81, 0x82, 0xA3) if tag in tags]:
        raise Damaged(detail="certificate")
    if not tags or tags[-1] != 0xA3:
        return {}
    (listed,) = tlv.children(der, rest[-1])
    return extensions_of(der, listed)


def _basic(extensions: Mapping[str, Extension]) -> tuple[bool | None, int | None]:
    found = extensions.get(BASIC_CONSTRAINTS)
    if found is None:
        return None, None
    parts, ca, length = tlv.inside(found.value), False, None
    if parts and parts[0].tag == tlv.BOOLEAN:
        ca = tlv.boolean(parts.pop(0).content(found.value))
    if parts and parts[0].tag == tlv.INTEGER:
        octets = parts.pop(0).content(found.value)
        length = tlv.integer(octets)
        if length < 0 or not spans.shortest(octets):
            raise Damaged(detail="pathLenConstraint")
    if parts:
        raise Damaged(detail="basicConstraints")
    return ca, length


def _octets(extension: Extension | None) -> bytes | None:
    return None if extension is None else _content(extension.value, tlv.OCTET_STRING)


def _content(value: bytes, tag: int) -> bytes:
    return tlv.whole(value, tag).content(value)
