"""Settings by a configuration profile (MDM) on macOS: forced values of our preference domain.

Only what is forced counts: `defaults write` by the person reaches the same domain.
"""

from __future__ import annotations

import plistlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from sel.base.errors import PolicyBroken
from sel.core.policy.reading import Given, from_values
from sel.core.policy.schema import BY_KEY

DOMAIN = "cymru.sel.Sel"
"""The preference domain; also the identifier of the app."""

FOLDER = Path("/Library/Managed Preferences")
"""Where macOS keeps what profiles force; a folder of each person's name, and files for all."""


def core_foundation() -> Any:
    """macOS' own preferences; pyobjc is there on no other system. Raises ImportError."""
    import CoreFoundation

    return CoreFoundation


class ManagedPolicy:
    """Asks macOS itself, by name; and its own files for names that this version does not know.

    door    gives the module with CFPreferencesCopyAppValue and CFPreferencesAppValueIsForced
    folder  of the files
    """

    id = "managed-preferences"

    def __init__(
        self,
        door: Callable[[], Any] = core_foundation,
        folder: Path = FOLDER,
    ) -> None:
        self._door = door
        self._folder = folder

    def given(self) -> Sequence[Given]:
        """Raises PolicyBroken where a value does not fit, or macOS cannot be asked."""
        origin = f"profile {DOMAIN}"
        try:
            door = self._door()
        except ImportError as problem:
            raise PolicyBroken(origin=origin, field="CoreFoundation") from problem
        raw: dict[str, object] = {
            key: _plain(door.CFPreferencesCopyAppValue(key, DOMAIN))
            for key in BY_KEY
            if door.CFPreferencesAppValueIsForced(key, DOMAIN)
        }
        raw |= {name: value for name, value in self._files().items() if name not in BY_KEY}
        return (from_values(raw, origin=origin, machine=True),) if raw else ()

    def _files(self) -> Mapping[str, object]:
        """What the machine's file holds: macOS tells only of names that one asks for."""
        path = self._folder / f"{DOMAIN}.plist"
        try:
            data = path.read_bytes()
        except OSError:
            return {}  # the values themselves came from macOS; this only finds unknown names
        return from_plist(data, origin=str(path))


def from_plist(data: bytes, *, origin: str) -> Mapping[str, object]:
    """The settings in a property list, without what Apple's payloads carry besides.

    Raises PolicyBroken.
    """
    try:
        shape = plistlib.loads(data)
    except (ValueError, OverflowError, ExpatError) as problem:
        raise PolicyBroken(origin=origin, field="plist") from problem
    if not isinstance(shape, dict):
        raise PolicyBroken(origin=origin, field="object")
    return {name: value for name, value in shape.items() if not str(name).startswith("Payload")}


def _plain(value: Any) -> object:
    """A Core Foundation value as plain Python: pyobjc's numbers and arrays are lookalikes."""
    if isinstance(value, bool | None):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "__iter__"):
        return [_plain(each) for each in value]
    return value
