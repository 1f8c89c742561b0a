"""Looks for secrets where none may be: in files, and in arguments and environment of processes.

    needles = (*of_private_key("root key", pkcs8), *of_passphrase("backup", "…"))
    with ProcessWatch() as watch:
        …                                   # what is examined; children are seen as they live
    assert scan([tmp_path], needles) == ()
    assert watch.hits(needles) == ()

Polling may miss a child that lives for less than a blink; `traced` sees every one.
"""

from __future__ import annotations

import base64
import gzip
import io
import os
import re
import threading
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

_WINDOW = 20
"""Bytes of a number that are looked for: far too many to be there by chance."""
_SPACE = re.compile(rb"[\s:]+|\\[nrt]")
_OPEN_PEM = re.compile(rb"-----BEGIN (RSA |EC |DSA |OPENSSH )?PRIVATE KEY-----")


@dataclass(frozen=True, slots=True)
class Needle:
    """A secret, as the bytes it may show itself in.

    name      what it is, for the report; never the secret itself
    plain     looked for as it stands
    squeezed  looked for where white space and colons have been taken out (base64, hex)
    hexed     the same, and without regard to case
    """

    name: str
    plain: tuple[bytes, ...] = ()
    squeezed: tuple[bytes, ...] = ()
    hexed: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Where which secret was found, and in which form."""

    where: str
    needle: str
    form: str


def of_private_key(name: str, pkcs8: bytes) -> tuple[Needle, ...]:
    """Every secret number of an unencrypted PrivateKeyInfo (DER), RSA or EC.

    Whatever wraps them (PKCS#8, PKCS#1, PEM at any alignment, JWK, a blob of Windows) holds the
    numbers, so the numbers are what is looked for: their beginning, middle and end.
    """
    key = load_der_private_key(pkcs8, None)
    if isinstance(key, rsa.RSAPrivateKey):
        of = key.private_numbers()
        numbers = {
            "d": of.d, "p": of.p, "q": of.q, "dp": of.dmp1, "dq": of.dmq1, "qinv": of.iqmp,
        }  # fmt: skip
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        numbers = {"scalar": key.private_numbers().private_value}
    else:
        raise TypeError(f"no numbers known for {type(key).__name__}")
    return tuple(
        _of_bytes(f"{name}: {letter}", window)
        for letter, number in numbers.items()
        for window in _windows(number.to_bytes((number.bit_length() + 7) // 8))
    )


def of_passphrase(name: str, text: str) -> tuple[Needle, ...]:
    """A passphrase in the encodings that files and systems use; at least 8 characters."""
    if len(text) < 8:
        raise ValueError("too short: it would be found by chance")
    return tuple(
        _of_bytes(f"{name} ({encoding})", text.encode(encoding))
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    )


def scan(folders: Iterable[Path], needles: Sequence[Needle]) -> tuple[Hit, ...]:
    """Look through every file under these folders (or these files), zip and gzip members too.

    Private keys in PEM are found as well if they are nobody's needle.
    """
    return tuple(
        hit
        for folder in folders
        for path in ([folder] if folder.is_file() else sorted(folder.rglob("*")))
        if path.is_file() and not path.is_symlink()
        for hit in _look(str(path), path.read_bytes(), needles)
    )


def scan_bytes(where: str, content: bytes, needles: Sequence[Needle]) -> tuple[Hit, ...]:
    """The same for bytes that are not in a file (standard output, a clipboard)."""
    return tuple(_look(where, content, needles))


class ProcessWatch:
    """Notes the arguments and environment of every process below one, until it is left."""

    def __init__(self, root: int | None = None, *, every: float = 0.002) -> None:
        self._root = root or os.getpid()
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.seen: dict[str, set[bytes]] = {"cmdline": set(), "environ": set()}

    def __enter__(self) -> ProcessWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def hits(self, needles: Sequence[Needle]) -> tuple[Hit, ...]:
        """What of it was a secret. PEM of unknown keys counts too."""
        return tuple(
            hit
            for kind, texts in self.seen.items()
            for text in sorted(texts)
            for hit in _look(kind, text, needles)
        )

    def _watch(self) -> None:
        while not self._stop.is_set():
            for pid in _below(self._root):
                for kind, texts in self.seen.items():
                    try:
                        texts.add(Path(f"/proc/{pid}/{kind}").read_bytes())
                    except OSError:
                        continue
            time.sleep(self._every)


def traced(log: Path, *command: str) -> list[str]:
    """A command line that runs `command` and writes every exec below it to `log`.

    Slow, but sees each process with all its arguments and its environment.
    """
    return [
        "strace", "-f", "-qq", "-v", "-xx", "-s", "1000000",
        "-e", "trace=execve,execveat", "-o", str(log), *command,
    ]  # fmt: skip


def trace_hits(log: Path, needles: Sequence[Needle]) -> tuple[Hit, ...]:
    """Secrets in what `traced` wrote."""
    strings = re.findall(rb'"((?:\\x[0-9a-f]{2})*)"', log.read_bytes())
    content = b"\0".join(bytes.fromhex(text.replace(rb"\x", b"").decode()) for text in strings)
    return scan_bytes(str(log), content, needles)


def _of_bytes(name: str, secret: bytes) -> Needle:
    return Needle(
        name,
        plain=(secret, secret[::-1]),
        squeezed=tuple(_base64_forms(secret)),
        hexed=(secret.hex().encode(), secret[::-1].hex().encode()),
    )


def _windows(number: bytes) -> Iterator[bytes]:
    middle = (len(number) - _WINDOW) // 2
    yield from {number[:_WINDOW], number[middle : middle + _WINDOW], number[-_WINDOW:]}


def _base64_forms(secret: bytes) -> Iterator[bytes]:
    """What stays the same of its base64, whatever stands before and behind; URL form too."""
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + secret)
        # Characters that also hold bits of a neighbour are left out at both ends.
        first = -(-shift * 8 // 6)
        last = (shift + len(secret)) * 8 // 6
        stable = encoded[first:last]
        yield stable
        url_form = stable.translate(bytes.maketrans(b"+/", b"-_"))
        if url_form != stable:
            yield url_form


def _look(where: str, content: bytes, needles: Sequence[Needle]) -> Iterator[Hit]:
    squeezed = _SPACE.sub(b"", content)
    lowered = squeezed.lower()
    for needle in needles:
        for form, haystack, sought in (
            ("plain", content, needle.plain),
            ("base64", squeezed, needle.squeezed),
            ("hex", lowered, needle.hexed),
        ):
            if any(each in haystack for each in sought):
                yield Hit(where, needle.name, form)
    if _OPEN_PEM.search(content):
        yield Hit(where, "a private key", "pem")
    for member, inner in _members(content):
        yield from _look(f"{where}/{member}", inner, needles)


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    elif content.startswith(b"\x1f\x8b"):
        yield "unpacked", gzip.decompress(content)


def _below(root: int) -> Iterator[int]:
    """Every process below `root`, children of all its threads, itself left out."""
    waiting = [root]
    while waiting:
        try:
            lists = list(Path(f"/proc/{waiting.pop()}/task").glob("*/children"))
            children = [int(pid) for path in lists for pid in path.read_text().split()]
        except OSError:
            continue
        yield from children
        waiting += children
