"""Emitting costs no reference to True, and nobody emits another way."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from sel.ui import signals
from sel.ui.signals import send


class Bell(QObject):
    rung = Signal(object)


def test_a_thousand_signals_leave_true_where_it_was(qapp):
    bell, heard = Bell(), []
    bell.rung.connect(heard.append)
    send(bell.rung, 0)
    before = sys.getrefcount(True)
    for number in range(1000):
        send(bell.rung, number)
    assert len(heard) == 1001
    assert abs(sys.getrefcount(True) - before) < 10


def test_no_other_place_emits():
    room = Path(signals.__file__).parent
    emitting = [
        f"{path.name}:{node.lineno}"
        for path in room.rglob("*.py")
        if path.name != "signals.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "emit"
    ]
    assert emitting == []
