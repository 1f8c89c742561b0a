"""In "My certificates": in which stores each really is, by looking there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sel.ports.store import StoreSpec
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.context import Context
from sel.ui.pages._store_names import store_name
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated

if TYPE_CHECKING:
    from sel.flows.identities import Identity
    from sel.flows.presence import Held
    from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Placed:
    """A certificate and where it is. lost, unseen: stores of `Held`, as far as they have names."""

    one: Identity
    held: Held
    lost: tuple[StoreSpec, ...]
    unseen: tuple[StoreSpec, ...]


def look(services: Services) -> tuple[Placed, ...]:
    """Newest first. What a store has lost the book remembers, so that Home says so, too."""
    from sel.base.errors import SelError
    from sel.flows import presence
    from sel.flows.identities import identities, only_here

    book, now = services.book(), services.clock.now()
    everything = (*identities(book, now), *only_here(book, now))
    seen = presence.look(services, everything)
    placed = []
    for one in reversed(everything):
        if one.certificate is not None:
            held = seen.of(one)
            lost, unseen = _named(services, held.lost), _named(services, held.unseen)
            placed.append(Placed(seen.told(one), held, lost, unseen))
    with suppress(SelError):  # what was seen is shown, also if nothing can be written
        presence.settle(services, everything, seen)
    return tuple(placed)


def _named(services: Services, stores: tuple[str, ...]) -> tuple[StoreSpec, ...]:
    from sel.base.errors import UnknownStore
    from sel.flows.store_places import places

    out: list[StoreSpec] = []
    for store in stores:
        try:
            out.extend(spec for _, spec in places(services, store))
        except UnknownStore:
            out.append(StoreSpec(store, store))
    return tuple(out)


class WhereTheyAre(QWidget):
    """Looks by itself, for a store may be slow; hidden until it knows.

    changed  stores have lost some, or have some again, and the book knows it now
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._placed: tuple[Placed, ...] = ()
        self.title = Words(self, strong=True)
        self.lines: list[Line] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.title)
        rows.addLayout(self._list)
        self.hide()

    def refresh(self) -> None:
        """Look again, away from the window; nobody is asked anything."""
        services = self._context.services
        self._context.runner.start(lambda _progress: look(services)).done.connect(self._found)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self.setVisible(bool(self._placed))
        self.title.setText(speaker.say("where-they-are", "Where they are on this computer"))
        for line in self.lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [self._line(each, speaker) for each in self._placed]
        for line in self.lines:
            self._list.addWidget(line)

    def _line(self, placed: Placed, speaker: Speaker) -> Line:
        good = bool(placed.held.there) and not placed.lost
        quiet = placed.one.state.value == "old" and not placed.one.gone
        if good:
            line = Line("done", Tone.QUIET if quiet else Tone.GOOD, self)
        else:
            line = Line("info", Tone.QUIET, self) if quiet else Line("attention", Tone.CARE, self)
        assert placed.one.certificate is not None
        line.name.setText(isolated(visible(", ".join(placed.one.emails) or placed.one.id)))
        line.text.setText(_said(placed, speaker))
        return line

    def _found(self, placed: tuple[Placed, ...]) -> None:
        self._placed = placed
        self.speak(self._context.language.speaker)
        self.changed.emit()


def _said(placed: Placed, speaker: Speaker) -> str:
    """Sentences, each of which stands alone."""
    say = speaker.say
    assert placed.one.certificate is not None
    said = [
        say("where-until", "Until {until}.", until=speaker.date(placed.one.certificate.not_after))
    ]
    if placed.held.there:
        said.append(say("where-in", "In {stores}.", stores=_list(placed.held.there, speaker)))
    if placed.lost:
        stores = _list(placed.lost, speaker)
        said.append(say("where-lost", "Not there any more: {stores}.", stores=stores))
    if placed.unseen:
        stores = _list(placed.unseen, speaker)
        said.append(say("where-unseen", "Could not be looked into: {stores}.", stores=stores))
    if not (placed.held.installed or placed.lost):
        said.append(say("where-nowhere", "In no mail program."))
    if placed.one.gone:
        said.append(
            say(
                "where-was-only",
                "It was only here and could not be copied; it is no longer found.",
            )
        )
    elif placed.one.only_here:
        said.append(
            say(
                "where-only",
                "Its key cannot be copied: whoever put it there made it so. No backup can hold"
                " it.",
            )
        )
    return " ".join(said)


def _list(specs: tuple[StoreSpec, ...], speaker: Speaker) -> str:
    return speaker.listed(store_name(spec, speaker) for spec in specs)
