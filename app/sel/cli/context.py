"""What every command is handed, and what it hands back."""

from __future__ import annotations

import errno
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sel.base.errors import DiskFull, OutputFailed, QuestionUnanswered, SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.cli.passphrases import Passphrases
from sel.ports.services import Services
from sel.text.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: one JSON document, and the same as lines for a person.

    printed  it was too long to be kept and stands on standard output already
    """

    document: Mapping[str, Any]
    lines: tuple[str, ...] = ()
    status: int = 0
    printed: bool = False


class Failed(Exception):
    """A command that failed and has something to say all the same.

    document  the fields of its answer that could be filled in
    lines     what a person has to know besides the error and what to do about it
    """

    def __init__(
        self, problem: SelError, document: Mapping[str, Any], lines: tuple[str, ...] = ()
    ) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.document = document
        self.lines = lines


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Context:
    """Services, words and secrets of one run of the program."""

    services: Services
    speaker: Speaker
    passphrases: Passphrases
    json: bool
    yes: bool
    progress: Progress

    def clear(self) -> None:
        """Take the progress line away before something else is written."""
        if isinstance(self.progress, Bar):
            self.progress.clear()

    def ask(self, code: str, english: str, **facts: object) -> bool:
        """Ask a question that --yes answers. Raises QuestionUnanswered without a terminal."""
        if self.yes:
            return True
        if self.json or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise QuestionUnanswered(question=code)
        question = self.speaker.say(code, english, **facts)
        # The letter is the same in both languages' answers: "y" (yes), "i" (ie).
        hint = self.speaker.say("cli-yes-no", "[y/N]")
        sys.stderr.write(f"{question} {hint} ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes", "i", "ie"}


Command = Callable[[Context, Namespace], Answer]


class Bar:
    """Progress on a terminal: one line on standard error, rewritten; silent otherwise."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._shown = False

    def step(self, done: int, total: int, what: Message) -> None:
        """Show how far it is."""
        words = self._speaker.message(what)
        sys.stderr.write(f"\r\x1b[K[{done}/{total}] {words}")
        sys.stderr.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the line away before anything else is written."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False


@contextmanager
def standard_output() -> Iterator[None]:
    """What becomes of standard output that cannot be written. Raises DiskFull, OutputFailed."""
    try:
        yield
    except BrokenPipeError:
        # Whoever read our output has seen enough; a traceback would help nobody.
        _to_nowhere()
    except OSError as problem:
        _to_nowhere()
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(path="-") from problem
        raise OutputFailed(path="-", reason="device", detail=problem.strerror or "") from problem


def _to_nowhere() -> None:
    """What Python still holds for standard output is dropped, not tried again at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
