"""Text in headers and parts: encoded words (RFC 2047), charsets, parameters (RFC 2231)."""

from __future__ import annotations

import binascii
import codecs
import re
from typing import Final
from urllib.parse import unquote_to_bytes

_ENCODED_WORD: Final = re.compile(r"=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS: Final = re.compile(r"(=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?)")
# Python also knows encodings that are no charsets, and some that take quadratic time.
_CHARSET: Final = re.compile(
    r"utf-8|utf-8-sig|utf-16|utf-16-[bl]e|ascii|iso8859-\d{1,2}|cp\d{3,4}|koi8-[ru]|mac-roman"
    r"|gb2312|gbk|gb18030|hz|big5|euc_(?:jp|kr)|shift_jis|iso2022_jp"
)
_PARAMETER: Final = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_CONTINUED: Final = re.compile(r"(?P<name>[^*]+)(?:\*(?P<number>\d{1,3}))?(?P<extended>\*)?")
_MAX_PIECES: Final = 100


def decoded(data: bytes, charset: str | None) -> str:
    """Bytes of a part as text; what does not fit the charset shows as U+FFFD, nothing fails."""
    return data.decode(_codec(charset or "utf-8"), "replace")


def header_text(raw: bytes) -> str:
    """A header field's bytes as text: UTF-8 (RFC 6532), else the old habit, Latin-1."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def unstructured(value: str) -> str:
    """A field such as Subject, encoded words decoded, on one line."""
    joined = value
    while True:
        shorter = _BETWEEN_WORDS.sub(r"\1", joined)
        if shorter == joined:
            break
        joined = shorter
    return one_line(_ENCODED_WORD.sub(_encoded_word, joined))


def one_line(text: str) -> str:
    """Text without line ends and control characters; runs of white space are one space."""
    clean = "".join(" " if sign in "\r\n\t" else sign for sign in text)
    shown = "".join(s if s.isprintable() or ord(s) > 0x9F else "\ufffd" for s in clean)
    return " ".join(shown.split())


def parameters(value: str) -> dict[str, str]:
    """Parameters of Content-Type and the like, names in lower case, the first of a name counts."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for count, found in enumerate(_PARAMETER.finditer(value)):
        if count == _MAX_PIECES:
            break
        name, text = found[1].lower(), _unquoted(found[2].strip())
        split = _CONTINUED.fullmatch(name)
        if split is None or (split["number"] is None and split["extended"] is None):
            plain.setdefault(name, text)
        else:
            number, extended = int(split["number"] or 0), split["extended"] is not None
            pieces.setdefault(split["name"], {}).setdefault(number, (extended, text))
    return {**plain, **{name: _assembled(found) for name, found in pieces.items()}}


def _assembled(pieces: dict[int, tuple[bool, str]]) -> str:
    charset, data = "utf-8", bytearray()
    for place, number in enumerate(sorted(pieces)):
        extended, text = pieces[number]
        if place == 0 and extended and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if extended else text.encode("utf-8", "replace")
    return decoded(bytes(data), charset or "utf-8")


def _unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return text


def _encoded_word(found: re.Match[str]) -> str:
    charset, kind, text = found[1], found[2].lower(), found[3]
    raw = text.encode("ascii", "replace")
    try:
        data = binascii.a2b_base64(raw) if kind == "b" else binascii.a2b_qp(raw, header=True)
    except binascii.Error:
        return found[0]
    return decoded(data, charset)


def _codec(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip()).name
    except (LookupError, ValueError):
        return "utf-8"
    return name if _CHARSET.fullmatch(name) else "utf-8"
