"""Runs `sel` as a script would: a process of its own, a data folder, a passphrase in a file.

The process is a fork of one that has loaded the modules (see `warm`), unless a test asks for a
start from nothing.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.cli.warm import Warm

UNLOCK = "pysgodyn afon lleuad"
BACKUP = "castell mynydd afon derwen lleuad pysgodyn gwanwyn"
PROGRAM = (sys.executable, "-m", "sel")


@cache
def warm() -> Warm:
    """One for all tests of this process; it ends with them."""
    process = Warm()
    atexit.register(process.close)
    return process


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document."""
        return json.loads(self.out)


@dataclass
class Program:
    """One person's `sel`."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.secret("unlock", UNLOCK)
        self.secret("backup", BACKUP)

    @property
    def data(self) -> Path:
        """Sêl's own folder."""
        return self.folder / "data"

    def secret(self, name: str, text: str) -> Path:
        """A file that holds a passphrase."""
        path = self.folder / f"{name}.pass"
        path.write_text(f"{text}\n")
        path.chmod(0o600)
        return path

    def path(self, name: str) -> Path:
        """A file in this person's folder."""
        return self.folder / name

    def __call__(self, *arguments: object, input: bytes = b"", unlock: bool = True) -> Ran:
        """Run one command to its end."""
        if sys.platform != "linux" or any(name.startswith("PYTHON") for name in self.environment):
            return self.cold(*arguments, input=input, unlock=unlock)
        command = self.command(*arguments, unlock=unlock)[len(PROGRAM) :]
        status, out, err = warm().run(command, input, os.environ | self.environment)
        return Ran(status, out.decode(), err.decode())

    def cold(self, *arguments: object, input: bytes = b"", unlock: bool = True) -> Ran:
        """The same by a Python that starts for it."""
        done = subprocess.run(
            self.command(*arguments, unlock=unlock), input=input, capture_output=True,
            env=os.environ | self.environment, timeout=120, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def command(self, *arguments: object, unlock: bool = True) -> list[str]:
        """The command line for it."""
        given = ["--unlock-file", str(self.path("unlock.pass"))] if unlock else []
        return [*PROGRAM, "--data", str(self.data), *map(str, arguments), *given]

    def done(self, *arguments: object, **settings: Any) -> Any:
        """Run with --json, insist on exit 0, and give the document."""
        ran = self(*arguments, "--json", **settings)
        assert ran.status == 0, (ran.status, ran.out, ran.err)
        return ran.json
