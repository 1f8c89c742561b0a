"""Starting a foreign program: the only place that does, and how secrets get into it.

What a program is to read reaches it as a descriptor that it opens as /dev/fd/N: memory where
the system can lend some (Linux), a pipe elsewhere. No argument, environment or file ever holds
a secret. So this needs a system that has /dev/fd; Windows has not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from sel.base.secret import Secret

_SECONDS = 60
_LONGEST_WORDS = 600


@dataclass(frozen=True, slots=True)
class Answer:
    """How a program ended.

    status  0 if it had no complaint; -1 if it had to be ended
    out     its standard output, which may hold secrets
    words   the end of its standard error, fit to be shown to the helpdesk
    """

    status: int
    out: bytes
    words: str

    @property
    def fine(self) -> bool:
        """True if the program ended without complaint."""
        return self.status == 0

    @property
    def complaint(self) -> str:
        """Its own words, or at least that it was not content."""
        return self.words or f"ended with {self.status} and said nothing"


def have(*programs: str) -> bool:
    """Whether all of these can be started here, and secrets given to them."""
    return os.path.isdir("/dev/fd") and all(shutil.which(name) for name in programs)


def ask(*arguments: str, given: bytes = b"", lent: Mapping[str, Secret] | None = None) -> Answer:
    """Run a program to its end.

    arguments  "{name}" in one of them becomes the number of the descriptor that lent[name] can
               be read from
    given      its standard input
    Raises OSError if the program cannot be started, or if a pipe cannot hold what is lent.
    """
    with ExitStack() as stack:
        descriptors = {name: _lend(value, stack) for name, value in (lent or {}).items()}
        try:
            done = subprocess.run(
                [argument.format_map(descriptors) for argument in arguments],
                input=given,
                capture_output=True,
                env=_surroundings(),
                pass_fds=tuple(descriptors.values()),
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Answer(-1, b"", f"no answer in {_SECONDS} s")
    return Answer(done.returncode, done.stdout, _last_words(done.stderr))


def _lend(secret: Secret, stack: ExitStack) -> int:
    """A descriptor to read the secret from; it is gone when the stack is left."""
    if hasattr(os, "memfd_create"):
        memory = os.memfd_create("lent")
        stack.callback(os.close, memory)
        os.write(memory, secret.reveal())
        os.lseek(memory, 0, os.SEEK_SET)
        return memory
    reading, writing = os.pipe()
    stack.callback(os.close, reading)
    # Nobody reads yet: what the pipe cannot take at once must fail, not wait for ever.
    os.set_blocking(writing, False)
    try:
        if os.write(writing, secret.reveal()) != len(secret.reveal()):
            raise OSError("more than a pipe holds")
    finally:
        os.close(writing)
    return reading


def _last_words(said: bytes) -> str:
    lines = (line.strip() for line in said.decode("utf-8", "replace").splitlines())
    text = "; ".join(line for line in lines if line)
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)[-_LONGEST_WORDS:]


def _surroundings() -> dict[str, str]:
    """As little as a program needs: where programs are, and one language to answer in."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C", "LC_ALL": "C"}
