"""Folders of clouds, as their programs lay them out on each system."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sel.places.cloud import cloud_of
from sel.places.drives import same_drive


@pytest.mark.parametrize(
    ("system", "folder", "cloud"),
    [
        ("win32", "OneDrive/Documents", "OneDrive"),
        ("win32", "OneDrive - Ysgol Gyfun/Copïau", "OneDrive"),
        ("win32", "onedrive - ysgol gyfun", "OneDrive"),
        ("win32", "iCloudDrive", "iCloud Drive"),
        ("win32", "Dropbox (Personal)/a", "Dropbox"),
        ("darwin", "Library/CloudStorage/OneDrive-Ysgol/x", "OneDrive"),
        ("darwin", "Library/CloudStorage/GoogleDrive-s@school.example/My Drive", "Google Drive"),
        ("darwin", "Library/CloudStorage/Dropbox", "Dropbox"),
        ("darwin", "Library/Mobile Documents/com~apple~CloudDocs/a", "iCloud Drive"),
        ("linux", "Dropbox/a/b", "Dropbox"),
        ("linux", "OneDrive", "OneDrive"),
        ("linux", "run/gvfs/google-drive:host=school.example/x", "Google Drive"),
        ("linux", "Documents", None),
        ("linux", "OneDrive-old", None),
        ("linux", "dropbox", None),
        ("win32", "Documents/OneDrive", None),
        ("darwin", "Library/CloudStorage", None),
    ],
)
def test_by_where_they_are(system: str, folder: str, cloud: str | None, tmp_path: Path) -> None:
    for name in ("OneDrive - Ysgol Gyfun", "Dropbox (Personal)", "Documents"):
        (tmp_path / name).mkdir()
    for name in ("OneDrive-Ysgol", "GoogleDrive-s@school.example", "Dropbox", "Box-Box"):
        (tmp_path / "Library/CloudStorage" / name).mkdir(parents=True)
    assert cloud_of(tmp_path / folder, system=system, environ={}, home=tmp_path) == cloud


def test_by_what_they_say_themselves(tmp_path: Path) -> None:
    home, moved, shared = tmp_path / "home", tmp_path / "D/gwaith", tmp_path / "E/box"
    (home / ".dropbox").mkdir(parents=True)
    note = {"personal": {"path": str(shared)}, "business": {"path": 7}, "odd": []}
    (home / ".dropbox/info.json").write_text(json.dumps(note), "utf-8")
    environ = {"OneDriveCommercial": str(moved), "OneDrive": ""}
    assert cloud_of(moved / "a", system="win32", environ=environ, home=home) == "OneDrive"
    assert cloud_of(shared, system="linux", environ={}, home=home) == "Dropbox"
    assert cloud_of(tmp_path / "D", system="win32", environ=environ, home=home) is None
    (home / ".dropbox/info.json").write_bytes(b"{")
    assert cloud_of(shared, system="linux", environ={}, home=home) is None


def test_a_link_leads_there(tmp_path: Path) -> None:
    (tmp_path / "Dropbox/a").mkdir(parents=True)
    (tmp_path / "copies").symlink_to(tmp_path / "Dropbox/a")
    assert cloud_of(tmp_path / "copies", system="linux", environ={}, home=tmp_path) == "Dropbox"


def test_one_drive_or_two(tmp_path: Path) -> None:
    assert same_drive(tmp_path / "not" / "yet", tmp_path)
    assert not same_drive(Path("/proc"), tmp_path)
