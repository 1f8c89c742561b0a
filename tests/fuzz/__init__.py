"""Hostile input by the thousand: `make fuzz`, or `python -m tests.fuzz --help`.

seeds      good files of every kind, made anew with keys of their own
changes    what happens to them: bytes, DER elements, lines of text, what lies in base64
targets    what reads them, and may answer or refuse (SelError), nothing else
watching   a process a target, which ends on a crash, a hang or a hunger for memory
guided     the same targets under atheris, which looks for new ways through the code
found      inputs that once did harm; `test_found.py` reads each of them again
"""

from pathlib import Path

TARGETS = ("recognise", "bundle", "letter", "chain")
FOUND = Path(__file__).parent / "found"
