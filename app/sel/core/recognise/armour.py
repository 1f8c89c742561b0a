"""Armour (RFC 7468) wherever it stands in a text, and base64 that lost its armour."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from sel.core.limits import LIMITS
from sel.core.recognise.binary import binary
from sel.core.recognise.model import Kind, Piece, Recognised, of_pieces, unknown
from sel.core.recognise.wording import softened

# Every repetition is bounded: what does not fit is given up at once, whatever its length.
_MARK: Final = re.compile(
    rb"--[ \t]{0,3}(BEGIN|END)[ \t]{1,3}([A-Za-z0-9][A-Za-z0-9 #./_-]{0,60}?)[ \t]{0,3}--"
)
_EDGES: Final = b"- \t\r\n"
_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BLANKS: Final = b" \t\r\n\x0b\x0c"
_HEADER: Final = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*", re.M)
_END_OF_HEADERS: Final = re.compile(rb"\n[ \t]*\r?\n")

# Blocks of no use after which a text is given up; a text of people has a handful.
_MAX_USELESS: Final = 2_000

_PRIVATE: Final = "PRIVATE KEY"
_FOREIGN: Final = {
    "PUBLIC KEY": "public-key",
    "RSA PUBLIC KEY": "public-key",
    "OPENSSH PRIVATE KEY": "ssh",
    "SSH2 PUBLIC KEY": "ssh",
    "SSH2 ENCRYPTED PRIVATE KEY": "ssh",
}
_PARAMETERS: Final = " PARAMETERS"
_EXPECTED: Final = ("CERTIFICATE", "PKCS", "CMS", "CRL", _PRIVATE)

# Lines of base64 that begin as DER does: 0x30 0x80 to 0x84 is "MI" or "MD…" to "MH…".
_BARE: Final = re.compile(
    rb"(?:^|[:,;\"'])[ \t>|]{0,9}(M[A-I][A-Za-z0-9+/]{30,}+(?:={0,2}[ \t>|\"]{0,9}\r?\n"
    rb"[ \t>|]{0,9}[A-Za-z0-9+/]++)*+={0,2})",
    re.MULTILINE,
)
_HINT: Final = re.compile(rb"M[A-I][A-Za-z0-9+/=]{20}")
_TWICE: Final = re.compile(rb"\s*LS0tLS1CRUdJTi[A-Za-z0-9+/=\s]++\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between BEGIN and END. body: None if it is no base64."""

    label: str
    body: bytes | None
    sealed: bool


def armoured(text: bytes) -> Recognised | None:
    """What the armour in a text holds; None without any."""
    if b"BEGIN" not in text:
        return None
    found = _read(text)
    if found is None or found.broken or not found.pieces:
        soft = softened(text)
        again = _read(soft) if soft != text else None
        if again is not None and (found is None or len(again.pieces) >= len(found.pieces)):
            return again
    return found


def bare(text: bytes) -> Recognised | None:
    """What base64 without armour holds, alone or between other lines; None without any."""
    if _TWICE.match(text):
        return armoured(_decoded(text) or b"")
    if len(text) > LIMITS.text_bytes or not _HINT.search(text):
        return None
    found = _bare(text)
    if found is None:
        soft = softened(text)
        found = _bare(soft) if soft != text else None
    return found


def _bare(text: bytes) -> Recognised | None:
    pieces: list[Piece] = []
    other = None
    for run in islice(_BARE.finditer(text), LIMITS.pieces + 1):
        der = _decoded(re.sub(rb"[>|\"]", b"", run[1]), exactly=False)
        told = binary(der) if der is not None else None
        if told is not None:
            pieces.extend(told.pieces)
            other = other or told
    return of_pieces(tuple(pieces)) if pieces else other


def _read(text: bytes) -> Recognised | None:
    pieces: list[Piece] = []
    read: list[Recognised] = []
    other: Recognised | None = None
    broken = useless = 0
    for block in _blocks(text):
        if len(pieces) > LIMITS.pieces or max(broken, useless) > _MAX_USELESS:
            break
        told = _told(block)
        if told is None:
            broken += any(word in block.label for word in _EXPECTED)
        elif told.looks_like == "damaged":
            broken += 1
        elif told.pieces:
            read.append(told)
            pieces.extend(told.pieces)
        else:
            other = other or told
            useless += 1
    if len(read) == 1:
        return replace(read[0], broken=broken)
    if pieces:
        return of_pieces(tuple(pieces), broken)
    if broken:
        return Recognised(Kind.UNKNOWN, looks_like="damaged", broken=broken)
    return other


def _told(block: Block) -> Recognised | None:
    label, body = block.label, block.body
    if label.startswith("PGP "):
        return unknown("pgp")
    if label in _FOREIGN:
        return unknown(_FOREIGN[label])
    if body is None or label.endswith(_PARAMETERS):
        return None
    if label.endswith(_PRIVATE) and block.sealed:
        return of_pieces((Piece(Kind.PRIVATE_KEY, body, encrypted=True),))
    return binary(body)


def _blocks(text: bytes) -> Iterator[Block]:
    """One END belongs to the BEGIN before it; a BEGIN without END goes to the next mark."""
    begun: re.Match[bytes] | None = None
    for mark in _MARK.finditer(text):
        if begun is not None:
            yield _block(begun[2], text[begun.end() : mark.start()])
        begun = mark if mark[1] == b"BEGIN" else None
    if begun is not None:
        yield _block(begun[2], text[begun.end() :])


def _block(label: bytes, inside: bytes) -> Block:
    name = " ".join(label.decode("ascii").upper().split())
    sealed = False
    if b":" in inside:  # header fields of RFC 1421, up to an empty line
        end = _END_OF_HEADERS.search(inside, inside.index(b":"))
        sealed = b"ENCRYPTED" in inside[: end.end() if end else None]
        inside = inside[end.end() :] if end else _HEADER.sub(b"", inside)
    return Block(name, _decoded(inside.strip(_EDGES)), sealed)


def _decoded(body: bytes, *, exactly: bool = True) -> bytes | None:
    """Base64 with any blanks and any padding in it; None for anything else.

    exactly  no letter may be left over; without armour the next word may have come along
    """
    letters = body.translate(None, _BLANKS).rstrip(b"=")
    if not exactly:
        letters = letters.replace(b"=", b"")
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    if not letters or letters.translate(None, _BASE64) or len(letters) % 4 == 1:
        return None
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
