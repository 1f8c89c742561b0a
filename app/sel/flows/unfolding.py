"""A file that was given, and every file that is packed in it or attached to it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sel.base.errors import Damaged, MemberEncrypted, NotACertificate, SelError
from sel.core import container
from sel.core.container import Budget
from sel.core.limits import LIMITS, Limits, check_limit
from sel.core.recognise import Kind, Recognised, recognise, seems

# Of what is attached to a mail only this matters, of all that Sêl cannot read: it *is* the mail.
_NAMED_IN_MAIL: Final = {"rpmsg"}
_MAILS: Final = {Kind.MAIL, Kind.SIGNED_MAIL, Kind.OUTLOOK_MESSAGE}


@dataclass(frozen=True, slots=True)
class Unfolded:
    """One file.

    path   where it came from: "A.zip/B" for one that is packed, never one to be opened
    data   its bytes; empty where they could not be unpacked
    seen   what it is
    error  why it, or the rest of the container with this path, could not be unpacked; or None
    """

    path: Path
    data: bytes
    seen: Recognised
    error: SelError | None = None


def unfold(
    path: Path, data: bytes, limits: Limits = LIMITS, *, lines: range | None = None
) -> Iterator[Unfolded]:
    """The file and what is in it, one after the other, nothing unpacked before it is asked for.

    An archive, a mail folder or a winmail.dat gives its members instead of itself, unless it
    cannot be opened or is empty. A mail gives itself and what is attached that Sêl has a use for.
    lines  of a ZIP archive only the members in these lines of its directory, counted from 1
    """
    began = time.monotonic()
    budget = Budget(limits, lambda: time.monotonic() - began, lines)
    yield from _unfold(path, data, budget, 0, in_mail=False)


def certificates(data: bytes) -> tuple[bytes, ...]:
    """Every certificate of a file and of what is packed in it or attached to it, DER, once each.

    Raises NotACertificate (looks_like) without one, or what kept the first file inside from
    being unpacked; TooLarge.
    """
    found: list[bytes] = []
    errors: list[SelError] = []
    for each in unfold(Path(), data):
        if each.error is not None:
            errors.append(each.error)
        pieces = each.seen.pieces
        check_limit("pieces", len(pieces) + len(found), LIMITS.pieces)
        found.extend(piece.der for piece in pieces if piece.kind is Kind.CERTIFICATE)
    if found:
        return tuple(dict.fromkeys(found))
    raise errors[0] if errors else NotACertificate(looks_like=seems(data))


def _unfold(
    path: Path, data: bytes, budget: Budget, depth: int, *, in_mail: bool
) -> Iterator[Unfolded]:
    seen = recognise(data)
    alone = container.stands_alone(seen)
    if not alone:
        unusable = seen.kind is Kind.UNKNOWN and seen.looks_like not in _NAMED_IN_MAIL
        if not (in_mail and unusable):
            yield Unfolded(path, data, seen)
    if not container.is_container(seen):
        return
    inside_mail = in_mail or seen.kind in _MAILS
    empty = True
    try:
        budget.deeper(depth + 1)
        for member in container.members(seen, data, budget):
            empty = False
            place = path / member.name
            if member.error is not None:
                yield Unfolded(place, b"", _unseen(member.error), member.error)
            else:
                yield from _unfold(place, member.data, budget, depth + 1, in_mail=inside_mail)
    except Damaged as problem:
        if alone:  # a mail's own reader says what is wrong with it
            yield Unfolded(path, data, seen, problem)
    except SelError as problem:
        yield Unfolded(path, data, seen, problem)
    else:
        if alone and empty and not in_mail:
            yield Unfolded(path, data, seen)


def _unseen(problem: SelError) -> Recognised:
    """What can be said of a member that was not unpacked."""
    match problem:
        case MemberEncrypted():
            name = "encrypted-file"
        case Damaged():
            name = "damaged"
        case _:
            name = "unknown"
    return Recognised(Kind.UNKNOWN, looks_like=name)
