"""One passphrase, spelled as the programs that wrote the file may have spelled it.

RFC 7292 B.1 wants a BMPString with a terminating zero for the PKCS#12 derivation; PBES2 takes
the bytes as they are. What those bytes are was never agreed: OpenSSL before 1.1 blew each byte
up to 16 bits, Windows programs converted to their code page, macOS decomposes letters, word
processors and phones bend apostrophes, and copying adds a blank or a line end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sel.base.secret import Secret

_BEST_FIT = {ord(marked): plain for marked, plain in zip("ŴŵŶŷ", "WwYy", strict=True)}
"""What Windows makes of the Welsh letters that its western code page lacks (best fit 1252)."""

_STRAIGHT: Final = str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" ")
_BENT: Final = str.maketrans("'", "\u2019")
"""What typing on a phone or in a letter makes of an apostrophe (U+2019), and the way back."""


@dataclass(frozen=True, slots=True, repr=False)
class Spelling:
    """Bytes to derive keys from.

    bmp     for the derivation of RFC 7292, with its terminator
    raw     for PBKDF1, PBKDF2 and scrypt
    likely  False for what only programs of the time of few rounds wrote, and for the guess that
            whoever wrote the file added a blank: worth trying only where trying is cheap
    """

    bmp: bytes
    raw: bytes
    likely: bool = True


def spellings(passphrase: Secret | None) -> tuple[Spelling, ...]:
    """Every spelling worth trying, the likeliest first, without repeats.

    None stands for no passphrase: some programs then write an empty one, some none at all.
    """
    if not passphrase:
        return (Spelling(b"\0\0", b""), Spelling(b"", b""))
    try:
        text = passphrase.reveal_text()
    except UnicodeDecodeError:  # bytes of somebody's code page
        text = passphrase.reveal().decode("latin-1")
    bare = text.strip()
    typed = dict.fromkeys((text, bare, bare.translate(_STRAIGHT), bare.translate(_BENT)))
    found = [spelling for form in typed if form for spelling in _encodings(form)]
    for added in "\n", " ":
        found.append(replace(next(_encodings(bare + added)), likely=False))
    by_octets: dict[tuple[bytes, bytes], Spelling] = {}
    for spelling in found:
        by_octets.setdefault((spelling.bmp, spelling.raw), spelling)
    return tuple(by_octets.values())


def written(passphrase: Secret) -> Spelling:
    """The spelling Sêl writes: composed letters (NFC), BMPString and UTF-8 (RFC 8018 3).

    Raises UnicodeDecodeError for what is not UTF-8.
    """
    return next(_encodings(unicodedata.normalize("NFC", passphrase.reveal_text())))


def _encodings(text: str) -> Iterator[Spelling]:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    forms = tuple(dict.fromkeys((text, composed, decomposed)))
    for form in forms:
        yield Spelling(_bmp(form), form.encode())
    for form in forms:
        yield Spelling(_blown_up(form.encode()), form.encode(), likely=False)
    for code_page in ("latin-1", "iso8859-14", "cp1252"):
        for form in dict.fromkeys((composed, composed.translate(_BEST_FIT))):
            try:
                encoded = form.encode(code_page)
            except UnicodeEncodeError:
                continue
            yield Spelling(_blown_up(encoded), encoded, likely=False)
    yield Spelling(_bmp(composed), _bmp(composed), likely=False)


def _bmp(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass") + b"\0\0"


def _blown_up(octets: bytes) -> bytes:
    return b"".join(bytes((0, octet)) for octet in octets) + b"\0\0"
