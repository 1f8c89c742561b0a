"""Qt's own strings in our words: it ships no Welsh, and its plural rule for Welsh is wrong."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from sel.text.catalog import Entry, every
from sel.text.speaker import Speaker

_PREFIX = "qt"


class QtWords(QTranslator):
    """Answers Qt from the catalogue; what the catalogue lacks stays as Qt has it.

    Entries of the catalogue whose code begins with "qt" hold Qt's English as their text; `&` and
    trailing dots are not compared, and Qt's `%1` is written `{1}` there.
    """

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
        if self._speaker is None:
            return ""
        entry = _table().get(_key(source))
        if entry is None:
            return ""
        places = {str(number): f"%{number}" for number in range(1, 10)}
        return self._speaker.say(entry.code, entry.what, **places)


def _key(source: str) -> str:
    return source.replace("&", "").rstrip(".…").casefold()


@cache
def _table() -> dict[str, Entry]:
    return {
        _key(entry.what.replace("{", "%").replace("}", "")): entry
        for entry in every().values()
        if entry.code.startswith(_PREFIX)
    }
