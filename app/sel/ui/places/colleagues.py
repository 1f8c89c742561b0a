"""E1, Colleagues: whom one can encrypt to, each with the one answer and its reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.journeys.meet import Meet
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.colleagues.asking import Asking
from sel.ui.colleagues.handing import Handing
from sel.ui.colleagues.nobody import Coming
from sel.ui.colleagues.packs import KeptPacks, PackOffered
from sel.ui.colleagues.people_list import PeopleList
from sel.ui.colleagues.person import PersonPanel
from sel.ui.colleagues.removed import Removed
from sel.ui.pages._remedies import tell
from sel.ui.place import Place
from sel.ui.theme import GRID

if TYPE_CHECKING:
    from sel.flows.people_finding import Colleague
    from sel.ports.people import Forgotten

_BOTH = 76
"""A place narrower than so many characters shows the list and the person one after the other."""


def directories(services: Services) -> tuple[str, ...]:
    """Hosts that policy names for looking people up; none where nothing may leave."""
    if not services.policy.ldap_servers or services.directories() is None:
        return ()
    from sel.flows import people_directories

    return tuple(dict.fromkeys(each.host for each in people_directories.asked(services)))


class ColleaguesPlace(Place):
    """The list at the left, one person at the right; before anybody came, how they come."""

    code = "E1"

    def build(self) -> None:
        try:
            hosts = directories(self.context.services)
        except SelError:  # an address in policy that is none: `doctor` says so
            hosts = ()
        self.offered = PackOffered(self.context, self.body)
        self.removed = Removed(self.context, self.body)
        self.coming = Coming(hosts, self.body)
        self.two = QWidget(self.body)
        self.list = PeopleList(self.context, hosts, self.two)
        self.person = PersonPanel(self.context, self.two)
        self.handing = Handing(self.context, self.body)
        self.asking = Asking(self.context, self.body)
        self.packs = KeptPacks(self.context, self.body)
        beside = QHBoxLayout(self.two)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(3 * GRID)
        beside.addWidget(self.list, 5)
        beside.addWidget(self.person, 6)
        self.rows.addWidget(self.offered)
        self.rows.addWidget(self.removed)
        self.rows.addWidget(self.coming)
        self.rows.addWidget(self.two, 1)
        self.rows.addWidget(self.handing)
        self.rows.addWidget(self.asking)
        self.rows.addWidget(self.packs)
        whole = self.widget()
        inside = whole.layout() if whole is not None else None
        assert isinstance(inside, QVBoxLayout)
        inside.setStretchFactor(self.body, 1000)  # the list takes the room there is
        self._total: int | None = None
        self._adding = self._opened = False
        for part in (self.coming, self.two):
            part.hide()
        self._connect()

    def _connect(self) -> None:
        errand = self.context.errand
        self.coming.files.connect(lambda files: errand("meet", Meet(files)))
        self.coming.pasted.connect(lambda data: errand("meet", Meet(pasted=data)))
        self.coming.asked.connect(lambda text: errand("directory", text))
        self.coming.back.connect(lambda: self._add(False))
        self.list.add.connect(lambda: self._add(True))
        self.list.picked.connect(self._picked)
        self.list.opened.connect(self._open)
        self.list.ask_for.connect(self.asking.ask)
        self.list.hand_over.connect(self.handing.ask)
        self.list.directory.connect(lambda text: errand("directory", text))
        self.list.failed.connect(self.say_error)
        self.person.back.connect(self._to_list)
        self.person.changed.connect(self._changed)
        self.person.removed.connect(self._removed)
        self.removed.undone.connect(self._brought_back)
        self.removed.failed.connect(self.say_error)
        self.person.failed.connect(self._refused)
        self.handing.failed.connect(self.say_error)
        self.asking.failed.connect(self.say_error)
        self.packs.failed.connect(self.say_error)
        self.packs.changed.connect(self.refresh)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("place-colleagues", "Colleagues"))
        for part in (self.offered, self.removed, self.coming, self.list, self.person,
                     self.handing, self.asking, self.packs):  # fmt: skip
            part.speak(speaker)

    def refresh(self) -> None:
        self.errors.clear()
        self.handing.leave()
        self.removed.forget()
        self.asking.leave()
        self._adding = False
        services = self.context.services

        def work(_progress: Progress) -> int:
            return services.book().people().count().people

        task = self.context.runner.start(work)
        task.done.connect(self._counted)
        task.failed.connect(self.say_error)
        self.offered.refresh()
        self.packs.refresh()

    def offer_all(self, files: tuple[Path, ...]) -> bool:
        """Whatever is dropped here may bring colleagues, but a school pack has its own page."""
        from sel.flows.pack_looking import ENDING

        packs = [each for each in files if each.suffix.lower() == ENDING]
        if packs:
            self.context.errand("pack", packs[0])
        else:
            self.context.errand("meet", Meet(files))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._alone():
            self._to_list()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _counted(self, total: int) -> None:
        self._total = total
        self._arrange()
        if total:
            self.list.look(total=total)

    def _add(self, wanted: bool) -> None:
        self._adding = wanted
        self._arrange()
        (self.coming.drop.button if wanted else self.list.search).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _wide(self) -> bool:
        return self.viewport().width() >= self.fontMetrics().averageCharWidth() * _BOTH

    def _alone(self) -> bool:
        """Whether one person is shown in place of the list."""
        return self._opened and not self._wide()

    def _arrange(self) -> None:
        """What is shown: how people come, or list and person beside each other or in turn."""
        if self._total is None:
            return
        coming = self._adding or not self._total
        self.coming.begin(nobody=not self._total)
        self.coming.setVisible(coming)
        self.two.setVisible(not coming)
        wide, alone = self._wide(), self._alone()
        self.list.setVisible(not alone)
        self.person.setVisible(wide or alone)
        self.person.to_list.setVisible(alone)

    def _picked(self, one: Colleague | None) -> None:
        if one is None:
            self.person.forget()
        else:
            self.person.show_person(one.person.email)

    def _open(self, one: Colleague) -> None:
        """Enter on somebody: to them, where they do not stand beside the list."""
        self._opened = True
        self._arrange()
        self.person.show_person(one.person.email)
        if self._alone():
            self.person.to_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_list(self) -> None:
        self._opened = False
        self._arrange()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, email: str) -> None:
        self.errors.clear()
        self.list.pick(email)
        self.list.look()

    def _removed(self, forgotten: Forgotten) -> None:
        self.person.forget()
        self._opened = False
        self.refresh()
        self.removed.tell(forgotten)

    def _brought_back(self, email: str) -> None:
        self.refresh()
        self.list.pick(email)
        self.list.search.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, failure: SelError, again: Callable[[], None]) -> None:
        """What the person says of a certificate needs Sêl's own keys: opened, then said again."""

        def once_more() -> None:
            self.errors.clear()
            again()

        tell(self.errors, failure, lambda: self.context.unlock(failure, once_more))
