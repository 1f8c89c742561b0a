"""OCSP: one question, and what an answer is worth (RFC 6960, RFC 9654 for the nonce)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core import tlv
from sel.core.chain import link, names, signatures
from sel.core.chain.link import Extension, Link
from sel.core.chain.signatures import Octets
from sel.core.revocation.covering import SKEW

WITHOUT_NEXT: Final = timedelta(days=1)
"""How long an answer counts that does not say when the next one comes (RFC 6960 4.2.2.1)."""

_BASIC: Final = "1.3.6.1.5.5.7.48.1.1"
_NONCE: Final = "1.3.6.1.5.5.7.48.1.2"
_OCSP_SIGNING: Final = "1.3.6.1.5.5.7.3.9"
_SHA1: Final = "1.3.14.3.2.26"
_HASHES: Final = {
    _SHA1: "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_SHA1_ALGORITHM: Final = bytes.fromhex("300906052b0e03021a0500")
_NONCE_OID: Final = bytes.fromhex("06092b0601050507300102")
_MOST: Final = 256


class Says(StrEnum):
    """certStatus."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Single:
    """The answer about one certificate."""

    algorithm: str
    name_hash: bytes
    key_hash: bytes
    serial: bytes
    says: Says
    revoked: datetime | None
    reason: int | None
    this_update: datetime
    next_update: datetime | None
    strange: bool


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """A basic response, read and not judged. by_name, by_key: the responder, one of both."""

    by_name: names.Canonical | None
    by_key: bytes | None
    singles: tuple[Single, ...]
    nonce: bytes | None
    strange: bool
    signed: Octets = field(repr=False)
    algorithm: bytes
    signature: bytes
    certificates: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a response says of a certificate, once its signer and its time were looked at.

    why     None, or why the answer does not count: "ocsp-other-certificate", "ocsp-wrong-signer",
            "ocsp-outdated", "ocsp-not-yet-valid", "ocsp-strange", "ocsp-unsupported"
    signer  a delegated responder whose own status has to be looked at, or None
    """

    single: Single | None
    why: str | None
    signer: Link | None = None


def request(each: Link, issuer: Link, nonce: bytes | None = None) -> bytes:
    """An OCSPRequest (DER) about one certificate. SHA-1 in the CertID, as responders expect."""
    identity = tlv.encode(
        tlv.SEQUENCE,
        _SHA1_ALGORITHM,
        tlv.encode(tlv.OCTET_STRING, _digest("sha1", each.issuer)),
        tlv.encode(tlv.OCTET_STRING, _digest("sha1", key_octets(issuer.spki))),
        tlv.encode(tlv.INTEGER, each.serial),
    )
    asked = tlv.encode(tlv.SEQUENCE, tlv.encode(tlv.SEQUENCE, identity))
    extensions = b""
    if nonce is not None:
        value = tlv.encode(tlv.OCTET_STRING, tlv.encode(tlv.OCTET_STRING, nonce))
        extension = tlv.encode(tlv.SEQUENCE, _NONCE_OID, value)
        extensions = tlv.encode(0xA2, tlv.encode(tlv.SEQUENCE, extension))
    return tlv.encode(tlv.SEQUENCE, tlv.encode(tlv.SEQUENCE, asked, extensions))


def read(data: bytes) -> Response:
    """Read an OCSPResponse. Raises Damaged for what is none or carries no answer."""
    outer = tlv.inside(data)
    if not outer or outer[0].tag != tlv.ENUMERATED:
        raise Damaged(detail="OCSP response")
    if outer[0].content(data) != b"\x00" or len(outer) != 2:
        raise Damaged(detail=f"OCSP status {outer[0].content(data).hex()}")
    (held,) = tlv.children(data, tlv.expect(outer[1], 0xA0))
    kind, octets = tlv.children(data, tlv.expect(held, tlv.SEQUENCE))
    if tlv.oid(kind.content(data)) != _BASIC:
        raise Damaged(detail="OCSP response type")
    return _basic(tlv.expect(octets, tlv.OCTET_STRING).content(data))


def judge(
    response: Response, each: Link, issuer: Link, *, at: datetime, nonce: bytes | None = None
) -> Judged:
    """What a response says of `each`, which `issuer` issued (RFC 6960 3.2, 4.2.2.2)."""
    single = _about(response, each, issuer)
    if single is None:
        return Judged(None, "ocsp-other-certificate")
    if response.strange or single.strange:
        return Judged(single, "ocsp-strange")
    if nonce is not None and response.nonce is not None and response.nonce != nonce:
        return Judged(single, "ocsp-wrong-nonce")
    try:
        signer = _signer(response, issuer, at)
    except UnsupportedAlgorithm:
        return Judged(single, "ocsp-unsupported")
    if signer is None:
        return Judged(single, "ocsp-wrong-signer")
    delegated = None if signer is issuer else signer
    # Differences, for no clock can add to the end of the year 9999.
    if single.this_update - at > SKEW:
        return Judged(single, "ocsp-not-yet-valid", delegated)
    if single.next_update is None:
        late = at - single.this_update > WITHOUT_NEXT + SKEW
    else:
        late = at - single.next_update > SKEW
    return Judged(single, "ocsp-outdated" if late else None, delegated)


def key_octets(spki: bytes) -> bytes:
    """The public key as CertID and responder identifiers hash it. Raises Damaged."""
    parts = tlv.inside(spki)
    return tlv.octets_of_bits(tlv.expect(parts[1], tlv.BIT_STRING).content(spki))


def _digest(name: str, data: bytes) -> bytes:
    return hashlib.new(name, data, usedforsecurity=False).digest()


def _about(response: Response, each: Link, issuer: Link) -> Single | None:
    """The answer about this certificate, the latest if there are several; of two, the worse."""
    fitting = []
    for single in response.singles:
        name = _HASHES.get(single.algorithm)
        if (
            name is not None
            and tlv.integer(single.serial) == tlv.integer(each.serial)
            and single.name_hash in {_digest(name, each.issuer), _digest(name, issuer.subject)}
            and single.key_hash == _digest(name, key_octets(issuer.spki))
        ):
            fitting.append(single)
    return max(fitting, key=lambda s: (s.this_update, s.says is not Says.GOOD), default=None)


def _signer(response: Response, issuer: Link, at: datetime) -> Link | None:
    """The issuer itself, or one it appointed; whoever it is made the signature."""
    appointed = [
        found
        for der in response.certificates
        if (found := link.read_or_none(der)) is not None and _appointed(found, issuer, at)
    ]
    for candidate in (issuer, *appointed):
        if not _is_named(response, candidate):
            continue
        if signatures.fits(
            candidate.spki, response.algorithm, response.signature, response.signed
        ):
            return candidate
    return None


def _is_named(response: Response, candidate: Link) -> bool:
    if response.by_name is not None:
        return response.by_name == candidate.subject_name
    return response.by_key == _digest("sha1", key_octets(candidate.spki))


def _appointed(found: Link, issuer: Link, at: datetime) -> bool:
    """RFC 6960 4.2.2.2: issued by this very authority, for signing OCSP answers."""
    usages = found.value(link.EXTENDED_USAGE)
    return (
        usages is not None
        and _OCSP_SIGNING in {tlv.oid(each.content(usages)) for each in tlv.inside(usages)}
        and (found.usage is None or 0 in found.usage)
        and found.not_before <= at <= found.not_after
        and found.issuer_name == issuer.subject_name
        and not any(e.critical and oid not in _SIGNER_KNOWN for oid, e in found.extensions.items())
        and signatures.fits(issuer.spki, found.algorithm, found.signature, found.signed)
    )


_SIGNER_KNOWN: Final = frozenset(
    {
        link.KEY_USAGE,
        link.EXTENDED_USAGE,
        link.BASIC_CONSTRAINTS,
        link.SUBJECT_KEY,
        link.AUTHORITY_KEY,
        link.ALTERNATIVE_NAME,
        link.POLICIES,
        link.CRL_POINTS,
        link.OCSP_NO_CHECK,
    }
)


def _basic(data: bytes) -> Response:
    outer = tlv.inside(data)
    if not 3 <= len(outer) <= 4:
        raise Damaged(detail="OCSP response")
    tbs, algorithm, signature = outer[:3]
    fields = list(tlv.children(data, tlv.expect(tbs, tlv.SEQUENCE)))
    if fields and fields[0].tag == 0xA0:
        fields.pop(0)
    if len(fields) < 3:
        raise Damaged(detail="OCSP response")
    responder, _, listed, *rest = fields
    (who,) = tlv.children(data, tlv.expect(responder, 0xA1, 0xA2))
    extensions: Mapping[str, Extension] = {}
    if rest and rest[0].tag == 0xA1:
        (inner,) = tlv.children(data, rest[0])
        extensions = link.extensions_of(data, inner)
    held: Iterable[tlv.Tlv] = ()
    if len(outer) == 4:
        (chain,) = tlv.children(data, tlv.expect(outer[3], 0xA0))
        held = tlv.children(data, chain)
    singles = [
        _single(data, each) for each in tlv.children(data, tlv.expect(listed, tlv.SEQUENCE))
    ]
    certificates = [each.encoding(data) for each in held]
    if len(singles) > _MOST or len(certificates) > _MOST:
        raise Damaged(detail="OCSP response of too many parts")
    nonce = extensions.get(_NONCE)
    return Response(
        by_name=names.canonical(who.encoding(data)) if responder.tag == 0xA1 else None,
        by_key=who.content(data) if responder.tag == 0xA2 else None,
        singles=tuple(singles),
        nonce=None if nonce is None else _nonce(nonce.value),
        strange=_strange(extensions, {_NONCE}),
        signed=Octets(tbs.encoding(data)),
        algorithm=algorithm.encoding(data),
        signature=tlv.signature(tlv.expect(signature, tlv.BIT_STRING).content(data)),
        certificates=tuple(certificates),
    )


def _nonce(value: bytes) -> bytes:
    """The nonce; some responders leave the inner OCTET STRING out."""
    try:
        return tlv.whole(value, tlv.OCTET_STRING).content(value)
    except Damaged:
        return value


def _single(data: bytes, each: tlv.Tlv) -> Single:
    fields = list(tlv.children(data, tlv.expect(each, tlv.SEQUENCE)))
    if len(fields) < 3:
        raise Damaged(detail="OCSP answer")
    identity, status, updated, *rest = fields
    algorithm, name_hash, key_hash, serial = tlv.children(data, tlv.expect(identity, tlv.SEQUENCE))
    oid = next(tlv.children(data, tlv.expect(algorithm, tlv.SEQUENCE)))
    revoked, reason = None, None
    if status.tag == 0xA1:
        when, *why = tlv.children(data, status)
        revoked = tlv.time(data, when)
        for one in why[:1]:
            (code,) = tlv.children(data, tlv.expect(one, 0xA0))
            reason = tlv.integer(code.content(data))
    elif status.tag not in {0x80, 0x82}:
        raise Damaged(detail="OCSP status")
    next_update, extensions = None, {}
    for one in rest:
        (inner,) = tlv.children(data, one)
        if one.tag == 0xA0:
            next_update = tlv.time(data, inner)
        elif one.tag == 0xA1:
            extensions = link.extensions_of(data, inner)
    says = {0x80: Says.GOOD, 0xA1: Says.REVOKED}.get(status.tag, Says.UNKNOWN)
    return Single(
        algorithm=tlv.oid(oid.content(data)),
        name_hash=name_hash.content(data),
        key_hash=key_hash.content(data),
        serial=tlv.expect(serial, tlv.INTEGER).content(data),
        says=says,
        revoked=revoked,
        reason=reason,
        this_update=tlv.time(data, updated),
        next_update=next_update,
        strange=_strange(extensions, set()),
    )


def _strange(extensions: Mapping[str, Extension], known: set[str]) -> bool:
    return any(ext.critical and oid not in known for oid, ext in extensions.items())
