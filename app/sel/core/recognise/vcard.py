"""Keys in contact cards: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), as programs write them."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

_FOLD: Final = re.compile(rb"\r?\n[ \t]")
_KEY: Final = re.compile(
    rb"^(?:[A-Za-z0-9-]{1,64}\.)?(?:KEY|X-KEY|X-SMIME-CERT|X-CERTIFICATE)(?=[;:])",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED: Final = re.compile(rb'"[^"\n]*"')
_LETTERS: Final = re.compile(rb"[ \t]*[A-Za-z0-9+/]+={0,2}[ \t]*\r?")
_SOFT_BREAK: Final = re.compile(rb"=[ \t]*\r?\n")
_BASE64: Final = {b"B", b"BASE64"}
_QUOTED_PRINTABLE: Final = b"QUOTED-PRINTABLE"
_DATA: Final = re.compile(rb"data:(?P<type>[^,]{0,200}),", re.IGNORECASE)


def keys(text: bytes) -> Iterator[bytes]:
    """What each KEY of every card holds, decoded; DER, or armour, or a key of another system.

    One that is only pointed to (a web address) is left out: nothing is fetched.
    """
    unfolded = _FOLD.sub(b"", text)
    for found in _KEY.finditer(unfolded):
        line, at = _line(unfolded, found.end())
        colon = _without_quotes(line).find(b":")
        if colon < 0:
            continue
        value = line[colon + 1 :].rstrip(b"\r")
        parameters = _parameters(line[:colon])
        if _QUOTED_PRINTABLE in parameters:
            while value.endswith(b"=") and at < len(unfolded):  # soft line ends are no folds
                line, at = _line(unfolded, at)
                value += b"\n" + line.rstrip(b"\r")
            value = binascii.a2b_qp(_SOFT_BREAK.sub(b"", value))
        else:
            # Version 2.1 ends base64 with an empty line; some programs leave the folds out.
            lines = [value]
            while at < len(unfolded):
                line, after = _line(unfolded, at)
                if not _LETTERS.fullmatch(line):
                    break
                lines.append(line)
                at = after
            value = b"".join(lines)
        key = _decoded(value.strip(), parameters)
        if key:
            yield key


def _line(text: bytes, at: int) -> tuple[bytes, int]:
    """The line that begins there, and where the next one does."""
    end = text.find(b"\n", at)
    return (text[at:], len(text)) if end < 0 else (text[at:end], end + 1)


def _without_quotes(line: bytes) -> bytes:
    """A colon within quotation marks does not end the parameters."""
    if b'"' not in line[:2000]:
        return line
    return _QUOTED.sub(lambda quoted: b"_" * len(quoted[0]), line)


def _parameters(said: bytes) -> set[bytes]:
    """Names and values alike: 2.1 writes values without their names."""
    return {each.strip().upper() for each in re.split(rb"[;=,]", said)}


def _decoded(value: bytes, parameters: set[bytes]) -> bytes | None:
    uri = _DATA.match(value)
    if uri is not None:
        inside = value[uri.end() :]
        in_base64 = uri["type"].lower().replace(b"\\", b"").endswith(b"base64")
        value = unquote_to_bytes(inside)
        return _base64(value) if in_base64 else value
    if value.startswith(b"-----BEGIN") or b"-----BEGIN " in value:
        return value.replace(b"\\n", b"\n").replace(b"\\N", b"\n")
    if parameters & _BASE64 or not parameters & {b"URI", b"TEXT"}:
        return _base64(value)
    return None


def _base64(value: bytes) -> bytes | None:
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", value)
    if len(letters) % 4 == 1:
        return None
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
