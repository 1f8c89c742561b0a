"""Where backups lie, what could not be written beside them, and what others' files are worth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core.bundle import Protection, write
from sel.core.finding import Finding
from sel.flows import backups
from sel.flows.identities import bundle_of, identities
from tests.flows.desk import now
from tests.flows.golden.world import WORDS, Scene, World

EASY = Secret("ysgol123")


def _made_in(world: World, folder: Path, code: str) -> Sequence[Finding]:
    folder.mkdir(exist_ok=True)
    made = backups.make(world.sian, folder / "keys.p12", WORDS, Silent(), replace=True)
    return [each for each in made.findings if each.code == code]


def backup_in_cloud(world: World) -> Sequence[Finding]:
    return _made_in(world, Path.home() / "Dropbox", "backup-in-cloud")


def backup_same_disk(world: World) -> Sequence[Finding]:
    return _made_in(world, world.folder / "here", "backup-same-disk")


def people_not_saved(world: World) -> Sequence[Finding]:
    """Something else has the name of the file."""
    folder = world.folder / "taken"
    folder.mkdir(exist_ok=True)
    (folder / "people.p7c").write_text("Dim byd", "utf-8")
    return _made_in(world, folder, "people-not-saved")


def _moved(world: World, name: str, words: Secret, rounds: int, code: str) -> Sequence[Finding]:
    book = world.sian.book()
    held = bundle_of(book, identities(book, now()))
    given, target = world.folder / f"{name}-given.p12", world.folder / f"{name}.p12"
    given.write_bytes(write(held, words, protection=Protection.MODERN, rounds=rounds))
    target.unlink(missing_ok=True)
    moved = backups.move(world.sian, given, target, words, Silent())
    return [each for each in moved.findings if each.code == code]


def given_password_weak(world: World) -> Sequence[Finding]:
    return _moved(world, "easy", EASY, 50_000, "given-password-weak")


def given_file_few_rounds(world: World) -> Sequence[Finding]:
    return _moved(world, "few", WORDS, 2048, "given-file-few-rounds")


SCENES: dict[str, Scene] = {
    "backup-in-cloud": backup_in_cloud,
    "backup-same-disk": backup_same_disk,
    "people-not-saved": people_not_saved,
    "given-password-weak": given_password_weak,
    "given-file-few-rounds": given_file_few_rounds,
}
