"""Just enough MIME to hand the parts of a mail to a program that reads bare CMS.

Deliberately not the reader that Sêl itself opens mail with: a second opinion that starts from
our own parsing would be half ours.
"""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage, MIMEPart

_PKCS7_MIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")


def parsed(raw: bytes) -> EmailMessage:
    """The mail with its parts decoded."""
    return email.message_from_bytes(raw, policy=email.policy.default)


def cms_body(raw: bytes) -> bytes:
    """The CMS message that a mail consists of (RFC 8551 3.3, 3.5.2); b"" if it is none."""
    message = parsed(raw)
    return _bytes_of(message) if message.get_content_type() in _PKCS7_MIME else b""


def signed_parts(raw: bytes) -> tuple[bytes, bytes] | None:
    """The first part of a multipart/signed as it stands, with CRLF, and the signature (DER).

    The first part is cut from the raw text: a parser's own writing of it is not what was signed.
    None if this is no multipart/signed of two parts.
    """
    message = parsed(raw)
    boundary = message.get_boundary()
    parts = list(message.iter_parts()) if message.is_multipart() else []
    if message.get_content_type() != "multipart/signed" or not boundary or len(parts) != 2:
        return None
    lines = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    pieces = (b"\r\n" + lines).split(b"\r\n--" + boundary.encode())
    if len(pieces) != 4:
        return None
    _, _, content = pieces[1].partition(b"\r\n")
    return content, _bytes_of(parts[1])


def has_text(raw: bytes, text: str) -> bool:
    """Whether one of the text/plain parts holds `text`."""
    return any(
        part.get_content_type() == "text/plain" and text in part.get_content()
        for part in parsed(raw).walk()
    )


def _bytes_of(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
