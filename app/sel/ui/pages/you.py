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
from sel.flows.store_places import KindFound, StoreState
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
from sel.ui.widgets.buttons import QuietButton
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
    """What is looked up for the page.

    used   kinds of store in which the mail programs here look; empty where none was found
    trial  the pilot's profile, if a certificate is a trial
    """

    found: tuple[KindFound, ...]
    used: frozenset[str]
    trial: AuthorityProfile | None


def _look_around(services: Services, you: tuple[You, ...]) -> _Around:
    trial = any(pilot_answer.is_trial(each.certificate) for each in you)
    pilots = [each for each in services.profiles() if each.route is Route.BOOK]
    return _Around(
        store_places.kinds(services),
        store_places.used(services),
        pilots[0] if trial and pilots else None,
    )


class YouPage(KeepingPage):
    """Of every journey that ends with a certificate in use."""

    code = "Y1"

    def build(self) -> None:
        self.take_out = QuietButton(self)
        self.take_out.hide()
        self.take_out.clicked.connect(self._take_out)
        self.add(self.take_out, narrow=True)
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
        self._partly: tuple[tuple[Identity, ...], Installed] | None = None
        self._unlock: Secret | None = None
        self._found: tuple[KindFound, ...] | None = None
        self._trial: AuthorityProfile | None = None

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("you-title", "This is you"))
        self._say_why(speaker)
        for card in self._cards:
            card.speak(speaker)
        for findings in self._lists:
            findings.speak(speaker)
        self._say_trial(speaker)
        self._say_where(speaker)
        self.take_out.setText(speaker.say("take-out-again", "&Take it out of the others again"))
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
        self._unlock = unlock
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
        self._unlock = None

    def _done(self, outcome: tuple[tuple[Identity, ...], Installed | None]) -> None:
        kept, installed = outcome
        if installed is None or not installed.failed:
            self._go_on(kept, installed)
            return
        if self._partly is not None:
            installed = installs.as_one(self._partly[1], installed)
        self._partly = kept, installed
        self._ask(installed)

    def _go_on(self, kept: tuple[Identity, ...], installed: Installed | None) -> None:
        self.context.holding.drop()
        self.answered.emit(replace(self.state, kept=kept, installed=installed))

    def _ask(self, installed: Installed) -> None:
        """One store failed, others did not: the person decides, or presses the button again."""
        assert installed.problem is not None
        self.refused(installed.problem)
        self.errors.tell(
            installed.problem,
            lambda speaker: speaker.say("keep-in-others", "&Keep it in the others"),
        )
        self.errors.remedied_by(self._keep)
        self.take_out.show()
        self._say_why(self.context.language.speaker)

    def _say_why(self, speaker: Speaker) -> None:
        if self._partly is None:
            self.why.say(
                speaker.say(
                    "you-why", "Compare the address with the one people see when you write."
                )
            )
            return
        _, installed = self._partly
        ready = (store_name(each.store, speaker) for each in installed.stores)
        missing = (store_name(spec, speaker) for spec, _ in installed.failed)
        self.why.say(
            speaker.say(
                "you-partly",
                "Ready in: {ready}. Not in: {missing}. Keep it so, take it out again, or mend what"
                " stands in the way and press the button once more.",
                ready=speaker.listed(ready),
                missing=speaker.listed(missing),
            )
        )

    def _keep(self) -> None:
        if self._partly is not None:
            self._go_on(*self._partly)

    def _take_out(self) -> None:
        if self._partly is None:
            return
        services, (_, installed), unlock = self.context.services, self._partly, self._unlock

        def work(_progress: Progress) -> Installed:
            return installs.take_back(services, installed, unlock=unlock)

        self.work(work, self._taken_out)

    def _taken_out(self, installed: Installed) -> None:
        assert self._partly is not None
        kept, _ = self._partly
        stuck = [each for each in installed.all if each.state is StoreState.KEPT]
        if stuck and stuck[0].problem is not None:
            self._partly = kept, installed
            self.refused(stuck[0].problem)
        else:
            self._go_on(kept, None)

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
                box.setChecked(not around.used or kind.id in around.used)
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
