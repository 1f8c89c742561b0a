"""Files a person asked for: written whole, or not at all. Implemented by `sel.keeping`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from sel.base.progress import Progress

Ours = Callable[[str, bytes], bool]


class Outputs(Protocol):
    """Writes beside the target, flushes, renames; never half, never through a planted link."""

    def ready(self, path: Path, *, replace: bool) -> None:
        """Ask early, before long work, whether `path` could be written.

        Raises OutputExists, OutputFailed. No promise: `write` asks again.
        """

    def write(
        self,
        path: Path,
        data: bytes,
        *,
        replace: bool,
        private: bool = False,
        progress: Progress | None = None,
    ) -> None:
        """Write the whole file.

        replace  False refuses an existing file, also one that appears while this runs
        private  readable by its owner alone (0600); otherwise as the umask says
        progress told how much is written, and asked a last time before the file gets its name
        Raises OutputExists, DiskFull, OutputFailed, Cancelled; then nothing is left behind, as far
        as the medium still answers, and an existing file is as it was.
        """

    def write_folder(
        self,
        path: Path,
        files: Mapping[str, bytes],
        *,
        replace: bool,
        progress: Progress,
        ours: Ours | None = None,
    ) -> int:
        """Write a folder of files; how many of an earlier time were deleted.

        files    by name, without any folder in the name
        replace  False refuses a folder that exists; with True files of these names in it are
                 replaced, each whole, and all others stay as they are
        ours     of those others, tells by name and content which were written here at an earlier
                 time: these are deleted once everything new is there
        Raises as `write`; a new folder is then not there, one that existed has some files more.
        """
