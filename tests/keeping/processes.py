"""Other processes with the same book: started together, or killed in the middle."""

from __future__ import annotations

import hashlib
import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path

from sel.base.secret import Secret
from sel.keeping.book import SqliteBook, open_book
from tests.keeping.material import SteadyClock

Report = Callable[[str], None]


class FolderKeyring:
    """A keyring that every process of a test shares: one file an entry."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def ready(self, *, ask: bool) -> None:
        pass

    def get(self, user: str, *, ask: bool) -> Secret | None:
        path = self._folder / user
        return Secret(path.read_bytes()) if path.exists() else None

    def put(self, user: str, value: Secret) -> None:
        beside = self._folder / f".{os.getpid()}"
        beside.write_bytes(value.reveal())
        beside.rename(self._folder / user)

    def drop(self, user: str) -> None:
        (self._folder / user).unlink(missing_ok=True)

    def __len__(self) -> int:
        return len([name for name in os.listdir(self._folder) if not name.startswith(".")])


def open_shared(data: Path) -> SqliteBook:
    """The book in `data` with a keyring beside it: no Argon2id, so that a start is quick."""
    keyring = FolderKeyring(data.parent / "keyring")
    return open_book(data, unlock=lambda: None, keyring=keyring, clock=SteadyClock())


class Process:
    """A child that does `work` and reports lines; what it reported before it died counts."""

    def __init__(self, work: Callable[[Report], None]) -> None:
        reading, writing = os.pipe()
        self._reading = reading
        self.pid = os.fork()
        if self.pid == 0:
            self._be_the_child(work, writing)
        os.close(writing)

    def _be_the_child(self, work: Callable[[Report], None], writing: int) -> None:
        status = 1
        try:
            os.close(self._reading)
            work(lambda line: os.write(writing, f"{line}\n".encode()) and None)
            status = 0
        except BaseException:
            os.write(writing, f"failed {traceback.format_exc()!r}\n".encode())
        finally:
            os._exit(status)

    def kill(self) -> None:
        """As the power switch, for this process."""
        os.kill(self.pid, signal.SIGKILL)

    def reported(self) -> list[str]:
        """Wait for the end; the whole lines that came. An exception in the child fails."""
        with os.fdopen(self._reading, "rb") as pipe:
            raw = pipe.read()
        os.waitpid(self.pid, 0)
        lines = raw.decode().split("\n")[:-1]
        failed = [line for line in lines if line.startswith("failed ")]
        assert not failed, failed[0]
        return lines


def fingerprint(pkcs8: Secret) -> str:
    """What a test compares keys by."""
    return hashlib.sha256(pkcs8.reveal()).hexdigest()
