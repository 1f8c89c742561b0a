"""Text as programs and people pass it on: encodings, line ends, and what mail and Word do to it.

`plain` is what every text goes through. `softened` undoes more than that, and is asked only
where armour was seen that does not read as it stands.
"""

from __future__ import annotations

import re
from typing import Final

from sel.core.limits import LIMITS

_LOOKED_AT: Final = 256
_MOSTLY: Final = 0.9
_BOM: Final = b"\xef\xbb\xbf"

# What stands for hyphens and blanks where somebody let a word processor help, as UTF-8.
_CHARACTERS: Final = (
    (("\u2014", "\u2015"), b"---"),
    (("\u2010", "\u2011", "\u2012", "\u2212"), b"-"),
    (("\u2013",), b"--"),
    (("\u00a0", "\u2007", "\u202f", "\u3000"), b" "),
    (("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"), b""),
)
_WINDOWS_1252: Final = ((b"\x97", b"---"), (b"\x96", b"--"), (b"\xa0", b" "), (b"\xad", b""))
_BREAKS: Final = re.compile(rb"</?(?:br|p|div|li|tr|pre)\b[^<>]{0,200}>", re.IGNORECASE)
_TAGS: Final = re.compile(rb"</?[a-zA-Z][^<>]{0,200}>")
_ENTITY: Final = re.compile(rb"&(?:#[0-9]{1,5}|#[xX][0-9a-fA-F]{1,4}|[a-z]{2,6});")
_QUOTED_PRINTABLE: Final = re.compile(rb"=3D|=2[BF]|[^=\s]=\r?\n[A-Za-z0-9+/]")
_SOFT_BREAK: Final = re.compile(rb"=[ \t]{0,3}\r?\n")
_ESCAPED: Final = re.compile(rb"=([0-9A-F]{2})")
_QUOTE: Final = re.compile(rb"^[ \t]{0,9}(?:[>|][ \t]{0,9}){1,20}", re.MULTILINE)


def plain(data: bytes) -> bytes:
    """The same text in an encoding that extends ASCII, without a byte order mark, lines by LF.

    UTF-16 and UTF-32 become UTF-8; other bytes stay as they are.
    """
    text = _decoded(data)
    if b"\r" in text and b"\n" not in text:
        return text.replace(b"\r", b"\n")
    return text


def _decoded(data: bytes) -> bytes:
    if data.startswith(_BOM):
        return data[len(_BOM) :]
    encoding = _wide(data)
    if encoding is None:
        return data
    return data.decode(encoding, "replace").encode("utf-8", "replace").removeprefix(_BOM)


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by its mark, or by the zeros in it: armour and mail are ASCII."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:_LOOKED_AT]
    if len(head) < 8:
        return None
    even, odd = head[::2], head[1::2]
    if odd.count(0) >= _MOSTLY * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) >= _MOSTLY * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def softened(text: bytes) -> bytes:
    """The text with quote marks, HTML, quoted-printable and typographic signs taken back.

    One that is larger than `Limits.text_bytes` stays as it is.
    """
    if len(text) > LIMITS.text_bytes:
        return text
    if not text.isascii():
        text = _with_ascii_signs(text)
    if b"\\n" in text:  # copied out of JSON or of a program
        text = text.replace(b"\\r", b"").replace(b"\\n", b"\n")
    if b"<" in text:
        text = _TAGS.sub(b"", _BREAKS.sub(b"\n", text))
    if b"&" in text:
        text = _ENTITY.sub(_character, text)
    if _QUOTED_PRINTABLE.search(text):
        text = _ESCAPED.sub(_octet, _SOFT_BREAK.sub(b"", text))
    return _QUOTE.sub(b"", text)


def _with_ascii_signs(text: bytes) -> bytes:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        for sign, ascii_sign in _WINDOWS_1252:
            text = text.replace(sign, ascii_sign)
        return text
    for written, ascii_sign in _CHARACTERS:
        for each in written:
            text = text.replace(each.encode(), ascii_sign)
    return text


def _character(entity: re.Match[bytes]) -> bytes:
    import html

    said = html.unescape(entity[0].decode("ascii"))
    return b" " if said == "\u00a0" else said.encode("utf-8", "replace")


def _octet(escape: re.Match[bytes]) -> bytes:
    return bytes.fromhex(escape[1].decode("ascii"))
