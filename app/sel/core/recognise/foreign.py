"""What Sêl has no use for, told by its first bytes, so that it can be named."""

from __future__ import annotations

import re
from typing import Final

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xfe\xed\xfe\xed", "jks"),
    (b"\xce\xce\xce\xce", "jceks"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"\0\0\1\0", "image"),
    (b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", "rpmsg"),  # MS-OXORMMS 2.2
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"#!/", "program"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3\0", "database"),
    (b"\0\6\x15\x61", "database"),  # Berkeley DB, in which NSS kept certificates once
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"MSCF", "archive"),
    (b"\x4c\0\0\0\1\x14\2\0", "shortcut"),
    (b"bplist00", "xml"),
    (b"Salted__", "encrypted-file"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"PuTTY-User-Key-File-", "putty"),
    (b"\xef\xbb\xbfPuTTY-User-Key-File-", "putty"),
)
_RIFF_IMAGES: Final = {b"WEBP"}
_STILL_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"}
_OFFICE_STREAMS: Final = (
    "WordDocument",
    "Workbook",
    "Book",
    "PowerPoint Document",
    "VisioDocument",
)
_MESSAGE_STREAM: Final = "__properties_version1.0"
_PROTECTED_STREAM: Final = "EncryptedPackage"
_OFFICE_MEMBERS: Final = (b"[Content_Types].xml", b"application/vnd.oasis.opendocument")
_PROGRAM_MEMBERS: Final = (b"META-INF/MANIFEST.MF", b"AndroidManifest.xml")

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
TNEF: Final = b"\x78\x9f\x3e\x22"

_SALT_BYTES: Final = 20
_PGP_ALGORITHMS: Final = {1, 2, 3, 16, 17, 18, 19, 22, 25, 26, 27, 28}
_UTF8_ALIAS: Final = re.compile(rb"[\x20-\x7e\xc2-\xf4][\x20-\x7e\x80-\xf4]*\Z")


def foreign(data: bytes) -> str | None:
    """The name of a binary form, "outlook-message", "zip" and "tnef" among them; or None."""
    head = data[:64]
    if head.startswith(OLE):
        return _compound(data)
    if head.startswith(ZIP):
        return _zip(data)
    if head.startswith(TNEF):
        return "tnef"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith(b"BM") and int.from_bytes(head[2:6], "little") == len(data):
        return "image"
    if head.startswith(b"RIFF"):
        return "image" if head[8:12] in _RIFF_IMAGES else "media"
    if head[4:8] == b"ftyp":
        return "image" if head[8:12] in _STILL_BRANDS else "media"
    if data[257:262] == b"ustar":
        return "archive"
    return _bouncy_castle(data) or _pgp(data)


def _compound(data: bytes) -> str:
    """An OLE file, told by the streams that its directory names."""

    def names(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\0\0" in data

    if names(_MESSAGE_STREAM):
        return "outlook-message"
    if names(_PROTECTED_STREAM):
        return "protected-office"
    return "office" if any(map(names, _OFFICE_STREAMS)) else "unknown"


def _zip(data: bytes) -> str:
    """The first member tells the documents that are ZIP archives inside."""
    head = data[:256]
    if any(member in head for member in _OFFICE_MEMBERS):
        return "office"
    if any(member in head for member in _PROGRAM_MEMBERS):
        return "program"
    return "zip"


def _bouncy_castle(data: bytes) -> str | None:
    """BKS and UBER: version, salt, rounds; then entries, or what is encrypted of them."""
    if data[:4] not in {b"\0\0\0\1", b"\0\0\0\2"}:
        return None
    if int.from_bytes(data[4:8], "big") != _SALT_BYTES:
        return None
    at = 8 + _SALT_BYTES
    rounds, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 5]
    if not 0 < rounds <= 1 << 20:
        return None
    length = int.from_bytes(data[at + 5 : at + 7], "big")
    alias = data[at + 7 : at + 7 + length]
    plain = kind in {b"\0", b"\1", b"\2", b"\3", b"\4"} and (
        kind == b"\0" or bool(alias and _UTF8_ALIAS.match(alias))
    )
    return "bks" if plain else "uber"


def _pgp(data: bytes) -> str | None:
    """The first OpenPGP packet (RFC 9580 4.2), if its beginning is one."""
    if len(data) < 8 or not data[0] & 0x80:
        return None
    if data[0] & 0x40:
        tag, octets = data[0] & 0x3F, 1 if data[1] < 192 else 2 if data[1] < 224 else 5
        octets = 1 if 224 <= data[1] < 255 else octets  # a partial length
    else:
        tag, octets = data[0] >> 2 & 0x0F, (1, 2, 4, 0)[data[0] & 3]
    body = data[1 + octets : 64]
    if len(body) < 12:
        return None
    match tag:
        case 5 | 6 | 7 | 14:  # keys
            fits = body[0] in {3, 4, 5, 6} and _algorithm_of_key(body) in _PGP_ALGORITHMS
        case 1:  # a session key for somebody
            fits = body[0] == 3 and body[9] in _PGP_ALGORITHMS
        case 2:  # a signature
            fits = body[0] in {4, 6} and body[2] in _PGP_ALGORITHMS and body[1] <= 0x50
        case 3:  # a session key under a passphrase
            fits = body[0] in {4, 5, 6} and body[1] in range(1, 14)
        case _:
            fits = False
    return "pgp" if fits else None


def _algorithm_of_key(body: bytes) -> int:
    """Behind version and time; version 3 has two octets of days between (RFC 4880 5.5.2)."""
    return body[7 if body[0] == 3 else 5]
