"""Mail, told by its header: whether it is one, and what its content type promises."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import Final

from sel.core.recognise.binary import binary
from sel.core.recognise.model import Kind, Recognised, unknown

_MAX_HEADER: Final = 256 * 1024
_FIELD: Final = re.compile(rb"([!-9;-~]{1,76})[ \t]{0,9}:(.*)", re.DOTALL)
_FOLD: Final = re.compile(rb"\r?\n(?=[ \t])")
_EMPTY_LINE: Final = re.compile(rb"\n\r?\n")
_FROM_LINE: Final = re.compile(rb">?From [^\n]{1,500}\n")
_POSTMARK: Final = rb"From [^\n]{1,300}[0-9]{1,2}:[0-9]{2}[^\n]{0,100}\n"
_NEXT_MAIL: Final = re.compile(rb"\n\r?\n" + _POSTMARK)
_FIRST_MAIL: Final = re.compile(_POSTMARK)

# One of these alone makes a mail; of the others, which people type too, it takes two.
_SURE: Final = {
    b"mime-version", b"received", b"message-id", b"return-path", b"dkim-signature",
    b"delivered-to", b"x-mailer", b"x-ms-exchange-organization-authas", b"x-mozilla-status",
}  # fmt: skip
_LIKELY: Final = {
    b"from", b"to", b"cc", b"bcc", b"subject", b"date", b"sender", b"reply-to", b"content-type",
    b"content-transfer-encoding", b"content-disposition",
}  # fmt: skip

_MEDIA_TYPE: Final = re.compile(r"\s*([!#$&^_.+\w-]{1,80}/[!#$&^_.+\w-]{1,80})", re.ASCII)
_PARAMETER: Final = re.compile(r';\s*([\w*-]{1,40})\s*=\s*(?:"([^"]{0,400})"|([^\s;"]{1,400}))')
_CMS_TYPES: Final = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_SIGNATURE_TYPES: Final = {"application/pkcs7-signature", "application/x-pkcs7-signature"}
_OCTETS: Final = "application/octet-stream"
_CMS_NAMES: Final = (".p7m", ".p7c", ".p7b")


@dataclass(frozen=True, slots=True)
class Head:
    """What the header of a mail or of a MIME entity says.

    begin, body  where its first field stands, and where what follows the header begins
    """

    media_type: str
    parameters: dict[str, str]
    encoding: str
    begin: int
    body: int


def is_mbox(text: bytes) -> bool:
    """Whether it is a folder of several mails (RFC 4155)."""
    return _FIRST_MAIL.match(text) is not None and _NEXT_MAIL.search(text) is not None


def of_mail(text: bytes) -> Recognised | None:
    """What kind of mail this is; None if it is none."""
    head = read_head(text)
    if head is None:
        return None
    if head.media_type == "multipart/signed":
        protocol = head.parameters.get("protocol", "").lower()
        smime = not protocol or protocol in _SIGNATURE_TYPES
        return Recognised(Kind.SIGNED_MAIL if smime else Kind.MAIL)
    name = head.parameters.get("name", "").lower()
    named = head.media_type == _OCTETS and name.endswith(_CMS_NAMES)
    if head.media_type not in _CMS_TYPES and not named:
        return Recognised(Kind.MAIL)
    return _of_cms(head, text)


def _of_cms(head: Head, text: bytes) -> Recognised:
    """By its content, where that can be read; else by what it says (RFC 8551 3.2.2)."""
    told = binary(_content(head, text))
    if told is not None and told.looks_like is None:
        return told
    if head.parameters.get("smime-type", "").lower() in {"signed-data", "certs-only"}:
        return Recognised(Kind.SIGNED_MAIL)
    return Recognised(Kind.ENCRYPTED_MAIL) if told is None else unknown(told.looks_like or "cms")


def _content(head: Head, text: bytes) -> bytes:
    body = text[head.body :]
    if head.encoding != "base64":
        return body
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        return b""


def read_head(text: bytes) -> Head | None:
    """The header that a mail, or one entity of it, begins with; None if it begins otherwise.

    Every line has to be a field: a letter that begins "Subject: …" and goes on is no mail.
    """
    start = len(text) - len(text.lstrip(b"\r\n")) if text[:1] in b"\r\n" else 0
    from_line = _FROM_LINE.match(text, start)
    if from_line:
        start = from_line.end()
    if not _FIELD.match(text[start : start + 200].partition(b"\n")[0]):
        return None
    empty = _EMPTY_LINE.search(text, start, start + _MAX_HEADER)
    stop, body = (empty.start(), empty.end()) if empty else (start + _MAX_HEADER, len(text))
    fields: dict[bytes, str] = {}
    for line in _FOLD.sub(b"", text[start:stop]).split(b"\n"):
        field = _FIELD.fullmatch(line.rstrip(b"\r"))
        if field is None:
            if line.strip():
                return None
            continue
        fields.setdefault(field[1].lower(), field[2].decode("utf-8", "replace").strip())
    if not _makes_a_mail(fields):
        return None
    said = fields.get(b"content-type", "")
    media_type = _MEDIA_TYPE.match(said)
    parameters = {
        each[1].lower().rstrip("*"): each[2] if each[2] is not None else each[3]
        for each in _PARAMETER.finditer(said)
    }
    encoding = fields.get(b"content-transfer-encoding", "").lower()
    kind = media_type[1].lower() if media_type else "text/plain"
    return Head(kind, parameters, encoding, start, body)


def _makes_a_mail(fields: dict[bytes, str]) -> bool:
    if _SURE & fields.keys():
        return True
    said = fields.get(b"content-type", "")
    if _MEDIA_TYPE.match(said):
        return True
    return len(_LIKELY & fields.keys()) > 1
