"""Search a package for what must not be in one. Exit status 1 and a list if there is any.

    python installer/scan.py FOLDER… [--never FOLDER]…

Looked for in names and bytes of all files, and of the modules inside programs and archives:

    Wine    its DLLs, and stand-ins that the lab makes for what Wine lacks
    tests   test modules and test tools
    paths   folders of whoever built it (each FOLDER)
    keys    private keys, PEM or DER, with a body
"""

from __future__ import annotations

import io
import marshal
import re
import struct
import sys
import zipfile
import zlib
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

_WINE = re.compile(rb"Wine (?:builtin|placeholder) DLL")
_STAND_INS = {"icuuc.dll", "mscms.dll", "bcryptprimitives.dll"}
# Not unittest, which fpdf2 imports whether it signs or not.
_TESTS = re.compile(
    r"(?:^|[/.])(?:tests?|conftest|_?pytest|hypothesis|test_\w+|\w+_test)(?:[/.]|$)"
)
_PEM = re.compile(rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)+[A-Za-z0-9+/=]{40}")
_OLD_PEM = re.compile(rb"-----BEGIN [A-Z]+ PRIVATE KEY-----\s+Proc-Type:")
_KEY_FILES = {".p12", ".pfx", ".key", ".p8", ".jks", ".kdbx"}
# PrivateKeyInfo (RFC 5208), version 0, with RSA or an EC curve, up to the key's own header.
_DER = re.compile(
    rb"\x30(?:\x81.|\x82..)\x02\x01\x00(?:"
    rb"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x04\x82..\x30\x82..\x02\x01\x00"
    rb"|\x30[\x10-\x16]\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06.{5,12}\x04[\x6d-\x9e]\x30[\x6b-\x9c])",
    re.DOTALL,
)
_EMBEDDED = re.compile(rb"PYZ\0..\r\n", re.DOTALL)  # and CPython's magic number


def parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself and what is packed inside it, each with a name."""
    yield name, data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for each in archive.namelist():
                yield f"{name}!{each}", archive.read(each)
    if embedded := _EMBEDDED.search(data):
        yield from _modules(name, data[embedded.start() :])


def _modules(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The modules of PyInstaller's archive: magic, Python's magic, place of a marshalled list."""
    (place,) = struct.unpack(">I", data[8:12])
    listed = marshal.loads(data[place:])  # noqa: S302  of a file that we have just built
    for module, (_kind, offset, length) in listed:
        packed = data[offset : offset + length]
        yield f"{name}!{module}", zlib.decompress(packed) if length else b""


def faults(name: str, data: bytes, never: Sequence[bytes]) -> Iterator[str]:
    """What is wrong with one file or module, in words."""
    inner = name.rpartition("!")[2]
    module = inner != name and "/" not in inner
    last = inner.rpartition("/")[2].lower()
    if _WINE.search(data) or last in _STAND_INS:
        yield f"{name}: of Wine"
    called = inner.lower()
    if module and called.startswith("sel."):
        called = called.removesuffix(
            "_test"
        )  # a part of Sêl about testing; its tests lie elsewhere
    if _TESTS.search(called):
        yield f"{name}: a test"
    if any(text in data for text in never):
        yield f"{name}: a path of the builder's"
    named = not module and Path(last).suffix in _KEY_FILES
    if named or any(pattern.search(data) for pattern in (_PEM, _OLD_PEM, _DER)):
        yield f"{name}: a private key"


def spellings(text: str) -> Iterator[bytes]:
    """A folder as it may stand in a file: with either slash, escaped, in UTF-8 or UTF-16."""
    text = text.rstrip("/") + "/"
    for written in {text, text.replace("/", "\\"), text.replace("/", "\\\\")}:
        yield written.encode()
        yield written.encode("utf-16-le")


def scan(folder: Path, never: Sequence[str]) -> Iterator[str]:
    """Every fault of every file under a folder."""
    spelled = [each for text in never for each in spellings(text)]
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        for name, data in parts(path.relative_to(folder).as_posix(), path.read_bytes()):
            yield from faults(name, data, spelled)


def main() -> int:
    """See above."""
    parser = ArgumentParser()
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--never", action="append", default=[])
    given = parser.parse_args()
    status = 0
    for folder in given.folders:
        if not folder.is_dir():
            parser.error(f"no folder: {folder}")
        for fault in scan(folder, given.never):
            print(f"scan: {fault}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
