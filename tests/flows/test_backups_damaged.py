"""A backup in which one octet changed, wherever that is: never "backed up", never "wrong"."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.base.errors import WithoutBackup, WrongOrChanged, WrongPassphrase
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import bundle, passphrase
from sel.core.bundle import Protection, writer
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import backups, removals, requests
from sel.flows.backups.kept import Condition
from sel.flows.status import StepState, status
from sel.keeping.reading import FileInputs
from sel.ports.services import Services
from tests.flows.desk import desk, issued
from tests.pilot import SIAN

WORDS = Secret("castell mynydd afon derwen lleuad pysgodyn gwanwyn")
STEP = 97


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for protection in Protection:
        monkeypatch.setitem(writer.ROUNDS, protection, 300)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """One key in use and one that waits."""
    services = desk(tmp_path_factory.mktemp("sian"))
    made = requests.make(services, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
    requests.finish(services, issued(made), (), Silent())
    requests.make(services, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
    return services


def places(data: bytes) -> list[int]:
    """Every 97th octet, the frame before the content, and the MAC with all that belongs to it."""
    return sorted({*range(0, len(data), STEP), *range(24), *range(len(data) - 84, len(data))})


def flipped(data: bytes, place: int, bit: int = 0x01) -> bytes:
    return data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


@pytest.mark.parametrize("protection", Protection)
def test_one_octet_anywhere(
    world: Services, tmp_path: Path, protection: Protection, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.p12"
    words = Secret(" ".join(passphrase.words("en")[:6]))
    backups.make(world, path, words, Silent(), protection=protection)
    whole = path.read_bytes()
    assert bundle.as_written(whole)
    said = set()
    thorough = protection is Protection.MODERN
    for place in places(whole)[:: 1 if thorough else 4]:
        data = flipped(whole, place)
        monkeypatch.setattr(FileInputs, "read", lambda *_, data=data, **__: data)
        found = backups.verify(world, path, words, Silent())
        assert not found.sound, place
        assert found.ids == ()
        said |= {each.code for each in found.findings}
    assert said == {"backup-damaged", "backup-changed"}


def test_what_was_backed_up_is_so_no_more(world: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    made = backups.make(world, path, WORDS, Silent())
    assert backups.verify(world, path, WORDS, Silent()).sound
    step = {each.id: each for each in status(world).steps}["backup"]
    assert step.state is StepState.DONE
    removals.refuse_unsaved(world, status(world).identities[0])

    whole = path.read_bytes()
    path.write_bytes(flipped(whole, len(whole) // 2))
    assert not backups.verify(world, path, WORDS, Silent()).sound
    kept = backups.status(world)
    assert (kept.verified, kept.covers, kept.missing) == (None, (), made.ids)
    assert kept.backups[0].condition is Condition.DAMAGED
    assert kept.backups[0].ids == ()
    now = status(world)
    step = {each.id: each for each in now.steps}["backup"]
    assert (step.state, step.what.code) == (StepState.ATTENTION, "step-backup-damaged")
    with pytest.raises(WithoutBackup):
        removals.remove(world, now.identities[0].id)

    # The same damage once more is no second fact; the whole file put back counts again.
    assert not backups.verify(world, path, WORDS, Silent()).sound
    path.write_bytes(whole)
    assert backups.verify(world, path, WORDS, Silent()).sound
    assert backups.status(world).covers == made.ids
    path.write_bytes(flipped(whole, len(whole) // 2))
    assert not backups.verify(world, path, WORDS, Silent()).sound
    assert backups.status(world).covers == ()


def test_another_backup_still_covers(world: Services, tmp_path: Path) -> None:
    first, second = tmp_path / "a.p12", tmp_path / "b.p12"
    for path in (first, second):
        backups.make(world, path, WORDS, Silent())
        assert backups.verify(world, path, WORDS, Silent()).sound
    second.write_bytes(flipped(second.read_bytes(), 500))
    assert not backups.verify(world, second, WORDS, Silent()).sound
    kept = backups.status(world)
    assert (kept.path, kept.missing) == (str(first), ())
    by_path = {each.path: each.condition for each in kept.backups}
    assert (by_path[str(first)], by_path[str(second)]) == (Condition.TESTED, Condition.DAMAGED)


def test_a_wrong_passphrase_is_called_that_only_where_it_is_proved(
    world: Services, tmp_path: Path
) -> None:
    path, copy = tmp_path / "backup.p12", tmp_path / "copy.p12"
    backups.make(world, path, WORDS, Silent())
    copy.write_bytes(path.read_bytes())
    for same in (path, copy):
        with pytest.raises(WrongPassphrase) as hit:
            backups.verify(world, same, Secret("not this"), Silent())
        assert hit.value.code == "wrong-passphrase"
    with pytest.raises(WrongPassphrase) as hit:
        backups.look(world, path.read_bytes(), Secret("not this"), Silent())
    assert hit.value.code == "wrong-passphrase"

    # On a new computer nobody knows what was written.
    new = desk(tmp_path / "new")
    with pytest.raises(WrongOrChanged):
        backups.verify(new, path, Secret("not this"), Silent())
    with pytest.raises(WrongOrChanged):
        backups.look(new, path.read_bytes(), Secret("not this"), Silent())


def test_with_every_salt_gone_nobody_can_tell(world: Services, tmp_path: Path) -> None:
    """All key derivations lead elsewhere: the right passphrase looks like a wrong one."""
    path = tmp_path / "backup.p12"
    backups.make(world, path, WORDS, Silent())
    whole = path.read_bytes()
    salt = next(
        part for part in _octet_strings(whole) if len(part) == 16 and whole.count(part) == 3
    )
    path.write_bytes(whole.replace(salt, bytes(16)))
    found = backups.verify(world, path, WORDS, Silent())
    assert [each.code for each in found.findings] == ["backup-changed"]
    with pytest.raises(WrongOrChanged):
        backups.look(desk(tmp_path / "new"), path.read_bytes(), WORDS, Silent())


def _octet_strings(data: bytes) -> list[bytes]:
    return [
        data[at + 2 : at + 18] for at in range(len(data) - 18) if data[at : at + 2] == b"\4\x10"
    ]


@pytest.mark.parametrize("content", [b"", b"\0" * 2000, b"<html>", b"0\x80"])
def test_rubbish_where_the_backup_was(world: Services, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "backup.p12"
    backups.make(world, path, WORDS, Silent())
    assert backups.verify(world, path, WORDS, Silent()).sound
    path.write_bytes(content)
    found = backups.verify(world, path, WORDS, Silent())
    assert [each.code for each in found.findings] == ["backup-damaged"]
    assert backups.status(world).backups[0].condition is Condition.DAMAGED


def test_a_backup_that_was_replaced_before_it_was_noted_is_sound(
    world: Services, tmp_path: Path
) -> None:
    """Killed between the file and the book: what lies there is whole, and is called so."""
    path, other = tmp_path / "backup.p12", tmp_path / "other.p12"
    backups.make(world, path, WORDS, Silent())
    elsewhere = desk(tmp_path / "elsewhere")
    opened = backups.look(elsewhere, path.read_bytes(), WORDS, Silent())
    backups.restore(elsewhere, opened, Silent())
    backups.make(elsewhere, other, WORDS, Silent())
    other.replace(path)
    assert backups.verify(world, path, WORDS, Silent()).sound
