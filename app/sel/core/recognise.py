"""Any bytes → what they are, by content, never by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sel.base.errors import InputError
from sel.core.asn1 import unarmour


class Kind(StrEnum):
    """Kinds of the command line's contract."""

    CERTIFICATE = "certificate"
    CERTIFICATES = "certificates"
    PKCS12 = "pkcs12"
    REQUEST = "request"
    PRIVATE_KEY = "private-key"
    CRL = "crl"
    SIGNED_MAIL = "signed-mail"
    ENCRYPTED_MAIL = "encrypted-mail"
    MAIL = "mail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Piece:
    """One object found: its kind and its DER. encrypted: only for private keys."""

    kind: Kind
    der: bytes
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is.

    looks_like  for UNKNOWN: "html", "pdf", "jks", … or "unknown"; else None
    pieces      the objects in it in their order; a mail has none
    """

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    looks_like: str | None = None


_MAGIC = (
    (b"\xfe\xed\xfe\xed", "jks"),
    (b"\xce\xce\xce\xce", "jceks"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "outlook-message"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"ssh-rsa ", "ssh"),
    (b"ssh-ed25519 ", "ssh"),
    (b"ecdsa-sha2-", "ssh"),
    (b"-----BEGIN OPENSSH PRIVATE KEY", "ssh"),
    (b"-----BEGIN PGP ", "pgp"),
    (b"BEGIN:VCARD", "vcard"),
    (b"MZ", "program"),
)
_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<head|<\?xml|<!--)", re.IGNORECASE)
_HEADER = re.compile(
    rb"(?:^|\n)(?:from|to|subject|date|mime-version|content-type|received|return-path"
    rb"|message-id):[ \t]",
    re.IGNORECASE,
)
_LABELS = {
    "CERTIFICATE": Kind.CERTIFICATE,
    "X509 CERTIFICATE": Kind.CERTIFICATE,
    "TRUSTED CERTIFICATE": Kind.CERTIFICATE,
    "CERTIFICATE REQUEST": Kind.REQUEST,
    "NEW CERTIFICATE REQUEST": Kind.REQUEST,
    "X509 CRL": Kind.CRL,
    "PKCS12": Kind.PKCS12,
    "PRIVATE KEY": Kind.PRIVATE_KEY,
    "RSA PRIVATE KEY": Kind.PRIVATE_KEY,
    "EC PRIVATE KEY": Kind.PRIVATE_KEY,
    "ENCRYPTED PRIVATE KEY": Kind.PRIVATE_KEY,
}
_SIGNED_DATA, _DATA = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1"
_ENVELOPED = {
    "1.2.840.113549.1.7.3",
    "1.2.840.113549.1.9.16.1.23",
    "1.2.840.113549.1.9.16.1.9",
}


def recognise(data: bytes) -> Recognised:
    """Say what these bytes are. Never raises for their content."""
    text = _plain_text(data)
    pieces = tuple(_armoured(text))
    if pieces:
        return Recognised(_of_pieces(pieces), pieces)
    if data[:1] == b"\x30":
        found = _binary(data)
        if found is not None:
            return found
    head = text.lstrip()[:4096]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return Recognised(Kind.UNKNOWN, looks_like=name)
    if _HTML.match(head):
        return Recognised(Kind.UNKNOWN, looks_like="html")
    if _HEADER.search(head[:2048]) and (b":" in head.split(b"\n", 1)[0] or head[:5] == b"From "):
        return Recognised(_of_mail(text))
    bare = _bare_base64(head, text)
    if bare is not None:
        found = _binary(bare)
        if found is not None:
            return found
    return Recognised(Kind.UNKNOWN, looks_like="empty" if not data.strip() else "unknown")


def seems(data: bytes) -> str:
    """What to call these bytes when something else was wanted: the fact `looks_like`."""
    seen = recognise(data)
    return seen.looks_like or seen.kind.value


def certificates(data: bytes) -> tuple[bytes, ...]:
    """Every certificate of a file that holds certificates, DER; () for anything else."""
    found: list[bytes] = []
    for piece in recognise(data).pieces:
        if piece.kind is Kind.CERTIFICATE:
            found.append(piece.der)
    return tuple(dict.fromkeys(found))


def _plain_text(data: bytes) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").encode()
        except UnicodeDecodeError:
            return data
    return data.removeprefix(b"\xef\xbb\xbf")


def _armoured(text: bytes) -> Iterator[Piece]:
    for label, der in unarmour(text):
        kind = _LABELS.get(label)
        if kind is not None:
            sealed = kind is Kind.PRIVATE_KEY and _is_sealed_key(label, text)
            yield Piece(kind, der, sealed)
        elif label in {"PKCS7", "CMS", "CERTIFICATE CHAIN"}:
            inner = _binary(der)
            if inner is not None:
                yield from inner.pieces


def _is_sealed_key(label: str, text: bytes) -> bool:
    return label == "ENCRYPTED PRIVATE KEY" or b"Proc-Type: 4,ENCRYPTED" in text


def _of_pieces(pieces: tuple[Piece, ...]) -> Kind:
    kinds = [piece.kind for piece in pieces]
    if Kind.PRIVATE_KEY in kinds:
        return Kind.PRIVATE_KEY
    if kinds.count(Kind.CERTIFICATE) > 1:
        return Kind.CERTIFICATES
    return kinds[0]


def _bare_base64(head: bytes, text: bytes) -> bytes | None:
    import base64
    import binascii

    if not re.fullmatch(rb"[A-Za-z0-9+/=\s]+", head) or not head.startswith(b"MI"):
        return None
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _binary(data: bytes) -> Recognised | None:
    """DER or BER: tell by shape, then make sure by reading."""
    from sel.core import certificate, request

    shapes = (
        (Kind.PKCS12, _is_pkcs12),
        (Kind.CERTIFICATES, _is_cms),
        (Kind.CERTIFICATE, lambda d: bool(certificate.read(d))),
        (Kind.REQUEST, lambda d: bool(request.read(d))),
        (Kind.CRL, _is_crl),
        (Kind.PRIVATE_KEY, _is_private_key),
    )
    for kind, fits in shapes:
        try:
            if not fits(data):
                continue
        except (InputError, ValueError, TypeError, KeyError, RecursionError, IndexError):
            continue
        if kind is Kind.CERTIFICATES:
            return _of_cms(data)
        sealed = kind is Kind.PRIVATE_KEY and _is_encrypted_pkcs8(data)
        return Recognised(kind, (Piece(kind, data, sealed),))
    return None


def _is_pkcs12(data: bytes) -> bool:
    """PFX: a SEQUENCE that starts with version 3 (RFC 7292 4) and goes on with a SEQUENCE."""
    from asn1crypto import core

    outer = core.Sequence.load(data)
    version = outer[0]
    return (
        isinstance(version, core.Integer)
        and version.native == 3
        and isinstance(outer[1], core.Sequence)
        and outer[1][0].dump()[:1] == b"\x06"
        and outer[1][0].dotted in {_DATA, _SIGNED_DATA}
    )


def _is_cms(data: bytes) -> bool:
    from asn1crypto import core

    first = core.Sequence.load(data)[0]
    return isinstance(first, core.ObjectIdentifier) and first.dotted.startswith(
        ("1.2.840.113549.1.7.", "1.2.840.113549.1.9.16.1.")
    )


def _of_cms(data: bytes) -> Recognised:
    """Certificates only, or a signed or encrypted mail without its mail headers."""
    from asn1crypto import cms, core

    outer = core.Sequence.load(data)
    if outer[0].dotted in _ENVELOPED:
        return Recognised(Kind.ENCRYPTED_MAIL)
    if outer[0].dotted != _SIGNED_DATA:
        return Recognised(Kind.UNKNOWN, looks_like="cms")
    try:
        signed = cms.ContentInfo.load(data)["content"]
        if len(signed["signer_infos"]):
            return Recognised(Kind.SIGNED_MAIL)
        held = signed["certificates"]
        listed = [] if isinstance(held, core.Void) else held
        found = tuple(
            Piece(Kind.CERTIFICATE, each.chosen.dump())
            for each in listed
            if each.name == "certificate"
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return Recognised(Kind.UNKNOWN, looks_like="cms")
    return Recognised(Kind.CERTIFICATES, found)


def _is_crl(data: bytes) -> bool:
    from asn1crypto import crl

    listed = crl.CertificateList.load(data, strict=True)
    return listed["tbs_cert_list"]["this_update"].native is not None


def _is_private_key(data: bytes) -> bool:
    """PKCS#8 (open or encrypted), PKCS#1, SEC 1: told by their first fields."""
    from asn1crypto import core

    outer = core.Sequence.load(data, strict=True)
    if _is_encrypted_pkcs8(data):
        return True
    version = outer[0]
    if not isinstance(version, core.Integer) or version.native not in {0, 1}:
        return False
    second = outer[1]
    if isinstance(second, core.Sequence):  # PKCS#8: AlgorithmIdentifier, OCTET STRING
        return isinstance(second[0], core.ObjectIdentifier) and isinstance(
            outer[2], core.OctetString
        )
    if isinstance(second, core.OctetString):  # SEC 1
        return int(version.native) == 1
    return isinstance(second, core.Integer) and isinstance(outer[8], core.Integer)  # PKCS#1


def _is_encrypted_pkcs8(data: bytes) -> bool:
    from asn1crypto import core

    outer = core.Sequence.load(data)
    try:
        first, second = outer[0], outer[1]
        return (
            isinstance(first, core.Sequence)
            and isinstance(first[0], core.ObjectIdentifier)
            and first[0].dotted.startswith("1.2.840.113549.1")
            and isinstance(second, core.OctetString)
        )
    except (IndexError, KeyError):
        return False


def _of_mail(text: bytes) -> Kind:
    from email import message_from_bytes, policy

    head = message_from_bytes(text, policy=policy.compat32)
    kind = head.get_content_type()
    smime = str(head.get_param("smime-type") or "").lower()
    if kind == "multipart/signed":
        return Kind.SIGNED_MAIL
    if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
        return Kind.SIGNED_MAIL if smime == "signed-data" else Kind.ENCRYPTED_MAIL
    return Kind.MAIL
