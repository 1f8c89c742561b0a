"""Runs `sel` on a terminal of its own, where a person types."""

from __future__ import annotations

import os
import pty
import select
import signal
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0


@dataclass
class Terminal:
    """One run of a program with a terminal as its standard streams and its controlling one."""

    pid: int
    terminal: int
    seen: str = ""
    echoed: bool = True

    @classmethod
    def run(cls, command: Sequence[str], out: Path | None = None) -> Terminal:
        """Start it. out: a file for standard output, so that only prompts reach the terminal."""
        pid, terminal = pty.fork()
        if pid == 0:
            try:
                if out is not None:
                    os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT), 1)
                os.execvpe(command[0], list(command), os.environ | {"TERM": "dumb"})
            finally:
                os._exit(127)
        return cls(pid, terminal)

    def until(self, words: str) -> None:
        """Read what it writes until these words stand there; they are used up."""
        ends = time.monotonic() + PATIENCE
        while words not in self.seen:
            if not self._read(ends):
                raise AssertionError(f"{words!r} never came: {self.seen!r}")
        self.seen = self.seen.partition(words)[2]

    def echoes(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def type(self, text: str) -> None:
        """Type a line, once the program has turned the echo off."""
        ends = time.monotonic() + PATIENCE
        while self.echoes():
            assert time.monotonic() < ends, "it would have been shown"
            time.sleep(0.01)
        os.write(self.terminal, f"{text}\n".encode())

    def answer(self, text: str) -> None:
        """Answer a question, whose answer is shown."""
        os.write(self.terminal, f"{text}\n".encode())

    def interrupt(self) -> None:
        """Ctrl-C, as the terminal sends it."""
        os.write(self.terminal, b"\x03")

    def end(self) -> int:
        """Wait for its end; its exit code. What it wrote last is in `seen`."""
        ends = time.monotonic() + PATIENCE
        while self._read(ends):
            pass
        if time.monotonic() >= ends:
            os.kill(self.pid, signal.SIGKILL)
        self.echoed = self.echoes()
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _read(self, ends: float) -> bool:
        ready, _, _ = select.select([self.terminal], [], [], max(0.0, ends - time.monotonic()))
        if not ready:
            return False
        try:
            more = os.read(self.terminal, 4096)
        except OSError:  # Linux: the other end is closed
            return False
        self.seen += more.decode(errors="replace")
        return bool(more)
