"""What a button, a drop or a start leads to: journeys and places by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.ports.services import Services
from sel.ui import for_it
from sel.ui.context import Context, Holding
from sel.ui.language import Language
from sel.ui.own_keys import OwnKeys
from sel.ui.place import Place
from sel.ui.places.listed import PLACES
from sel.ui.runner import Runner
from sel.ui.unlock import Unlocker
from sel.ui.welcome import Welcome
from sel.ui.window import HomeWindow
from sel.ui.wizard import Wizard

if TYPE_CHECKING:
    from sel.ui.beginnings import Beginning


_AGAIN = 200
"""Milliseconds until the next look whether the window is at rest."""


class Errands(QObject):
    """Builds the places and begins journeys."""

    def __init__(
        self,
        services: Services,
        runner: Runner,
        language: Language,
        window: HomeWindow,
        unlocker: Unlocker | None = None,
    ) -> None:
        super().__init__()
        self._services, self._runner = services, runner
        self._language, self._window = language, window
        self._own_keys = OwnKeys(
            services,
            runner,
            language,
            window,
            unlocker,
            begin=self.begin,
            cannot=self._cannot,
        )
        self._welcome: Welcome | None = None
        self._files: tuple[Path, ...] = ()
        window.dropped.connect(self.dropped)

    def start(self, *, welcome: bool, file: Path | None = None) -> None:
        """Show Home; before it the choice of language, once. file: what to begin with there."""
        self._files = (file,) if file is not None else ()
        if welcome:
            self._welcome = Welcome(self._language)
            self._welcome.chosen.connect(self._chosen)
            self._window.show_alone(self._welcome)
            self._window.language_wanted.connect(self._welcomed)
        else:
            self._open_places()
        # Pages' flows and places are loaded once the window stands, not before, not at a click.
        self._window.seen.connect(self._load_pages)

    def begin(self, name: str, about: Any) -> None:
        """Do an errand; `about` is what it is about, or None. Facts are looked up first."""
        if name in PLACES:
            self._window.go_to(name)
            return
        if name in OwnKeys.names:
            self._own_keys.do(name, about)
            return
        if name == for_it.TICK:
            self._turn_it(about)
            return
        from sel.ui.beginnings import BEGINNINGS

        begin, services = BEGINNINGS[name], self._services
        self._look_up(lambda _progress: begin(services, about), self._open)

    def opened(self, files: tuple[Path, ...]) -> None:
        """The system handed files over (`opened_files`): the window comes forward with them."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if self._welcome is not None:
            self._files = files  # once the language is chosen
        else:
            self.dropped(files)

    def dropped(self, files: tuple[Path, ...]) -> None:
        """Files came: the page in front may want them, else they are looked at."""
        wizard, file = self._window.wizard, files[0]
        if wizard is not None and wizard.page is not None:
            page = wizard.page
            if page.offer_all(files) if len(files) > 1 else page.offer(file):
                return
        if self._welcome is not None:
            return
        front = self._window.stack.currentWidget()
        if isinstance(front, Place) and front.offer_all(files):
            return
        if len(files) > 1:
            self.begin("look-at", files)
            return
        from sel.ui.beginnings import kind_of_errand

        services = self._services
        self._look_up(
            lambda _progress: kind_of_errand(services, file),
            lambda name: self.begin(name, file),
        )

    def unlock(self, _failure: SelError, retry: Callable[[], None]) -> None:
        """Have the keys opened, or a place for them made, then try again."""
        self._own_keys.unlock(retry)

    def context(self) -> Context:
        """What a new page or place is handed; each journey has a Holding of its own."""
        return Context(
            self._services, self._runner, self._language, self.begin, self.unlock, Holding()
        )

    def _chosen(self, language: str) -> None:
        self._window.language_wanted.emit(language)

    def _welcomed(self, *_language: object) -> None:
        if self._welcome is None:
            return
        welcome, self._welcome = self._welcome, None
        self._window.remove_alone(welcome)
        self._open_places()
        self._make_places()

    def _open_places(self) -> None:
        self._window.list_places(PLACES, lambda name: PLACES[name].load()(self.context()))
        self._show_it(for_it.is_on(self._services))
        self._window.go_to("home")
        files, self._files = self._files, ()
        if files:
            self.dropped(files)

    def _turn_it(self, on: bool | None) -> None:
        """Show the places of IT, or hide them; None shows them and goes there."""
        services, there = self._services, on is None
        task = self._runner.start(lambda _progress: for_it.turn(services, on is not False))
        task.done.connect(self._show_it)
        task.failed.connect(self._cannot)
        if there:
            task.done.connect(lambda _on: self._window.go_to(for_it.PLACES[0]))

    def _show_it(self, on: bool) -> None:
        for name in for_it.PLACES:
            self._window.show_place(name, on)

    def _load_pages(self) -> None:
        """Import what needs no Qt on a worker; what does is quick then."""

        def work(_progress: Progress) -> None:
            import sel.flows.advising
            import sel.flows.attachments
            import sel.flows.backups
            import sel.flows.guides
            import sel.flows.installs
            import sel.flows.letters
            import sel.flows.managed
            import sel.flows.next_steps
            import sel.flows.partner_checks
            import sel.flows.partner_domains
            import sel.flows.people_finding
            import sel.flows.requests
            import sel.flows.rewrapping
            import sel.flows.timeline  # noqa: F401  loading is the work

        self._runner.start(work).done.connect(self._make_places)

    def _make_places(self, _loaded: object = None) -> None:
        """The places nobody has been to, one after the other while the window is at rest."""
        if self._welcome is not None:
            return
        steps = self._steps()

        def step() -> None:
            if not self._window.isVisible():
                return
            if self._runner.busy:  # importing beside somebody's work would hold the window up
                QTimer.singleShot(_AGAIN, self._window, step)
            elif next(steps, False):
                QTimer.singleShot(0, self._window, step)

        QTimer.singleShot(0, self._window, step)

    def _steps(self) -> Iterator[bool]:
        """Short ones: what a person presses is heard between any two."""
        for name, listed in PLACES.items():
            if not self._window.has_made(name):
                listed.load()
                yield True
                self._window.place(name)
                yield True

    def _look_up(self, work: Callable[[Progress], Any], then: Callable[[Any], None]) -> None:
        """Facts first, away from the window; an error shows on Home."""
        task = self._runner.start(work)
        task.done.connect(then)
        task.failed.connect(self._cannot)

    def _cannot(self, failure: SelError) -> None:
        self._window.go_to("home")
        self._window.place("home").say_error(failure)

    def _open(self, begun: Beginning | None) -> None:
        """Show a journey; one without anything to do leads Home."""
        if begun is None:
            self._window.go_to("home")
            return

        def make() -> Wizard:
            context = self.context()
            context.holding.given_file = begun.given
            wizard = Wizard(context, begun.journey, begun.pages)
            if begun.drafts:
                wizard.changed.connect(self._keep_draft)
            return wizard

        then = partial(self.begin, *begun.then) if begun.then is not None else None
        self._window.begin(make, then)

    def _keep_draft(self, state: Any) -> None:
        from sel.ui.beginnings import keep_draft

        services = self._services
        self._runner.start(lambda _progress: keep_draft(services, state))
