"""The ordinary certificate, read as DER and as RFC 5280 4.1 wants it, without any library.

Whatever is otherwise raises NotDer, and the tolerant reader decides. Both give the same facts for
all that this one takes.
"""

from __future__ import annotations

from sel.core import address, spans
from sel.core.certificate import oddities, oids, times
from sel.core.certificate.facts import Body, CertificateFacts, Inside, Named, assemble, named
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
    Span,
    children,
    element,
    expect,
    remembered,
    tags,
)

_ISSUER_ID, _SUBJECT_ID, _EXTENSIONS = 0x81, 0x82, 0xA3
_RFC822_NAME, _OTHER_NAME, _URI = 0x81, 0xA0, 0x86


def read(data: bytes) -> CertificateFacts:
    """Facts of one certificate. Raises NotDer."""
    odd: set[str] = set()
    try:
        body = _body(data, odd)
        return assemble(data, body, inside(body.extensions, odd), odd)
    except (UnicodeDecodeError, OverflowError) as problem:
        raise NotDer("text or number") from problem


_CERTIFICATE = [SEQUENCE, SEQUENCE, BIT_STRING]
_TO_BE_SIGNED = [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE]


def _body(data: bytes, odd: set[str]) -> Body:
    outside = spans.sequence(data)
    if tags(outside) != _CERTIFICATE or outside[2][2] == outside[2][3]:
        raise NotDer("Certificate")
    (_, _, at, end), (_, begins, _, stops), _ = outside
    outer_algorithm = data[begins:stops]

    parts = children(data, at, end)
    version = 1
    if parts and parts[0][0] == 0xA0:
        version = _version(data, parts.pop(0), odd)
    if tags(parts[:6]) != _TO_BE_SIGNED:
        raise NotDer("TBSCertificate")
    serial, _, _, validity, _, _ = parts[:6]
    _, algorithm, issuer_der, _, subject_der, spki = [
        data[begins:stops] for _, begins, _, stops in parts[:6]
    ]
    number = data[serial[2] : serial[3]]
    if not number or not spans.shortest(number):
        raise NotDer("serialNumber")
    if algorithm != outer_algorithm:
        odd.add(oddities.ALGORITHMS_DIFFER)

    moments = children(data, validity[2], validity[3])
    if len(moments) != 2:
        raise NotDer("Validity")
    try:
        not_before, not_after = [
            times.read(tag, data[start:stop], odd) for tag, _, start, stop in moments
        ]
    except ValueError as problem:
        raise NotDer("time") from problem
    return Body(
        version=version,
        serial=number,
        algorithm=_signature(outer_algorithm),
        issuer=_named(issuer_der),
        not_before=not_before,
        not_after=not_after,
        subject=_named(subject_der),
        spki=spki,
        key=describe_der(spki),
        extensions=_extensions(data, parts[6:], odd),
    )


@remembered
def _named(der: bytes) -> Named:
    return named(der, rdns_of_der(der))


_VERSION_3 = b"\x02\x01\x02"


def _version(data: bytes, span: Span, odd: set[str]) -> int:
    _, _, at, end = span
    if data[at:end] == _VERSION_3:
        return 3
    _, _, first, last = expect(data, at, end, INTEGER)
    if last != end or last - first != 1 or data[first] & 0x80:
        raise NotDer("version")
    if data[first] == 0:
        odd.add(oddities.WRITTEN_DEFAULT)
    return data[first] + 1


@remembered
def _signature(data: bytes) -> str:
    """Of an AlgorithmIdentifier."""
    _, _, at, end = spans.whole(data, SEQUENCE)
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


_USUAL = [_EXTENSIONS]


def _extensions(data: bytes, rest: list[Span], odd: set[str]) -> dict[str, tuple[bool, bytes]]:
    """By identifier: critical, and the contents of extnValue. The first of two counts.

    rest  what stands behind the key
    """
    found: dict[str, tuple[bool, bytes]] = {}
    kinds = tags(rest)
    if kinds != _USUAL and kinds != [
        tag for tag in (_ISSUER_ID, _SUBJECT_ID, _EXTENSIONS) if tag in kinds
    ]:
        raise NotDer("TBSCertificate")
    if not kinds or kinds[-1] != _EXTENSIONS:
        return found
    _, _, at, end = rest[-1]
    _, _, at, to = expect(data, at, end, SEQUENCE)
    if to != end:
        raise NotDer("Extensions")
    if at == to:
        odd.add(oddities.NO_EXTENSIONS)
    for tag, _, start, stop in children(data, at, to):
        if tag != SEQUENCE:
            raise NotDer("Extension")
        dotted, critical, value = _extension(data[start:stop])
        if critical is False:
            odd.add(oddities.WRITTEN_DEFAULT)
        if dotted in found:
            odd.add(oddities.DUPLICATE)
        else:
            found[dotted] = (bool(critical), value)
    return found


@remembered
def _extension(contents: bytes) -> tuple[str, bool | None, bytes]:
    """Its identifier, `critical` if that is written, and the contents of extnValue."""
    parts = children(contents, 0, len(contents))
    critical = None
    if tags(parts) == [OID, BOOLEAN, OCTET_STRING]:
        _, _, start, stop = parts.pop(1)
        critical = spans.boolean(contents[start:stop])
    if tags(parts) != [OID, OCTET_STRING]:
        raise NotDer("Extension")
    (_, _, start, stop), (_, _, first, last) = parts
    return spans.oid(contents[start:stop]), critical, contents[first:last]


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
        key_usage=None if usage is None else usage_of(_only(usage[1], BIT_STRING), odd),
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


@remembered
def _constraints(value: bytes) -> tuple[bool, int | None, bool]:
    """cA, pathLenConstraint, and whether a DEFAULT is written out."""
    is_ca, path_length, written = _NO_AUTHORITY
    parts = spans.sequence(value)
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


def usage_of(bits: bytes, odd: set[str]) -> frozenset[str]:
    """The names of set bits, from the contents of a BIT STRING. Raises NotDer."""
    usage, unused_bits = _usage(bits)
    if unused_bits:
        odd.add(oddities.UNUSED_BITS)
    return usage


@remembered
def _usage(bits: bytes) -> tuple[frozenset[str], bool]:
    """The names, and whether there are bits that are said to be unused."""
    if not bits or bits[0] > 7 or (bits[0] and len(bits) == 1):
        raise NotDer("KeyUsage")
    number = int.from_bytes(bits[1:3].ljust(2, b"\0"), "big")
    unused = bool(bits[0] and bits[-1] & (1 << bits[0]) - 1)
    if unused and len(bits) <= 3:
        number &= -1 << (bits[0] + 8 * (3 - len(bits)))
    named = [name for place, name in enumerate(oids.KEY_USAGE_BITS) if number & 0x8000 >> place]
    return frozenset(named), unused


@remembered
def _extended(value: bytes) -> tuple[str, ...]:
    found = []
    for tag, _, start, stop in spans.sequence(value):
        if tag != OID:
            raise NotDer("ExtKeyUsageSyntax")
        dotted = spans.oid(value[start:stop])
        found.append(oids.EXTENDED.get(dotted, dotted))
    return tuple(found)


def addresses(value: bytes, odd: set[str]) -> tuple[str, ...]:
    """The addresses of a subjectAltName, in order, no repeats. Raises NotDer."""
    found: dict[str, None] = {}
    for tag, _, start, stop in spans.sequence(value):
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


@remembered
def _authority_key(value: bytes) -> bytes | None:
    parts = spans.sequence(value)
    kinds = tags(parts)
    if kinds != [tag for tag in (0x80, 0xA1, 0x82) if tag in kinds]:
        raise NotDer("AuthorityKeyIdentifier")
    return value[parts[0][2] : parts[0][3]] if kinds[:1] == [0x80] else None


@remembered
def _policies(value: bytes) -> tuple[str, ...]:
    found = []
    for tag, _, start, stop in spans.sequence(value):
        if tag != SEQUENCE:
            raise NotDer("PolicyInformation")
        _, _, first, last = expect(value, start, stop, OID)
        found.append(spans.oid(value[first:last]))
        if last != stop and expect(value, last, stop, SEQUENCE)[3] != stop:
            raise NotDer("PolicyInformation")
    return tuple(found)


@remembered
def _urls(value: bytes) -> tuple[str, ...]:
    found = []
    for tag, _, start, stop in spans.sequence(value):
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
