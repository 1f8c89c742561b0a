"""Small disks and people without rights, as far as this computer lets a test have them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.keeping.processes import Report

_NOBODY = 65534


@contextmanager
def small_volume(point: Path, *, kilobytes: int, options: str = "") -> Iterator[Path]:
    """A file system of its own with so much room, mounted at `point`."""
    point.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small volume needs root")
    more = f",{options}" if options else ""
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=700{more}", "tmpfs", point],
        check=True,
    )
    try:
        yield point
    finally:
        subprocess.run(["umount", "-l", point], check=True)


def unprivileged(work: Callable[[Report], None], reach: Path) -> Callable[[Report], None]:
    """`work` by somebody who is not root, for root may write everywhere.

    reach  a folder of this test that this person has to get to
    """
    if os.geteuid() != 0:
        return work
    for folder in (reach, *reach.parents):
        if folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)

    def as_nobody(report: Report) -> None:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
        work(report)

    return as_nobody
