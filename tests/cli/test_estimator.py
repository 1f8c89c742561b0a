"""What judges passphrases is large: it is loaded when one is judged, and not before."""

from __future__ import annotations

import subprocess
import sys


def test_the_estimator_is_loaded_when_it_is_asked() -> None:
    code = "import sys, sel.core.passphrase; sys.exit('zxcvbn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
