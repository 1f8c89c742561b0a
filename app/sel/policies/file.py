"""Settings in a JSON file: the machine's own on Linux, and the one a person names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sel.base.errors import NotFound, PolicyBroken, Unreadable
from sel.core.policy.reading import Given, from_json

_MOST = 4 * 1024 * 1024


class MachinePolicy:
    """A file that only an administrator writes. Absent, there are no settings."""

    id = "machine-file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def given(self) -> Sequence[Given]:
        """Raises PolicyBroken; also where the file is there and cannot be read."""
        try:
            data = _read(self._path)
        except FileNotFoundError:
            return ()
        except OSError as problem:
            detail = problem.strerror or ""
            raise PolicyBroken(origin=str(self._path), field="file", detail=detail) from problem
        return (from_json(data, origin=str(self._path), machine=True),)


class FilePolicy:
    """The file that a person names with `--policy`; it has to be there."""

    id = "file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def given(self) -> Sequence[Given]:
        """Raises NotFound, Unreadable, PolicyBroken."""
        try:
            data = _read(self._path)
        except FileNotFoundError as problem:
            raise NotFound(path=str(self._path)) from problem
        except OSError as problem:
            detail = problem.strerror or ""
            raise Unreadable(path=str(self._path), detail=detail) from problem
        return (from_json(data, origin=str(self._path)),)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise PolicyBroken(origin=str(path), field="size")
    return data
