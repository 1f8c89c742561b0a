"""Thunderbird, however it was installed, with the accounts of the profiles that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sel.base.message import Message
from sel.clients._addresses import mailboxes
from sel.clients._machine import Hive, Machine, ini, text, there
from sel.clients._prefs import preferences
from sel.places.thunderbird import profiles
from sel.ports.clients import ALL_WORKS, Build, Known, MailProgram, ProgramId, Works

_KEY = r"SOFTWARE\Mozilla\Mozilla Thunderbird"
_FLATPAKS = ("org.mozilla.Thunderbird", "org.mozilla.thunderbird")


@dataclass(frozen=True, slots=True)
class _Installed:
    """One installation: its application.ini, how it came, and where its profiles are."""

    settings: Path
    package: str
    homes: tuple[Path, ...]


def find(machine: Machine) -> Iterator[MailProgram]:
    """Every installation; two of them (a package and a Flatpak) have profiles of their own."""
    places = {"windows": _on_windows, "macos": _on_macos, "linux": _on_linux}
    seen: set[str] = set()
    for each in places[machine.system](machine):
        if each.package not in seen and there(each.settings):
            seen.add(each.package)
            yield _described(each)


def _described(one: _Installed) -> MailProgram:
    found = profiles(one.homes)
    kept = (preferences(profile.folder / "prefs.js") for profile in found)
    addresses = mailboxes(address for each in kept for address in _addresses(each))
    notes = () if found else (Message("thunderbird-never-started"),)
    return MailProgram(
        ProgramId.THUNDERBIRD,
        Build(ini(one.settings, "App", "Version"), one.package),
        Known.YES if addresses else Known.NO,
        addresses,
        Works(*ALL_WORKS, keys_in="thunderbird"),
        notes=notes,
    )


def _addresses(kept: Mapping[str, str | int | bool]) -> Iterator[str]:
    """Of the accounts that are in use, in their order; "Local Folders" has no identity."""
    for account in _list(kept, "mail.accountmanager.accounts"):
        for identity in _list(kept, f"mail.account.{account}.identities"):
            address = kept.get(f"mail.identity.{identity}.useremail")
            if isinstance(address, str):
                yield address


def _list(kept: Mapping[str, str | int | bool], name: str) -> list[str]:
    value = kept.get(name)
    return [each for each in value.split(",") if each] if isinstance(value, str) else []


def _on_windows(machine: Machine) -> Iterator[_Installed]:
    homes = (machine.roaming_data / "Thunderbird",)
    folders = [
        machine.path(named)
        for hive in Hive
        for version in machine.keys(hive, _KEY)
        if (named := text(machine, hive, rf"{_KEY}\{version}\Main", "Install Directory"))
    ]
    folders += [folder / "Mozilla Thunderbird" for folder in machine.program_files]
    folders.append(machine.local_data / "Mozilla Thunderbird")
    for folder in folders:
        yield _Installed(folder / "application.ini", "app", homes)


def _on_macos(machine: Machine) -> Iterator[_Installed]:
    homes = (machine.home / "Library" / "Thunderbird",)
    for folder in (machine.root, machine.home):
        inside = folder / "Applications" / "Thunderbird.app" / "Contents" / "Resources"
        yield _Installed(inside / "application.ini", "app", homes)


def _on_linux(machine: Machine) -> Iterator[_Installed]:
    root, home = machine.root, machine.home
    own = (home / ".thunderbird", machine.config / "thunderbird")
    for place in ("usr/lib", "usr/lib64", "usr/local/lib", "opt"):
        yield _Installed(root / place / "thunderbird" / "application.ini", "system", own)
    for name in _FLATPAKS:
        kept = (home / ".var" / "app" / name / ".thunderbird",)
        for base in (root / "var" / "lib" / "flatpak", home / ".local" / "share" / "flatpak"):
            files = base / "app" / name / "current" / "active" / "files" / "lib" / "thunderbird"
            yield _Installed(files / "application.ini", "flatpak", kept)
    kept = (home / "snap" / "thunderbird" / "common" / ".thunderbird",)
    inside = root / "snap" / "thunderbird" / "current" / "usr" / "lib" / "thunderbird"
    yield _Installed(inside / "application.ini", "snap", kept)
