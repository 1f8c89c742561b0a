"""The seam to the computer: all that is asked of it, so that a fixture can stand for another."""

from __future__ import annotations

import configparser
import plistlib
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Protocol
from xml.parsers.expat import ExpatError

_MOST = 16 << 20  # preferences of a program are smaller; a bigger file is none
_LONGEST = 1000  # of a path, an address or a version


class Hive(Enum):
    """A root of the registry: the person's, or the computer's."""

    USER = "HKCU"
    COMPUTER = "HKLM"


Value = str | int | bytes | tuple[str, ...]


class Machine(Protocol):
    """A computer. Nothing here raises; what is absent or may not be read is None or empty.

    system         "windows", "macos" or "linux"
    root           where absolute paths of macOS and Linux begin
    home           the person's folder
    config         where Linux keeps settings of programs
    program_files  where programs are, of every width; Windows only
    local_data     %LOCALAPPDATA%; Windows only
    roaming_data   %APPDATA%; Windows only
    """

    system: str
    root: Path
    home: Path
    config: Path
    program_files: tuple[Path, ...]
    local_data: Path
    roaming_data: Path

    def value(self, hive: Hive, key: str, name: str) -> Value | None:
        """A value of the registry, of the 64-bit view first; name "" is the key's own."""

    def keys(self, hive: Hive, key: str) -> tuple[str, ...]:
        """Names of the keys below a key."""

    def path(self, text: str) -> Path:
        """Where a path that stands in the registry points."""

    def file_version(self, program: Path) -> str:
        """The version that stands in a program of Windows, or nothing."""


def number(machine: Machine, hive: Hive, key: str, name: str) -> int | None:
    """A DWORD, or None."""
    value = machine.value(hive, key, name)
    return value if isinstance(value, int) else None


def text(machine: Machine, hive: Hive, key: str, name: str) -> str:
    """A string, or nothing. Outlook keeps some of its strings as UTF-16 in binary values."""
    value = machine.value(hive, key, name)
    if isinstance(value, bytes):
        value = value.decode("utf-16-le", "replace")
    return value.partition("\0")[0].strip()[:_LONGEST] if isinstance(value, str) else ""


def read(path: Path) -> bytes:
    """A file, or nothing."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST + 1)
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return b""
    return data if len(data) <= _MOST else b""


def plist(path: Path) -> Mapping[str, object]:
    """A property list, XML or binary; empty if it is none."""
    data = read(path)
    if not data:
        return {}
    try:
        shape = plistlib.loads(data)
    except (ValueError, OverflowError, ExpatError, LookupError, TypeError, AttributeError):
        return {}
    return shape if isinstance(shape, dict) else {}


def ini(path: Path, section: str, name: str) -> str:
    """One value of an INI file, or nothing."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(read(path).decode("utf-8-sig", "replace"))
        return parser.get(section, name, fallback="")[:_LONGEST]
    except configparser.Error:
        return ""


def numbers(version: str) -> tuple[int, ...]:
    """A version to be compared: "16.0.8518.1000"; empty if it is written otherwise."""
    parts = version.split(".")
    plain = all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts)
    return tuple(map(int, parts)) if plain else ()


def there(path: Path) -> bool:
    """Whether something is there. An alias of a Store app can be seen but not followed."""
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True
