"""`python -m tests.fuzz [TARGET…] [--runs N] [--guided N] [--seed S] [--keep DIR]`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from tests.fuzz import FOUND, TARGETS


def main() -> int:
    """Every target in a process of its own, two at a time; 1 if any input did harm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--runs", type=int, default=25_000, help="changed inputs for each target")
    parser.add_argument("--guided", type=int, default=0, help="inputs under atheris for each")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, default=FOUND, help="where harmful inputs go")
    parser.add_argument("--here", choices=("watch", "guide"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    # Imported late: atheris has to see the imports of what it is to guide.
    if given.here == "watch":
        from tests.fuzz.watching import watch

        return min(watch(given.targets[0], given.runs, given.seed, given.keep), 1)
    if given.here == "guide":
        from tests.fuzz.guided import guide

        guide(given.targets[0], given.guided, given.seed, given.keep)
        return 0
    given.keep.mkdir(parents=True, exist_ok=True)
    wanted = given.targets or list(TARGETS)
    jobs = [(name, "watch") for name in wanted if given.runs]
    jobs += [(name, "guide") for name in wanted if given.guided]
    print(f"seed {given.seed}: {given.runs} changed, {given.guided} guided inputs a target")
    running: list[tuple[tuple[str, str], subprocess.Popen[bytes]]] = []
    failed: list[tuple[str, str]] = []
    while jobs or running:
        while jobs and len(running) < 2:
            running.append((jobs[0], _start(given, *jobs.pop(0))))
        job, process = running.pop(0)
        if process.wait():
            failed.append(job)
    for name, way in failed:
        print(f"{name}: harmful input, or an end without an answer ({way}); see {given.keep}")
    return min(len(failed), 1)


def _start(given: argparse.Namespace, name: str, way: str) -> subprocess.Popen[bytes]:
    options = ("runs", "guided", "seed", "keep")
    more = [part for key in options for part in (f"--{key}", str(getattr(given, key)))]
    return subprocess.Popen([sys.executable, "-m", "tests.fuzz", name, *more, "--here", way])


if __name__ == "__main__":
    sys.exit(main())
