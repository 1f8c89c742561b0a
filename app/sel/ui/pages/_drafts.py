"""A mail as a file that opens unsent: saved where the person says, then opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from sel.base.progress import Progress
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.place import Place


def choose_and_write(
    page: Page, name: str, make: Callable[[], bytes], done: Callable[[Path], None]
) -> None:
    """Ask where, write what `make` gives, open it; `done` gets where it lies."""
    title = page.context.language.speaker.say("save-the-mail-title", "Save the mail")
    chosen, _ = QFileDialog.getSaveFileName(page, title, str(Path.home() / name))
    if chosen:
        write(page, Path(chosen), make, done)


def write(
    page: Page | Place, path: Path, make: Callable[[], bytes], done: Callable[[Path], None]
) -> None:
    """Write it and open it; the file dialog has asked about replacing."""
    services = page.context.services

    def work(_progress: Progress) -> Path:
        services.outputs.write(path, make(), replace=True)
        return path

    def written(saved: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(saved)))
        done(saved)

    page.work(work, written)


def where_it_is(path: Path | None, speaker: Speaker) -> str:
    """Where the mail lies and how it goes on; empty without one."""
    if path is None:
        return ""
    return speaker.say(
        "draft-is-saved",
        "The mail is here: {path}\nOpen it, address it and send it. In Thunderbird choose Message"
        " › Edit As New first.",
        path=path,
    )
