"""The one door to asn1crypto: raw bytes kept, unknown algorithms survived.

asn1crypto parses lazily and keeps what it read, so signed bytes can be hashed as they came. It
raises ValueError, TypeError or KeyError for what it cannot read; `parsing` turns these into ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from asn1crypto import core, pem

from sel.base.errors import InputError


class AlgorithmRaw(core.Sequence):  # type: ignore[misc]
    """AlgorithmIdentifier with its parameters left as they are (RFC 5280 4.1.1.2)."""

    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class SpkiRaw(core.Sequence):  # type: ignore[misc]
    """SubjectPublicKeyInfo of any algorithm, also one that nobody has named yet."""

    _fields = [("algorithm", AlgorithmRaw), ("public_key", core.BitString)]


class RsaPublicKey(core.Sequence):  # type: ignore[misc]
    """RFC 8017 A.1.1."""

    _fields = [("modulus", core.Integer), ("public_exponent", core.Integer)]


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
    """Every PEM block of a text as (label, DER); bad blocks are left out."""
    found: list[tuple[str, bytes]] = []
    if b"-----BEGIN " not in data:
        return found
    start = data.find(b"-----BEGIN ")
    while start >= 0:
        stop = data.find(b"-----END ", start)
        if stop < 0:
            break
        line_end = data.find(b"\n", stop)
        block = data[start : line_end + 1 if line_end >= 0 else len(data)]
        try:
            label, _, der = pem.unarmor(block)
            found.append((label, der))
        except (ValueError, TypeError):
            pass
        start = data.find(b"-----BEGIN ", stop)
    return found


def armour(label: str, der: bytes) -> bytes:
    """PEM (RFC 7468) of one DER value."""
    text: bytes = pem.armor(label, der)
    return text.replace(b"\r\n", b"\n")
