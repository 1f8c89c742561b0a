"""Build hook: a wheel or an editable install gets its words compiled."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileWords(BuildHookInterface[Any]):
    """Compiles i18n/*.po into build/i18n before the files of the wheel are collected."""

    PLUGIN_NAME = "compile-words"

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling."""
        return ["Babel"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; `version` is "standard" or "editable"."""
        here = Path(__file__).resolve().parent
        sys.path.insert(0, str(here))
        try:
            import words
        finally:
            sys.path.remove(str(here))
        words.compile_words()
