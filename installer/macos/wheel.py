"""Fetch pyobjc's wheel for macOS, whatever system this is; nothing of it is installed or run.

    python installer/macos/wheel.py FOLDER

The wheel names every function, constant and signature that `app/sel/stores/_macos_security.py`
may use, and `tests/macos` reads them there. Version and hashes are those of requirements/run.txt.
Does nothing where the wheel is there.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "pyobjc-framework-security"
PYTHON, PLATFORM = "3.11", "macosx_10_9_universal2"
LOCK = Path(__file__).resolve().parents[2] / "requirements" / "run.txt"


def locked() -> tuple[str, str]:
    """The pinned version, and the requirement without its marker, which is about this system."""
    for entry in re.split(r"\n(?=\S)", LOCK.read_text(encoding="utf-8")):
        first, *rest = entry.splitlines()
        if not first.startswith(f"{NAME}=="):
            continue
        pin = re.split(r"[ ;\\]", first)[0]
        hashes = [line.strip(" \\") for line in rest if line.lstrip().startswith("--hash=")]
        return pin.partition("==")[2], " \\\n    ".join((pin, *hashes)) + "\n"
    sys.exit(f"{NAME} is not in {LOCK.name}")


def main(folder: Path) -> None:
    """See above."""
    version, requirement = locked()
    if list(folder.glob(f"pyobjc_framework_security-{version}-*.whl")):
        return
    for old in folder.glob("*.whl"):
        old.unlink()
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch) / "wanted.txt"
        wanted.write_text(requirement, encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
        which = ["--only-binary=:all:", "--platform", PLATFORM, "--implementation", "cp"]
        which += ["--python-version", PYTHON, "--no-deps", "--require-hashes"]
        done = subprocess.run(
            [*pip, "download", "-qq", *which, "-r", str(wanted), "-d", str(folder)], check=False
        )
    sys.exit(done.returncode)


main(Path(sys.argv[1]))
