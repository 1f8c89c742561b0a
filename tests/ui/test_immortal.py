"""The window does not use up the interpreter's only None."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QObject

import sel.ui  # noqa: F401  importing it is what is tested

_FAR = 1 << 30

_MANY_CALLS = """
import sel.ui
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(20_000):
    thing.setObjectName("x")
    thing.blockSignals(False)
print("alive")
"""


def test_singletons_are_far_from_being_used_up():
    thing = QObject()
    for _ in range(1000):
        thing.setObjectName("x")
    for each in (None, True, False):
        assert sys.getrefcount(each) > _FAR


def test_a_process_survives_as_many_calls_as_a_day_makes():
    run = subprocess.run(
        [sys.executable, "-c", _MANY_CALLS], capture_output=True, text=True, timeout=60
    )
    assert (run.returncode, run.stdout.strip()) == (0, "alive"), run.stderr[-500:]
