"""A field for a secret: show or hide, a warning about caps lock, never remembered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from sel.base.secret import Secret
from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.entry import Entry
from sel.ui.widgets.plain import Words


class PasswordField(QWidget):
    """What is typed leaves it once, as a Secret, and is gone from the field.

    changed  the text changed; whether there is any
    """

    changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speaker: Speaker | None = None
        self.label = Words(self)
        self.line = Entry(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.line.setMaximumWidth(theme.line_width(self) // 2)
        self.label.setBuddy(self.line)
        self.eye = QToolButton(self)
        self.eye.setCheckable(True)
        self.eye.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.eye.setAutoRaise(True)
        self.eye.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.caps = Words(self, tone=Tone.CARE)
        self.caps.hide()
        beside = QHBoxLayout()
        beside.setSpacing(GRID)
        beside.addWidget(self.line, 1)
        beside.addWidget(self.eye)
        beside.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID // 2)
        whole.addWidget(self.label)
        whole.addLayout(beside)
        whole.addWidget(self.caps)
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(lambda text: self.changed.emit(bool(text)))
        self.eye.toggled.connect(self._turn)
        self._turn(False)

    def take(self) -> Secret:
        """What was typed; the field is empty and hidden again afterwards."""
        secret = Secret(self.line.text())
        self.clear()
        return secret

    def clear(self) -> None:
        """Forget what was typed, and how to undo that."""
        self.line.clear()
        self.line.setModified(False)
        self.eye.setChecked(False)

    @property
    def filled(self) -> bool:
        """Whether anything was typed."""
        return bool(self.line.text())

    def speak(self, speaker: Speaker, label: str) -> None:
        """All words again; `label` says which password is meant."""
        self._speaker = speaker
        self.label.setText(label)
        self.line.setAccessibleName(label)
        self.caps.setText(speaker.say("caps-lock-on", "Caps lock is on."))
        self._turn(self.eye.isChecked())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._look_at_caps(event)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._turn(self.eye.isChecked())

    def _look_at_caps(self, event: QKeyEvent) -> None:
        """Qt knows no caps lock; a letter that does not fit its shift key tells it."""
        text = event.text()
        if len(text) != 1 or not text.isalpha() or text.lower() == text.upper():
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        locked = text.isupper() != shifted
        if locked and not self.caps.isVisible():
            announce(self.line, self.caps.text())
        self.caps.setVisible(locked)

    def _turn(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        edge = theme.icon_edge(self, 1.0)
        colour = theme.palette().windowText().color()
        self.eye.setIcon(theme.icon("hide" if shown else "show", colour))
        self.eye.setIconSize(QSize(edge, edge))
        if self._speaker is not None:
            self.eye.setText(
                self._speaker.say("hide-password", "Hide")
                if shown
                else self._speaker.say("show-password", "Show")
            )
