"""DER and BER: what a structure is, told by which elements stand where in it.

Nothing is read further than that takes: whether a certificate is a good one, its reader says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Final

from sel.base.errors import InputError
from sel.core import ber
from sel.core.ber import INTEGER, OCTET_STRING, OID, SEQUENCE, SET, Counter, Element
from sel.core.limits import LIMITS
from sel.core.recognise.model import Kind, Piece, Recognised, of_pieces, unknown

_BIT_STRING: Final = 0x03
_ENUMERATED: Final = 0x0A
_TIMES: Final = {0x17, 0x18}
_FIRST, _SECOND = ber.context(0), ber.context(1)
_BLANKS: Final = b" \t\r\n\0\x1a"

_DATA: Final = "1.2.840.113549.1.7.1"
_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
_NETSCAPE_SEQUENCE: Final = "2.16.840.1.113730.2.5"
# EnvelopedData, AuthEnvelopedData, CompressedData; the letter's reader tells which.
_SEALED: Final = {
    "1.2.840.113549.1.7.3",
    "1.2.840.113549.1.9.16.1.23",
    "1.2.840.113549.1.9.16.1.9",
}
# What a signed mail may hold: a MIME entity, another layer, or a receipt (RFC 2634 2). Programs,
# time stamps and trust lists are signed in the same form, with contents of their own types.
_IN_MAIL: Final = {_DATA, _SIGNED_DATA, *_SEALED, "1.2.840.113549.1.9.16.1.1"}
_CMS_ARCS: Final = ("1.2.840.113549.1.7.", "1.2.840.113549.1.9.16.1.")
_PASSWORD_ARCS: Final = ("1.2.840.113549.1.5.", "1.2.840.113549.1.12.1.")
_CMS_BEGINS: Final = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
_PFX_BEGINS: Final = b"\x02\x01\x03\x30"

_V1_FIELDS: Final = 6
_RSA_NUMBERS, _DSA_NUMBERS = 9, 6


def binary(data: bytes) -> Recognised | None:
    """What these bytes are if they begin as ASN.1 that Sêl knows; else None.

    Several structures one behind the other are all taken; whatever else follows is ignored, as
    mail gateways and editors add line ends. One that ends too soon "looks like" damaged.
    """
    try:
        first = _one(memoryview(data))
    except InputError:
        return _begun(data)
    if first is None:
        return None
    found, length = first
    if not found.pieces or found.kind is Kind.PKCS12:
        return found
    pieces = list(found.pieces)
    alone = len(pieces)
    while len(pieces) <= LIMITS.pieces:
        while length < len(data) and data[length] in _BLANKS:
            length += 1
        following = _behind(memoryview(data)[length:])
        if following is None:
            break
        pieces.extend(following[0].pieces)
        length += following[1]
    return of_pieces(tuple(pieces)) if len(pieces) > alone else found


def _one(data: memoryview) -> tuple[Recognised, int] | None:
    """The structure at the start and how many octets it has. Raises Damaged, TooLarge."""
    outer = ber.parse(data, Counter()).expect(SEQUENCE)
    found = _told(outer)
    return None if found is None else (found, len(outer.encoding))


def _behind(data: memoryview) -> tuple[Recognised, int] | None:
    """The same for what follows, if it is something and not the garbage that may follow."""
    try:
        following = _one(data)
    except InputError:
        return None
    return following if following is not None and following[0].pieces else None


def _told(outer: Element) -> Recognised | None:
    fields = tuple(islice(outer.children(), _RSA_NUMBERS + 1))
    tags = tuple(field.tag for field in fields)
    for shape, told in _SHAPES:
        if tags[: len(shape)] == shape:
            return told(outer, fields)
    return None


def _signed_structure(outer: Element, fields: tuple[Element, ...]) -> Recognised | None:
    """SIGNED{…} of X.509: what is signed, an algorithm, the signature."""
    tags = tuple(field.tag for field in islice(fields[0].children(), _V1_FIELDS + 1))
    if tags[:3] == (_FIRST, INTEGER, SEQUENCE):
        return _piece(Kind.CERTIFICATE, outer)
    if tags[:3] == (INTEGER, SEQUENCE, SEQUENCE):
        if tags[3:4] and tags[3] in _TIMES:
            return _piece(Kind.CRL, outer)
        if len(tags) >= _V1_FIELDS and tags[3:_V1_FIELDS] == (SEQUENCE,) * 3:
            return _piece(Kind.CERTIFICATE, outer)
        if tags[3:] in {(), (_FIRST,)}:
            return _piece(Kind.REQUEST, outer)
    if tags[:2] == (SEQUENCE, SEQUENCE) and tags[2:3] and tags[2] in _TIMES:
        return _piece(Kind.CRL, outer)  # version 1
    return None


def _numbers(outer: Element, fields: tuple[Element, ...]) -> Recognised | None:
    """PKCS#1 and the old DSA form: nothing but INTEGERs."""
    if any(field.tag != INTEGER for field in fields[:_DSA_NUMBERS]):
        return None
    if len(fields) == 2:
        return unknown("public-key")
    private = len(fields) in {_DSA_NUMBERS, _RSA_NUMBERS, _RSA_NUMBERS + 1}
    return _piece(Kind.PRIVATE_KEY, outer) if private and fields[0].integer() in {0, 1} else None


def _version_and_sequence(outer: Element, fields: tuple[Element, ...]) -> Recognised | None:
    """PFX (RFC 7292 4) or PrivateKeyInfo (RFC 5958 2)."""
    version, inside = fields[0].integer(), next(fields[1].children(), None)
    if inside is None or inside.tag != OID:
        return None
    if version == 3 and inside.oid() in {_DATA, _SIGNED_DATA}:
        return _piece(Kind.PKCS12, outer)
    if version in {0, 1} and len(fields) > 2 and fields[2].tag == OCTET_STRING:
        return _piece(Kind.PRIVATE_KEY, outer)
    return None


def _version_and_octets(outer: Element, fields: tuple[Element, ...]) -> Recognised | None:
    """ECPrivateKey (RFC 5915 3)."""
    return _piece(Kind.PRIVATE_KEY, outer) if fields[0].integer() == 1 else None


def _algorithm_and_octets(outer: Element, fields: tuple[Element, ...]) -> Recognised | None:
    """EncryptedPrivateKeyInfo (RFC 5958 3)."""
    algorithm = next(fields[0].children(), None)
    if algorithm is None or algorithm.tag != OID:
        return None
    if not algorithm.oid().startswith(_PASSWORD_ARCS):
        return None
    return of_pieces((Piece(Kind.PRIVATE_KEY, outer.encoding.tobytes(), encrypted=True),))


def _public_key(outer: Element, fields: tuple[Element, ...]) -> Recognised | None:
    algorithm = next(fields[0].children(), None)
    return unknown("public-key") if algorithm is not None and algorithm.tag == OID else None


def _content_info(outer: Element, fields: tuple[Element, ...]) -> Recognised | None:
    """CMS (RFC 5652 3): certificates, a signed mail, or a sealed one."""
    oid = fields[0].oid()
    if oid == _NETSCAPE_SEQUENCE:
        chain = _pieces(Kind.CERTIFICATE, fields[1].inner())
        return of_pieces(chain) if chain else unknown("cms")
    if not oid.startswith(_CMS_ARCS):
        return None
    if oid in _SEALED:
        return Recognised(Kind.ENCRYPTED_MAIL)
    if oid != _SIGNED_DATA:
        return unknown("cms")
    signed = fields[1].inner().fields()
    signed.take().integer()
    signed.take().expect(SET)
    inside = signed.take().fields()
    content_type, content = inside.take().oid(), inside.optional(_FIRST)
    listed = signed.optional(_FIRST)
    lists = signed.optional(_SECOND)
    signers = next(signed.take().expect(SET).children(), None)
    if content_type not in _IN_MAIL:
        return unknown("cms")
    if signers is not None and content is not None:
        return Recognised(Kind.SIGNED_MAIL)
    # Without content: certificates only, or a signature (smime.p7s) that lost its mail, which
    # people send for the certificates in it.
    held = _pieces(Kind.CERTIFICATE, listed) + _pieces(Kind.CRL, lists)
    if not held:
        return unknown("cms")
    told = of_pieces(held)
    # A file of this kind is called by what it is for, however few are in it.
    return replace(told, kind=Kind.CERTIFICATES) if told.kind is Kind.CERTIFICATE else told


def _pieces(kind: Kind, listed: Element | None) -> tuple[Piece, ...]:
    """Those of X.509's own form; others (RFC 5652 10.2) are nothing Sêl can use."""
    if listed is None:
        return ()
    elements = islice(listed.children(), LIMITS.pieces + 1)
    return tuple(Piece(kind, each.encoding.tobytes()) for each in elements if each.tag == SEQUENCE)


def _answer_of_ocsp(outer: Element, fields: tuple[Element, ...]) -> Recognised | None:
    return unknown("ocsp")


def _piece(kind: Kind, outer: Element) -> Recognised:
    return Recognised(kind, (Piece(kind, outer.encoding.tobytes()),))


_Told = Callable[[Element, tuple[Element, ...]], Recognised | None]
_SHAPES: Final[tuple[tuple[tuple[int, ...], _Told], ...]] = (
    ((SEQUENCE, SEQUENCE, _BIT_STRING), _signed_structure),
    ((OID, _FIRST), _content_info),
    ((INTEGER, SEQUENCE), _version_and_sequence),
    ((INTEGER, OCTET_STRING), _version_and_octets),
    ((INTEGER, INTEGER), _numbers),
    ((SEQUENCE, OCTET_STRING), _algorithm_and_octets),
    ((SEQUENCE, _BIT_STRING), _public_key),
    ((_ENUMERATED, _FIRST), _answer_of_ocsp),
)


def _begun(data: bytes) -> Recognised | None:
    """What began well and does not go on: cut off, or changed on its way."""
    start = ber.start_of_sequence(data)
    if start is None:
        return None
    head = data[start : start + 32]
    if head.startswith(_PFX_BEGINS):
        return of_pieces((Piece(Kind.PKCS12, data),))  # its own reader says what is wrong with it
    if head.startswith(_CMS_BEGINS):
        return unknown("damaged")
    inside = ber.start_of_sequence(head)
    if inside is not None and head[inside : inside + 4] == b"\xa0\x03\x02\x01":
        return unknown("damaged")  # TBSCertificate and its version
    return None
