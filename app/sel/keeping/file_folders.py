"""A folder of files that a person asked for: there whole, or not at all."""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from sel.base.errors import OutputExists, OutputFailed
from sel.base.message import Message
from sel.base.progress import Progress
from sel.keeping.writing import flush_folder, translated, write_then_rename
from sel.ports.outputs import Ours


def write_folder(
    path: Path,
    files: Mapping[str, bytes],
    *,
    replace: bool,
    progress: Progress,
    ours: Ours | None = None,
) -> int:
    """See `Outputs.write_folder`."""
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise OutputFailed(path=str(path), reason="no-folder")
    if path.exists():
        if not replace:
            raise OutputExists(path=str(path))
        _fill(path, files, progress)
        return 0 if ours is None else _clear(path, frozenset(files), ours)
    beside = path.with_name(f".sel-{secrets.token_hex(8)}.part")
    try:
        beside.mkdir()
    except OSError as error:
        raise translated(error, path) from error
    try:
        _fill(beside, files, progress)
        beside.rename(path)  # a folder that is not empty is never replaced by one
        flush_folder(path.parent)
        return 0
    except OSError as error:
        if error.errno in {errno.EEXIST, errno.ENOTEMPTY}:
            raise OutputExists(path=str(path)) from error
        raise translated(error, path) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes], progress: Progress) -> None:
    for place, (name, data) in enumerate(files.items()):
        progress.step(place, len(files), Message("writing-file"))
        write_then_rename(folder / name, data, replace=True)


_SMALL = 64 * 1024


def _clear(folder: Path, written: frozenset[str], ours: Ours) -> int:
    """Delete what an earlier time wrote and this one did not; whatever cannot be read stays."""
    gone = 0
    kept = {name.casefold() for name in written}
    for each in sorted(folder.iterdir()):
        if each.name.casefold() in kept or each.is_symlink() or not each.is_file():
            continue
        try:
            if each.stat().st_size <= _SMALL and ours(each.name, each.read_bytes()):
                each.unlink()
                gone += 1
        except OSError:
            continue
    flush_folder(folder)
    return gone
