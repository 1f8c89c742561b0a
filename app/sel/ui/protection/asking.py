"""What the adviser has to know, by everyday words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from sel.core.advice import App, Content
from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.context import Context
from sel.ui.protection.recipients import Recipients
from sel.ui.theme import GRID
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.field import Field
from sel.ui.widgets.plain import Words

if TYPE_CHECKING:
    from sel.flows.advising import Asked

PARENTS, FAMILIES, GROUP = BESIDES = ("parents", "families", "group")
_SEVERAL = 2


def content_words(content: Content, speaker: Speaker) -> tuple[str, str]:
    """Examples that everybody knows, and what they are called."""
    say = speaker.say
    match content:
        case Content.ORDINARY:
            return (
                say("content-ordinary", "Menus, &dates, news"),
                say("content-ordinary-why", "Nothing about a person."),
            )
        case Content.PERSONAL:
            return (
                say("content-personal", "Marks, a&ttendance"),
                say("content-personal-why", "Personal data."),
            )
        case Content.SENSITIVE:
            return (
                say("content-sensitive-choice", "&Health, ALN, family, money"),
                say("content-sensitive-why", "Sensitive personal data."),
            )
        case _:
            return (
                say("content-highest", "&Safeguarding"),
                say("content-highest-why", "What must not come into other hands at all."),
            )


def app_words(app: App | None, speaker: Speaker) -> str:
    """Where a mail is written."""
    say = speaker.say
    words: dict[App | None, Callable[[], str]] = {
        None: lambda: say("app-found", "Whatever is found on this computer"),
        App.OUTLOOK_CLASSIC: lambda: say("app-outlook-classic", "Outlook for Windows (classic)"),
        App.OUTLOOK_NEW: lambda: say("app-outlook-new", "New Outlook"),
        App.OUTLOOK_MAC: lambda: say("app-outlook-mac", "Outlook for Mac"),
        App.OUTLOOK_WEB: lambda: say("app-outlook-web", "Outlook on the web (a browser)"),
        App.THUNDERBIRD: lambda: say("app-thunderbird", "Thunderbird"),
        App.APPLE_MAIL: lambda: say("app-apple-mail", "Apple Mail"),
        App.PHONE: lambda: say("app-phone", "A phone or tablet"),
        App.OTHER: lambda: say("app-other", "Another program, or I do not know"),
    }
    return words[app]()


class Asking(QWidget):
    """changed  `ready` may answer otherwise now"""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.writes_as = Field(self)
        self.recipients = Recipients(context, self)
        self.content_label = Words(self, strong=True)
        self.contents = Choices([each.value for each in Content], self)
        self.besides = Choices(BESIDES, self, several=True)
        self.app_label = Words(self)
        self.app = QComboBox(self)
        self.app_label.setBuddy(self.app)
        self.app.setMaximumWidth(theme.line_width(self))
        for each in (None, *App):
            self.app.addItem("", each.value if each is not None else None)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * GRID)
        for part in (self.recipients, self.content_label, self.contents, self.besides):
            rows.addWidget(part)
        rows.addWidget(self.writes_as)
        program = QVBoxLayout()
        program.setSpacing(GRID // 2)
        program.addWidget(self.app_label)
        program.addWidget(self.app)
        rows.addLayout(program)
        self.setFocusProxy(self.recipients.field.line)
        self.recipients.changed.connect(self.changed)
        self.contents.changed.connect(self.changed)

    def ready(self) -> bool:
        """Whether there is enough for an answer."""
        somebody = bool(self.recipients.addresses) or self.recipients.pending
        return somebody and bool(self.contents.chosen)

    def asked(self) -> Asked:
        """What was said; `recipients.take` comes first."""
        from sel.flows.advising import Asked

        besides, app = self.besides.chosen, self.app.currentData()
        return Asked(
            to=self.recipients.addresses,
            content=Content(self.contents.chosen[0]),
            sender=self.writes_as.text or None,
            parents=PARENTS in besides,
            families=_SEVERAL if FAMILIES in besides else 1,
            group=GROUP in besides,
            app=App(app) if app is not None else None,
        )

    def speak(self, speaker: Speaker) -> None:
        """All words again; what was said stays."""
        say = speaker.say
        self.recipients.speak(speaker)
        self.content_label.setText(say("protection-content", "What is in the mail?"))
        self.contents.setAccessibleName(self.content_label.text())
        for each in Content:
            self.contents.word(each.value, *content_words(each, speaker))
        self.besides.word(PARENTS, say("protection-parents", "It goes to &parents"))
        self.besides.word(
            FAMILIES, say("protection-families", "It is about, or goes to, several &families")
        )
        self.besides.word(GROUP, say("protection-group", "It goes to a large distribution &group"))
        self.writes_as.word(
            say("protection-from", "You write as"),
            say("protection-from-hint", "Left empty, an address of your organisation is assumed."),
        )
        self.app_label.setText(say("protection-app", "You write it in"))
        self.app.setAccessibleName(self.app_label.text())
        for place, app in enumerate((None, *App)):
            self.app.setItemText(place, app_words(app, speaker))
