"""Programs of macOS: where they are, and their version."""

from __future__ import annotations

from pathlib import Path

from sel.clients._machine import Machine, plist, there


def bundle(machine: Machine, name: str) -> Path | None:
    """The folder of a program, if it is installed for everybody or for the person."""
    root = machine.root
    places = (
        root / "Applications" / name,
        root / "System" / "Applications" / name,
        machine.home / "Applications" / name,
    )
    return next((each for each in places if there(each / "Contents" / "Info.plist")), None)


def version(folder: Path) -> str:
    """What the program says of itself, or nothing."""
    said = plist(folder / "Contents" / "Info.plist").get("CFBundleShortVersionString")
    return said[:100] if isinstance(said, str) else ""
