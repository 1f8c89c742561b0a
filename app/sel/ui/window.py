"""The home window: places at the left, the language at the top right, a journey in the middle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.language import LANGUAGE_NAMES, Language
from sel.ui.place import Place
from sel.ui.places.listed import Listed
from sel.ui.runner import Runner
from sel.ui.theme import GRID
from sel.ui.widgets.file_drop import dropped_files
from sel.ui.wizard import Wizard

SIZE = QSize(1000, 700)
LEAST = QSize(800, 560)
_LEAST_CHARACTERS = 54  # a line of the page; below that the list shows its icons alone


class HomeWindow(QWidget):
    """Shows one place, or one journey over it.

    dropped   files or folders (tuple of Path) were dropped anywhere on the window
    closing   the person closes the window; the program ends once all work has ended
    resized   the window has a new geometry, for the preferences
    seen      the window was drawn for the first time; sent once, when the picture stands
    """

    dropped = Signal(object)
    closing = Signal()
    language_wanted = Signal(str)
    seen = Signal()

    def __init__(self, runner: Runner, language: Language) -> None:
        super().__init__()
        self._runner, self._language = runner, language
        self._listed: Mapping[str, Listed] = {}
        self._places: dict[str, Place] = {}
        self._make: Callable[[str], Place] | None = None
        self._drawn = False
        self._wizard: Wizard | None = None
        self._then: Callable[[], None] | None = None
        self.setMinimumSize(LEAST)
        self.resize(SIZE)
        self.setAcceptDrops(True)
        self.setWindowIcon(theme.window_icon())
        self.list = QListWidget(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.languages: dict[str, QPushButton] = {}
        self.stack = QStackedWidget(self)
        self._lay_out()
        self.list.currentRowChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda _item: self._chosen(self.list.currentRow()))
        language.follow(self.speak)

    @property
    def wizard(self) -> Wizard | None:
        """The journey under way, if any."""
        return self._wizard

    def place(self, name: str) -> Place:
        """A place by its name; made when it is first asked for. Raises KeyError."""
        if name not in self._places:
            if self._make is None or name not in self._listed:
                raise KeyError(name)
            self._places[name] = place = self._make(name)
            self.stack.addWidget(place)
        return self._places[name]

    def has_made(self, name: str) -> bool:
        """Whether a place is there already, so that going to it makes nothing."""
        return name in self._places

    def list_places(self, listed: Mapping[str, Listed], make: Callable[[str], Place]) -> None:
        """The lines of the list at the left, and how a place is made once it is wanted."""
        self._listed, self._make = listed, make
        for name in listed:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        self._dress()

    def show_place(self, name: str, shown: bool) -> None:
        """Whether a place stands in the list at the left; one can be gone to all the same."""
        self.list.item(list(self._listed).index(name)).setHidden(not shown)

    def go_to(self, name: str) -> None:
        """Show a place; what it shows is computed anew. A journey under way ends first."""
        if self._wizard is not None:
            self._then = lambda: self.go_to(name)
            self._wizard.close_journey()
            return
        row = list(self._listed).index(name)
        if self.list.currentRow() != row:
            self.list.setCurrentRow(row)
        else:
            self._chosen(row)

    def begin(self, make: Callable[[], Wizard], then: Callable[[], None] | None = None) -> None:
        """Show a journey in the place's stead; one under way ends first.

        then  what follows when it has ended by itself; else Home
        """
        if self._wizard is not None:
            self._then = lambda: self.begin(make, then)
            self._wizard.close_journey()
            return
        wizard = make()
        self._wizard = wizard
        self._then = then
        wizard.ended.connect(self._journey_ended)
        self.stack.addWidget(wizard)
        self.stack.setCurrentWidget(wizard)
        wizard.focus_page()

    def show_alone(self, widget: QWidget) -> None:
        """Show nothing but this; there is no place to go to yet."""
        self.list.hide()
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)
        widget.setFocus()

    def remove_alone(self, widget: QWidget) -> None:
        """The places may come now."""
        self.stack.removeWidget(widget)
        widget.deleteLater()
        self.list.show()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self.setWindowTitle(speaker.say("window-title", "Sêl"))
        self.list.setAccessibleName(speaker.say("places", "Places"))
        for code, button in self.languages.items():
            button.setChecked(code == speaker.language)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._drawn:
            self._drawn = True
            # Everything within is drawn after this; the loop comes round once it is shown.
            QTimer.singleShot(0, self, self.seen.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.drop(*files)

    def drop(self, *files: Path) -> None:
        """Files came from outside."""
        self.dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide at once; the program ends when no work is left half done."""
        event.accept()
        self.hide()
        self.closing.emit()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        top.setSpacing(GRID // 2)
        top.addStretch(1)
        group = QButtonGroup(self)
        group.setExclusive(True)
        for code, name in LANGUAGE_NAMES.items():
            button = QPushButton(name, self)
            button.setCheckable(True)
            button.setFlat(True)
            button.setAutoDefault(True)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _on, wanted=code: self.language_wanted.emit(wanted))
            group.addButton(button)
            top.addWidget(button)
            self.languages[code] = button
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(top)
        right.addWidget(self.stack, 1)
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.VLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.list)
        whole.addWidget(line)
        whole.addLayout(right, 1)

    def _dress(self) -> None:
        """Icons in the colours of the look, and a list as slim as its longest word."""
        edge = theme.icon_edge(self.list)
        self.list.setIconSize(QSize(edge, edge))
        palette = theme.palette()
        words = [each.word(self._language.speaker) for each in self._listed.values()]
        advance = self.list.fontMetrics().horizontalAdvance
        wide = max(map(advance, words), default=0) + edge + 5 * GRID
        room = self.width() - wide
        slim = room < self.list.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS
        for row, (word, listed) in enumerate(zip(words, self._listed.values(), strict=True)):
            item = self.list.item(row)
            ink = palette.text().color()
            item.setIcon(theme.icon(listed.drawing, ink, theme.on_selection(palette)))
            item.setSizeHint(QSize(0, edge + 2 * GRID))
            item.setText("" if slim else word)
            item.setToolTip(word if slim else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, word)
        self.list.setFixedWidth(edge + 3 * GRID if slim else wide)
        for button in self.languages.values():
            strong = button.font()
            strong.setBold(button.isChecked())
            button.setFont(strong)

    def _chosen(self, row: int) -> None:
        if row < 0:
            return
        name = self.list.item(row).data(Qt.ItemDataRole.UserRole)
        if self._wizard is not None:
            self.go_to(name)
            return
        place = self.place(name)
        self.stack.setCurrentWidget(place)
        place.refresh()

    def _journey_ended(self, _follows: str) -> None:
        wizard, self._wizard = self._wizard, None
        if wizard is not None:
            self.stack.removeWidget(wizard)
            wizard.deleteLater()
        then, self._then = self._then, None
        if then is not None:
            then()
            return
        self.go_to(next(iter(self._listed)))
