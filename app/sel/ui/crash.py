"""What is shown when something happened that nobody expected: a report without anybody's data."""

from __future__ import annotations

import platform
import re
import sys
import traceback
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import (
    QApplication,
    QPlainTextEdit,
    QWidget,
)

from sel import __version__
from sel.text.speaker import Speaker
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, PrimaryButton
from sel.ui.widgets.dialog import FittedDialog
from sel.ui.widgets.plain import Title, Words

_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:]+")
_LONG = re.compile(r"\b[0-9A-Za-z+/=]{40,}\b")
_QUOTED = re.compile(r"b?'[^'\n]*'|b?\"[^\"\n]*\"")


def scrubbed_report(error: BaseException) -> str:
    """Where it happened, without what it happened with.

    Values in the message are taken out: quoted text, addresses, long runs of digits and letters,
    the person's own folder. The code that ran is named by file, line and function.
    """
    kind = type(error)
    message = _scrub(str(error))
    lines = [f"{kind.__module__}.{kind.__qualname__}: {message}".rstrip(": ")]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}")
    cause = error.__cause__ or error.__context__
    if cause is not None:
        lines += ["", scrubbed_report(cause)]
    return "\n".join(lines)


def whole_report(error: BaseException) -> str:
    """The report with the versions the helpdesk asks for."""
    versions = (
        f"Sêl {__version__} · Python {platform.python_version()} · Qt {qVersion()}"
        f" · {platform.system()} {platform.release()}"
    )
    return f"{versions}\n\n{scrubbed_report(error)}"


class CrashDialog(FittedDialog):
    """Says so plainly, keeps the window open, and gives a report to copy."""

    def __init__(self, error: BaseException, speaker: Speaker, parent: QWidget | None) -> None:
        super().__init__(parent)
        title = Title(self.inside)
        title.setText(speaker.say("crash-title", "Something went wrong in Sêl"))
        what = Words(self.inside)
        what.setText(
            speaker.say(
                "crash-what",
                "This is a fault of the program, not yours. Keys that were kept are still there. "
                "You can go on working; if it happens again, close Sêl and start it again.",
            )
        )
        hint = Words(self.inside)
        hint.setText(
            speaker.say(
                "crash-hint",
                "The report below says where it happened. Addresses and names were taken out. "
                "Nothing is sent by itself.",
            )
        )
        self.setWindowTitle(title.text())
        self.report = QPlainTextEdit(self.inside)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setPlainText(whole_report(error))
        self.report.setAccessibleName(speaker.say("crash-report", "Report"))
        self.copy = Button(self, icon="copy")
        self.copy.setText(speaker.say("copy-for-helpdesk", "Copy for the helpdesk"))
        self.close_button = PrimaryButton(self)
        self.close_button.setText(speaker.say("crash-go-on", "Go &on working"))
        self.copy.clicked.connect(
            lambda: QApplication.clipboard().setText(self.report.toPlainText())
        )
        self.close_button.clicked.connect(self.accept)
        self.report.setMinimumHeight(self.fontMetrics().height() * 8)
        for part in (title, what, hint, self.report):
            self.rows.addWidget(part)
        self.finish(Beside((self.close_button, self.copy), self))
        self.close_button.setFocus()


def _scrub(text: str) -> str:
    for pattern in (_QUOTED, _ADDRESS, _LONG):
        text = pattern.sub("…", text)
    return text.replace(str(Path.home()), "~")


def _place(filename: str) -> str:
    """The file within its package: what stands before it names the person or the computer."""
    for root in sorted(filter(None, sys.path), key=len, reverse=True):
        if filename.startswith(root):
            return filename[len(root) :].lstrip("/\\")
    return Path(filename).name
