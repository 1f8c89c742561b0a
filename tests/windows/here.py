"""Where the tests of this folder run: on Windows, or in Wine (`make windows-test`)."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import pytest

ON_WINDOWS = sys.platform == "win32"
WINE = sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")

windows_only = pytest.mark.skipif(
    not ON_WINDOWS, reason="needs Windows, or Wine: make windows-test"
)
not_in_wine = pytest.mark.skipif(
    WINE, reason="Wine 8 keeps no CNG keys and imports no EC keys; runs on a real Windows"
)

_FOLDER = os.environ.get("SEL_WINDOWS_MATERIAL", "")
LAB = Path(_FOLDER) if _FOLDER else None
"""Where `material.sh` put what OpenSSL made; signatures are left there for `verify.sh`."""

lab_only = pytest.mark.skipif(
    LAB is None, reason="needs what material.sh makes: SEL_WINDOWS_MATERIAL"
)

throw_away_only = pytest.mark.skipif(
    not WINE and os.environ.get("SEL_THROW_AWAY_WINDOWS") != "1",
    reason="writes into this person's own store and Credential Manager: only in Wine, or with"
    " SEL_THROW_AWAY_WINDOWS=1",
)
