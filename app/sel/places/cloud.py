"""Folders that a cloud keeps a copy of, by where the clouds' own programs put them.

OneDrive names its folders in the environment (Windows); macOS has had one place for all since 12
(`~/Library/CloudStorage`), and iCloud one of its own; Dropbox notes its folders in a file. All of
them also have a usual name in the home folder.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ONEDRIVE, ICLOUD, DROPBOX, GOOGLE = "OneDrive", "iCloud Drive", "Dropbox", "Google Drive"

_LIMIT = 1 << 20
_USUAL = {
    ONEDRIVE: ("OneDrive",),
    ICLOUD: ("iCloudDrive", "iCloud Drive"),
    DROPBOX: ("Dropbox",),
    GOOGLE: ("Google Drive", "GoogleDrive", "My Drive"),
}
_STORAGE = {"OneDrive": ONEDRIVE, "Dropbox": DROPBOX, "GoogleDrive": GOOGLE}


def cloud_of(
    folder: Path,
    *,
    system: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
    home: Path | None = None,
) -> str | None:
    """The cloud that keeps a copy of what is written into `folder`, or None.

    A link into such a folder counts as the folder. Names are the clouds' own, not translated.
    """
    whole = (Path(os.path.abspath(folder)), Path(os.path.realpath(folder)))
    for root, cloud in _roots(system, environ, home or Path.home()):
        places = {_plain(root, system), _plain(Path(os.path.realpath(root)), system)}
        for each in whole:
            if any(_plain(one, system) in places for one in (each, *each.parents)):
                return cloud
    return _by_mount(whole, system)


def _roots(system: str, environ: Mapping[str, str], home: Path) -> Iterator[tuple[Path, str]]:
    """Folders that clouds keep, with their names; some may not be there."""
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        if environ.get(variable):
            yield Path(environ[variable]), ONEDRIVE
    for path in _dropbox(system, environ, home):
        yield path, DROPBOX
    for cloud, names in _USUAL.items():
        for name in names:
            yield home / name, cloud
    for path in _below(home):
        # Of a school or a firm: "OneDrive - Ysgol Gyfun", "Dropbox (Personal)".
        for begins, cloud in (("OneDrive - ", ONEDRIVE), ("Dropbox (", DROPBOX)):
            if path.name.startswith(begins):
                yield path, cloud
    if system == "darwin":
        yield home / "Library/Mobile Documents/com~apple~CloudDocs", ICLOUD
        for path in _below(home / "Library/CloudStorage"):
            stored = _STORAGE.get(path.name.partition("-")[0])
            if stored is not None:
                yield path, stored


def _dropbox(system: str, environ: Mapping[str, str], home: Path) -> Iterator[Path]:
    """Folders that Dropbox notes itself."""
    notes = [home / ".dropbox/info.json"]
    if system == "win32":
        bases = [environ[name] for name in ("APPDATA", "LOCALAPPDATA") if environ.get(name)]
        notes = [Path(base, "Dropbox/info.json") for base in bases]
    for note in notes:
        try:
            with note.open("rb") as file:
                shape = json.loads(file.read(_LIMIT))
        except (OSError, ValueError):
            continue
        accounts = shape.values() if isinstance(shape, dict) else ()
        for account in accounts:
            path = account.get("path") if isinstance(account, dict) else None
            if isinstance(path, str) and path:
                yield Path(path)


def _by_mount(whole: tuple[Path, ...], system: str) -> str | None:
    """Google Drive as a drive of its own (Windows: `G:\\My Drive`), or under gvfs (GNOME)."""
    for each in whole:
        parts = each.parts
        if system == "win32" and len(parts) > 1 and parts[1] in {"My Drive", "Shared drives"}:
            return GOOGLE
        if any(part.startswith("google-drive:") for part in parts):
            return GOOGLE
    return None


def _below(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _plain(path: Path, system: str) -> str:
    """As the system compares names: upper and lower case are one on Windows and macOS."""
    text = str(path).rstrip("/\\")
    return text.casefold() if system in {"win32", "darwin"} else text
