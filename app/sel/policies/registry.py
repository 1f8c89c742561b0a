"""Settings by group policy: Software\\Policies\\Sel of the machine and of the signed-in person.

Only administrators can write below Software\\Policies, in either hive. The machine's value wins.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from sel.base.errors import PolicyBroken
from sel.core.policy.reading import Given, from_values
from sel.core.policy.schema import BY_KEY, Form

KEY = r"Software\Policies\Sel"
HIVES = ("HKLM", "HKCU")

Entry = tuple[str, int, object]
"""Name, registry type and value, as `winreg.EnumValue` gives them (in another order)."""

# Registry Value Types (winnt.h).
_SZ, _EXPAND_SZ, _DWORD, _MULTI_SZ = 1, 2, 4, 7


def entries(hive: str) -> Sequence[Entry] | None:
    """The values below KEY in a hive, in the 64-bit view; None where there is no such key.

    Raises OSError where there is one that cannot be read.
    """
    if sys.platform == "win32":
        import winreg

        root = winreg.HKEY_LOCAL_MACHINE if hive == "HKLM" else winreg.HKEY_CURRENT_USER
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            key = winreg.OpenKey(root, KEY, 0, access)
        except FileNotFoundError:
            return None
        with key:
            count = winreg.QueryInfoKey(key)[1]
            found = (winreg.EnumValue(key, place) for place in range(count))
            return [(name, kind, value) for name, value, kind in found]
    else:
        return None


class RegistryPolicy:
    """What group policy, or a management service, wrote for this computer and this person."""

    id = "registry"

    def __init__(self, read: Callable[[str], Sequence[Entry] | None] = entries) -> None:
        self._read = read

    def given(self) -> Sequence[Given]:
        """Raises PolicyBroken where a value has a type or a content that does not fit."""
        found = []
        for hive in HIVES:
            origin = f"{hive}\\{KEY}"
            try:
                held = self._read(hive)
            except OSError as problem:
                raise PolicyBroken(origin=origin, field="key", detail=str(problem)) from problem
            if held:
                found.append(from_entries(held, origin=origin))
        return tuple(found)


def from_entries(held: Iterable[Entry], *, origin: str) -> Given:
    """Registry values, checked. Names are the same in upper and lower case, as Windows has it."""
    # A key's own value has no name and says nothing.
    raw = {
        name.lower(): _plain(name.lower(), kind, value, origin)
        for name, kind, value in held
        if name
    }
    return from_values(raw, origin=origin, machine=True)


def _plain(name: str, kind: int, value: object, origin: str) -> object:
    """A value as JSON would have it. Raises PolicyBroken for a type that cannot fit."""
    setting = BY_KEY.get(name)
    if setting is None:
        return value
    match kind, setting.form, value:
        case (_, Form.FLAG, 0 | 1) if kind == _DWORD:
            return value == 1
        case (_, Form.NUMBER, int()) if kind == _DWORD:
            return value
        case (_, Form.LIST, list()) if kind == _MULTI_SZ:
            return [each for each in value if each]
        case (_, Form.LIST, str()) if kind in {_SZ, _EXPAND_SZ}:
            return [value]
        case (_, Form.CHOICE | Form.TEXT, str()) if kind in {_SZ, _EXPAND_SZ}:
            return value
        case _:
            raise PolicyBroken(origin=origin, field=name, detail=f"registry type {kind}")
