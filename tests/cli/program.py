"""Runs `sel` as a script would: a process of its own, a data folder, a passphrase in a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

UNLOCK = "pysgodyn afon lleuad"
BACKUP = "castell mynydd afon derwen lleuad pysgodyn gwanwyn"


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
        done = subprocess.run(
            self.command(*arguments, unlock=unlock), input=input, capture_output=True,
            env=os.environ | self.environment, timeout=120, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def command(self, *arguments: object, unlock: bool = True) -> list[str]:
        """The command line for it."""
        given = ["--unlock-file", str(self.path("unlock.pass"))] if unlock else []
        program = [sys.executable, "-m", "sel", "--data", str(self.data)]
        return [*program, *map(str, arguments), *given]

    def done(self, *arguments: object, **settings: Any) -> Any:
        """Run with --json, insist on exit 0, and give the document."""
        ran = self(*arguments, "--json", **settings)
        assert ran.status == 0, (ran.status, ran.out, ran.err)
        return ran.json
