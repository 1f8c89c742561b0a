"""`python -m tests.screens FOLDER`: see render.py."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.screens.render import main

sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
