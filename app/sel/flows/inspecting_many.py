"""Look at very many files at once: children share them, and none of them stops the others."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sel.base.errors import ReadingFailed, SelError, TooLarge
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core.kind import Kind
from sel.flows.seen import FileSeen
from sel.ports.children import Lost
from sel.ports.services import Services

FILE_SECONDS = 60.0
"""How long one file may take where thousands wait behind it."""

_STEP = 64


def look(
    services: Services,
    paths: Sequence[str],
    opening: Mapping[str, Any],
    progress: Progress,
    *,
    seconds: float = FILE_SECONDS,
) -> Generator[Any | FileSeen, None, None]:
    """For each path, in order, what the child called "inspect" says of it.

    opening  what that child is told first, the passphrase too
    A file that a child does not survive, or takes too long over, is a FileSeen with its error.
    Raises ChildFailed if there can be no children; Cancelled.
    """
    children = services.children()
    with closing(children.side_by_side("inspect", opening, paths, seconds=seconds)) as answers:
        for place, (path, answer) in enumerate(zip(paths, answers, strict=True)):
            if place % _STEP == 0:
                progress.step(place, len(paths), Message("looking-at-files"))
            yield _lost(path, answer, seconds) if isinstance(answer, Lost) else answer


def _lost(path: str, answer: Lost, seconds: float) -> FileSeen:
    problem: SelError = (
        TooLarge(what="seconds", limit=int(seconds))
        if answer.slow
        else ReadingFailed(detail="the process that read it ended")
    )
    return FileSeen(Path(path), Kind.UNKNOWN, None, (), (), problem)
