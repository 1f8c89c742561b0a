"""Thunderbird on this computer: its profiles, its libraries, and whether it runs."""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sel.places.lockfile import LockFile


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile. default: the one that opens by itself."""

    name: str
    folder: Path
    default: bool


def profiles(homes: tuple[Path, ...] | None = None) -> tuple[Profile, ...]:
    """Profiles that exist, those that open by themselves first.

    homes  folders with a profiles.ini; by default those of this system's ways to install it
    """
    found: dict[Path, Profile] = {}
    for home in _homes() if homes is None else homes:
        for profile in _listed(home):
            found.setdefault(profile.folder, profile)
    return tuple(sorted(found.values(), key=lambda each: not each.default))


def shut(profile: Path) -> LockFile | None:
    """Thunderbird's own lock on a profile, so that it does not start meanwhile; None if it runs.

    Mozilla (nsProfileLock): on Unix a record lock on `.parentlock`, on Windows `parent.lock`
    opened without sharing; where record locks do not work, a symlink `lock` to "address:pid"
    without the plus sign that says that the record lock was had as well.
    Raises OSError if the profile cannot be written.
    """
    if sys.platform == "win32":
        return LockFile.take(profile / "parent.lock")
    if _linked(profile / "lock"):
        return None
    return LockFile.take(profile / ".parentlock", by_record=True)


def libraries() -> tuple[str, ...]:
    """Folders of Thunderbird programs, which carry NSS; where to look if the system has none."""
    return tuple(str(folder) for folder in _programs() if folder.is_dir())


def root_modules() -> tuple[str, ...]:
    """Where the module with Mozilla's roots may be; a bare name is looked for by the system."""
    folders = ("/usr/lib/*-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/lib/*-linux-gnu/nss")
    found = [
        str(path)
        for folder in folders
        for path in sorted(Path("/").glob(f"{folder[1:]}/libnssckbi.so"))
    ]
    beside = (str(Path(folder, "libnssckbi.so")) for folder in libraries())
    return (*found, "libnssckbi.so", *(path for path in beside if os.path.exists(path)))


def _homes() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        return (Path(os.environ.get("APPDATA", home / "AppData/Roaming"), "Thunderbird"),)
    if sys.platform == "darwin":
        return (home / "Library/Thunderbird",)
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return (
        home / ".thunderbird",
        settings / "thunderbird",
        home / ".var/app/org.mozilla.Thunderbird/.thunderbird",
        home / ".var/app/org.mozilla.thunderbird/.thunderbird",
        home / "snap/thunderbird/common/.thunderbird",
    )


def _programs() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"):
            if variable in os.environ:
                yield Path(os.environ[variable], "Mozilla Thunderbird")
    elif sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield root / "Thunderbird.app/Contents/MacOS"
            yield root / "Thunderbird.app/Contents/Frameworks"
    else:
        yield from map(Path, ("/usr/lib/thunderbird", "/usr/lib64/thunderbird"))
        yield from map(Path, ("/opt/thunderbird", "/usr/local/lib/thunderbird"))


def _listed(home: Path) -> Iterator[Profile]:
    """What a profiles.ini names and is there."""
    settings = configparser.RawConfigParser(strict=False)
    try:
        settings.read_string((home / "profiles.ini").read_text("utf-8-sig", "replace"))
    except (OSError, configparser.Error):
        return
    sections = [settings[name] for name in settings.sections()]
    by_installation = {each["default"] for each in sections if _is_installation(each)}
    for each in sections:
        path = each.get("path")
        if not each.name.startswith("Profile") or not path:
            continue
        relative = each.get("isrelative", "1") != "0"
        folder = home / path if relative else Path(path)
        chosen = path in by_installation if by_installation else each.get("default") == "1"
        if folder.is_dir():
            yield Profile(each.get("name") or folder.name, folder, chosen)


def _is_installation(section: Mapping[str, str]) -> bool:
    name = getattr(section, "name", "")
    return name.startswith("Install") and bool(section.get("default"))


def _linked(link: Path) -> bool:
    """Whether the old kind of lock, a symlink, names a process that lives."""
    try:
        target = os.readlink(link)
    except OSError:
        return False
    _, _, process = target.rpartition(":")
    if process.startswith("+") or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
