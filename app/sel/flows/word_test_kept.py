"""What is kept of the test of words, for its day: no word of it, one test at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sel.core import letter
from sel.ports.book import WORD_TEST
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Test:
    """A test that is under way.

    mail   by `letter.sealed_digest`
    mark   of its words (`Book.mark`)
    until  the words count until then
    left   tries
    """

    mail: bytes
    mark: bytes
    until: datetime
    left: int


def under_way(services: Services) -> Test | None:
    """The test that counts now; one whose day is over is forgotten."""
    test = _read(services.book().draft(WORD_TEST))
    if test is not None and services.clock.now() >= test.until:
        swap(services, test, None)
        return None
    return test


def keep(services: Services, test: Test) -> None:
    """Keep it in the place of any other."""
    services.book().keep_draft(WORD_TEST, _written(test))


def swap(services: Services, test: Test, new: Test | None) -> bool:
    """Keep `new` in the place of `test`, or forget that; whether it was still there as it was.

    One transaction: of two programs that read the same test only one succeeds.
    """
    same = False

    def swapped(text: str | None) -> str | None:
        nonlocal same
        same = _read(text) == test
        if not same:
            return text
        return None if new is None else _written(new)

    services.book().swap_draft(WORD_TEST, swapped)
    return same


def void(services: Services, mail: bytes) -> None:
    """Sêl is about to open a mail: if it is the one of the test, its words prove nothing more.

    Raises as `letter.sealed_digest`; BookUnwritable and the like if that cannot be noted.
    """
    if not services.data.is_dir():
        return
    test = _read(services.book().draft(WORD_TEST))
    if test is None or letter.sealed_digest(mail) != test.mail:
        return

    def without(text: str | None) -> str | None:
        now = _read(text)  # with a try less, perhaps
        return None if now is not None and now.mail == test.mail else text

    services.book().swap_draft(WORD_TEST, without)


def _written(test: Test) -> str:
    shape = {
        "mail": test.mail.hex(),
        "mark": test.mark.hex(),
        "until": test.until.isoformat(),
        "left": test.left,
    }
    return json.dumps(shape)


def _read(text: str | None) -> Test | None:
    if text is None:
        return None
    try:
        shape: dict[str, Any] = json.loads(text)
        return Test(
            bytes.fromhex(shape["mail"]),
            bytes.fromhex(shape["mark"]),
            datetime.fromisoformat(shape["until"]),
            int(shape["left"]),
        )
    except (ValueError, TypeError, KeyError):
        return None
