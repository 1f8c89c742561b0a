"""`python -m tests.screens FOLDER [WORD…]`: see render.py. WORD: what a picture's name holds."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.screens.render import main

if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
    sys.exit(__doc__)
sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
