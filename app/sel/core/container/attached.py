"""What is attached to a mail (RFC 2045, 2046), and certificates that stand in its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sel.core.container.model import Budget, Member, harmless
from sel.core.limits import check_limit
from sel.core.recognise.mail import read_head
from sel.core.recognise.wording import plain

if TYPE_CHECKING:
    from sel.core.letter.entity import Entity

_ARMOUR: Final = b"BEGIN "
_MESSAGE: Final = "message/rfc822"
_MAX_NESTING: Final = 24


def members(data: bytes, budget: Budget) -> Iterator[Member]:
    """Every attachment, and every text that carries armour.

    A clear-signed mail is looked into like any other; its signature is not an attachment, and
    what is signed or encrypted in one piece is not taken apart. Raises TooLarge.
    """
    from sel.core.letter.entity import parse

    text = plain(data)
    head = read_head(text)
    if head is None:
        return
    for number, (part, alone) in enumerate(_leaves(parse(text, head.begin), budget, 0), 1):
        if part.is_signature or (alone and part.is_smime):
            continue
        is_text = part.media_type.startswith("text/") and not part.file_name
        content = part.content()
        if is_text and part.disposition != "attachment" and _ARMOUR not in content:
            continue
        budget.one_more()
        budget.spend(len(content))
        suffix = ".eml" if part.media_type == _MESSAGE else ".txt" if is_text else ""
        yield Member(harmless(part.file_name, f"{number}{suffix}"), content)


def _leaves(entity: Entity, budget: Budget, depth: int) -> Iterator[tuple[Entity, bool]]:
    """Every part that is no multipart; True for one that is the whole mail."""
    check_limit("nesting", depth, _MAX_NESTING)
    if not entity.is_multipart:
        yield entity, depth == 0
        return
    for part in entity.parts():
        yield from _leaves(part, budget, depth + 1)
