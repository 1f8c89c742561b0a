"""The words are compiled before anything is said; the sources are read once."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sel_words", ROOT / "installer" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def words() -> ModuleType:
    """installer/words.py, which is a program and no part of the package."""
    return _load()


@pytest.fixture(scope="session", autouse=True)
def _compiled(words: ModuleType) -> None:
    words.compile_words()


@pytest.fixture(scope="session")
def welsh(words: ModuleType) -> list:
    """Every finished message of cy.po; that all are finished is a test of its own."""
    return [each for each in words.read("cy") if each.id and words.is_full(each.string)]
