"""Files that the system hands to a program that runs: a double click in Finder.

macOS starts no second program for a file and gives no argument: it sends the one that runs an
event for each file (QFileOpenEvent), also the first time, once the event loop has begun.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent


class OpenedFiles(QObject):
    """An event filter for the application.

    opened  the files (tuple of Path) that were opened together: there is one event for each
    """

    opened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Path] = []
        self._together = QTimer(self)
        self._together.setSingleShot(True)
        self._together.setInterval(0)
        self._together.timeout.connect(self._tell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what names a file on this computer; an address of the network is left alone."""
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            name = event.file()
            if name:
                self._waiting.append(Path(name))
                self._together.start()
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        files, self._waiting = tuple(dict.fromkeys(self._waiting)), []
        if files:
            self.opened.emit(files)
