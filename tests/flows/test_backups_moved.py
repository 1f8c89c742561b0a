"""The file somebody was given becomes the backup, or goes once there is one; dates for it all."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest

from sel.base.errors import (
    BackupPlaceForbidden,
    DiskFull,
    NoTestedBackup,
    NothingAhead,
    OtherFile,
    OutputExists,
    OutputFailed,
    StillNeeded,
    WrongPassphrase,
)
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import bundle
from sel.core.bundle import Bundle, Entry, Protection
from sel.flows import backups, imports
from sel.flows.reminders import Kind, reminders
from sel.ports.services import Services
from sel.text.dates import calendar_file
from sel.text.recovery import sheet_of
from tests.flows.desk import desk
from tests.keeping.volumes import small_volume
from tests.pilot import SIAN, person

GIVEN = Secret("ysgol123")
WORDS = Secret("castell mynydd afon derwen lleuad pysgodyn gwanwyn")


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A .p12 in Downloads, as an authority made it: easy password, few rounds."""
    one = person(SIAN)
    path = tmp_path / "Downloads/sian.p12"
    path.parent.mkdir()
    held = Bundle((Entry(one.key, one.certificate, "Siân"),))
    path.write_bytes(bundle.write(held, GIVEN, protection=Protection.MODERN, rounds=2048))
    return path


@pytest.fixture
def sian(tmp_path: Path, given: Path) -> Services:
    """Somebody who has taken that file in."""
    services = desk(tmp_path / "sian")
    opened = imports.open_file(services, given.read_bytes(), GIVEN, Silent())
    imports.take_in(services, opened, Silent())
    return services


def test_moved_and_tested_there_before_it_is_deleted_here(
    sian: Services, given: Path, tmp_path: Path
) -> None:
    whole, target = given.read_bytes(), tmp_path / "stick.p12"
    moved = backups.move(sian, given, target, GIVEN, Silent())
    assert moved.gone
    assert moved.verified.sound
    assert not given.exists()
    assert target.read_bytes() == whole
    assert target.stat().st_mode & 0o777 == 0o600
    assert backups.status(sian).missing == ()
    assert [each.code for each in moved.findings] == [
        "backup-same-disk",
        "given-password-weak",
        "given-file-few-rounds",
    ]


def test_an_original_is_never_deleted_unproved(
    sian: Services, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = given.read_bytes()
    with pytest.raises(WrongPassphrase):
        backups.move(sian, given, tmp_path / "a.p12", Secret("not this"), Silent())
    (tmp_path / "b.p12").write_bytes(b"there")
    with pytest.raises(OutputExists):
        backups.move(sian, given, tmp_path / "b.p12", GIVEN, Silent())
    with pytest.raises(OutputFailed):
        backups.move(sian, given, tmp_path / "none/c.p12", GIVEN, Silent())
    # The medium gives back something else than was written.
    read = type(sian.inputs).read

    def rotten(self: object, path: Path, *, from_medium: bool = False) -> bytes:
        data = read(sian.inputs, path, from_medium=from_medium)
        return data[:-1] + bytes([data[-1] ^ 1]) if from_medium else data

    with monkeypatch.context() as patch:
        patch.setattr(type(sian.inputs), "read", rotten)
        moved = backups.move(sian, given, tmp_path / "d.p12", GIVEN, Silent())
    assert not moved.gone
    assert not moved.verified.sound
    # Somebody who has none of its keys has no backup in it.
    stranger = desk(tmp_path / "stranger")
    assert not backups.move(stranger, given, tmp_path / "e.p12", GIVEN, Silent()).gone
    assert given.read_bytes() == whole


def test_a_full_stick_leaves_the_original(sian: Services, given: Path, tmp_path: Path) -> None:
    with small_volume(tmp_path / "stick", kilobytes=4) as stick:
        (stick / "filler").write_bytes(bytes(4096))
        with pytest.raises(DiskFull):
            backups.move(sian, given, stick / "a.p12", GIVEN, Silent())
        assert [each.name for each in stick.iterdir()] == ["filler"]
    assert given.exists()


def test_deleted_only_once_a_tested_backup_elsewhere_holds_its_keys(
    sian: Services, given: Path, tmp_path: Path
) -> None:
    ids = [each.id for each in imports.identities(sian.book(), sian.clock.now())]
    came = backups.Given(given, hashlib.sha256(given.read_bytes()).digest())
    with pytest.raises(StillNeeded):
        backups.discard(sian, came, ids)
    # The file itself is tested, but that is no other one; nor is another name for it.
    assert backups.verify(sian, given, GIVEN, Silent()).sound
    link = tmp_path / "link.p12"
    link.symlink_to(given)
    assert backups.verify(sian, link, GIVEN, Silent()).sound
    with pytest.raises(StillNeeded):
        backups.discard(sian, came, ids)
    stick = tmp_path / "stick.p12"
    backups.make(sian, stick, WORDS, Silent())
    with pytest.raises(StillNeeded):
        backups.discard(sian, came, ids)
    assert backups.verify(sian, stick, WORDS, Silent()).sound
    whole = given.read_bytes()
    given.write_bytes(b"a newer download of the same name")
    with pytest.raises(OtherFile):
        backups.discard(sian, came, ids)
    given.write_bytes(whole)
    backups.discard(sian, came, ids)
    assert not given.exists()
    assert str(given) not in {each.path for each in backups.status(sian).backups}


def test_only_where_policy_allows(sian: Services, given: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    allowed = tmp_path / "home/OneDrive - Ysgol"
    allowed.mkdir(parents=True)
    policy = replace(sian.policy, backup_places=(str(allowed),))
    bound = replace(sian, policy=policy)
    with pytest.raises(BackupPlaceForbidden) as hit:
        backups.move(bound, given, tmp_path / "a.p12", GIVEN, Silent())
    assert hit.value.what.facts["folders"] == (str(allowed),)
    with pytest.raises(BackupPlaceForbidden):
        backups.make(bound, tmp_path / "a.p12", WORDS, Silent())
    assert backups.move(bound, given, allowed / "a.p12", GIVEN, Silent()).gone


def test_dates_for_the_calendar(sian: Services, given: Path, tmp_path: Path) -> None:
    now = sian.clock.now()
    (one,) = reminders(sian)
    assert one.kind is Kind.CERTIFICATE
    target = tmp_path / "stick.p12"
    backups.move(sian, given, target, GIVEN, Silent())
    found = {each.kind: each for each in reminders(sian)}
    backup = found[Kind.BACKUP]
    assert backup.about == str(target)
    assert timedelta(days=182) < backup.when - now < timedelta(days=184)
    first = calendar_file(reminders(sian), language="cy", now=now)
    later = calendar_file(reminders(sian), language="en", now=now + timedelta(hours=1))
    events = [
        {str(each["UID"]): each for each in icalendar.Calendar.from_ical(data).walk("VEVENT")}
        for data in (first, later)
    ]
    assert events[0].keys() == events[1].keys()
    for uid, event in events[0].items():
        assert event["SEQUENCE"] < events[1][uid]["SEQUENCE"]
    summary = str(events[0][found[Kind.CERTIFICATE].uid]["SUMMARY"])
    assert SIAN in summary
    assert "your certificate ends" in summary.partition(" · ")[2]
    with pytest.raises(NothingAhead):
        calendar_file(reminders(desk(tmp_path / "nobody")), language="en", now=now)


def test_a_sheet_only_of_what_was_tested(sian: Services, given: Path, tmp_path: Path) -> None:
    with pytest.raises(NoTestedBackup):
        sheet_of(sian)
    target = tmp_path / "stick.p12"
    backups.move(sian, given, target, GIVEN, Silent())
    path, sheet = sheet_of(sian)
    assert path == str(target)
    assert sheet.startswith(b"%PDF")
    with pytest.raises(NoTestedBackup):
        sheet_of(sian, tmp_path / "other.p12")
    target.write_bytes(target.read_bytes() + b"\0")
    with pytest.raises(NoTestedBackup):
        sheet_of(sian, target)
