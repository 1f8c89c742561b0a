"""What of a hash-locked requirements file a Windows needs, as pip on another system takes it.

    python installer/windows/requirements.py [--window] VERSION ALL.txt [SOME.txt NAME…]

pip reads environment markers for the system it runs on. Here they are read for a Windows with
Python VERSION and left out: every package of ALL.txt, and of SOME.txt those that are named. Left
out, too, is Qt, unless `--window` says that what is run has one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.markers import Marker

_QT = frozenset({"pyside6-essentials", "shiboken6"})
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def pinned(path: Path, windows: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Name and requirement (pin and hashes) of each package that `windows` needs."""
    for entry in re.split(r"\n(?=[A-Za-z0-9])", path.read_text(encoding="utf-8")):
        whole = re.sub(r"\s+#[^\n]*", "", entry).replace("\\\n", " ").strip()
        first, *hashes = whole.split(" --hash=")
        pin, _, marker = first.partition(";")
        name = _NAME.match(pin)
        if name is None or "==" not in pin:
            continue
        if marker.strip() and not Marker(marker).evaluate(windows):
            continue
        lines = [pin.strip(), *(f"--hash={each.strip()}" for each in hashes)]
        yield name[0].lower().replace("_", "-"), " \\\n    ".join(lines)


def main(
    version: str, everything: str, some: str = "", *names: str, without: frozenset[str]
) -> None:
    """Print one requirements file."""
    windows = {
        "sys_platform": "win32",
        "os_name": "nt",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "python_version": version,
        "python_full_version": f"{version}.0",
    }
    found = dict(pinned(Path(everything), windows))
    if some:
        found |= {name: pin for name, pin in pinned(Path(some), windows) if name in names}
        if missing := set(names) - set(found):
            sys.exit(f"not in {some}: {', '.join(sorted(missing))}")
    print("\n".join(pin for name, pin in sorted(found.items()) if name not in without))


given = sys.argv[1:]
window = given[:1] == ["--window"]
main(*given[window:], without=frozenset() if window else _QT)
