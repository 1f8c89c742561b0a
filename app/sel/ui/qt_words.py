"""Qt's own strings in our words: it ships no Welsh, and its plural rule for Welsh is wrong."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from sel.text.catalog import qt
from sel.text.speaker import Speaker


class QtWords(QTranslator):
    """Answers Qt from the catalogue; what the catalogue lacks stays as Qt has it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speaker: Speaker | None = None

    def speaks(self, speaker: Speaker) -> None:
        """Answer with this speaker from now on; every open widget is told to ask again."""
        self._speaker = speaker
        app = QCoreApplication.instance()
        if app is not None:
            app.removeTranslator(self)
            app.installTranslator(self)

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The words for one of Qt's strings, or "" for Qt's own."""
        entry = qt.find(context, source)
        if entry is None or self._speaker is None:
            return ""
        return self._speaker.say(entry.code, entry.what)
