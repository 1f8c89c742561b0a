"""What every reader of foreign ASN.1 needs: one refusal for many faults, and PEM armour.

asn1crypto parses lazily and keeps what it read, so signed bytes can be hashed as they came. It
raises ValueError, TypeError or KeyError for what it cannot read; `parsing` turns these into ours.
It is not loaded here: the ordinary certificate is read without it.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from contextlib import contextmanager

from sel.base.errors import InputError


@contextmanager
def parsing(refusal: type[InputError], **facts: object) -> Iterator[None]:
    """Turn whatever the parser raises on foreign bytes into `refusal`.

    Structure errors surface as several plain exceptions, and RecursionError for absurd nesting.
    """
    try:
        yield
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
        OverflowError,
        NotImplementedError,
    ) as problem:
        raise refusal(detail=f"{type(problem).__name__}: {problem}"[:300], **facts) from problem


def unarmour(data: bytes) -> list[tuple[str, bytes]]:
    """Every PEM block of a text as (label, DER); bad blocks are left out (RFC 7468)."""
    found: list[tuple[str, bytes]] = []
    start = data.find(b"-----BEGIN ")
    while start >= 0:
        stop = data.find(b"-----END ", start)
        if stop < 0:
            break
        block = _unarmoured(data[start + 11 : stop])
        if block is not None:
            found.append(block)
        start = data.find(b"-----BEGIN ", stop)
    return found


def _unarmoured(block: bytes) -> tuple[str, bytes] | None:
    """Label and contents of what stands between BEGIN and END; None if it is no base64."""
    label, dashes, body = block.partition(b"-----")
    lines = body.split() if b":" not in body else _behind_headers(body)
    if not dashes or not lines or len(label) > 64:
        return None
    try:
        der = binascii.a2b_base64(b"".join(lines), strict_mode=True)
        return label.decode("ascii"), der
    except ValueError:  # binascii.Error and UnicodeDecodeError are
        return None


def _behind_headers(body: bytes) -> list[bytes]:
    """The lines behind those of RFC 1421 4.6 ("Proc-Type: …"), which end with an empty one."""
    lines = body.strip().splitlines()
    if b"" in map(bytes.strip, lines):
        place = next(at for at, line in enumerate(lines) if not line.strip())
        if all(b":" in line or line[:1].isspace() for line in lines[:place]):
            lines = lines[place + 1 :]
    return [part for line in lines for part in line.split()]


def armour(label: str, der: bytes) -> bytes:
    """PEM (RFC 7468) of one DER value."""
    text = binascii.b2a_base64(der, newline=False)
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    name = label.encode("ascii")
    return b"\n".join([b"-----BEGIN %s-----" % name, *lines, b"-----END %s-----" % name, b""])
