"""Mail folders in one file (RFC 4155), as Thunderbird and Unix keep them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sel.base.errors import Damaged
from sel.core.container.model import Budget, Member
from sel.core.limits import check_limit
from sel.core.recognise.wording import plain

# The date in the line tells it from a sentence that begins with "From"; both repetitions end.
_POSTMARK: Final = re.compile(
    rb"(?:\A|\n\r?\n)(From [^\n]{1,300}[0-9]{1,2}:[0-9]{2}[^\n]{0,100}\n)"
)
_QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


def first_mail(data: bytes) -> int | None:
    """Where the first line that begins a mail stands in a piece of a mail folder, or None."""
    if b"From " not in data:  # gigabytes of attachments are passed over ten times as fast
        return None
    mark = _POSTMARK.search(data)
    return None if mark is None else mark.start(1)


def last_mail(data: bytes) -> int:
    """Where the line that begins the last mail stands; 0 if it is the first, or there is none."""
    return max((mark.start(1) for mark in _POSTMARK.finditer(data)), default=0)


def members(data: bytes, budget: Budget) -> Iterator[Member]:
    """Each mail as "1.eml", "2.eml" …, its quoted From lines as they were. Raises TooLarge."""
    text = plain(data)
    marks = _POSTMARK.finditer(text)
    mark, number = next(marks, None), 0
    if mark is None:
        raise Damaged(detail="mbox without a mail")
    while mark is not None:
        following = next(marks, None)
        number += 1
        budget.one_more()
        mail = text[mark.end(1) : following.start() + 1 if following else len(text)]
        check_limit("unpacked-bytes", len(mail), budget.left)
        budget.spend(len(mail))
        yield Member(f"{number}.eml", _QUOTED.sub(rb"\1", mail))
        mark = following
