"""Where Sêl's own data is by default."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_folder() -> Path:
    """The per-user, non-roaming data folder of this platform."""
    if sys.platform == "linux":
        # The XDG Base Directory Specification by hand, as the library does it: a fortieth of a
        # second less for every command.
        named, home = os.environ.get("XDG_DATA_HOME", ""), os.environ.get("HOME", "")
        if os.path.isabs(named):
            return Path(named, "Sel")
        if os.path.isabs(home):
            return Path(home, ".local", "share", "Sel")
    from platformdirs import user_data_path

    return user_data_path("Sel", appauthor=False, roaming=False)
