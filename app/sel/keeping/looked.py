"""When a large book was last looked at whole, and in which state it was then.

Looking through every page of ten thousand colleagues takes longer than the answer to most
questions. So it is done once for each state of the file and once a day (decision 009): the file
`sel.db.looked` beside the book says which state that was. It only ever spares `quick_check`. It is
against rot, not against people, as the digests are: whoever can write it can write the book.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sel.keeping import writing
from sel.keeping.stamps import moment, stamp

AGAIN = timedelta(days=1)
_LONGEST = 256  # bytes

State = tuple[int, int, int, int]
"""Which file it is, its size, and when it and its entry were last changed (ns)."""


def state(path: Path) -> State | None:
    """Of the book; None if it is not there or a change to it was broken off.

    Never by opening it: a file that is closed takes this process's other locks on it along.
    """
    if Path(f"{path}-journal").exists():
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def recently(path: Path, now: State | None, at: datetime) -> bool:
    """Whether the book was found sound in this state, less than a day before `at`."""
    if now is None:
        return False
    try:
        with _beside(path).open("rb") as file:
            *numbers, when = file.read(_LONGEST).decode("ascii").split()
        then = moment(when)
        return tuple(map(int, numbers)) == now and timedelta() <= at - then < AGAIN
    except (OSError, ValueError):
        return False


def note(path: Path, before: State | None, at: datetime) -> None:
    """The book was found sound, if it is still as it was `before`; where nothing can be written
    the next start looks again.
    """
    if before is None or state(path) != before:
        return
    written = " ".join((*map(str, before), stamp(at)))
    part = path.with_name(f".{path.name}-{secrets.token_hex(8)}.looked")
    with suppress(OSError):
        try:
            with os.fdopen(writing.create_new(part, 0o600), "wb") as file:
                file.write(written.encode())
            os.replace(part, _beside(path))
        finally:
            part.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.looked")
