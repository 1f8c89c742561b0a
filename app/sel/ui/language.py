"""The language of the window: one speaker at a time, changed everywhere at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal

from sel.text.speaker import LANGUAGES, Speaker
from sel.ui.qt_words import QtWords

LANGUAGE_NAMES = {"cy": "Cymraeg", "en": "English"}


class Language(QObject):
    """Holds the speaker of the window and tells everybody when it changes.

    changed  the new Speaker; sent after Qt's own words have changed too
    """

    changed = Signal(object)

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speaker = Speaker(language)
        self._qt_words = QtWords(self)
        self._qt_words.speaks(self._speaker)
        _take_locale(language)

    @property
    def speaker(self) -> Speaker:
        """Whoever speaks now."""
        return self._speaker

    def switch(self, language: str) -> None:
        """Speak another language from now on. Raises ValueError for one there is none of."""
        if language == self._speaker.language:
            return
        self._speaker = Speaker(language)
        _take_locale(language)
        self._qt_words.speaks(self._speaker)
        self.changed.emit(self._speaker)

    def follow(self, listener: Callable[[Speaker], None]) -> None:
        """Call `listener` (a bound method of a QObject) now and after every change."""
        self.changed.connect(listener)
        listener(self._speaker)


def system_language() -> str:
    """The system's language if we speak it, else English."""
    for name in QLocale.system().uiLanguages():
        if name[:2] in LANGUAGES:
            return name[:2]
    return "en"


def _take_locale(language: str) -> None:
    """Qt's own numbers and dates, and the direction of writing."""
    QLocale.setDefault(QLocale("cy_GB" if language == "cy" else "en_GB"))
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty("language", language)
