"""What people send instead of certificates is called by its name, and each name has its advice."""

from __future__ import annotations

import ast
import gzip
import inspect
import sqlite3
import struct
import tarfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sel.core import recognise as package
from sel.core.asn1 import armour
from sel.core.recognise import Kind, binary, recognise, seems
from sel.text import catalog
from tests.core.container_material import archive
from tests.pilot import person, pilot

SIAN = person()
PUBLIC = ec.generate_private_key(ec.SECP256R1()).public_key()
SPKI = PUBLIC.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _bouncy_castle(*, plain: bool) -> bytes:
    head = struct.pack(">LL20sL", 2, 20, b"s" * 20, 1500)
    entry = b"\x01" + struct.pack(">H", 4) + b"sian" + b"\0" * 20
    return head + (entry if plain else bytes(range(128, 200)))


def _tar() -> bytes:
    made = BytesIO()
    with tarfile.open(fileobj=made, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a.cer"), BytesIO())
    return made.getvalue()


def _database(folder: Path) -> bytes:
    path = folder / "cert9.db"
    with sqlite3.connect(path) as book:
        book.execute("CREATE TABLE nssPublic (id PRIMARY KEY)")
    return path.read_bytes()


_KEY = b"\x04" + b"\0\0\0\1" + b"\x01" + b"\x08\0" + b"n" * 256 + b"\0\x11\1\0\1"

FILES = {
    "jks": [b"\xfe\xed\xfe\xed\0\0\0\2\0\0\0\0"],
    "jceks": [b"\xce\xce\xce\xce\0\0\0\2"],
    "bks": [_bouncy_castle(plain=True), struct.pack(">LL20sL", 1, 20, b"s" * 20, 1024) + b"\0"],
    "uber": [_bouncy_castle(plain=False)],
    "pgp": [
        b"\x99" + len(_KEY).to_bytes(2, "big") + _KEY,
        b"\xc6\xc0\x4d" + _KEY,
        b"\x85\x01\x0c\x03" + b"k" * 8 + b"\x01" + b"\x08\0" + b"c" * 256,
        b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n",
    ],
    "ssh": [
        b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 sian@school",
        b"ecdsa-sha2-nistp256 AAAAE2",
        b"---- BEGIN SSH2 PUBLIC KEY ----\nComment: x\nAAAAB3Nz\n---- END SSH2 PUBLIC KEY ----\n",
        armour("OPENSSH PRIVATE KEY", b"openssh-key-v1\0none"),
    ],
    "putty": [b"PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\n"],
    "public-key": [SPKI, armour("PUBLIC KEY", SPKI),
                   PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)],
    "rpmsg": [b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + b"\0" * 40],
    "office": [
        archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        archive({"mimetype": b"application/vnd.oasis.opendocument.text"}, 0),
    ],
    "pdf": [b"%PDF-1.7\n%\xe2\xe3"],
    "image": [
        b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\0\x10JFIF", b"GIF89a", b"II*\0", b"MM\0*",
        b"RIFF\0\0\1\0WEBPVP8 ", b"\0\0\0\x18ftypheic\0\0\0\0mif1", b"\0\0\0\x1cftypavif",
        b"BM" + struct.pack("<L", 30) + bytes(24),
        b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
    "media": [b"RIFF\0\0\1\0WAVEfmt ", b"\0\0\0\x18ftypisom", b"ID3\4", b"OggS\0"],
    "html": [
        b"\r\n<!DOCTYPE html><html><title>Mewngofnodi</title></html>",
        b"<?xml version='1.0'?><!DOCTYPE html><html/>", b"\xef\xbb\xbf<HTML>", b"<!-- x --><p>",
    ],
    "xml": [b'<?xml version="1.0"?><EntityDescriptor/>', b"bplist00\xd1"],
    "rtf": [b"{\\rtf1\\ansi Tystysgrif}"],
    "program": [b"MZ\x90\0", b"\x7fELF\2\1", b"#!/bin/sh\n", b"\xcf\xfa\xed\xfe\7\0"],
    "archive": [b"7z\xbc\xaf\x27\x1c\0", b"Rar!\x1a\x07\1\0", gzip.compress(b"x"), _tar(),
                b"MSCF\0\0\0\0"],
    "shortcut": [b"\x4c\0\0\0\1\x14\2\0\0\0\0\0\xc0", b"[InternetShortcut]\r\nURL=https://x/"],
    "calendar": [b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"],
    "encrypted-file": [b"Salted__\1\2\3\4\5\6\7\x08abcd"],
    "ocsp": [b"\x30\x08\x0a\x01\x00\xa0\x03\x30\x01\x00"],
    "text": [b"hello", "Annwyl bawb, dyma'r dystysgrif ŵŷ.".encode(), b"caf\xe9 fach yma",
             "Bore da".encode("utf-16"), b"a,b,c\n1,2,3\n"],
    "empty": [b"", b" \r\n\t", bytes(4096), b"\xef\xbb\xbf"],
    "damaged": [SIAN.certificate[:-1], SIAN.certificate[:60], pilot().issuer[:100],
                b"-----BEGIN CERTIFICATE-----\nMII!\n-----END CERTIFICATE-----\n"],
    "unknown": [zlib.compress(b"x" * 50), bytes(range(256)), b"\x30\x03\x02\x01\x05",
                b"\x30\x80", b"\x01\x02\x03"],
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_it_is_called_by_its_name(name: str) -> None:
    for data in FILES[name]:
        found = recognise(data)
        assert (found.kind, found.looks_like, found.pieces) == (Kind.UNKNOWN, name, ())
        assert seems(data) == name


def test_databases_of_mail_programs(tmp_path: Path) -> None:
    assert recognise(_database(tmp_path)).looks_like == "database"
    assert recognise(b"\0\6\x15\x61" + bytes(60)).looks_like == "database"


def _names_in_the_sources() -> set[str]:
    """Every name that the package can give, taken from its own text."""
    found = {"zip", "mbox", "tnef", "cms"}
    folder = Path(inspect.getfile(package)).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "unknown":
                found |= {
                    each.value
                    for each in node.args
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def test_every_name_has_words_and_advice() -> None:
    names = {*FILES, *_names_in_the_sources()} - {"damaged"}
    assert {"public-key", "ocsp", "pgp", "unknown"} <= names
    assert not [name for name in names if catalog.find(f"looks-like.{name}") is None]
    assert not [name for name in names if catalog.find(f"ask.{name}") is None]


# --- binary shapes ---------------------------------------------------------------------------


def _der(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    length = len(content)
    head = bytes([length]) if length < 128 else b"\x82" + length.to_bytes(2, "big")
    return bytes([tag]) + head + content


OID = b"\x06\x03\x2a\x03\x04"
ALGORITHM = _der(0x30, OID)
TIMES = _der(0x30, _der(0x17, b"261124090000Z"), _der(0x17, b"271124090000Z"))
EMPTY = _der(0x30)
SIGNATURE = b"\x03\x02\x00\x01"
KEY = _der(0x30, ALGORITHM, SIGNATURE)
PKCS7 = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
NUMBER = b"\x02\x01\x00"


@pytest.mark.parametrize(
    ("der", "kind"),
    [
        (  # version 1, the algorithm is nothing anybody knows
            _der(0x30, _der(0x30, b"\x02\x01\xff", ALGORITHM, EMPTY, TIMES, EMPTY, KEY),
                 ALGORITHM, SIGNATURE),
            Kind.CERTIFICATE,
        ),
        (  # a serial number of 60 octets
            _der(0x30, _der(0x30, b"\xa0\x03\x02\x01\x02", _der(2, b"\x7f" * 60), ALGORITHM,
                            EMPTY, TIMES, EMPTY, KEY), ALGORITHM, SIGNATURE),
            Kind.CERTIFICATE,
        ),
        (_der(0x30, _der(0x30, NUMBER, EMPTY, KEY), ALGORITHM, SIGNATURE), Kind.REQUEST),
        (
            _der(0x30, _der(0x30, ALGORITHM, EMPTY, _der(0x17, b"261124090000Z")), ALGORITHM,
                 SIGNATURE),
            Kind.CRL,
        ),
        (_der(0x30, NUMBER, ALGORITHM, b"\x04\x01\x00"), Kind.PRIVATE_KEY),
        (_der(0x30, b"\x02\x01\x01", b"\x04\x01\x07", b"\xa0\x02\x05\x00"), Kind.PRIVATE_KEY),
        (_der(0x30, *[NUMBER] * 9), Kind.PRIVATE_KEY),
        (_der(0x30, *[NUMBER] * 6), Kind.PRIVATE_KEY),
    ],
)  # fmt: skip
def test_odd_ones_are_told_by_their_shape(der: bytes, kind: Kind) -> None:
    assert recognise(der).kind is kind
    indefinite = b"\x30\x80" + der[4 if der[1] == 0x82 else 2 :] + b"\0\0"
    found = recognise(indefinite + b"\n")
    assert (found.kind, found.pieces[0].der) == (kind, indefinite)


def test_what_only_looks_alike_is_not_taken() -> None:
    digest_info = _der(0x30, ALGORITHM, b"\x04\x04abcd")
    numbers = _der(0x30, *[NUMBER] * 4)
    attribute_certificate = _der(
        0x30, _der(0x30, b"\x02\x01\x01", EMPTY, b"\xa0\x00"), ALGORITHM, SIGNATURE
    )
    for der in (digest_info, numbers, attribute_certificate, _der(0x30, OID, EMPTY)):
        assert recognise(der).kind is Kind.UNKNOWN


def test_certificates_and_lists_of_a_p7c() -> None:
    signed = _der(
        0x30, b"\x02\x01\x01", _der(0x31), _der(0x30, PKCS7 + b"\x01"),
        _der(0xA0, pilot().issuer), _der(0xA1, pilot().root_crl), _der(0x31),
    )  # fmt: skip
    made = _der(0x30, PKCS7 + b"\x02", _der(0xA0, signed))
    found = recognise(made)
    assert found.kind is Kind.CERTIFICATES
    assert [piece.der for piece in found.pieces] == [pilot().issuer, pilot().root_crl]
    assert recognise(made[:-2]).looks_like == "damaged"
    mail = b"Content-Type: application/pkcs7-mime; smime-type=certs-only\r\n\r\n" + made
    assert recognise(mail) == found


def test_a_cut_pkcs12_is_still_one() -> None:
    """Its own reader says what is wrong with it."""
    found = binary.binary(b"\x30\x82\x10\x00\x02\x01\x03\x30\x82\x0f\x00")
    assert found is not None
    assert found.kind is Kind.PKCS12


@pytest.mark.parametrize(
    ("content", "signers", "certificates", "told"),
    [
        (PKCS7 + b"\x01", b"", True, "certificates"),
        (PKCS7 + b"\x01", b"\x30\x00", True, "certificates"),  # a smime.p7s without its mail
        (PKCS7 + b"\x01", b"\x30\x00", False, "cms"),
        (PKCS7 + b"\x01" + b"\xa0\x02\x04\x00", b"\x30\x00", True, "signed-mail"),
        (PKCS7 + b"\x03" + b"\xa0\x02\x04\x00", b"\x30\x00", False, "signed-mail"),
        (OID + b"\xa0\x02\x04\x00", b"\x30\x00", True, "cms"),  # a program, a time stamp
    ],
)
def test_what_is_signed_tells_mail_from_other_things(
    content: bytes, signers: bytes, certificates: bool, told: str
) -> None:
    listed = _der(0xA0, pilot().issuer) if certificates else b""
    signed = _der(
        0x30, b"\x02\x01\x01", _der(0x31), _der(0x30, content), listed, _der(0x31, signers)
    )
    assert seems(_der(0x30, PKCS7 + b"\x02", _der(0xA0, signed))) == told
