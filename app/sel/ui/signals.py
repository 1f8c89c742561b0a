"""Sending Qt signals from Python, around a fault of PySide6 6.12 on Python 3.11.

There `Signal.emit` returns True without owning it, so every call takes one reference from the
interpreter's only True; after some hundred the process aborts ("bool_dealloc: deallocating True
or False"). From Python 3.12 on True cannot be lost. Whether the fault is here is measured once;
if it is, each sending gives the reference back. A test counts the references.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

from PySide6.QtCore import QObject, Signal, SignalInstance

_TRIES = 10

_own = ctypes.pythonapi.Py_IncRef
_own.argtypes = [ctypes.py_object]
_own.restype = None


class _Probe(QObject):
    sent = Signal()


def send(signal: SignalInstance, *facts: object) -> None:
    """Emit `signal`; the one way to do so in this program."""
    signal.emit(*facts)
    if _steals():
        _own(True)


@cache
def _steals() -> bool:
    """Whether emitting loses references to True; the probe gives back what it took."""
    if sys.version_info >= (3, 12):
        return False
    probe = _Probe()
    before = sys.getrefcount(True)
    for _ in range(_TRIES):
        probe.sent.emit()
    lost = before - sys.getrefcount(True)
    if lost < _TRIES:
        return False
    for _ in range(_TRIES):
        _own(True)
    return True
