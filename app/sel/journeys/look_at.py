"""The journey "Open or check": files are named, mails read, key files copied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    SEEN = "seen"
    LETTER = "letter"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class LookAt:
    """Paths only: what is in a mail is held by the page that shows it.

    files   what was dropped or chosen, folders too
    chosen  the file in front, as its path or "A.zip/B"
    mail    the mail to be read
    copy    the PKCS#12 to be written again for other programs
    """

    files: tuple[Path, ...] = ()
    chosen: Path | None = None
    mail: Path | None = None
    copy: Path | None = None


def next_step(now: Step, state: LookAt) -> Step | None:
    """Where next; None is the end."""
    if now is not Step.SEEN:
        return None
    return Step.LETTER if state.mail is not None else Step.COPY if state.copy is not None else None


def journey(files: tuple[Path, ...] = ()) -> Journey[Step, LookAt]:
    """From the beginning; `files` if some were dropped on the window."""
    return Journey("look-at", Step.SEEN, LookAt(files), next_step)
