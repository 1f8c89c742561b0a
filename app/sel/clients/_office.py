"""Where classic Outlook is on a Windows, asked by it and by the program that takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sel.clients._machine import Hive, Machine, text, there

CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_VERSIONS = ("16.0", "15.0")  # 2016 and later; 2013
_APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\OUTLOOK.EXE"
_EXECUTABLE = "OUTLOOK.EXE"


def classic(machine: Machine) -> tuple[str, Path] | None:
    """The version that names its keys ("16.0") and the program, or None.

    Installed means a program file that is there: keys of the registry outlive the program.
    """
    if machine.system != "windows":
        return None
    for version in _VERSIONS:
        for program in _candidates(machine, version):
            if there(program):
                return version, program
    return None


def _candidates(machine: Machine, version: str) -> Iterator[Path]:
    key = rf"SOFTWARE\Microsoft\Office\{version}\Outlook\InstallRoot"
    root = text(machine, Hive.COMPUTER, key, "Path")
    if root:
        yield machine.path(root) / _EXECUTABLE
    folder = f"Office{version.partition('.')[0]}"
    root = text(machine, Hive.COMPUTER, CLICK_TO_RUN, "InstallationPath")
    if root:
        yield machine.path(root) / "root" / folder / _EXECUTABLE
    for hive in Hive:
        named = text(machine, hive, _APP_PATH, "")
        if folder.casefold() in named.casefold():
            yield machine.path(named)
