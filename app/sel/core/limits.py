"""Limits for hostile input of every kind: each is a refusal in words (TooLarge), never a hang."""

from __future__ import annotations

from typing import Final

from sel.base.errors import TooLarge

MAX_ELEMENTS: Final = 1_000_000
"""ASN.1 headers looked at while reading one file; about a second of work."""

MAX_DEPTH: Final = 32
"""Nesting of constructed encodings, where it is not given by the structure itself."""

MAX_RC2_BYTES: Final = 2 * 1024 * 1024
"""Data under RC2 with a short key, which is deciphered in Python at some 0.5 MiB a second."""


def check_limit(what: str, found: int, limit: int) -> None:
    """Raises TooLarge(what, limit) if `found` is above `limit`."""
    if found > limit:
        raise TooLarge(what=what, limit=limit, detail=f"{what}: {found} > {limit}")
