"""Y1, step `you`: the person as the certificate names them, and where it will be ready."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.base.errors import SelError, StoreLocked, StorePasswordWrong
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.flows import imports, installs, pick_up, pilot_answer, store_places
from sel.flows.identities import Identity
from sel.flows.imports import Opened
from sel.flows.installs import Installed
from sel.flows.store_places import KindFound
from sel.journeys.you import You
from sel.ports.enrolment import AuthorityProfile, Route
from sel.ports.services import Services
from sel.ports.store import StoreSpec
from sel.text.speaker import Speaker
from sel.ui.pages._certificate import shown
from sel.ui.pages._profile import in_words
from sel.ui.pages._remedies import KeepingPage
from sel.ui.pages._store_names import store_name
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.certificate_card import CertificateCard
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.lines import Line
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Words
from sel.ui.widgets.wrapping import WrappingCheck


def keep_and_install(
    services: Services,
    opened: Opened | None,
    kept: tuple[Identity, ...],
    stores: tuple[StoreSpec, ...],
    unlock: Secret | None,
    *,
    forgets_accepted: bool,
    progress: Progress,
) -> tuple[tuple[Identity, ...], Installed | None]:
    """Keep what was opened (if anything was), then make it ready in these stores.

    Running it again after an error keeps and installs nothing twice.
    """
    if opened is not None:
        taken = imports.take_in(services, opened, progress, forgets_accepted=forgets_accepted)
        kept = taken.identities
    usable = tuple(each for each in kept if each.certificate is not None)
    if not usable or not stores:
        return kept, None
    installed = installs.install(
        services,
        usable,
        progress,
        store=[spec.id for spec in stores],
        unlock=unlock,
        keep_going=True,
    )
    if not installed.stores and installed.problem is not None:
        raise installed.problem
    return kept, installed


@dataclass(frozen=True, slots=True)
class _Around:
    """What is looked up for the page. trial: the pilot's profile, if a certificate is a trial."""

    found: tuple[KindFound, ...]
    trial: AuthorityProfile | None


def _look_around(services: Services, you: tuple[You, ...]) -> _Around:
    trial = any(pilot_answer.is_trial(each.certificate) for each in you)
    pilots = [each for each in services.profiles() if each.route is Route.BOOK]
    return _Around(store_places.kinds(services), pilots[0] if trial and pilots else None)


class YouPage(KeepingPage):
    """Of every journey that ends with a certificate in use."""

    code = "Y1"

    def build(self) -> None:
        self.cards = QVBoxLayout()
        self.cards.setSpacing(2 * GRID)
        self.rows.addLayout(self.cards)
        self.trial = Line("info", Tone.CARE, self)
        self.trial.hide()
        self.where = Words(self)
        self.boxes = QVBoxLayout()
        self.boxes.setSpacing(GRID)
        self.store_password = PasswordField(self)
        self.store_password.hide()
        self.add(self.trial, self.where)
        self.rows.addLayout(self.boxes)
        self.add(self.store_password)
        self._cards: list[CertificateCard] = []
        self._lists: list[FindingList] = []
        self._stores: dict[WrappingCheck, StoreSpec] = {}
        self._found: tuple[KindFound, ...] | None = None
        self._trial: AuthorityProfile | None = None

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("you-title", "This is you"))
        self.why.say(
            speaker.say("you-why", "Compare the address with the one people see when you write.")
        )
        for card in self._cards:
            card.speak(speaker)
        for findings in self._lists:
            findings.speak(speaker)
        self._say_trial(speaker)
        self._say_where(speaker)
        self.store_password.speak(
            speaker, speaker.say("store-password-label", "Thunderbird's own (primary) password")
        )

    def primary(self, speaker: Speaker) -> str:
        if self._found is not None and not self._stores:
            return speaker.say("keep-it-safe", "&Keep it safe")
        return speaker.say("make-it-ready", "&Make it ready")

    def enter(self, state: Any) -> None:
        super().enter(state)
        for you in state.you:
            card, findings = CertificateCard(self.body), FindingList(self.body)
            card.tell(shown(you.certificate))
            findings.tell(you.findings)
            self.cards.addWidget(card)
            self.cards.addWidget(findings)
            self._cards.append(card)
            self._lists.append(findings)
        services = self.context.services
        self.work(lambda _progress: _look_around(services, state.you), self._known)

    def ready(self) -> bool:
        return self._found is not None

    def go(self) -> None:
        services, holding, state = self.context.services, self.context.holding, self.state
        stores = tuple(spec for box, spec in self._stores.items() if box.isChecked())
        unlock = self.store_password.take() if self.store_password.filled else None
        accepted = self.forgets_accepted

        def work(progress: Progress) -> tuple[tuple[Identity, ...], Installed | None]:
            done = keep_and_install(
                services,
                holding.opened,
                state.kept,
                stores,
                unlock,
                forgets_accepted=accepted,
                progress=progress,
            )
            pick_up.picked(services, getattr(state, "file", None))
            return done

        self.work(work, self._done, self.refused)

    def left(self) -> None:
        self.store_password.clear()

    def _done(self, outcome: tuple[tuple[Identity, ...], Installed | None]) -> None:
        kept, installed = outcome
        self.context.holding.drop()
        self.answered.emit(replace(self.state, kept=kept, installed=installed))

    def refused(self, failure: SelError) -> None:
        super().refused(failure)
        if isinstance(failure, StoreLocked | StorePasswordWrong):
            self.store_password.show()
            self.store_password.setFocus()

    def _known(self, around: _Around) -> None:
        self._found, self._trial = around.found, around.trial
        for kind in around.found:
            for spec in kind.found:
                box = WrappingCheck(self.body)
                box.setChecked(True)
                self.boxes.addWidget(box)
                self._stores[box] = spec
        self._say_trial(self.context.language.speaker)
        self._say_where(self.context.language.speaker)
        self.readiness.emit()

    def _say_trial(self, speaker: Speaker) -> None:
        self.trial.setVisible(self._trial is not None)
        if self._trial is not None:
            self.trial.name.setText(speaker.say("trial-certificate", "A certificate for a trial"))
            self.trial.text.setText(in_words(self._trial.note, speaker))

    def _say_where(self, speaker: Speaker) -> None:
        for box, spec in self._stores.items():
            box.setText(store_name(spec, speaker).replace("&", "&&"))
        if self._found is None:
            self.where.say(speaker.say("looking-for-programs", "Looking for your mail programs"))
        elif self._stores:
            self.where.say(speaker.say("ready-in", "It will be ready in:"))
        else:
            self.where.say(
                speaker.say(
                    "no-program-here",
                    "No mail program that can use it was found on this computer. Your key will "
                    "be kept safe in Sêl until there is one.",
                )
            )
