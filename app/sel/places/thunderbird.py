"""Thunderbird on this computer: its profiles, its libraries, and whether it runs."""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sel.places.lockfile import LockFile, held

UNDO = ".sel-undo"
"""The folder in a profile that holds copies of what is being written there (`sel.stores`)."""

_FLATPAKS = ("org.mozilla.Thunderbird", "org.mozilla.thunderbird")
_SIGNS = {"snap": "snap", "flatpak": ".var"}
"""What the path of a profile has in it that belongs to a snap or a Flatpak."""


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


def runs(profile: Path) -> bool:
    """Whether Thunderbird has this profile open; for asking again and again, it takes no lock.

    What it says may have changed a moment later; who writes has to be `shut`.
    """
    if sys.platform == "win32":
        return held(profile / "parent.lock")
    return _linked(profile / "lock") or held(profile / ".parentlock")


def copies() -> tuple[Path, ...]:
    """Folders with copies of a profile's keys: of work that goes on, or that was cut short."""
    folders = (profile.folder / UNDO for profile in profiles())
    return tuple(folder for folder in folders if folder.is_dir())


def libraries(profile: Path | None = None) -> tuple[str, ...]:
    """Folders of Thunderbird programs, which carry NSS; a profile's own program first."""
    found = [folder for folder in _programs() if folder.is_dir()]
    if profile is not None:
        way = next((each for each in ("snap", "flatpak") if _SIGNS[each] in profile.parts), "")
        found.sort(key=lambda folder: (way or "usr") not in folder.parts)
    return tuple(map(str, found))


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
        roaming = Path(os.environ.get("APPDATA", home / "AppData/Roaming"))
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"))
        # From the Microsoft Store it sees a roaming folder of its own.
        packages = sorted((local / "Packages").glob("MozillaThunderbird.MZLA_*"))
        own = (each / "LocalCache/Roaming/Thunderbird" for each in packages)
        return (roaming / "Thunderbird", *own)
    if sys.platform == "darwin":
        return (home / "Library/Thunderbird",)
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return (
        home / ".thunderbird",
        settings / "thunderbird",
        *(home / ".var/app" / name / ".thunderbird" for name in _FLATPAKS),
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
        yield Path("/snap/thunderbird/current/usr/lib/thunderbird")
        for base in (Path("/var/lib/flatpak"), Path.home() / ".local/share/flatpak"):
            for name in _FLATPAKS:
                yield base / "app" / name / "current/active/files/lib/thunderbird"


def _listed(home: Path) -> Iterator[Profile]:
    """What a profiles.ini names and is there (Mozilla, nsToolkitProfileService).

    Each installation has its own default profile. That stands in profiles.ini; a version before
    67 throws it out of there, and then it still stands in installs.ini.
    """
    settings = _ini(home / "profiles.ini")
    by_installation = {
        section["default"]
        for name, section in settings.items()
        if name.startswith("Install") and section.get("default")
    } or {section["default"] for section in _ini(home / "installs.ini").values()
          if section.get("default")}  # fmt: skip
    for name, section in settings.items():
        path = section.get("path")
        if not name.startswith("Profile") or not path:
            continue
        relative = section.get("isrelative", "1") != "0"
        folder = home / path if relative else Path(path).expanduser()
        usual = path in by_installation if by_installation else section.get("default") == "1"
        if folder.is_dir():
            yield Profile(section.get("name") or folder.name, folder, usual)


def _ini(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Its sections, with the names in them in lower case; none if it cannot be read."""
    settings = configparser.RawConfigParser(strict=False)
    try:
        settings.read_string(path.read_text("utf-8-sig", "replace"))
    except (OSError, configparser.Error):
        return {}
    return {name: settings[name] for name in settings.sections()}


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
