"""The registry and version resources, which only a Windows has; nothing of Office is needed."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel.clients import programs
from sel.clients._machine import Hive, number, text
from sel.clients._this_computer import ThisComputer
from sel.ports.clients import MailProgram
from tests.windows.here import windows_only

pytestmark = windows_only


@pytest.fixture
def key() -> Iterator[str]:
    """A key of the person's that nobody else has, with two below it; all go again."""
    if sys.platform != "win32":
        return
    import winreg

    name = rf"Software\Sel-test-{uuid.uuid4()}"
    values = (
        ("", winreg.REG_SZ, "its own"),
        ("Text", winreg.REG_SZ, "Siân Llŷr"),
        ("Number", winreg.REG_DWORD, 0xFFFFFFFF),
        ("Binary", winreg.REG_BINARY, "sian@school.example\0".encode("utf-16-le")),
        ("Several", winreg.REG_MULTI_SZ, ["one", "two"]),
        ("Nothing", winreg.REG_BINARY, None),
    )
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, name) as made:
        for each, kind, value in values:
            winreg.SetValueEx(made, each, 0, kind, value)
        for below in ("00000001", "Ysgol ŵ"):
            winreg.CreateKey(made, below).Close()
    yield name
    for below in ("00000001", "Ysgol ŵ"):
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, rf"{name}\{below}")
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, name)


def test_every_kind_of_value_is_read(key: str) -> None:
    here = ThisComputer()
    assert text(here, Hive.USER, key, "") == "its own"
    assert text(here, Hive.USER, key, "Text") == "Siân Llŷr"
    assert text(here, Hive.USER, key, "Binary") == "sian@school.example"
    assert number(here, Hive.USER, key, "Number") == 0xFFFFFFFF
    assert here.value(Hive.USER, key, "Several") == ("one", "two")
    assert here.value(Hive.USER, key, "Nothing") in {None, b""}


def test_what_is_absent_is_nothing(key: str) -> None:
    here = ThisComputer()
    assert here.value(Hive.USER, key, "Other") is None
    assert here.value(Hive.COMPUTER, key, "Text") is None
    assert here.keys(Hive.USER, rf"{key}\Other") == ()


def test_keys_below_are_listed_once(key: str) -> None:
    assert sorted(ThisComputer().keys(Hive.USER, key)) == ["00000001", "Ysgol ŵ"]


def test_the_computers_part_is_read_too() -> None:
    current = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    assert text(ThisComputer(), Hive.COMPUTER, current, "CurrentVersion")


def test_a_program_says_its_version(tmp_path: Path) -> None:
    here = ThisComputer()
    system = here.path(r"%SystemRoot%\system32")
    parts = here.file_version(system / "kernel32.dll").split(".")
    assert len(parts) == 4
    assert all(part.isdecimal() for part in parts)
    assert int(parts[0]) >= 6
    plain = tmp_path / "plain.exe"
    plain.write_bytes(b"MZ")
    assert here.file_version(plain) == here.file_version(tmp_path / "none.exe") == ""


def test_folders_are_those_of_windows() -> None:
    here = ThisComputer()
    assert here.system == "windows"
    assert here.local_data.is_dir()
    assert all(folder.is_absolute() for folder in here.program_files)


def test_this_computer_is_looked_at_without_a_word() -> None:
    assert all(isinstance(each, MailProgram) for each in programs())
