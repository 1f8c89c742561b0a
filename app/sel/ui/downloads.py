"""Where files go that the person takes along."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def folder() -> Path:
    """The folder of downloads, else the person's own. May be called from any thread."""
    kind = QStandardPaths.StandardLocation.DownloadLocation
    found = Path(QStandardPaths.writableLocation(kind) or Path.home())
    return found if found.is_dir() else Path.home()
