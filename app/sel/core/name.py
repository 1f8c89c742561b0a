"""Distinguished names as text (RFC 4514) and as comparable values."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sel.core import spans

if TYPE_CHECKING:
    from asn1crypto import x509

_SHORT = {
    "2.5.4.3": "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "STREET",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "title",
    "2.5.4.42": "givenName",
    "2.5.4.65": "pseudonym",
    "2.5.4.97": "organizationIdentifier",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "emailAddress",
}
_ESCAPED = set(',+"\\<>;=')
UTF8, PRINTABLE, TELETEX, IA5, UNIVERSAL, BMP = 0x0C, 0x13, 0x14, 0x16, 0x1C, 0x1E
_CODECS = {
    UTF8: "utf-8",
    0x12: "latin-1",
    PRINTABLE: "latin-1",
    # T.61 has its own repertoire, and whoever writes TeletexString puts Latin-1 into it.
    TELETEX: "latin-1",
    0x15: "latin-1",
    IA5: "ascii",
    0x19: "latin-1",
    0x1A: "latin-1",
    0x1B: "latin-1",
    UNIVERSAL: "utf-32-be",
    BMP: "utf-16-be",
}
_CACHED_OCTETS = 1024


class Pair(NamedTuple):
    """One attribute of a name.

    oid   its type, dotted
    tag   identifier octet of the value
    text  the value, None for what is no text or cannot be decoded
    der   the value as it came
    """

    oid: str
    tag: int
    text: str | None
    der: bytes


Rdns = tuple[tuple[Pair, ...], ...]


def rdns_of_der(encoded: bytes) -> Rdns:
    """The RDNs of a Name in DER, first one first. Raises NotDer."""
    return _remembered(encoded) if len(encoded) <= _CACHED_OCTETS else _rdns(encoded)


def _rdns(data: bytes) -> Rdns:
    found = []
    for tag, _, at, to in spans.sequence(data):
        if tag != spans.SET or at == to:
            raise spans.NotDer("RelativeDistinguishedName")
        found.append(_rdn(data[at:to]))
    return tuple(found)


@spans.remembered
def _rdn(data: bytes) -> tuple[Pair, ...]:
    return tuple([_pair(data, each) for each in spans.children(data, 0, len(data))])


def _pair(data: bytes, span: spans.Span) -> Pair:
    tag, _, start, end = span
    if tag != spans.SEQUENCE:
        raise spans.NotDer("AttributeTypeAndValue")
    parts = spans.children(data, start, end)
    if len(parts) != 2 or parts[0][0] != spans.OID:
        raise spans.NotDer("AttributeTypeAndValue")
    (_, _, first, last), (kind, begin, at, to) = parts
    return Pair(spans.oid(data[first:last]), kind, decoded(kind, data[at:to]), data[begin:to])


# Ten thousand certificates of one place have a few dozen issuers.
_remembered = lru_cache(maxsize=512)(_rdns)


def rdns_of(name: x509.Name) -> Rdns:
    """The same of a name that asn1crypto has read, whatever its encoding.

    Raises as asn1crypto does.
    """
    from asn1crypto import parser

    from sel.core.shapes import RawName

    found = []
    for rdn in RawName.load(name.dump()):
        pairs = []
        for pair in rdn:
            encoded: bytes = pair["value"].dump()
            kind, method, number, _, contents, _ = parser.parse(encoded)
            tag = kind << 6 | method << 5 | number
            if method and not kind and number in _CODECS:  # BER: a string in segments
                tag = number
                contents = b"".join(_segments(contents))
            pairs.append(Pair(pair["type"].dotted, tag, decoded(tag, contents), encoded))
        found.append(tuple(pairs))
    return tuple(found)


def _segments(contents: bytes) -> list[bytes]:
    """The segments of a constructed string (X.690 8.21), which may not nest here."""
    from asn1crypto import parser

    found, at = [], 0
    while at < len(contents):
        _, method, _, head, body, tail = parser.parse(contents[at:])
        if method:
            raise ValueError("segments within segments")
        found.append(body)
        at += len(head) + len(body) + len(tail)
    return found


def decoded(tag: int, contents: bytes) -> str | None:
    """The text of a character string type, None for other types and broken text."""
    codec = _CODECS.get(tag)
    if codec is None:
        return None
    try:
        return contents.decode(codec)
    except UnicodeDecodeError:
        if tag != IA5:
            return None
    try:  # not IA5, but what programs put there
        return contents.decode("utf-8")
    except UnicodeDecodeError:
        return contents.decode("latin-1")


def torn(pair: Pair) -> bool:
    """Whether a value has octets that its type of string does not allow."""
    if pair.text is None:
        return pair.tag in _CODECS
    return pair.tag == IA5 and not pair.text.isascii()


def line(rdns: Rdns) -> str:
    """The name as one line, last RDN first. Control characters come as hex escapes."""
    return ",".join(["+".join([_written(pair) for pair in rdn]) for rdn in reversed(rdns)])


def last(rdns: Rdns, oid: str) -> str | None:
    """The last value of an attribute (the most specific one), or None."""
    values = every(rdns, oid)
    return values[-1] if values else None


def every(rdns: Rdns, oid: str) -> tuple[str, ...]:
    """Every value of an attribute that is text, in the order of the name."""
    return tuple([pair.text for rdn in rdns for pair in rdn if pair.oid == oid and pair.text])


def rfc4514(name: x509.Name) -> str:
    """`line` of a name of asn1crypto."""
    return line(rdns_of(name))


def attribute(name: x509.Name, oid: str) -> str | None:
    """`last` of a name of asn1crypto."""
    return last(rdns_of(name), oid)


def attributes(name: x509.Name, oid: str) -> tuple[str, ...]:
    """`every` of a name of asn1crypto."""
    return every(rdns_of(name), oid)


def _written(pair: Pair) -> str:
    kind = _SHORT.get(pair.oid, pair.oid)
    text = pair.text
    if text is None:
        return f"{kind}=#{pair.der.hex()}"
    if text.isprintable() and _ESCAPED.isdisjoint(text) and text.strip(" ") == text:
        return f"{kind}={text}" if text[:1] != "#" else f"{kind}=\\{text}"
    return f"{kind}={_escaped(text)}"


def _escaped(text: str) -> str:
    out = []
    for place, sign in enumerate(text):
        first_or_last = place in (0, len(text) - 1)
        if sign in _ESCAPED or (sign == "#" and place == 0) or (sign == " " and first_or_last):
            out.append("\\" + sign)
        elif ord(sign) < 0x20 or ord(sign) == 0x7F:
            out.append("".join(f"\\{byte:02X}" for byte in sign.encode()))
        else:
            out.append(sign)
    return "".join(out)
