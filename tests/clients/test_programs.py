"""Computers that are not here, and what is found on each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from sel.clients import programs
from sel.ports.clients import Build, Known, MailProgram
from tests.clients.fixture import NAMES, FixtureMachine, shape_of

ALL, NONE, READS = "yes yes yes", "unknown unknown unknown", "no no yes"


@dataclass(frozen=True)
class Expected:
    """One program, as a line: settings with a star are the organisation's."""

    id: str
    build: Build
    set_up: str
    addresses: tuple[str, ...]
    works: str
    keys_in: str = ""
    settings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def seen(one: MailProgram) -> Expected:
    works = one.works
    return Expected(
        one.id.value,
        one.build,
        one.set_up.value,
        one.addresses,
        f"{works.sign} {works.encrypt} {works.decrypt}",
        works.keys_in,
        tuple(f"{each.what.code}{'*' if each.managed else ''}" for each in one.settings),
        tuple(each.code for each in one.notes),
    )


SCHOOL = "sian.llyr@school.example"
NEW_BUILD = Build("1.2026.911.200", "store-app", bits=64)
MAIL = Expected("apple-mail", Build("16.0", "app"), "unknown", (), ALL, "macos")

TABLE: dict[str, tuple[Expected, ...]] = {
    "windows-365-current": (
        Expected(
            "outlook",
            Build("16.0.18129.20158", "click-to-run", "current", 64),
            "yes",
            (SCHOOL, "sian@home.example"),
            ALL,
            "windows",
            # AlwaysSign is the person's choice, and the organisation has set it back.
            ("outlook-no-name-check*", "outlook-least-bits*", "outlook-always-encrypt"),
        ),
    ),
    "windows-2016-msi": (
        Expected(
            "outlook",
            Build("16.0.5134.1000", "msi", bits=32),
            "no",
            (),
            ALL,
            "windows",
            ("outlook-other-algorithm", "outlook-older-fallback"),
        ),
    ),
    "windows-new-outlook": (
        Expected("new-outlook", NEW_BUILD, "unknown", (), NONE, notes=("new-outlook-alone",)),
    ),
    "windows-both": (
        Expected(
            "outlook",
            Build("16.0.18129.20158", "click-to-run", "monthly-enterprise", 64),
            "yes",
            ("sian.llyr@hwbcymru.example",),
            ALL,
            "windows",
            ("outlook-no-publishing*",),
            ("outlook-switched-to-new",),
        ),
        Expected("new-outlook", NEW_BUILD, "unknown", (), NONE, notes=("new-outlook-way-back",)),
    ),
    "windows-smime-elsewhere": (
        Expected(
            "outlook",
            Build("16.0.18129.20158", "click-to-run", "semi-annual", 64),
            "unknown",
            (),
            NONE,
            "",
            (
                "outlook-smime-outside*",
                "outlook-smime-off*",
                "outlook-always-sign*",
                "outlook-opaque-signing*",
                "outlook-asks-receipts*",
                "outlook-gives-no-receipts*",
                "outlook-no-signature-warning*",
                "outlook-fips*",
                "outlook-fetches-lists*",
                "outlook-list-needed*",
                "outlook-trust-needed*",
                "outlook-other-algorithm*",
            ),
        ),
    ),
    "windows-leftovers": (),
    "windows-bare": (),
    "windows-thunderbird": (
        Expected("thunderbird", Build("140.4.0", "app"), "yes", (SCHOOL,), ALL, "thunderbird"),
    ),
    "mac-mail-and-outlook": (
        Expected(
            "outlook-mac",
            Build("16.102", "app", variant="new"),
            "unknown",
            (),
            ALL,
            "macos",
            ("outlook-no-name-check*", "outlook-mac-no-keychain*"),
        ),
        MAIL,
    ),
    "mac-legacy-outlook": (
        Expected(
            "outlook-mac", Build("16.16.27", "app", variant="legacy"), "unknown", (), ALL, "macos"
        ),
        Expected("apple-mail", Build("12.4", "app"), "unknown", (), ALL, "macos"),
    ),
    "mac-compose-off": (
        Expected(
            "outlook-mac",
            Build("16.102", "app"),
            "unknown",
            (),
            READS,
            "macos",
            ("outlook-mac-compose-off*", "outlook-mac-order*"),
        ),
        Expected(
            "thunderbird",
            Build("140.4.0", "app"),
            "no",
            (),
            ALL,
            "thunderbird",
            notes=("thunderbird-never-started",),
        ),
    ),
    "mac-bare": (),
    "linux-debian-thunderbird": (
        Expected(
            "thunderbird",
            Build("128.14.0", "system"),
            "yes",
            ("sian@home.example", "pennaeth@school.example", SCHOOL),
            ALL,
            "thunderbird",
        ),
    ),
    "linux-flatpak-and-snap": (
        Expected("thunderbird", Build("140.4.0", "flatpak"), "yes", (SCHOOL,), ALL, "thunderbird"),
        Expected(
            "thunderbird",
            Build("140.3.1", "snap"),
            "no",
            (),
            ALL,
            "thunderbird",
            notes=("thunderbird-never-started",),
        ),
    ),
    "linux-no-account": (
        Expected("thunderbird", Build("140.4.0", "system"), "no", (), ALL, "thunderbird"),
    ),
    "chromebook": (),
}


def test_every_computer_stands_in_the_table() -> None:
    assert set(NAMES) == set(TABLE)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_found(name: str, tmp_path: Path) -> None:
    found = programs(FixtureMachine(shape_of(name), tmp_path))
    assert tuple(map(seen, found)) == TABLE[name]


def test_a_mailbox_of_two_profiles_is_counted_once(tmp_path: Path) -> None:
    text = json.dumps(shape_of("windows-365-current"))
    (one,) = programs(
        FixtureMachine(json.loads(text.replace("sian@home", "Sian.Llyr@school")), tmp_path)
    )
    assert one.addresses == (SCHOOL,)


JUNK_VALUES = (
    0,
    -1,
    2**32 - 1,
    "",
    "\0",
    "x" * 5000,
    "9" * 5000,
    "1.²",
    "C:\\\0",
    {"utf16": "\ud7ff@"},
    "..\\..",
)
JUNK_FILES = (
    "",
    {"base64": "YnBsaXN0MDD/////"},  # a binary property list that ends too early
    {"base64": "AP7/gMM="},
    "<?xml version='1.0'?><plist><dict><key>a",
    "[App\nVersion\n[[[",
    ['user_pref("mail.accountmanager.accounts", 5);', 'user_pref("a", "\\uZZ");', "user_pref("],
    [f'user_pref("deep", {"[" * 200000});'],
    {"CFBundleShortVersionString": "9" * 5000},
    {"CFBundleShortVersionString": "16"},
    {"CFBundleShortVersionString": 5, "EnableNewOutlook": True, "DisableSMIMECompose": "yes"},
    {"SMIMECertificatesLookupOrder": ["2"], "EnableNewOutlook": [3]},
)


@pytest.mark.parametrize("name", NAMES)
def test_damage_is_met_with_less_knowledge_and_no_exception(name: str, tmp_path: Path) -> None:
    shape = shape_of(name)
    expected = {each.id for each in TABLE[name]}
    for number, junk in enumerate(JUNK_VALUES):
        damaged = json.loads(json.dumps(shape))
        for values in damaged.get("registry", {}).values():
            values.update(dict.fromkeys(values, junk))
        found = programs(FixtureMachine(damaged, tmp_path / f"value-{number}"))
        assert {each.id.value for each in found} <= expected
    for number, junk in enumerate(JUNK_FILES):
        damaged = json.loads(json.dumps(shape))
        damaged["files"] = dict.fromkeys(damaged.get("files", {}), junk)
        found = programs(FixtureMachine(damaged, tmp_path / f"file-{number}"))
        assert {each.id.value for each in found} <= expected


def test_a_file_that_may_not_be_read_is_passed_over(tmp_path: Path) -> None:
    machine = FixtureMachine(shape_of("linux-debian-thunderbird"), tmp_path)
    prefs = machine.home / ".thunderbird" / "abcd1234.default-esr" / "prefs.js"
    prefs.unlink()
    prefs.mkdir()
    (found,) = programs(machine)
    assert (found.set_up, found.addresses) == (Known.NO, ())
    (tmp_path / "usr/lib/thunderbird/application.ini").write_text("Version=1\n")
    (found,) = programs(machine)
    assert found.build.version == ""


def test_a_store_app_is_seen_by_its_alias_alone(tmp_path: Path) -> None:
    shape = shape_of("windows-new-outlook")
    del shape["registry"]
    machine = FixtureMachine(shape, tmp_path)
    alias = machine.local_data / "Microsoft/WindowsApps/olk.exe"
    alias.unlink()
    alias.symlink_to("nowhere")  # what Windows puts there cannot be followed, either
    (found,) = programs(machine)
    assert (found.id.value, found.build) == ("new-outlook", Build(package="store-app"))


def test_this_very_computer_is_looked_at_without_a_word() -> None:
    assert all(isinstance(each, MailProgram) for each in programs())
