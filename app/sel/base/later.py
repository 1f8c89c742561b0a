"""Modules of the standard library that are imported by others and hardly ever used."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType


def later(name: str) -> None:
    """Let the next `import NAME` cost nothing: the module is loaded when something of it is used.

    `dataclasses` imports `inspect` for classes without a docstring, and `inspect` brings the
    parser of Python with it: a fifth of what a short command takes to start. `urllib.parse`, which
    `pathlib` imports, imports `ipaddress` for addresses in brackets. The stand-in hands
    out everything the module has (PEP 562), for `from NAME import x` too. importlib's LazyLoader
    would load it with the first `import` statement that meets it.
    """
    if name in sys.modules:
        return
    stand_in = ModuleType(name)

    def attribute(wanted: str) -> object:
        if sys.modules.get(name) is stand_in:
            sys.modules.pop(name, None)
        return getattr(import_module(name), wanted)

    # Names that every module has, so that Python's own machinery does not wake it.
    stand_in.__spec__ = None
    stand_in.__getattr__ = attribute  # type: ignore[method-assign]
    sys.modules[name] = stand_in
