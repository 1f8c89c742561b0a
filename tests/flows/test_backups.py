"""Backups: made, opened again, proved, restored; and every way they can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.base.errors import (
    BackupNotKnown,
    NotAPkcs12,
    NotEnoughWords,
    NotFound,
    NothingToBackUp,
    OutputExists,
    WeakPassphrase,
    WrongPassphrase,
)
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core.bundle import Protection
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import backups, requests
from sel.flows.identities import State, identities
from sel.ports.services import Services
from tests.flows.desk import desk, issued, now
from tests.pilot import SIAN

WORDS = Secret("castell mynydd afon derwen lleuad pysgodyn gwanwyn")


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    """One key in use and one that waits."""
    services = desk(tmp_path / "sian")
    made = requests.make(services, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
    requests.finish(services, issued(made), (), Silent())
    requests.make(services, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
    return services


def test_made_is_not_backed_up_until_it_was_verified(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    made = backups.make(sian, path, WORDS, Silent())
    assert path.stat().st_mode & 0o777 == 0o600
    assert backups.status(sian).verified is None
    found = backups.verify(sian, path, WORDS, Silent())
    assert found.sound
    assert found.ids == made.ids
    assert len(found.ids) == 2
    assert found.missing == ()
    assert backups.status(sian).covers == made.ids


def test_a_waiting_key_comes_back(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    backups.make(sian, path, WORDS, Silent())
    new = desk(tmp_path / "new")
    taken = backups.restore(new, backups.look(new, path.read_bytes(), WORDS, Silent()), Silent())
    assert [each.state for each in taken.identities] == [State.CURRENT, State.WAITING]
    for old in identities(sian.book(), now()):
        assert new.book().private_key(old.id) == sian.book().private_key(old.id)
    again = backups.restore(new, backups.look(new, path.read_bytes(), WORDS, Silent()), Silent())
    assert (again.new, len(again.unchanged), again.new_certificates) == ((), 2, 0)


def test_a_newer_key_is_missing_from_an_older_backup(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    backups.make(sian, path, WORDS, Silent())
    later = requests.make(sian, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
    found = backups.verify(sian, path, WORDS, Silent())
    assert found.sound
    assert found.missing == (later.id,)
    assert [each.code for each in found.findings] == ["backup-lacks-keys"]
    assert backups.status(sian).missing == (later.id,)


def test_every_flipped_byte_is_noticed(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    ids = [each.id for each in identities(sian.book(), now())][:1]
    backups.make(sian, path, WORDS, Silent(), ids=ids)
    whole = path.read_bytes()
    places = range(7, len(whole), max(1, len(whole) // 12))
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 0x01
        path.write_bytes(bytes(damaged))
        try:
            found = backups.verify(sian, path, WORDS, Silent())
        except NotAPkcs12:
            continue
        assert not found.sound, place
        assert found.findings[0].code in {"backup-changed", "backup-damaged"}
    assert backups.status(sian).verified is None


def test_a_wrong_passphrase_is_called_that(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    backups.make(sian, path, WORDS, Silent())
    with pytest.raises(WrongPassphrase):
        backups.verify(sian, path, Secret("not this"), Silent())
    assert backups.status(sian).verified is None


def test_what_is_no_backup_is_named(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    with pytest.raises(NotFound):
        backups.verify(sian, path, WORDS, Silent())
    path.write_bytes(b"<html>")
    with pytest.raises(NotAPkcs12):
        backups.verify(sian, path, WORDS, Silent())


def test_an_existing_backup_is_never_overwritten_unasked(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    path.write_bytes(b"last year's")
    with pytest.raises(OutputExists):
        backups.make(sian, path, WORDS, Silent())
    assert path.read_bytes() == b"last year's"
    backups.make(sian, path, WORDS, Silent(), replace=True)
    assert backups.verify(sian, path, WORDS, Silent()).sound


def test_the_backup_of_another_computer_is_not_replaced(sian: Services, tmp_path: Path) -> None:
    """A new computer whose book knows nothing of the old keys must not destroy them."""
    path = tmp_path / "backup.p12"
    backups.make(sian, path, WORDS, Silent())
    whole = path.read_bytes()
    new = desk(tmp_path / "new")
    opened = backups.look(new, whole, WORDS, Silent())
    backups.restore(new, opened, Silent())
    with pytest.raises(BackupNotKnown):
        backups.make(new, path, WORDS, Silent(), replace=True)
    assert path.read_bytes() == whole
    assert backups.verify(new, path, WORDS, Silent()).sound
    backups.make(new, path, WORDS, Silent(), replace=True)
    assert backups.verify(new, path, WORDS, Silent()).sound


def test_easy_passphrases_are_refused(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    for weak in ("", "cyfrinair", "Llanfairpwll", "password1"):
        with pytest.raises(WeakPassphrase):
            backups.make(sian, path, Secret(weak), Silent())
    with pytest.raises(NotEnoughWords):
        backups.make(sian, path, Secret("xK9$qv!Zp2#mW7@tR4"), Silent(),
                     protection=Protection.OLD_DEVICES)  # fmt: skip
    assert not path.exists()


def test_an_empty_book_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(NothingToBackUp):
        backups.make(desk(tmp_path / "x"), tmp_path / "b.p12", WORDS, Silent())


def test_somebody_elses_backup_is_sound_and_not_ours(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "backup.p12"
    backups.make(sian, path, WORDS, Silent())
    gwen = desk(tmp_path / "gwen")
    requests.make(gwen, Asked((SIAN,), "G"), KeyKind.EC_P256, Silent())
    found = backups.verify(gwen, path, WORDS, Silent())
    assert found.sound
    assert found.ids == ()
    # Nothing about keys that it lacks: it was never meant to hold hers.
    assert [each.code for each in found.findings] == ["backup-of-others"]
    assert backups.status(gwen).verified is None
