"""What is kept of the test of words, for its day: no word of it, one test at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sel.core import letter
from sel.ports.services import Services

_DRAFT: Final = "word-test"


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
    test = _kept(services)
    if test is not None and services.clock.now() >= test.until:
        keep(services, None)
        return None
    return test


def keep(services: Services, test: Test | None) -> None:
    """Keep it in the place of any other, or, with None, forget it."""
    if test is None:
        services.book().keep_draft(_DRAFT, None)
        return
    shape = {
        "mail": test.mail.hex(),
        "mark": test.mark.hex(),
        "until": test.until.isoformat(),
        "left": test.left,
    }
    services.book().keep_draft(_DRAFT, json.dumps(shape))


def void(services: Services, mail: bytes) -> None:
    """Sêl is about to open a mail: if it is the one of the test, its words prove nothing more.

    Raises as `letter.sealed_digest`; BookUnwritable and the like if that cannot be noted.
    """
    if not services.data.is_dir():
        return
    test = _kept(services)
    if test is not None and letter.sealed_digest(mail) == test.mail:
        keep(services, None)


def _kept(services: Services) -> Test | None:
    text = services.book().draft(_DRAFT)
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
