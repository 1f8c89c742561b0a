"""What stands around a PKCS#12 file, and what is taken for one."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from sel.base.errors import Damaged
from sel.core import ber

_PEM: Final = re.compile(
    rb"-----BEGIN PKCS ?#?12-----(?P<body>[^-]*)-----END PKCS ?#?12-----", re.ASCII
)
_BEGUN: Final = re.compile(rb"-----BEGIN PKCS ?#?12-----", re.ASCII)
_LABEL: Final = re.compile(rb"-----BEGIN (?P<label>[A-Z0-9 #]{1,40})-----", re.ASCII)
# Possessive throughout: what does not fit is given up at once, whatever its length.
_BARE: Final = re.compile(rb"\s*+M[A-Za-z0-9+/\s]++={0,2}+\s*+\Z", re.ASCII)
_HEADS: Final = (
    (b"\xfe\xed\xfe\xed", "jks"),
    (b"\xce\xce\xce\xce", "jceks"),
    (b"PK\x03\x04", "zip"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
)

_LABELS: Final = {
    b"CERTIFICATE": "certificate",
    b"X509 CERTIFICATE": "certificate",
    b"TRUSTED CERTIFICATE": "certificate",
    b"CERTIFICATE REQUEST": "request",
    b"NEW CERTIFICATE REQUEST": "request",
    b"X509 CRL": "crl",
    b"PKCS7": "certificates",
    b"CMS": "cms",
    b"PRIVATE": "private-key",
    b"RSA PRIVATE": "private-key",
    b"EC PRIVATE": "private-key",
    b"ENCRYPTED PRIVATE": "private-key",
    b"OPENSSH PRIVATE": "ssh",
    b"PGP MESSAGE": "pgp",
}


def unarmoured(data: bytes) -> bytes:
    """The file itself, if it came as PEM or as base64 lines; else as it is.

    Raises Damaged for armour around what is not base64.
    """
    if data[:1] == b"\x30":
        return data
    armoured = _PEM.search(data)
    if armoured:
        lines = armoured["body"].replace(b"\r\n", b"\n")
        body = lines.rpartition(b"\n\n")[2]  # behind headers (RFC 1421), if there are any
    elif _BEGUN.search(data):
        raise Damaged(detail="PEM armour without its end")
    elif _BARE.match(data):
        body = data
    else:
        return data
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error as error:
        raise Damaged(detail="PEM armour around what is not base64") from error


def is_pkcs12(data: bytes) -> bool:
    """Whether it begins as a PFX of version 3 does (RFC 7292 4), however it goes on."""
    start = ber.start_of_sequence(data)
    return start is not None and data[start : start + 4] == b"\x02\x01\x03\x30"


def looks_like(data: bytes) -> str:
    """A guess at what a file is that is no PKCS#12; "unknown" without one."""
    if not data.strip():
        return "empty"
    for head, name in _HEADS:
        if data.startswith(head):
            return name
    label = _LABEL.search(data)
    if label:
        return _LABELS.get(label["label"].removesuffix(b" KEY"), "unknown")
    if data.lstrip()[:1] == b"<":
        return "html"
    return "unknown"
