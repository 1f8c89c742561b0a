"""The calendar file: written where downloads go, then handed to the person's own calendar."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from sel.ports.services import Services

NAME = "sel-dates.ics"


def save_dates(services: Services, language: str) -> Path:
    """Write what lies ahead; a later file replaces it, and moves its dates in the calendar.

    May be called from any thread. Raises NothingAhead, OutputFailed, DiskFull.
    """
    from sel.flows.reminders import reminders
    from sel.text.dates import calendar_file

    data = calendar_file(reminders(services), language=language, now=services.clock.now())
    kind = QStandardPaths.StandardLocation.DownloadLocation
    folder = Path(QStandardPaths.writableLocation(kind) or Path.home())
    target = (folder if folder.is_dir() else Path.home()) / NAME
    services.outputs.write(target, data, replace=True)
    return target


def open_dates(path: Path) -> None:
    """Let the calendar of this computer ask whether it should take them."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
