"""Every check in its turn, and what came of it as one JSON document."""

from __future__ import annotations

import json
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from sel import __version__
from sel.ports.services import Services
from sel.smoke import errands, parts, window
from sel.smoke.check import Check, Given


def run(arguments: Sequence[str], services: Callable[[Path], Services]) -> int:
    """Do every check, write the JSON to the file that `arguments` name, else to standard output.

    services  makes those of this computer for a data folder
    Returns 0 if everything holds, else 1; 2 if there is more than one argument.
    """
    if len(arguments) > 1:
        return 2
    checks: dict[str, Check] = {**parts.CHECKS, **errands.CHECKS, **window.CHECKS}
    begun = monotonic()
    with tempfile.TemporaryDirectory(prefix="sel-smoke-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        given = Given(services(folder / "data"), folder)
        done = {name: _tried(check, given) for name, check in checks.items()}
    document = {
        "sel": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "held": all(each["held"] for each in done.values()),
        "seconds": round(monotonic() - begun, 2),
        "checks": done,
    }
    text = json.dumps(document, indent=2) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0 if document["held"] else 1


def _tried(check: Check, given: Given) -> dict[str, Any]:
    begun = monotonic()
    try:
        outcome: dict[str, Any] = {"held": True, "facts": dict(check(given))}
    except Exception as problem:  # noqa: BLE001  any is an answer: this part does not work
        outcome = {"held": False, "problem": f"{type(problem).__name__}: {problem}"[:2000]}
    return {**outcome, "seconds": round(monotonic() - begun, 2)}
