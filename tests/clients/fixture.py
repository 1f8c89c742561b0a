"""Computers that are not here: registry and files of a JSON file, laid out in a folder."""

from __future__ import annotations

import base64
import json
import plistlib
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import Any

from sel.clients import programs
from sel.clients._machine import Hive, Value
from sel.ports.clients import MailProgram

COMPUTERS = Path(__file__).parent / "computers"
NAMES = tuple(sorted(path.stem for path in COMPUTERS.glob("*.json")))

_HOMES = {"windows": r"C:\Users\sian", "macos": "/Users/sian", "linux": "/home/sian"}


def shape_of(name: str) -> dict[str, Any]:
    """What the file of a computer says."""
    shape: dict[str, Any] = json.loads((COMPUTERS / f"{name}.json").read_text("utf-8"))
    return shape


class FixtureMachine:
    """A computer as a JSON file describes it; its files really lie in `folder`.

    "registry"  key with its root ("HKLM\\…") to values; {"utf16": "…"} is a binary value
    "files"     path to text; a list is its lines; an object is a property list, written as one
    "versions"  path of a program to its version
    """

    def __init__(self, shape: Mapping[str, Any], folder: Path) -> None:
        self.system: str = shape["system"]
        self.root = folder
        self._registry = {
            key.casefold(): (key, {name.casefold(): _value(v) for name, v in values.items()})
            for key, values in shape.get("registry", {}).items()
        }
        self._versions = {self.path(p): v for p, v in shape.get("versions", {}).items()}
        for path, content in shape.get("files", {}).items():
            place = self.path(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(_bytes(content))
        self.home = self.path(_HOMES[self.system])
        self.config = self.home / ".config"
        self.program_files = tuple(
            self.path(rf"C:\{each}") for each in ("Program Files", "Program Files (x86)")
        )
        self.local_data = self.home / "AppData" / "Local"
        self.roaming_data = self.home / "AppData" / "Roaming"

    def value(self, hive: Hive, key: str, name: str) -> Value | None:
        _, values = self._registry.get(rf"{hive.value}\{key}".casefold(), ("", {}))
        return values.get(name.casefold())

    def keys(self, hive: Hive, key: str) -> tuple[str, ...]:
        before = rf"{hive.value}\{key}".casefold() + "\\"
        below = (
            key[len(before) :].partition("\\")[0]
            for folded, (key, _) in self._registry.items()
            if folded.startswith(before)
        )
        return tuple(dict.fromkeys(below))

    def path(self, text: str) -> Path:
        parts = PureWindowsPath(text.strip().strip('"')).parts
        return self.root.joinpath(*(part.strip(":\\/") for part in parts if part.strip(":\\/")))

    def file_version(self, program: Path) -> str:
        return str(self._versions.get(program, ""))


def _value(written: object) -> Value:
    if isinstance(written, dict):
        return f"{written['utf16']}\0".encode("utf-16-le")
    assert isinstance(written, str | int)
    return written


def _bytes(written: object) -> bytes:
    if isinstance(written, dict):
        if "base64" in written:
            return base64.b64decode(written["base64"])
        return plistlib.dumps(written, fmt=plistlib.FMT_BINARY)
    lines = written if isinstance(written, list) else [written]
    return "\n".join(map(str, lines)).encode()


def computer(name: str, folder: Path) -> tuple[MailProgram, ...]:
    """The mail programs of one of these computers, laid out in `folder`."""
    return programs(FixtureMachine(shape_of(name), folder))
