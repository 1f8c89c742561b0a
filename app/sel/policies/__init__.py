"""Where managed settings come from; the strongest place first."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sel.ports.policy import PolicySource

MACHINE = Path("/etc/sel/policy.json")
"""The file of an administrator, where there is neither a registry nor a profile."""


def sources(own: Path | None, *, system: str = sys.platform) -> Sequence[PolicySource]:
    """The places of this system, then the person's own file (`--policy`), if there is one.

    system  as `sys.platform` says it
    """
    found: list[PolicySource] = []
    if system == "win32":
        from sel.policies.registry import RegistryPolicy

        found.append(RegistryPolicy())
    elif system == "darwin":
        from sel.policies.managed import ManagedPolicy

        found.append(ManagedPolicy())
    elif _there(MACHINE):
        from sel.policies.file import MachinePolicy

        found.append(MachinePolicy(MACHINE))
    if own is not None:
        from sel.policies.file import FilePolicy

        found.append(FilePolicy(own))
    return tuple(found)


def _there(path: Path) -> bool:
    """Whether something has to be read there; what cannot be looked at has to be."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
