"""Files that hold other files: bytes → members, one after the other, within limits.

Nothing is written anywhere and no member's name is used as a path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sel.core.container.model import Budget, Member
from sel.core.recognise import Kind, Recognised

__all__ = ["Budget", "Member", "is_container", "members", "stands_alone"]

_Opener = Callable[[bytes, Budget], Iterator[Member]]


def stands_alone(seen: Recognised) -> bool:
    """Whether a file is nothing but its members: an archive, a mail folder, a winmail.dat."""
    return seen.looks_like in _OPENERS


def is_container(seen: Recognised) -> bool:
    """Whether `members` finds anything in files of this kind."""
    return stands_alone(seen) or seen.kind in _MAILS


def members(seen: Recognised, data: bytes, budget: Budget) -> Iterator[Member]:
    """What lies in a file that was recognised as `seen`; nothing if it is no container.

    Of a mail or a message: what is attached, and text that carries armour; what is signed or
    encrypted itself is not taken apart. A member that cannot be unpacked comes with its error.
    Raises Damaged for a container that cannot be read, TooLarge when the budget is used up.
    """
    opener = _OPENERS.get(seen.looks_like or "") or _MAILS.get(seen.kind)
    if opener is not None:
        yield from opener(data, budget)


def _zip(data: bytes, budget: Budget) -> Iterator[Member]:
    from sel.core.container import zip_archive

    only, budget.lines = budget.lines, None
    return zip_archive.members(data, budget, only)


def _mbox(data: bytes, budget: Budget) -> Iterator[Member]:
    from sel.core.container import mbox

    return mbox.members(data, budget)


def _tnef(data: bytes, budget: Budget) -> Iterator[Member]:
    from sel.core.container import tnef

    return tnef.members(data, budget)


def _outlook(data: bytes, budget: Budget) -> Iterator[Member]:
    from sel.core.container import outlook_message

    return outlook_message.members(data, budget)


def _mail(data: bytes, budget: Budget) -> Iterator[Member]:
    from sel.core.container import attached

    return attached.members(data, budget)


_OPENERS: Final[dict[str, _Opener]] = {"zip": _zip, "mbox": _mbox, "tnef": _tnef}
_MAILS: Final[dict[Kind, _Opener]] = {
    Kind.MAIL: _mail,
    Kind.SIGNED_MAIL: _mail,
    Kind.OUTLOOK_MESSAGE: _outlook,
}
