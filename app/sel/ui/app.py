"""The window's beginning and end: one QApplication, its language, its last resort."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from sel.base.errors import SelError
from sel.ports.preferences import Choices
from sel.ports.services import Services
from sel.text import pseudo
from sel.text.speaker import LANGUAGES
from sel.ui import theme
from sel.ui.crash import CrashDialog
from sel.ui.errands import Errands
from sel.ui.language import Language, system_language
from sel.ui.opened_files import OpenedFiles
from sel.ui.runner import Runner
from sel.ui.unlock import Unlocker
from sel.ui.window import HomeWindow

SPOKEN = (*LANGUAGES, pseudo.LANGUAGE)  # the last is nobody's: it tries layouts


class Program(QObject):
    """Everything that lives as long as the window."""

    def __init__(
        self,
        services: Services,
        language: str | None = None,
        unlocker: Unlocker | None = None,
        file: Path | None = None,
    ) -> None:
        super().__init__()
        self._services = services
        choices = services.preferences().read()
        chosen = language or choices.language or services.policy.language
        self.runner = Runner(self)
        known = chosen if chosen in SPOKEN else None
        self.language = Language(known or system_language(), self)
        self.window = HomeWindow(self.runner, self.language)
        self.errands = Errands(services, self.runner, self.language, self.window, unlocker)
        self._crashing = False
        self.runner.crashed.connect(self.crash)
        self.window.closing.connect(self._closing)
        self.window.language_wanted.connect(self.speak)
        self._place_window(choices)
        self.errands.start(welcome=known is None, file=file)
        self.opened_files = OpenedFiles(self)
        self.opened_files.opened.connect(self.errands.opened)

    def speak(self, language: str) -> None:
        """Another language, at once and everywhere; remembered."""
        self.language.switch(language)
        self._remember(language=language)

    def crash(self, error: BaseException) -> None:
        """Show what happened; a second fault while it is shown is not piled on top."""
        if self._crashing:
            return
        self._crashing = True
        dialog = CrashDialog(error, self.language.speaker, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._crash_seen)
        dialog.open()

    def _crash_seen(self, _result: int) -> None:
        self._crashing = False

    def _closing(self) -> None:
        """Hidden already: note where the window was, stop what runs, then quit."""
        shape = self.window.normalGeometry()
        self._remember(window=(shape.x(), shape.y(), shape.width(), shape.height()))
        self.runner.cancel_all()
        if self.runner.busy:
            self.runner.idle.connect(QApplication.quit)
        else:
            QApplication.quit()

    def _remember(self, **changes: object) -> None:
        """Small choices are kept in the background; that they could not be is no calamity."""
        preferences = self._services.preferences()

        def keep(_progress: object) -> None:
            try:
                preferences.keep(replace(preferences.read(), **changes))  # type: ignore[arg-type]
            except SelError:
                return

        self.runner.start(keep)

    def _place_window(self, choices: Choices) -> None:
        if choices.window is None:
            return
        x, y, width, height = choices.window
        self.window.resize(width, height)
        screen = QApplication.screenAt(self.window.rect().translated(x, y).center())
        if screen is not None:
            self.window.move(x, y)


def run(
    services: Services,
    *,
    language: str | None = None,
    unlocker: Unlocker | None = None,
    file: Path | None = None,
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    language  from the command line; else the person's choice, the system's, English
    unlocker  what the services ask for the passphrase of our own keys; the window puts one there
    file      what to begin with, as if it were dropped on the window
    """
    app = application()
    program = Program(services, language, unlocker, file)
    app.installEventFilter(program.opened_files)
    previous = sys.excepthook

    def last_resort(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        program.crash(error.with_traceback(trace))

    sys.excepthook = last_resort
    # A session that ends and Ctrl-C close the window like its own button. The interpreter sees
    # signals only while it runs: a quiet tick lets it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close_soon(program.window))
    tick = QTimer()
    tick.start(500)
    tick.timeout.connect(_tick)
    program.window.show()
    try:
        return app.exec()
    finally:
        sys.excepthook = previous
        program.runner.close()
        theme.forget_icons()


def close_soon(window: HomeWindow) -> Callable[[int, FrameType | None], None]:
    """A handler of signals that closes the window once the event loop runs again, never at once.

    It is called between any two steps of this thread, also within the lock of a thread pool that
    closing the window needs: closing at once then waits for itself for ever.
    """
    return lambda _number, _frame: QTimer.singleShot(0, window.close)


def application() -> QApplication:
    """The one QApplication, with our name, sign and text size."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(["sel"])
    app.setApplicationName("Sel")
    app.setApplicationDisplayName("Sêl")
    app.setDesktopFileName("sel")
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(theme.window_icon())
    theme.text_size()
    return app


def _tick() -> None:
    """Let the interpreter look at its signals."""
