"""One offscreen application for the session; nothing of the person's own is touched."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
