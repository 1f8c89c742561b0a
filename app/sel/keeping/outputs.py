"""Files and folders that a person asked for: `sel.ports.outputs.Outputs` on the file system."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from sel.base.errors import OutputFailed
from sel.base.progress import Progress
from sel.keeping.writing import refuse_existing, write_then_rename
from sel.ports.outputs import Ours


class FileOutputs:
    """`Outputs` on the file system."""

    def ready(self, path: Path, *, replace: bool) -> None:
        """See `Outputs.ready`."""
        refuse_existing(path, replace=replace)
        if not path.parent.is_dir():
            raise OutputFailed(path=str(path), reason="no-folder")
        if not os.access(path.parent, os.W_OK | os.X_OK):
            reason = "read-only" if _read_only(path.parent) else "not-permitted"
            raise OutputFailed(path=str(path), reason=reason)

    def write(
        self,
        path: Path,
        data: bytes,
        *,
        replace: bool,
        private: bool = False,
        progress: Progress | None = None,
    ) -> None:
        """See `Outputs.write`."""
        write_then_rename(path, data, replace=replace, private=private, progress=progress)

    def write_folder(
        self,
        path: Path,
        files: Mapping[str, bytes],
        *,
        replace: bool,
        progress: Progress,
        ours: Ours | None = None,
    ) -> int:
        """See `Outputs.write_folder`."""
        from sel.keeping.file_folders import write_folder  # few commands write any

        return write_folder(path, files, replace=replace, progress=progress, ours=ours)


def _read_only(folder: Path) -> bool:
    """Whether the whole drive is one that is only read."""
    if sys.platform == "win32":
        return False
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return False
