"""Names as values that can be compared: RFC 5280 7.1."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from sel.base.errors import Damaged
from sel.core import tlv

EMAIL = bytes.fromhex("2a864886f70d010901")
_STRINGS = {
    0x0C: "utf-8",
    0x12: "ascii",
    0x13: "ascii",
    0x14: "latin-1",  # TeletexString, as everybody writes it
    0x16: "ascii",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}

Attribute = tuple[bytes, str | bytes]
Canonical = tuple[frozenset[Attribute], ...]


@lru_cache(maxsize=4096)
def canonical(name: bytes) -> Canonical:
    """The RDNs of a Name (DER), first one first; equal names have equal values. Raises Damaged.

    Text is compared without regard to its string type, case, and how much white space it has.
    """
    return tuple(_rdn(name, each) for each in tlv.inside(name))


def _rdn(data: bytes, rdn: tlv.Tlv) -> frozenset[Attribute]:
    return frozenset(_attribute(data, each) for each in tlv.children(data, _set(rdn)))


def _set(found: tlv.Tlv) -> tlv.Tlv:
    return tlv.expect(found, tlv.SET)


def _attribute(data: bytes, pair: tlv.Tlv) -> Attribute:
    kind, value = _pair(data, pair)
    text = text_of(value.tag, value.content(data))
    return kind, prepared(text) if text is not None else value.encoding(data)


def _pair(data: bytes, pair: tlv.Tlv) -> tuple[bytes, tlv.Tlv]:
    fields = list(tlv.children(data, tlv.expect(pair, tlv.SEQUENCE)))
    if len(fields) != 2:
        raise Damaged(detail="attribute of a name")
    return tlv.expect(fields[0], tlv.OID).content(data), fields[1]


def text_of(tag: int, content: bytes) -> str | None:
    """The text of a string of any type, or None for what is no text."""
    coding = _STRINGS.get(tag)
    if coding is None:
        return None
    try:
        return content.decode(coding)
    except UnicodeDecodeError:
        return None


def prepared(text: str) -> str:
    """Text as it is compared: RFC 4518 2, near enough for what stands in certificates."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def emails(name: bytes) -> tuple[str, ...]:
    """The values of emailAddress in a Name (DER). Raises Damaged."""
    found = []
    for rdn in tlv.inside(name):
        for each in tlv.children(name, _set(rdn)):
            kind, value = _pair(name, each)
            text = text_of(value.tag, value.content(name))
            if kind == EMAIL and text is not None:
                found.append(text)
    return tuple(found)


def shown(name: bytes) -> str:
    """The name as one line (RFC 4514), for words; hexadecimal if it cannot be read."""
    from asn1crypto import x509

    from sel.core.name import rfc4514

    try:
        return rfc4514(x509.Name.load(name))
    except (ValueError, TypeError, KeyError):
        return name.hex()[:64]
