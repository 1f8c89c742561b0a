"""Pages about backups: several of them, damaged ones, clouds, the given file, colleagues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core.bundle import Protection, writer
from sel.core.finding import warning
from sel.flows import backups
from sel.flows.backups import Verified
from sel.flows.backups.people import Beside
from sel.flows.identities import identities
from sel.journeys.keep_given import KeepGiven
from sel.ports.services import Services
from tests.flows.desk import desk
from tests.screens import people

WORDS = Secret("derwen llwybr afon menyn ceffyl eira golau")


class Backups:
    """A desk with three backups in three states, made when it is first looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def several(self) -> Services:
        """One tested on a stick, one never tested in a cloud, one found damaged."""
        services = self._begun("several")
        stick, cloud = self._made(services, "USB (E:)"), self._made(services, "OneDrive - Ysgol")
        backups.verify(services, stick, WORDS, Silent())
        self._damage(services, self._made(services, "Hen ddisg"))
        assert cloud.exists()
        return services

    @cached_property
    def damaged(self) -> Services:
        """The only one was found damaged."""
        services = self._begun("damaged")
        path = self._made(services, "Hen ddisg")
        backups.verify(services, path, WORDS, Silent())
        self._damage(services, path)
        return services

    @cached_property
    def bound(self) -> Services:
        """Policy names the folders, and one of them is OneDrive's."""
        folder = Path.home() / "OneDrive - Ysgol"
        folder.mkdir(exist_ok=True)
        services = self._begun("bound")
        return replace(services, policy=replace(services.policy, backup_places=(str(folder),)))

    def _begun(self, name: str) -> Services:
        services = people.with_stores(desk(self.folder / name), "Ysgol")
        people.with_certificate(services)
        return services

    def _made(self, services: Services, where: str) -> Path:
        folder = self.folder / where
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "sel-backup-2026-11-24.p12"
        path.unlink(missing_ok=True)
        rounds, writer.ROUNDS[Protection.MODERN] = writer.ROUNDS[Protection.MODERN], 300
        try:
            backups.make(services, path, WORDS, Silent())
        finally:
            writer.ROUNDS[Protection.MODERN] = rounds
        return path

    @staticmethod
    def _damage(services: Services, path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[-9] ^= 1
        path.write_bytes(data)
        assert not backups.verify(services, path, WORDS, Silent()).sound


def kept(folder: Path, given: Path, services: Services, *, gone: bool) -> KeepGiven:
    """On the way to a file that was moved, or at its end."""
    begun = KeepGiven(given, folder / "sel-backup-2026-11-24.p12")
    if not gone:
        return begun
    ids = tuple(each.id for each in identities(services.book(), services.clock.now()))
    found = Verified(True, ids, (), tuple((each, "proved") for each in ids), ())
    weak = (warning("given-password-weak"), warning("given-file-few-rounds", rounds=2048))
    return replace(begun, verified=found, gone=True, findings=weak)


def beside(state: Any, folder: Path) -> Any:
    """The same restore with colleagues beside the file, eleven of twelve new."""
    return replace(state, people=Beside(folder / "people.p7c", 12, 11), came_back=11)


def choose(folder: Callable[[Any], Path]) -> Callable[[Any, Any], None]:
    """On the page "Where": this folder is taken."""

    def after(stage: Any, page: Any) -> None:
        chosen = folder(stage)
        chosen.mkdir(parents=True, exist_ok=True)
        page.take_folder(chosen)

    return after
