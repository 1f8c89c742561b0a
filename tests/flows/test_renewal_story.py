"""Mail of 2024 opens after two renewals, on a new computer, from a backup; and OpenSSL agrees."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core.asn1 import armour, unarmour
from sel.core.keypair import spki_of, spki_sha256
from sel.flows import backups, letters, renewals, renewing, requests
from sel.flows.exports import Form, export
from sel.flows.identities import State, identities
from sel.flows.status import status
from sel.flows.timeline import KeyHistory, opening, timeline
from sel.ports.services import Services
from tests.flows.years import YEAR, Calendar, answer, certified, day, desk_in

WORDS = Secret("derwen llwybr afon menyn ceffyl eira golau")
TEXT = "Cyfarfod y llywodraethwyr, 12 Mai 2024"
SENT = day(2024, 5, 10)


@dataclass
class Years:
    """What there is at the end: the old computer, the new one, the backup and the old mail.

    ids  of the keys of 2024, 2025 and 2026
    """

    calendar: Calendar
    old: Services
    new: Services
    backup: Path
    by_openssl: bytes
    by_sel: bytes
    ids: tuple[str, str, str]


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Years:
    folder = tmp_path_factory.mktemp("years")
    calendar = Calendar(day(2024, 3))
    old = desk_in(folder / "old", calendar)
    first = certified(old, calendar.moment, organisation="Ysgol")

    calendar.moment = SENT
    pem = folder / "2024.pem"
    pem.write_bytes(export(old, first.id, Form.PEM, subject="", text=""))
    by_openssl = subprocess.run(
        ["openssl", "cms", "-encrypt", "-aes256", "-subject", "Cyfarfod", pem],
        input=TEXT.encode(), capture_output=True, check=True,
    ).stdout  # fmt: skip
    by_sel = letters.write(old, to=(), subject="Cyfarfod", text=TEXT).eml

    second = renewed(old, calendar, day(2025, 2))
    third = renewed(old, calendar, day(2026, 1, 20))

    backup = folder / "sel-backup.p12"
    backups.make(old, backup, WORDS, Silent())
    assert backups.verify(old, backup, WORDS, Silent()).sound
    new = desk_in(folder / "new", calendar)
    opened = backups.look(new, backup.read_bytes(), WORDS, Silent())
    assert len(backups.restore(new, opened, Silent()).new) == 3
    backups.verify(new, backup, WORDS, Silent())
    return Years(calendar, old, new, backup, by_openssl, by_sel, (first.id, second, third))


def renewed(services: Services, calendar: Calendar, when: datetime) -> str:
    """Home asks for it, the form is made, the answer comes two weeks later."""
    calendar.moment = when
    assert status(services).steps[0].what.code == "step-certificate-ends"
    before = identities(services.book(), when)
    one = renewals.wanted(before)
    assert one is not None
    made = renewing.make(services, one, Silent())
    assert made.id not in {each.id for each in before}
    assert status(services).steps[0].what.code == "step-certificate-renewing"
    calendar.moment = when + timedelta(days=14)
    finished = requests.finish(
        services, answer(made, calendar.moment, made.request.emails), (), Silent()
    )
    assert finished.identity.state is State.CURRENT
    after = {each.id: each for each in identities(services.book(), calendar.moment)}
    assert {each.id for each in before} < set(after)
    assert after[one.id].state is State.OLD
    assert renewals.replaced(finished.identity, tuple(after.values()))[0].id == one.id
    return made.id


@pytest.mark.parametrize("computer", ["old", "new"])
def test_mail_of_2024_opens(years: Years, computer: str) -> None:
    services: Services = getattr(years, computer)
    for mail in (years.by_openssl, years.by_sel):
        read = letters.read(services, mail)
        assert read.letter.decrypted
        assert TEXT in (read.letter.text or "")
        key = read.letter.layers[0].spki
        assert key is not None
        assert {each.id for each in opening(timeline(services), SENT)} == {
            next(held.id for held in services.book().keys() if held.spki == key)
        }


def test_the_timeline_says_the_same_on_both_computers(years: Years) -> None:
    lines = timeline(years.old)
    assert tuple(each.id for each in lines) == years.ids
    assert [each.state for each in lines] == [State.OLD, State.OLD, State.CURRENT]
    assert [(each.begins, each.ends) for each in lines] == [
        (start, start + YEAR) for start in (day(2024, 3), day(2025, 2, 15), day(2026, 2, 3))
    ]
    assert [each.id for each in opening(lines, SENT)] == [years.ids[0]]
    # A new certificate comes before the old one ends: then mail may have come to either key.
    assert [each.id for each in opening(lines, day(2025, 2, 20))] == [years.ids[1], years.ids[0]]
    assert all(each.backups[0].path == str(years.backup) for each in lines)
    assert [said(each) for each in lines] == [said(each) for each in timeline(years.new)]


def said(line: KeyHistory) -> tuple[object, ...]:
    """What a line tells, but for when and how its key came to this computer."""
    return (
        line.id, line.held, line.state, line.emails, line.certificates, line.opens, line.places,
        [each.path for each in line.backups],
    )  # fmt: skip


def test_renewal_asks_for_the_same_person_with_a_key_of_the_same_kind(years: Years) -> None:
    found = identities(years.old.book(), years.calendar.now())
    assert len({each.spki_sha256 for each in found}) == 3
    for each in found:
        assert each.certificate is not None
        assert each.certificate.subject == "CN=Siân Llŷr,O=Ysgol"
        assert each.certificate.key.curve == "P-256"


def test_openssl_opens_it_with_a_key_of_the_backup_alone(years: Years, tmp_path: Path) -> None:
    secret = tmp_path / "words"
    secret.write_bytes(WORDS.reveal())
    unpacked = subprocess.run(
        ["openssl", "pkcs12", "-in", years.backup, "-passin", f"file:{secret}", "-nodes"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    keys = [der for label, der in unarmour(unpacked) if label == "PRIVATE KEY"]
    assert {spki_sha256(spki_of(Secret(der))) for der in keys} == {
        held.spki_sha256 for held in years.old.book().keys()
    }
    opened = []
    for number, der in enumerate(keys):
        path = tmp_path / f"{number}.pem"
        path.write_bytes(armour("PRIVATE KEY", der))
        done = subprocess.run(
            ["openssl", "cms", "-decrypt", "-inkey", path],
            input=years.by_openssl, capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode == 0 and TEXT.encode() in done.stdout:
            opened.append(spki_sha256(spki_of(Secret(der))).hex()[:8])
    assert opened == [years.ids[0]]
