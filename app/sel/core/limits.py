"""Limits for hostile input of every kind: each is a refusal in words (TooLarge), never a hang."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sel.base.errors import TooLarge

MAX_ELEMENTS: Final = 1_000_000
"""ASN.1 headers looked at while reading one file; about a second of work."""

MAX_DEPTH: Final = 32
"""Nesting of constructed encodings, where it is not given by the structure itself."""

MAX_RC2_BYTES: Final = 2 * 1024 * 1024
"""Data under RC2 with a short key, which is deciphered in Python at some 0.5 MiB a second."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read of one file that somebody gave us, with everything that is packed in it.

    pieces     certificates, keys … in one file; a whole county's colleagues are some ten thousand
    depth      containers within containers
    members    files in a container, those of inner containers too
    member_bytes    one of them, unpacked
    unpacked_bytes  all of them, unpacked
    ratio      how many times its packed size a member may become, if it is larger than `small`
    small      bytes up to which `ratio` does not matter
    text_bytes      text up to which what mail programs did to it is taken back
    parts      attachments, streams or properties looked at in one mail or Outlook message
    seconds    how long one file with everything in it may take
    """

    pieces: int = 50_000
    depth: int = 5
    members: int = 20_000
    member_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 256 * 1024 * 1024
    ratio: int = 200
    small: int = 1024 * 1024
    text_bytes: int = 8 * 1024 * 1024
    parts: int = 10_000
    seconds: int = 120


LIMITS: Final = Limits()


def check_limit(what: str, found: int, limit: int) -> None:
    """Raises TooLarge(what, limit) if `found` is above `limit`."""
    if found > limit:
        # Python refuses to write out a number of thousands of digits.
        size = str(found) if found.bit_length() <= 64 else f"{found.bit_length()} bits"
        raise TooLarge(what=what, limit=limit, detail=f"{what}: {size} > {limit}")
