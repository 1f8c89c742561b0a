"""Certificate files that IT left for this person in a folder that policy names."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sel.base.errors import SelError
from sel.places.named import folder
from sel.ports.services import Services

ENDINGS = (".p12", ".pfx")
_MOST_FILES = 20
_MOST_BYTES = 1024 * 1024
_TICK = "picked-up:"


def waiting(services: Services) -> tuple[Path, ...]:
    """Files that lie there and were not taken in yet, the newest first.

    The folder may be on a server that takes its time: not to be asked where somebody waits. One
    that cannot be read has nothing; that it cannot be reached is no error of the person's.
    """
    if not services.policy.pick_up:
        return ()
    try:
        lying = [
            (each.stat().st_mtime, each)
            for each in folder(services.policy.pick_up).iterdir()
            if each.suffix.lower() in ENDINGS and each.is_file()
        ]
    except OSError:
        return ()
    ticks = services.preferences().read().ticks
    newest = [path for _, path in sorted(lying, reverse=True)[:_MOST_FILES]]
    return tuple(path for path in newest if _tick(path) not in {None, *ticks})


def picked(services: Services, file: Path | None) -> None:
    """What was just taken in need not be offered again. file: None, or any file at all."""
    if file is None or not services.policy.pick_up:
        return
    if file.absolute().parent != folder(services.policy.pick_up).absolute():
        return
    tick = _tick(file)
    if tick is None:
        return
    preferences = services.preferences()
    known = preferences.read()
    with suppress(SelError):  # then it is offered once more, and taken in twice is as once
        preferences.keep(replace(known, ticks=known.ticks | {tick}))


def _tick(path: Path) -> str | None:
    """By content: the next file of the same name is another one. None if it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError:
        return None
    return None if len(data) > _MOST_BYTES else f"{_TICK}{hashlib.sha256(data).hexdigest()[:16]}"
