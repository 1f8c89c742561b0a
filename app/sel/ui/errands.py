"""What a button, a drop or a start leads to: journeys and places by their names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.core.recognise import Kind, recognise
from sel.flows import backups, requests
from sel.flows.identities import Identity, current
from sel.flows.requests import Made
from sel.journeys import (
    back_up,
    check_backup,
    get_certificate,
    given_file,
    mail_places,
    restore,
    try_it,
)
from sel.journeys.journey import Journey
from sel.journeys.you import You
from sel.ports.services import Services
from sel.ui.context import Context, Holding
from sel.ui.language import Language
from sel.ui.pages import tables
from sel.ui.pages._remedies import NO_SLOT
from sel.ui.place import Place
from sel.ui.places.backups import BackupsPlace
from sel.ui.places.certificates import CertificatesPlace
from sel.ui.places.help import HelpPlace
from sel.ui.places.home import HomePlace
from sel.ui.places.settings import SettingsPlace
from sel.ui.runner import Runner
from sel.ui.unlock import UnlockDialog, Unlocker
from sel.ui.welcome import Welcome
from sel.ui.window import HomeWindow
from sel.ui.wizard import PageTable, Wizard

PLACES: dict[str, type[Place]] = {
    "home": HomePlace,
    "certificates": CertificatesPlace,
    "backups": BackupsPlace,
    "settings": SettingsPlace,
    "help": HelpPlace,
}
DRAFT = "get-certificate"
_BACKUP_NAME = "sel-backup"
_MAIL = frozenset({Kind.SIGNED_MAIL, Kind.ENCRYPTED_MAIL, Kind.MAIL})


class Errands(QObject):
    """Builds the places and begins journeys; looks facts up before it does."""

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
        self._language, self._window, self._unlocker = language, window, unlocker
        self._welcome: Welcome | None = None
        window.dropped.connect(self.dropped)

    def start(self, *, welcome: bool) -> None:
        """Show Home; before it the choice of language, once."""
        if welcome:
            self._welcome = Welcome(self._language)
            self._welcome.chosen.connect(self._chosen)
            self._window.show_alone(self._welcome)
            self._window.language_wanted.connect(self._welcomed)
        else:
            self._open_places()

    def begin(self, name: str, about: Any) -> None:
        """Do an errand; `about` is what it is about, or None."""
        if name in PLACES:
            self._window.go_to(name)
            return
        errands: dict[str, Callable[[Any], None]] = {
            "given-file": self._given_file,
            "get-certificate": self._get_certificate,
            "answer": self._answer,
            "send-form": self._send_form,
            "make-ready": self._make_ready,
            "backup": self._back_up,
            "backup-then-send": self._back_up_then_send,
            "check-backup": self._check_backup,
            "restore": self._restore,
            "try-it": self._try_it,
            "unlock": self._unlock,
            "set-passphrase": self._set_passphrase,
        }
        errands[name](about)

    def dropped(self, file: Path) -> None:
        """A file came: the page in front may want it, else it is looked at."""
        wizard = self._window.wizard
        if wizard is not None and wizard.page is not None and wizard.page.offer(file):
            return
        services = self._services

        def work(_progress: Progress) -> Kind:
            return recognise(services.inputs.read(file)).kind

        self._look_up(work, partial(self._sort, file))

    def unlock(self, failure: SelError, retry: Callable[[], None]) -> None:
        """Ask for the passphrase of our own keys (or for a new one), then try again."""
        dialog = UnlockDialog(
            self._services,
            self._runner,
            self._language,
            self._unlocker,
            retry,
            self._window,
            new=failure.code in NO_SLOT,
        )
        dialog.open()

    def _sort(self, file: Path, kind: Kind) -> None:
        if kind is Kind.PKCS12:
            self.begin("restore" if file.name.startswith(_BACKUP_NAME) else "given-file", file)
        elif kind in {Kind.CERTIFICATE, Kind.CERTIFICATES}:
            self.begin("answer", file)
        elif kind in _MAIL:
            self.begin("try-it", file)
        else:
            self.begin("given-file", file)

    def _chosen(self, language: str) -> None:
        self._window.language_wanted.emit(language)

    def _welcomed(self, *_language: object) -> None:
        if self._welcome is None:
            return
        welcome, self._welcome = self._welcome, None
        self._window.remove_alone(welcome)
        self._open_places()

    def _open_places(self) -> None:
        for name, kind in PLACES.items():
            self._window.add_place(name, kind(self._context()))
        self._window.go_to("home")

    def _context(self) -> Context:
        return Context(
            self._services, self._runner, self._language, self.begin, self.unlock, Holding()
        )

    def _look_up(self, work: Callable[[Progress], Any], then: Callable[[Any], None]) -> None:
        """Facts first, away from the window; an error shows on Home."""
        task = self._runner.start(work)
        task.done.connect(then)
        task.failed.connect(self._cannot)

    def _cannot(self, failure: SelError) -> None:
        self._window.go_to("home")
        self._window.place("home").say_error(failure)

    def _open(
        self,
        journey: Journey[Any, Any],
        pages: PageTable,
        *,
        given: Path | None = None,
        kept: Callable[[Any], None] | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        def make() -> Wizard:
            context = self._context()
            context.holding.given_file = given
            wizard = Wizard(context, journey, pages)
            if kept is not None:
                wizard.changed.connect(kept)
            return wizard

        self._window.begin(make, then)

    def _reads(self) -> frozenset[mail_places.MailPlace] | None:
        return mail_places.from_ticks(self._services.preferences().read().ticks)

    def _given_file(self, file: Path | None) -> None:
        self._look_up(
            lambda _progress: self._reads(),
            lambda reads: self._open(given_file.journey(reads, file), tables.GIVEN_FILE),
        )

    def _get_certificate(self, _about: object) -> None:
        services = self._services

        def work(_progress: Progress) -> Journey[Any, Any]:
            typed = get_certificate.from_draft(services.book().draft(DRAFT))
            return get_certificate.journey(self._reads(), typed)

        self._look_up(
            work,
            lambda journey: self._open(journey, tables.GET_CERTIFICATE, kept=self._keep_draft),
        )

    def _keep_draft(self, state: get_certificate.GetCertificate) -> None:
        services, draft = self._services, get_certificate.as_draft(state)
        self._runner.start(lambda _progress: services.book().keep_draft(DRAFT, draft))

    def _answer(self, file: Path | None) -> None:
        self._open(get_certificate.journey_for_answer(file), tables.GET_CERTIFICATE)

    def _send_form(self, made: Made | None) -> None:
        if made is not None:
            self._open(get_certificate.journey_for_form(made), tables.GET_CERTIFICATE)
            return
        services = self._services

        def work(_progress: Progress) -> Made | None:
            waiting = requests.waiting(services)
            if not waiting or waiting[-1][0].request is None:
                return None
            newest = waiting[-1][0]
            return Made(newest.id, requests.show(services, newest.id))

        self._look_up(work, lambda found: self._send_form(found) if found else None)

    def _make_ready(self, _about: object) -> None:
        services = self._services

        def work(_progress: Progress) -> tuple[Identity, ...]:
            return current(services.book(), services.clock.now())

        def then(mine: tuple[Identity, ...]) -> None:
            you = tuple(You(each.certificate) for each in mine if each.certificate is not None)
            self._open(given_file.journey_for(mine, you), tables.GIVEN_FILE)

        self._look_up(work, then)

    def _back_up(self, given: Path | None) -> None:
        self._open(back_up.journey(), tables.BACK_UP, given=given)

    def _back_up_then_send(self, made: Made) -> None:
        self._open(back_up.journey(), tables.BACK_UP, then=lambda: self._send_form(made))

    def _check_backup(self, _about: object) -> None:
        services = self._services

        def work(_progress: Progress) -> Path | None:
            path = backups.status(services).path
            return Path(path) if path is not None else None

        self._look_up(
            work, lambda path: self._open(check_backup.journey(path), tables.CHECK_BACKUP)
        )

    def _restore(self, file: Path | None) -> None:
        self._open(restore.journey(file), tables.RESTORE)

    def _try_it(self, mail: Path | None) -> None:
        self._open(try_it.journey(mail), tables.TRY_IT)

    def _unlock(self, _about: object) -> None:
        services = self._services

        def work(_progress: Progress) -> str:
            return services.book().slots().why_not or ""

        self._look_up(work, self._ask_by_code)

    def _ask_by_code(self, code: str) -> None:
        home = self._window.place("home")
        dialog = UnlockDialog(
            self._services,
            self._runner,
            self._language,
            self._unlocker,
            home.refresh,
            self._window,
            new=code == "keyring-unavailable",
        )
        dialog.open()

    def _set_passphrase(self, _about: object) -> None:
        settings = self._window.place("settings")
        dialog = UnlockDialog(
            self._services,
            self._runner,
            self._language,
            self._unlocker,
            settings.refresh,
            self._window,
            new=True,
        )
        dialog.open()
