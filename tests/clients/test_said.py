"""What a person and the helpdesk are told of the mail programs of each computer."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sel.base.message import Message
from sel.flows import doctor, mail_programs
from sel.ports.services import Services
from sel.text import catalog
from sel.text.catalog import clients
from sel.text.speaker import Speaker
from tests.cli.program import Program
from tests.clients.fixture import NAMES, computer
from tests.flows.desk import desk


class Kind:
    """A kind of store of which only its name and its reason matter here."""

    def __init__(self, name: str, reason: str | None = None) -> None:
        self.id, self._reason = name, reason

    def unusable(self) -> str | None:
        return self._reason

    def found(self) -> tuple[()]:
        return ()


WINDOWS, THUNDERBIRD = Kind("windows"), Kind("thunderbird")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    bare = desk(tmp_path / "sel")
    return replace(bare, stores=lambda: (WINDOWS, THUNDERBIRD))  # type: ignore[arg-type,return-value]


def on(services: Services, name: str, tmp_path: Path) -> Services:
    """The same desk on that computer."""
    return replace(services, mail_programs=lambda: computer(name, tmp_path / name))


SAID = {
    "windows-365-current": [("works-windows",)],
    "windows-2016-msi": [("works-windows", "program-no-account")],
    "windows-new-outlook": [("works-unknown-new-outlook", "new-outlook-alone")],
    "windows-both": [
        ("works-windows", "outlook-switched-to-new"),
        ("works-unknown-new-outlook", "new-outlook-way-back"),
    ],
    "windows-smime-elsewhere": [("works-unknown",)],
    "windows-leftovers": [],
    "windows-bare": [],
    "windows-thunderbird": [("works-thunderbird",)],
    "mac-mail-and-outlook": [("works-macos", "program-by-hand")] * 2,
    "mac-legacy-outlook": [("works-macos", "program-by-hand")] * 2,
    "mac-compose-off": [
        ("works-reading-only", "program-by-hand"),
        ("works-thunderbird", "thunderbird-never-started"),
    ],
    "mac-bare": [],
    "linux-debian-thunderbird": [("works-thunderbird",)],
    "linux-flatpak-and-snap": [
        ("works-thunderbird",),
        ("works-thunderbird", "thunderbird-never-started"),
    ],
    "linux-no-account": [("works-thunderbird", "program-no-account")],
    "chromebook": [],
}


def test_every_computer_stands_in_the_table() -> None:
    assert set(NAMES) == set(SAID)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said(name: str, services: Services, tmp_path: Path) -> None:
    found = mail_programs.here(on(services, name, tmp_path))
    assert [tuple(each.code for each in (*one.said, *one.placing)) for one in found] == SAID[name]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_said_in_both_languages(name: str, services: Services, tmp_path: Path) -> None:
    english, welsh = Speaker("en"), Speaker("cy")
    facts = [mail_programs.nothing()]
    for one in mail_programs.here(on(services, name, tmp_path)):
        facts += [*one.said, *one.placing, *one.changed]
    for fact in facts:
        said, wedi_dweud = english.message(fact), welsh.message(fact)
        assert said != fact.code != wedi_dweud
        assert said != wedi_dweud
        assert not re.search(r"[{}]", said + wedi_dweud)
        for value in fact.facts.values():
            assert str(value) in said
            assert str(value) in wedi_dweud


def test_no_sentence_is_there_for_nothing(services: Services, tmp_path: Path) -> None:
    """Each is said on one of the computers, or where a store is closed."""
    codes = {mail_programs.nothing().code, "mail-program-here"}
    closed = replace(services, stores=lambda: (Kind("thunderbird", "nss-missing"),))  # type: ignore[arg-type,return-value]
    for desk_ in (services, closed):
        for name in NAMES:
            for one in mail_programs.here(on(desk_, name, tmp_path / str(id(desk_)))):
                codes.add(f"program.{one.program.id.value}")
                codes |= {each.code for each in (*one.said, *one.placing, *one.changed)}
    assert codes == {entry.code for entry in clients.ENTRIES}


def test_a_store_that_is_closed_is_named_with_its_reason(
    services: Services, tmp_path: Path
) -> None:
    closed = replace(services, stores=lambda: (Kind("thunderbird", "nss-missing"),))  # type: ignore[arg-type,return-value]
    there = on(closed, "linux-debian-thunderbird", tmp_path)
    (one,) = mail_programs.here(there)
    assert one.store == "nss-missing"
    (why,) = one.placing
    said = Speaker("en").message(why)
    assert "the library NSS was not found" in said


def test_the_report_counts_accounts_and_names_none(services: Services, tmp_path: Path) -> None:
    shape = doctor.report(on(services, "windows-365-current", tmp_path))
    (one,) = shape["mail_programs"]
    assert one == {
        "id": "outlook",
        "version": "16.0.18129.20158",
        "package": "click-to-run",
        "channel": "current",
        "bits": 64,
        "variant": None,
        "set_up": "yes",
        "accounts": 2,
        "sign": "yes",
        "encrypt": "yes",
        "decrypt": "yes",
        "keys_in": "windows",
        "store": "ready",
        "said": ["works-windows"],
        "settings": [
            {
                "name": "SupressNameChecks",
                "value": "1",
                "managed": True,
                "code": "outlook-no-name-check",
            },
            {"name": "MinEncKey", "value": "168", "managed": True, "code": "outlook-least-bits"},
            {
                "name": "AlwaysEncrypt",
                "value": "1",
                "managed": False,
                "code": "outlook-always-encrypt",
            },
        ],
    }
    lines = dict(doctor.flat(shape))
    assert lines["mail_programs.0.settings.1.name"] == "MinEncKey"
    assert "@" not in json.dumps(shape["mail_programs"])


def test_a_rehearsal_looks_at_no_mail_program(services: Services) -> None:
    assert services.mail_programs() == ()


def test_doctor_says_it_in_words(tmp_path: Path) -> None:
    """The command itself, in a home with one Thunderbird; nothing else is installed for it."""
    home = tmp_path / "home"
    packed = home / ".local/share/flatpak/app/org.mozilla.Thunderbird/current/active/files"
    settings = packed / "lib/thunderbird/application.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[App]\nVersion=140.4.0\n")
    sel = Program(tmp_path / "sian", {"HOME": str(home)})
    flatpak = [
        each
        for each in sel("doctor", "--json").json["mail_programs"]
        if each["package"] == "flatpak"
    ]
    assert [each["said"] for each in flatpak] == [
        ["works-thunderbird", "thunderbird-never-started"]
    ]
    ran = sel("doctor", "--lang", "cy")
    line = next(each for each in ran.out.splitlines() if each.startswith("Thunderbird 140.4.0: "))
    assert line.endswith(Speaker("cy").message(Message("thunderbird-never-started")))
    assert not ran.status


def test_every_entry_of_the_room_is_found_by_its_code() -> None:
    assert all(catalog.find(entry.code) is entry for entry in clients.ENTRIES)
