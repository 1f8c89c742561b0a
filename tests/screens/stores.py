"""Desks on whose computer a certificate is in a store already, or is no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sel.base.errors import StoreInUse, StoreLocked
from sel.base.progress import Silent
from sel.core import certificate
from sel.flows import adoptable, adopting, installs, presence
from sel.flows.identities import identities
from sel.flows.installs import Installed, InStore
from sel.flows.store_places import StoreState
from sel.journeys import adopt
from sel.ports.services import Services
from sel.ports.store import CertStore, Proof, StoreSpec
from tests.contract.memory import MemoryStore
from tests.contract.store_contract import bundle
from tests.flows.desk import desk
from tests.pilot import Person, person
from tests.screens import people, thunderbird

SCHOOL, HOME = "thunderbird:Ysgol", "thunderbird:Cartref"


@dataclass
class Stores:
    """Made when they are looked at."""

    folder: Path

    def _desk(self, name: str) -> Services:
        return people.with_stores(desk(self.folder / name), "Ysgol", "Cartref")

    @staticmethod
    def _store(services: Services, store: str) -> MemoryStore:
        (kind,) = services.stores()
        assert isinstance(kind, people.MemoryKind)
        return kind.stores[store]

    def _with(self, name: str, *where: str, stays: bool = False) -> Services:
        services = self._desk(name)
        for store in where:
            held = self._store(services, store)
            for one in self._people:
                held.install(bundle(one))
                if stays:
                    held.kept_in.add(certificate.read(one.certificate).sha256)
        return services

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        today = desk(self.folder / "clock").clock.now()
        day = timedelta(days=1)
        return (person("sian.llyr@school.example", starts=today - day, ends=today + 80 * day),)

    @cached_property
    def found(self) -> Services:
        """In two stores, and nobody here knows of it."""
        return self._with("found", SCHOOL, HOME)

    @cached_property
    def taken(self) -> Services:
        """Taken in."""
        services = self._with("taken", SCHOOL)
        adopting.adopt(services, Silent())
        return services

    @cached_property
    def stays(self) -> Services:
        """One that is not given out."""
        services = self._with("stays", SCHOOL, stays=True)
        adopting.adopt(services, Silent())
        return services

    @cached_property
    def both(self) -> Services:
        """One that is not given out, beside one of one's own that a store has lost."""
        services = self._with("both", SCHOOL, stays=True)
        people.with_certificate(services, people.LONG, "Gwenllian Angharad")
        (one,) = identities(services.book(), services.clock.now())
        assert one.certificate is not None
        services.book().installed(one.certificate.sha256, HOME)
        adopting.adopt(services, Silent())
        return services

    @cached_property
    def no_program(self) -> Services:
        """A certificate, and no mail program that can use it."""
        services = replace(self._desk("no-program"), mail_programs=lambda: ())
        people.with_certificate(services)
        return services

    def offered(self) -> adopt.Adopt:
        """The state of "You already have a certificate"."""
        return adopt.Adopt(adoptable.look(self.found).offered)

    def behind_password(self, *, found: bool) -> adopt.Adopt:
        """The same with a profile that has a password of its own."""
        locked = (StoreSpec("thunderbird:Swyddfa", "Swyddfa"),)
        return replace(self.offered() if found else adopt.Adopt(()), locked=locked)

    @cached_property
    def locked(self) -> Services:
        """No certificate yet, and a profile with a password of its own."""
        services = self._desk("locked")
        (kind,) = services.stores()
        kind.open = _locked  # type: ignore[method-assign]  # of this one desk
        return services

    @cached_property
    def gone(self) -> Services:
        """One that was only in a store, which has lost it."""
        services = self._with("gone", SCHOOL, stays=True)
        adopting.adopt(services, Silent())
        held = self._store(services, SCHOOL)
        for one in self._people:
            held.remove(certificate.read(one.certificate).sha256)
        presence.note(services)
        return services

    @cached_property
    def lost(self) -> Services:
        """One of one's own that one of two profiles has lost."""
        services = self._with("lost", SCHOOL, HOME)
        adopting.adopt(services, Silent())
        held = self._store(services, HOME)
        for one in self._people:
            held.remove(certificate.read(one.certificate).sha256)
        presence.note(services)
        return services

    @cached_property
    def accounts(self) -> Services:
        """A profile with three accounts, two of which the certificate is for."""
        services, _ = thunderbird.with_profiles(
            desk(self.folder / "accounts"),
            "Ysgol",
            addresses=(people.SIAN, people.SIAN, "a@b.example"),
        )
        people.with_certificate(services)
        return services

    def installed(self) -> Installed:
        """What came of putting that certificate in."""
        services = self.accounts
        mine = identities(services.book(), services.clock.now())
        return installs.install(services, mine, Silent(), store=SCHOOL)

    def adopted(self, name: str) -> adopt.Adopt:
        """What came of it, on a desk where it has happened."""
        services: Services = getattr(self, name)
        done = adopting.adopt(services, Silent())
        new = identities(services.book(), services.clock.now()) if name == "taken" else ()
        return adopt.Adopt((), replace(done, new=new))


def _locked(spec: StoreSpec, unlock: object) -> CertStore:
    raise StoreLocked(store=spec.id)


def one_refuses(page: Any) -> None:
    """Two mail programs, and one of them runs."""
    spec, other = StoreSpec(SCHOOL, "Ysgol"), StoreSpec(HOME, "Cartref")
    refused = StoreInUse(store="Cartref", program="Thunderbird")
    done = (
        InStore(spec, StoreState.PROVED, ((b"", Proof(True, True, "proved")),)),
        InStore(other, StoreState.FAILED, problem=refused),
    )
    page._done(((), Installed((), done)))
