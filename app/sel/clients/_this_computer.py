"""The computer that Sêl runs on."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sel.clients._machine import Hive, Value


class ThisComputer:
    """Implements `Machine`. The registry is only read."""

    def __init__(self) -> None:
        systems = {"win32": "windows", "darwin": "macos"}
        self.system = systems.get(sys.platform, "linux")
        self.root = Path("/")
        self.home = Path.home()
        self.config = Path(os.environ.get("XDG_CONFIG_HOME") or self.home / ".config")
        named = ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")
        folders = dict.fromkeys(os.environ[name] for name in named if os.environ.get(name))
        self.program_files = tuple(map(Path, folders))
        data = self.home / "AppData"
        self.local_data = Path(os.environ.get("LOCALAPPDATA") or data / "Local")
        self.roaming_data = Path(os.environ.get("APPDATA") or data / "Roaming")

    def value(self, hive: Hive, key: str, name: str) -> Value | None:
        """A value of the registry, of the 64-bit view first."""
        if sys.platform == "win32":
            import winreg

            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                try:
                    with winreg.OpenKey(_root(hive), key, 0, winreg.KEY_READ | view) as opened:
                        found, _kind = winreg.QueryValueEx(opened, name)
                except OSError:
                    continue
                if isinstance(found, list):
                    return tuple(map(str, found))
                return found if isinstance(found, str | int | bytes) else None
        return None

    def keys(self, hive: Hive, key: str) -> tuple[str, ...]:
        """Names of the keys below a key, of both views."""
        found: dict[str, None] = {}
        if sys.platform == "win32":
            import winreg

            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                try:
                    with winreg.OpenKey(_root(hive), key, 0, winreg.KEY_READ | view) as opened:
                        count = winreg.QueryInfoKey(opened)[0]
                        found.update((winreg.EnumKey(opened, n), None) for n in range(count))
                except OSError:
                    continue
        return tuple(found)

    def path(self, text: str) -> Path:
        """As it stands; variables of the environment are filled in."""
        return Path(os.path.expandvars(text.strip().strip('"')))

    def file_version(self, program: Path) -> str:
        """The fixed part of a program's version resource (VS_FIXEDFILEINFO)."""
        if sys.platform == "win32":
            import ctypes
            import struct

            library = ctypes.WinDLL("version")
            size = library.GetFileVersionInfoSizeW(ctypes.c_wchar_p(str(program)), None)
            if not size:
                return ""
            block = ctypes.create_string_buffer(size)
            name = ctypes.c_wchar_p(str(program))
            if not library.GetFileVersionInfoW(name, 0, size, block):
                return ""
            start, length = ctypes.c_void_p(), ctypes.c_uint(0)
            fixed = ctypes.c_wchar_p("\\")
            if not library.VerQueryValueW(block, fixed, ctypes.byref(start), ctypes.byref(length)):
                return ""
            if start.value is None or length.value < 16:
                return ""
            # dwSignature, dwStrucVersion, dwFileVersionMS, dwFileVersionLS
            _, _, high, low = struct.unpack("<4L", ctypes.string_at(start.value, 16))
            return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"
        else:
            return ""


def _root(hive: Hive) -> int:
    if sys.platform == "win32":
        import winreg

        user = hive.value == "HKCU"
        return winreg.HKEY_CURRENT_USER if user else winreg.HKEY_LOCAL_MACHINE
    else:
        raise OSError(hive.value)
