"""Whether two things lie on one drive."""

from __future__ import annotations

from pathlib import Path


def same_drive(one: Path, other: Path) -> bool:
    """Whether both lie on one file system; of what is not there yet, where it would come to be.

    False also where nobody can tell: the answer only warns.
    """
    devices = [_device(each) for each in (one, other)]
    return devices[0] is not None and devices[0] == devices[1]


def _device(path: Path) -> int | None:
    """On Windows the serial number of the volume."""
    for each in (path, *path.parents):
        try:
            return each.stat().st_dev
        except OSError:
            continue
    return None
