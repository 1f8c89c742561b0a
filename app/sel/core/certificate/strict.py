"""The ordinary certificate, read as DER and as RFC 5280 4.1 wants it, without any library.

Whatever is otherwise raises NotDer, and the tolerant reader decides. Both give the same facts for
all that this one takes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from sel.core import address, spans
from sel.core.certificate import oddities, oids, times
from sel.core.certificate.facts import Body, CertificateFacts, Inside, assemble
from sel.core.name import rdns_of_der
from sel.core.publickey import RSA_PSS, describe_der
from sel.core.spans import (
    BIT_STRING,
    BOOLEAN,
    INTEGER,
    OCTET_STRING,
    OID,
    SEQUENCE,
    NotDer,
    children,
    element,
    expect,
)

_ISSUER_ID, _SUBJECT_ID, _EXTENSIONS = 0x81, 0x82, 0xA3
_RFC822_NAME, _OTHER_NAME, _URI = 0x81, 0xA0, 0x86


_T = TypeVar("_T")


def _few_values(reader: Callable[[bytes], _T]) -> Callable[[bytes], _T]:
    """Remember what short values mean: those of one authority's certificates are all the same."""
    remembered = lru_cache(maxsize=256)(reader)
    return lambda value: remembered(value) if len(value) <= _SHORT else reader(value)


_SHORT = 512


def read(data: bytes) -> CertificateFacts:
    """Facts of one certificate. Raises NotDer."""
    odd: set[str] = set()
    try:
        body = _body(data, odd)
        return assemble(data, body, inside(body.extensions, odd), odd)
    except (UnicodeDecodeError, OverflowError) as problem:
        raise NotDer("text or number") from problem


def _body(data: bytes, odd: set[str]) -> Body:
    _, _, start, end = spans.whole(data, SEQUENCE)
    _, _, at, to = expect(data, start, end, SEQUENCE)
    outer_algorithm = expect(data, to, end, SEQUENCE)
    signature = expect(data, outer_algorithm[3], end, BIT_STRING)
    if signature[3] != end or signature[2] == end:
        raise NotDer("Certificate")

    version = 1
    if data[at : at + 1] == b"\xa0":
        _, _, first, at = element(data, at, to)
        _, _, first, last = expect(data, first, at, INTEGER)
        if last != at or last - first != 1 or data[first] & 0x80:
            raise NotDer("version")
        version = data[first] + 1
        if version == 1:
            odd.add(oddities.WRITTEN_DEFAULT)
    _, _, first, at = expect(data, at, to, INTEGER)
    serial = data[first:at]
    if not serial or not spans.shortest(serial):
        raise NotDer("serialNumber")
    algorithm = expect(data, at, to, SEQUENCE)
    if data[algorithm[1] : algorithm[3]] != data[outer_algorithm[1] : outer_algorithm[3]]:
        odd.add(oddities.ALGORITHMS_DIFFER)
    issuer = expect(data, algorithm[3], to, SEQUENCE)
    validity = expect(data, issuer[3], to, SEQUENCE)
    subject = expect(data, validity[3], to, SEQUENCE)
    key = expect(data, subject[3], to, SEQUENCE)

    starts = element(data, validity[2], validity[3])
    ends = element(data, starts[3], validity[3])
    if ends[3] != validity[3]:
        raise NotDer("Validity")
    spki = data[key[1] : key[3]]
    subject_der, issuer_der = data[subject[1] : subject[3]], data[issuer[1] : issuer[3]]
    try:
        not_before = times.read(starts[0], data[starts[2] : starts[3]], odd)
        not_after = times.read(ends[0], data[ends[2] : ends[3]], odd)
    except ValueError as problem:
        raise NotDer("time") from problem
    return Body(
        version=version,
        serial=serial,
        algorithm=_signature(data, outer_algorithm),
        issuer=(issuer_der, rdns_of_der(issuer_der)),
        not_before=not_before,
        not_after=not_after,
        subject=(subject_der, rdns_of_der(subject_der)),
        spki=spki,
        key=describe_der(spki),
        extensions=_extensions(data, key[3], to, odd),
    )


def _signature(data: bytes, algorithm: spans.Span) -> str:
    _, _, at, end = algorithm
    _, _, first, at = expect(data, at, end, OID)
    dotted = spans.oid(data[first:at])
    if at == end:
        return oids.signature(dotted, "")
    tag, _, first, last = element(data, at, end)
    if last != end:
        raise NotDer("AlgorithmIdentifier")
    if dotted != RSA_PSS or tag != SEQUENCE:
        return oids.signature(dotted, "")
    hash_ = oids.SHA1  # RFC 4055 3.1: the DEFAULT
    for tag, _, start, stop in children(data, first, last):
        if tag == 0xA0:
            _, _, start, stop = expect(data, start, stop, SEQUENCE)
            _, _, start, stop = expect(data, start, stop, OID)
            hash_ = spans.oid(data[start:stop])
    return oids.signature(dotted, hash_)


def _extensions(data: bytes, at: int, end: int, odd: set[str]) -> dict[str, tuple[bool, bytes]]:
    """By identifier: critical, and the contents of extnValue. The first of two counts."""
    found: dict[str, tuple[bool, bytes]] = {}
    tags = children(data, at, end)
    kinds = [tag for tag, _, _, _ in tags]
    if kinds != [tag for tag in (_ISSUER_ID, _SUBJECT_ID, _EXTENSIONS) if tag in kinds]:
        raise NotDer("TBSCertificate")
    if not kinds or kinds[-1] != _EXTENSIONS:
        return found
    _, _, at, end = tags[-1]
    _, _, at, to = expect(data, at, end, SEQUENCE)
    if to != end:
        raise NotDer("Extensions")
    if at == to:
        odd.add(oddities.NO_EXTENSIONS)
    for tag, _, start, end in children(data, at, to):
        if tag != SEQUENCE:
            raise NotDer("Extension")
        _, _, first, at = expect(data, start, end, OID)
        dotted = spans.oid(data[first:at])
        tag, _, first, last = element(data, at, end)
        critical = False
        if tag == BOOLEAN:
            critical = spans.boolean(data[first:last])
            if not critical:
                odd.add(oddities.WRITTEN_DEFAULT)
            tag, _, first, last = element(data, last, end)
        if tag != OCTET_STRING or last != end:
            raise NotDer("Extension")
        if dotted in found:
            odd.add(oddities.DUPLICATE)
        else:
            found[dotted] = (critical, data[first:last])
    return found


def inside(extensions: dict[str, tuple[bool, bytes]], odd: set[str]) -> Inside:
    """What the known ones among the extensions say. Raises NotDer."""
    constraints = extensions.get(oids.BASIC_CONSTRAINTS)
    is_ca, path_length, written = _constraints(constraints[1]) if constraints else _NO_AUTHORITY
    if written:
        odd.add(oddities.WRITTEN_DEFAULT)
    usage = extensions.get(oids.KEY_USAGE)
    extended = extensions.get(oids.EXTENDED_USAGE)
    names = extensions.get(oids.ALTERNATIVE_NAME)
    subject_key = extensions.get(oids.SUBJECT_KEY)
    authority_key = extensions.get(oids.AUTHORITY_KEY)
    policies = extensions.get(oids.POLICIES)
    points = extensions.get(oids.CRL_POINTS)
    return Inside(
        key_usage=None if usage is None else _usage(usage[1], odd),
        extended=None if extended is None else _extended(extended[1]),
        is_ca=is_ca,
        path_length=path_length,
        addresses=() if names is None else addresses(names[1], odd),
        subject_key=None if subject_key is None else _only(subject_key[1], OCTET_STRING),
        authority_key=None if authority_key is None else _authority_key(authority_key[1]),
        policies=() if policies is None else _policies(policies[1]),
        crl_urls=() if points is None else _urls(points[1]),
    )


def _only(value: bytes, tag: int) -> bytes:
    _, _, start, end = spans.whole(value, tag)
    return value[start:end]


_NO_AUTHORITY: tuple[bool, int | None, bool] = (False, None, False)


@_few_values
def _constraints(value: bytes) -> tuple[bool, int | None, bool]:
    """cA, pathLenConstraint, and whether a DEFAULT is written out."""
    _, _, at, end = spans.whole(value, SEQUENCE)
    is_ca, path_length, written = _NO_AUTHORITY
    parts = children(value, at, end)
    if parts and parts[0][0] == BOOLEAN:
        _, _, start, stop = parts.pop(0)
        is_ca = spans.boolean(value[start:stop])
        written = not is_ca
    if parts and parts[0][0] == INTEGER:
        _, _, start, stop = parts.pop(0)
        if not spans.shortest(value[start:stop]):
            raise NotDer("pathLenConstraint")
        path_length = spans.integer(value[start:stop])
    if parts:
        raise NotDer("BasicConstraints")
    return is_ca, path_length, written


def _usage(value: bytes, odd: set[str]) -> frozenset[str]:
    return usage_of(_only(value, BIT_STRING), odd)


def usage_of(bits: bytes, odd: set[str]) -> frozenset[str]:
    """The names of set bits, from the contents of a BIT STRING. Raises NotDer."""
    if not bits or bits[0] > 7 or (bits[0] and len(bits) == 1):
        raise NotDer("KeyUsage")
    number = int.from_bytes(bits[1:3].ljust(2, b"\0"), "big")
    if bits[0] and bits[-1] & (1 << bits[0]) - 1:
        odd.add(oddities.UNUSED_BITS)
        if len(bits) <= 3:
            number &= -1 << (bits[0] + 8 * (3 - len(bits)))
    return frozenset(
        [name for place, name in enumerate(oids.KEY_USAGE_BITS) if number & 0x8000 >> place]
    )


@_few_values
def _extended(value: bytes) -> tuple[str, ...]:
    _, _, at, end = spans.whole(value, SEQUENCE)
    found = []
    for tag, _, start, stop in children(value, at, end):
        if tag != OID:
            raise NotDer("ExtKeyUsageSyntax")
        dotted = spans.oid(value[start:stop])
        found.append(oids.EXTENDED.get(dotted, dotted))
    return tuple(found)


def addresses(value: bytes, odd: set[str]) -> tuple[str, ...]:
    """The addresses of a subjectAltName, in order, no repeats. Raises NotDer."""
    _, _, at, end = spans.whole(value, SEQUENCE)
    found: dict[str, None] = {}
    for tag, _, start, stop in children(value, at, end):
        # The context-specific tags [0] to [8] of GeneralName, constructed where they must be.
        if tag not in (0xA0, 0x81, 0x82, 0xA3, 0xA4, 0xA5, 0x86, 0x87, 0x88):
            raise NotDer("GeneralName")
        if tag == _RFC822_NAME:
            found[_mailbox(value[start:stop], odd)] = None
        elif tag == _OTHER_NAME:
            _, _, first, last = expect(value, start, stop, OID)
            outer = expect(value, last, stop, 0xA0)
            if spans.oid(value[first:last]) != oids.SMTP_UTF8_MAILBOX:
                continue
            _, _, first, last = expect(value, outer[2], outer[3], 0x0C)
            if last != stop:
                raise NotDer("SmtpUTF8Mailbox")
            found[address.lenient(value[first:last].decode())] = None
    return tuple(found)


def _mailbox(contents: bytes, odd: set[str]) -> str:
    if not contents.isascii():
        odd.add(oddities.BAD_TEXT)
    return address.lenient(contents.decode("utf-8", "replace"))


def _authority_key(value: bytes) -> bytes | None:
    _, _, at, end = spans.whole(value, SEQUENCE)
    parts = children(value, at, end)
    kinds = [tag for tag, _, _, _ in parts]
    if kinds != [tag for tag in (0x80, 0xA1, 0x82) if tag in kinds]:
        raise NotDer("AuthorityKeyIdentifier")
    return value[parts[0][2] : parts[0][3]] if kinds[:1] == [0x80] else None


@_few_values
def _policies(value: bytes) -> tuple[str, ...]:
    _, _, at, end = spans.whole(value, SEQUENCE)
    found = []
    for tag, _, start, stop in children(value, at, end):
        if tag != SEQUENCE:
            raise NotDer("PolicyInformation")
        _, _, first, last = expect(value, start, stop, OID)
        found.append(spans.oid(value[first:last]))
        if last != stop and expect(value, last, stop, SEQUENCE)[3] != stop:
            raise NotDer("PolicyInformation")
    return tuple(found)


@_few_values
def _urls(value: bytes) -> tuple[str, ...]:
    _, _, at, end = spans.whole(value, SEQUENCE)
    found = []
    for tag, _, start, stop in children(value, at, end):
        if tag != SEQUENCE:
            raise NotDer("DistributionPoint")
        for tag, _, first, last in children(value, start, stop):
            if tag == 0xA0:
                found.extend(_full_name(value, first, last))
            elif tag not in (0x81, 0xA2):
                raise NotDer("DistributionPoint")
    return tuple(found)


def _full_name(value: bytes, at: int, end: int) -> list[str]:
    tag, _, start, stop = element(value, at, end)
    if stop != end or tag not in (0xA0, 0xA1):
        raise NotDer("DistributionPointName")
    if tag != 0xA0:
        return []
    return [
        value[first:last].decode("utf-8", "replace")
        for tag, _, first, last in children(value, start, stop)
        if tag == _URI
    ]
