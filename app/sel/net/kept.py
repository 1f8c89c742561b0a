"""What was fetched, as files in the data folder: one a key, with the day until which it counts."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_MOST: Final = 64
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


class KeptFiles:
    """`Fetched` in a folder of its own; it holds nothing that is not public."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str, now: datetime) -> bytes | None:
        """See `Fetched.find`."""
        until, data = _read(self._place(key))
        return data if until is not None and now <= until else None

    def keep(self, key: str, data: bytes, *, until: datetime, now: datetime) -> None:
        """See `Fetched.keep`."""
        if until <= now:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_room(now)
            beside = self._folder / f".{secrets.token_hex(8)}.part"
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(f"{until.astimezone(UTC):{_FORM}}\n".encode())
                    file.write(data)
                beside.replace(self._place(key))
            finally:
                beside.unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.kept"

    def _make_room(self, now: datetime) -> None:
        """What is outdated goes; of the rest the oldest, if there is too much."""
        held = sorted(self._folder.glob("*.kept"), key=lambda each: each.stat().st_mtime)
        for place, each in enumerate(held):
            until = _until(each)
            if until is None or until < now or len(held) - place > _MOST:
                each.unlink(missing_ok=True)


def _read(path: Path) -> tuple[datetime | None, bytes]:
    try:
        line, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None, b""
    return _moment(line), data


def _until(path: Path) -> datetime | None:
    try:
        with path.open("rb") as file:
            return _moment(file.readline(32).rstrip(b"\n"))
    except OSError:
        return None


def _moment(line: bytes) -> datetime | None:
    try:
        return datetime.strptime(line.decode("ascii", "replace"), _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
