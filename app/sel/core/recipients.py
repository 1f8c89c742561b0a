"""Addresses in text that somebody pasted: from a mail program's To line, a list, a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sel.base.errors import BadAddress
from sel.core.address import mailbox_key, normal
from sel.core.limits import check_limit

MOST: Final = 2000
"""More than this at once is no list of recipients."""

LONGEST: Final = 512 * 1024
"""Characters; `MOST` addresses with names are a quarter of it."""

_QUOTED: Final = r'"(?:[^"\\]|\\.)*+"|<[^<>]*+>|<'
_CLOSED: Final = re.compile(rf'(?:{_QUOTED}|[^"<]+)*+', re.DOTALL)
"""Up to the first quotation mark that nobody closes."""
_PIECE: Final = re.compile(rf'(?:{_QUOTED}|[^;,\r\n\t"<])+', re.DOTALL)
_BRACKETED: Final = re.compile(r"<([^<>]*)>")
_AROUND: Final = "<>()[]\"'"


@dataclass(frozen=True, slots=True)
class Named:
    """addresses  each mailbox once, in its normal form, in the order of the text
    unclear    pieces in which no address was found, as they stand
    """

    addresses: tuple[str, ...]
    unclear: tuple[str, ...]


def named_in(text: str) -> Named:
    """Read `Siân Llŷr <sian@school.example>; owain@school.example, …`, one or very many.

    Unlike a header field of a signed mail this is read kindly: the person sees what was
    understood. Raises TooLarge.
    """
    check_limit("address-text", len(text), LONGEST)
    found: list[str] = []
    unclear: list[str] = []
    seen: set[str] = set()
    name = ""  # what stands before "<" may have commas: "Llŷr, Siân <sian@school.example>"
    for piece in (each.strip() for each in _PIECE.findall(_without_open_quotes(text))):
        if not piece:
            continue
        if "@" not in piece:
            unclear += [name] if name else []
            name = piece
            continue
        if name and "<" not in piece:
            unclear.append(name)
        name = ""
        for candidate in _candidates(piece):
            try:
                address = normal(candidate)
            except BadAddress:
                unclear.append(candidate)
                check_limit("mailboxes", len(unclear), MOST)
                continue
            if address.lower() not in seen:
                seen.add(address.lower())
                found.append(address)
                check_limit("mailboxes", len(found), MOST)
    if name:
        unclear.append(name)
    return Named(tuple(found), tuple(unclear))


def joined(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Those known, and those of `more` that name another mailbox."""
    out = list(known)
    seen = set(map(mailbox_key, known))
    for each in more:
        key = mailbox_key(each)
        if key not in seen:
            seen.add(key)
            out.append(each)
    return tuple(out)


def _without_open_quotes(text: str) -> str:
    """Where a quotation mark is never closed, it and those behind it are no signs of anything.

    Looking from each of them for the end would take the square of the text's length.
    """
    match = _CLOSED.match(text)
    end = match.end() if match is not None else 0
    return text[:end] + text[end:].replace('"', " ")


def _candidates(piece: str) -> Iterator[str]:
    """What may be addresses in a piece that has an "@": between brackets, else words with one."""
    bracketed = [each for each in _BRACKETED.findall(piece) if "@" in each]
    for each in bracketed or [word for word in piece.split() if "@" in word]:
        bare = each.strip().strip(_AROUND)
        yield bare[7:] if bare.lower().startswith("mailto:") else bare
