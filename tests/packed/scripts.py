"""The scripts of installer/ as modules."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

INSTALLER = Path(__file__).resolve().parents[2] / "installer"


def script(path: str) -> ModuleType:
    """The module in installer/PATH."""
    name = "installer_" + path.replace("/", "_").removesuffix(".py")
    spec = importlib.util.spec_from_file_location(name, INSTALLER / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
