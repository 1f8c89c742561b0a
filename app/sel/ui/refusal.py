"""Why the window cannot open at all (a broken policy file, say), told before there is a window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from sel.base.errors import SelError
from sel.text.speaker import Speaker
from sel.ui.app import application


def show(problem: SelError, speaker: Speaker) -> None:
    """One message in the person's language; back when it was read."""
    application()
    told = speaker.error(problem)
    box = QMessageBox(QMessageBox.Icon.Critical, "Sêl", told.what)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(told.hint)
    box.setDetailedText(f"{told.code}\n{told.detail}")
    box.exec()
