"""The outside of CMS messages: which elements stand where (RFC 5652, 5083, 3274).

Contents of many megabytes are looked at as views; nothing is copied before it is needed.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sel.base.errors import Damaged
from sel.core import ber, spans
from sel.core.ber import Element
from sel.core.envelope import algorithms, der
from sel.core.envelope.limits import (
    MAX_BYTES,
    MAX_CERTIFICATE_BYTES,
    MAX_CERTIFICATES,
    MAX_RECIPIENTS,
    MAX_SIGNERS,
)
from sel.core.envelope.model import RecipientId
from sel.core.limits import MAX_DEPTH, check_limit

_BEGIN: Final = re.compile(rb"-----BEGIN (?:CMS|PKCS7|PKCS #7 SIGNED DATA)-----[ \t]*\r?\n")
_BARE: Final = re.compile(rb"\s*M[A-Za-z0-9+/=\s]*\Z")
_CONSTRUCTED: Final = 0x20
_SEGMENTS: Final = ber.OCTET_STRING | _CONSTRUCTED


@dataclass(frozen=True, slots=True)
class Algorithm:
    """AlgorithmIdentifier. encoding: DER, as key derivation wants it."""

    oid: str
    parameters: Element | None
    encoding: bytes


@dataclass(frozen=True, slots=True)
class Encrypted:
    """EnvelopedData or AuthEnvelopedData.

    infos    RecipientInfo each
    content  encryptedContent, or None if it is kept elsewhere
    aad      authAttrs as they are authenticated: DER of a SET OF; b"" without any
    mac      the tag of an AuthEnvelopedData, else None
    """

    infos: tuple[Element, ...]
    cipher: Algorithm
    content: Element | None
    aad: bytes
    mac: bytes | None


@dataclass(frozen=True, slots=True)
class Signed:
    """SignedData.

    content       eContent, or None in a detached signature
    certificates  DER each, those of other formats left out
    signers       SignerInfo each
    """

    content_type: str
    content: Element | None
    certificates: tuple[bytes, ...]
    signers: tuple[Element, ...]


def content_info(data: bytes) -> tuple[str, Element]:
    """Content type and content of a message, DER, BER, PEM or bare base64.

    Raises Damaged, TooLarge.
    """
    check_limit("bytes", len(data), MAX_BYTES)
    fields = ber.parse(_unarmoured(data)).fields()
    oid = fields.take().oid()
    content = fields.take().expect(ber.context(0)).inner()
    return oid, content


def content_type(data: bytes) -> str:
    """The dotted content type of a message. Raises Damaged, TooLarge."""
    return content_info(data)[0]


def encrypted(data: bytes) -> Encrypted:
    """The parts of an encrypted message. Raises Damaged, TooLarge."""
    oid, content = content_info(data)
    if oid not in {algorithms.ENVELOPED_DATA, algorithms.AUTH_ENVELOPED_DATA}:
        raise Damaged(detail=f"{oid} where encrypted data belong")
    authenticated = oid == algorithms.AUTH_ENVELOPED_DATA
    fields = content.fields()
    fields.take().integer()
    fields.optional(ber.context(0))
    infos = limited("recipients", fields.take().expect(ber.SET), MAX_RECIPIENTS)
    inside = fields.take().fields()
    inside.take().oid()
    cipher = algorithm(inside.take())
    held = inside.optional(ber.context(0))
    inside.end()
    attributes = fields.optional(ber.context(1))
    mac = fields.take().octets() if authenticated else None
    aad = as_set(attributes) if authenticated and attributes is not None else b""
    return Encrypted(infos, cipher, held, aad, mac)


def signed(data: bytes) -> Signed:
    """The parts of a signed message. Raises Damaged, TooLarge."""
    oid, content = content_info(data)
    if oid != algorithms.SIGNED_DATA:
        raise Damaged(detail=f"{oid} where signed data belong")
    fields = content.fields()
    fields.take().integer()
    fields.take().expect(ber.SET)
    inside = fields.take().fields()
    content_type = inside.take().oid()
    held = inside.optional(ber.context(0))
    inside.end()
    listed = fields.optional(ber.context(0))
    fields.optional(ber.context(1))
    signers = limited("signers", fields.take().expect(ber.SET), MAX_SIGNERS)
    return Signed(
        content_type=content_type,
        content=None if held is None else held.inner().expect(ber.OCTET_STRING),
        certificates=() if listed is None else _certificates(listed),
        signers=signers,
    )


def _certificates(listed: Element) -> tuple[bytes, ...]:
    found = []
    for each in limited("certificates", listed, MAX_CERTIFICATES):
        if each.tag == ber.SEQUENCE:
            check_limit("bytes", len(each.encoding), MAX_CERTIFICATE_BYTES)
            found.append(each.encoding.tobytes())
    return tuple(found)


def limited(what: str, element: Element, limit: int) -> tuple[Element, ...]:
    """The elements inside. Raises TooLarge beyond `limit`."""
    found: list[Element] = []
    for child in element.children():
        found.append(child)
        check_limit(what, len(found), limit)
    return tuple(found)


def algorithm(element: Element) -> Algorithm:
    """AlgorithmIdentifier (RFC 5280 4.1.1.2). Raises Damaged."""
    fields = element.fields()
    oid = fields.take().oid()
    parameters = next(fields.rest(), None)
    return Algorithm(oid, parameters, as_der(element))


def issuer_and_serial(element: Element) -> RecipientId:
    """IssuerAndSerialNumber (RFC 5652 10.2.4). Raises Damaged."""
    fields = element.fields()
    issuer = as_der(fields.take().expect(ber.SEQUENCE))
    return RecipientId(issuer_der=issuer, serial=fields.take().integer())


def as_set(element: Element) -> bytes:
    """Attributes as they are signed or authenticated: their SET OF tag instead of [n].

    The octets received, never a new encoding (RFC 5652 5.4 asks the signer for DER); only
    indefinite lengths, which cannot have been signed, are replaced.
    """
    return bytes((der.SET,)) + as_der(element)[1:]


def as_der(element: Element) -> bytes:
    """The octets of an element, with definite lengths where they were indefinite."""
    found = element.encoding.tobytes()
    try:
        if _is_definite(found, 0, len(found), MAX_DEPTH - 1):
            return found  # as nearly all are
    except spans.NotDer:
        pass
    return b"".join(_definite(element, MAX_DEPTH))


def _is_definite(data: bytes, at: int, end: int, depth: int) -> bool:
    """Whether all lengths are definite and no OCTET STRING is in segments. Raises NotDer."""
    return depth > 0 and all(
        not tag & _CONSTRUCTED or (tag != _SEGMENTS and _is_definite(data, start, stop, depth - 1))
        for tag, _, start, stop in spans.children(data, at, end)
    )


def _definite(element: Element, depth: int) -> Iterator[bytes]:
    check_limit("depth", MAX_DEPTH - depth, MAX_DEPTH - 1)
    if not element.constructed:
        yield element.encoding.tobytes()
        return
    if element.tag == ber.OCTET_STRING:
        yield der.octets(element.octets())
        return
    children = [b"".join(_definite(child, depth - 1)) for child in element.children()]
    if element.encoding[1] != 0x80 and sum(map(len, children)) == len(element.content):
        # Definite all the way down: a longer length than needed is the sender's own affair.
        yield element.encoding.tobytes()
        return
    yield der.encode(element.tag | _CONSTRUCTED, *children)


def _unarmoured(data: bytes) -> bytes:
    if data[:1] == b"\x30":
        return data
    begun = _BEGIN.search(data)
    if begun:
        end = data.find(b"-----END ", begun.end())
        body = data[begun.end() : end if end >= 0 else len(data)]
    elif _BARE.match(data):
        body = data
    else:
        return data
    try:
        return binascii.a2b_base64(body)
    except binascii.Error as error:
        raise Damaged(detail="armour around what is not base64") from error
