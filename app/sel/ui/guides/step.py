"""A step of a guide: its title with a tick, its drawing, what to do and what to see then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sel.core.guides import Block, Drawing, Kind, Paragraph, Points
from sel.text.guides import GuideWords, links
from sel.ui import theme
from sel.ui.guides.drawing import GuideDrawing
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, on_button, quoted
from sel.ui.widgets.wrapping import WrappingCheck

_SIGNS = {
    Kind.SEE: ("show", Tone.GOOD),
    Kind.ELSE: ("help", Tone.PLAIN),
    Kind.CARE: ("attention", Tone.CARE),
}


class _Shown(NamedTuple):
    """The widget of a block and the buttons of its links."""

    widget: QWidget
    buttons: tuple[QuietButton, ...]


class Blocks(QWidget):
    """Paragraphs below each other, each with its links as buttons.

    wanted  a link was pressed: its target
    """

    wanted = Signal(str)

    def __init__(
        self,
        blocks: tuple[Block, ...],
        drawings: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown: list[_Shown] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        for block in blocks:
            widget = self._widget(block, drawings)
            buttons = tuple(self._button(each.target) for each in links(block))
            for each in (widget, *buttons):
                rows.addWidget(each)
            self._shown.append(_Shown(widget, buttons))

    def speak(self, blocks: tuple[Block, ...], words: GuideWords) -> None:
        """The same blocks in another language."""
        for block, shown in zip(blocks, self._shown, strict=True):
            _tell(block, shown.widget, words)
            for link, button in zip(links(block), shown.buttons, strict=True):
                button.setText(on_button(link.text))

    def _widget(self, block: Block, drawings: Mapping[str, str]) -> QWidget:
        match block:
            case Drawing(name, _):
                return GuideDrawing(drawings[name], self)
            case Paragraph(kind, _) if kind in _SIGNS:
                return Line(*_SIGNS[kind], self)
            case _:
                return Words(self)

    def _button(self, target: str) -> QuietButton:
        button = QuietButton(self, icon="next")
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.wanted.emit(target))
        return button


def _tell(block: Block, widget: QWidget, words: GuideWords) -> None:
    match block, widget:
        case Drawing(_, text), GuideDrawing():
            widget.tell(text)
        case Points(items), Words():
            widget.setText("\n".join(f"• {words.plain(each)}" for each in items))
        case Paragraph(kind, spans), Line():
            widget.name.setText(words.kind(kind))
            widget.text.setText(words.plain(spans))
        case Paragraph(), Words():
            widget.setText(words.paragraph(block))


class GuideStep(QWidget):
    """One step.

    ticked  the person ticked it, or took the tick away
    wanted  a link was pressed: its target
    """

    ticked = Signal(bool)
    wanted = Signal(str)

    def __init__(
        self,
        blocks: tuple[Block, ...],
        drawings: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        ticks: bool,
    ) -> None:
        super().__init__(parent)
        self.tick = WrappingCheck(self) if ticks else None
        self.title = None if ticks else Words(self, strong=True)
        self.blocks = Blocks(blocks, drawings, self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        if self.tick is not None:
            self.tick.setFont(theme.scaled(self.font(), 1.0, strong=True))
            self.tick.toggled.connect(self.ticked)
            rows.addWidget(self.tick)
        elif self.title is not None:
            # Links lead here; it is not a stop on the way of the Tab key.
            self.title.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            rows.addWidget(self.title)
        rows.addWidget(self.blocks)
        self.blocks.wanted.connect(self.wanted)

    def speak(self, title: str, blocks: tuple[Block, ...], words: GuideWords) -> None:
        """All words again."""
        if self.tick is not None:
            self.tick.setText(on_button(title))
            self.tick.setAccessibleName(quoted(on_button(title)))
        elif self.title is not None:
            self.title.setText(title)
        self.blocks.speak(blocks, words)

    def show_tick(self, on: bool) -> None:
        """As it was kept, without saying that the person did it."""
        if self.tick is not None:
            self.tick.blockSignals(True)
            self.tick.setChecked(on)
            self.tick.blockSignals(False)

    def come_into_view(self) -> None:
        """Somebody was led here; what has the focus is brought into view by the wizard."""
        target = self.tick if self.tick is not None else self.title
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
