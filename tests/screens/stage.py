"""The desks the scenes are set on: real books with keys and certificates, made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core.certificate import CertificateFacts
from sel.core.policy import Policy
from sel.flows import installs, pilot_answer
from sel.flows.identities import current
from sel.flows.requests import Made
from sel.journeys.get_certificate import offered
from sel.ports.enrolment import AuthorityProfile
from sel.ports.services import Services
from sel.ui.reminders import LATER
from tests.flows.desk import desk
from tests.keeping.material import MemoryKeyring
from tests.screens import backups, colleagues, people, protection, stores, succession

PROFILES = ("Ysgol", "Cartref")


@dataclass
class Stage:
    """What scenes are set on; made once for all pictures."""

    folder: Path
    empty: Services
    waiting: Services
    unsaved: Services
    good: Services
    file: people.Given
    long_file: people.Given
    made: Made
    pilot: Services
    by_it: Services
    noticed: Services
    put_off: Services
    trial: CertificateFacts
    profiles: tuple[AuthorityProfile, ...]
    forgot: Services
    shut: Services
    anew: Services

    @cached_property
    def on_windows(self) -> Services:
        """Classic Outlook whose switch is on, and new Outlook."""
        return people.with_mail_programs(self.good, "windows-both", self.folder)

    @cached_property
    def ready(self) -> Services:
        """Somebody for whom everything for S/MIME is there."""
        (self.folder / "ready").mkdir()
        return protection.ready(self.folder / "ready")

    @cached_property
    def managed(self) -> Services:
        """A school that decided much, and left a certificate to pick up."""
        left = self.folder / "left"
        left.mkdir(exist_ok=True)
        people.given_file(left)
        origin = r"HKLM\Software\Policies\Sel"
        policy = Policy(
            helpdesk="Desg TG / IT desk: 01234 567890, help@school.example",
            own_domains=("school.example", "ysgol-hir-iawn-ei-henw.school.example"),
            pick_up=str(left),
            key_kind="rsa-3072",
            own_keys="keyring",
            backup_days=90,
            stores=("windows", "thunderbird"),
            network=False,
            person_roots=False,
            origins=tuple(
                (key, origin)
                for key in ("helpdesk", "own_domains", "key_kind", "own_keys", "backup_days",
                            "stores", "person_roots", "network")
            ),
        )  # fmt: skip
        return replace(self.good, policy=policy)

    @cached_property
    def on_a_mac(self) -> Services:
        """Apple Mail and Outlook for Mac."""
        return people.with_mail_programs(self.good, "mac-mail-and-outlook", self.folder)

    @cached_property
    def backups(self) -> backups.Backups:
        """Somebody with several backups, or a damaged one."""
        return backups.Backups(self.folder / "backups")

    def desk(self, name: str) -> Services:
        """Whose desk a scene names: "good", or "years.ended"."""
        found: Services = attrgetter(name)(self)
        return found

    @cached_property
    def stores(self) -> stores.Stores:
        """Somebody whose certificate is in a store already, or no more."""
        return stores.Stores(self.folder / "stores")

    @cached_property
    def office(self) -> colleagues.Office:
        """Desks with colleagues."""
        folder = self.folder / "office"
        folder.mkdir()
        return colleagues.Office(folder)

    @cached_property
    def years(self) -> succession.Years:
        """Somebody who has had certificates for years."""
        return succession.Years(self.folder / "years", self.good.clock.now)

    @staticmethod
    def build(folder: Path) -> Stage:
        """Keys and certificates for everybody."""

        def services(name: str) -> Services:
            return people.with_stores(desk(folder / name), *PROFILES)

        empty, waiting = services("empty"), services("waiting")
        unsaved, good = services("unsaved"), services("good")
        pilot = people.with_pilot(services("pilot"))
        trial = pilot_answer.answer_here(pilot, people.with_request(pilot), Silent())
        put_off = services("put-off")
        people.with_certificate(put_off)
        _install(put_off)
        chosen = put_off.preferences()
        tomorrow = put_off.clock.now() + timedelta(days=1)
        chosen.keep(replace(chosen.read(), later={LATER: tomorrow}))
        made = people.with_request(waiting)
        people.with_certificate(unsaved)
        people.with_certificate(good, people.LONG, "Gwenllian Angharad")
        people.with_certificate(good)
        people.with_request(good, "sian.ap.rhys@school.example")
        _install(good)
        people.with_backup(good, folder / "sel-backup-2026-11-24.p12")
        return Stage(
            folder,
            empty,
            waiting,
            unsaved,
            good,
            people.given_file(folder),
            people.given_file(folder, people.LONG, "Gwenllian Angharad"),
            made,
            pilot,
            replace(unsaved, policy=Policy(it_keeps_a_copy=True)),
            replace(
                unsaved,
                policy=Policy(unknown=("colour", "mascot"), origin="/etc/sel/policy.json"),
                forgets=lambda: "temporary-profile",
            ),
            put_off,
            trial.identity.certificate,
            offered(pilot.profiles(), ("school.example",)),
            *_troubled(folder, services),
        )


def _troubled(
    folder: Path, services: Callable[[str], Services]
) -> tuple[Services, Services, Services]:
    """Keyrings that forgot: with a passphrase, without one, and after a beginning anew."""
    desks = []
    for name in ("forgot", "shut", "anew"):
        bare, keyring = services(name), MemoryKeyring()
        made = people.with_keyring(bare, keyring)
        people.with_certificate(made)
        people.with_certificate(made, people.LONG, "Gwenllian Angharad")
        people.with_backup(made, folder / f"sel-backup-{name}-2026-11-24.p12")
        people.with_request(made, "sian.ap.rhys@school.example")
        if name == "forgot":
            _install(made)
            made.book().set_passphrase(Secret("derwen llwybr afon menyn ceffyl eira golau"))
        keyring.entries.clear()
        desks.append(people.with_keyring(bare, keyring))
    forgot, shut, anew = desks
    anew.book().replace_lost_key(None)
    return forgot, shut, anew


def _install(services: Services) -> None:
    mine = current(services.book(), services.clock.now())
    installs.install(services, mine, Silent())
