"""What Outlook's messages and winmail.dat have in common: properties by number (MS-OXPROPS)."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Final

MESSAGE_CLASS: Final = 0x001A
SUBJECT: Final = 0x0037
TRANSPORT_HEADERS: Final = 0x007D
SENDER_NAME: Final = 0x0C1A
SENDER_ADDRESS: Final = 0x0C1F
SENDER_SMTP_ADDRESS: Final = 0x5D01
AUTHOR_NAME: Final = 0x0042
AUTHOR_ADDRESS: Final = 0x0065
AUTHOR_SMTP_ADDRESS: Final = 0x5D02
ATTACH_DATA: Final = 0x3701
ATTACH_FILE_NAME: Final = 0x3704
ATTACH_LONG_NAME: Final = 0x3707
ATTACH_MIME_TAG: Final = 0x370E
DISPLAY_NAME: Final = 0x3001
EMAIL_ADDRESS: Final = 0x3003
SMTP_ADDRESS: Final = 0x39FE

_SMIME_CLASS: Final = re.compile(r"IPM\.Note\.(?:Secure|SMIME)", re.IGNORECASE)
_ENTITY: Final = re.compile(rb"\s{0,9}(?:Content-Type|MIME-Version)[ \t]{0,9}:", re.IGNORECASE)
_CMS_TYPE: Final = "application/pkcs7-mime"
_SIGNED_TYPE: Final = "multipart/signed"
_CONTENT_FIELD: Final = re.compile(
    rb"^(?:Content-[A-Za-z-]{1,60}|MIME-Version)[ \t]{0,9}:[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS: Final = re.compile(r"[^\s<>,;:\"()]{1,200}@[^\s<>,;:\"()]{1,200}")
_WORDS_OCTETS: Final = 39  # so that an encoded word stays below 75 letters (RFC 2047 2)


@dataclass(slots=True)
class Attached:
    """An attachment as both forms describe it: text properties by number, and its content."""

    texts: dict[int, str] = field(default_factory=dict)
    data: bytes = b""

    @property
    def name(self) -> str:
        """The name its sender sees; "" without one."""
        for number in (ATTACH_LONG_NAME, ATTACH_FILE_NAME, DISPLAY_NAME):
            if self.texts.get(number):
                return self.texts[number]
        return ""

    @property
    def is_smime(self) -> bool:
        """Whether it is the whole S/MIME content of its message (MS-OXOSMIME 2.1.3)."""
        media_type = self.texts.get(ATTACH_MIME_TAG, "").lower()
        return (
            media_type.startswith((_SIGNED_TYPE, _CMS_TYPE, "application/x-pkcs7-mime"))
            or self.name.lower() == "smime.p7m"
        )


def letter(message: dict[int, str], attachments: list[Attached]) -> bytes | None:
    """The S/MIME mail that a message was before a mail program took it in; None if it is none.

    Its header comes from what the message keeps of it, else from the message's own properties.
    The S/MIME entity is taken octet for octet: a signature holds for it.
    """
    if not _SMIME_CLASS.match(message.get(MESSAGE_CLASS, "")):
        return None
    candidates = [each for each in attachments if each.is_smime] or attachments
    if len(candidates) != 1:
        return None
    data = candidates[0].data
    if _ENTITY.match(data):
        return _header(message) + b"MIME-Version: 1.0\r\n" + data.lstrip()
    if data[:1] != b"\x30":
        return None
    content = b64encode(data)
    lines = b"\r\n".join(content[at : at + 76] for at in range(0, len(content), 76))
    return (
        _header(message)
        + b"MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n"
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + lines
        + b"\r\n"
    )


def _header(message: dict[int, str]) -> bytes:
    kept = message.get(TRANSPORT_HEADERS, "").encode("utf-8", "replace").replace(b"\r\n", b"\n")
    if kept.strip():
        fields = _CONTENT_FIELD.sub(b"", kept.strip(b"\n") + b"\n")
        lines = [line for line in fields.split(b"\n") if line.strip()]
        if any(line.lower().startswith(b"from:") for line in lines):
            return b"\r\n".join(lines) + b"\r\n"
    author = _mailbox(message, AUTHOR_NAME, (AUTHOR_SMTP_ADDRESS, AUTHOR_ADDRESS))
    sender = _mailbox(message, SENDER_NAME, (SENDER_SMTP_ADDRESS, SENDER_ADDRESS))
    lines = [b"From: " + (author or sender)] if author or sender else []
    if author and sender and author.rpartition(b"<")[2] != sender.rpartition(b"<")[2]:
        lines.append(b"Sender: " + sender)
    if message.get(SUBJECT):
        lines.append(b"Subject: " + _words(message[SUBJECT]))
    return b"".join(line + b"\r\n" for line in lines)


def _mailbox(message: dict[int, str], name: int, addresses: tuple[int, ...]) -> bytes:
    """Name and address; b"" unless one of the addresses is one of the Internet's."""
    for number in addresses:
        address = message.get(number, "").strip()
        if _ADDRESS.fullmatch(address):
            shown = _words(message[name]) + b" " if message.get(name) else b""
            return shown + b"<" + address.encode("utf-8", "replace") + b">"
    return b""


def _words(text: str) -> bytes:
    """Encoded words (RFC 2047), whatever the text is: nothing in it can become a field."""
    octets = text.encode("utf-8", "replace")[:1000]
    chunks, at = [], 0
    while at < len(octets):
        end = min(at + _WORDS_OCTETS, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        chunks.append(b"=?utf-8?B?" + b64encode(octets[at:end]) + b"?=")
        at = end
    return b"\r\n ".join(chunks)
