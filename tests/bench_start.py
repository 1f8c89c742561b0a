"""How long the window takes to its first paint, from a checkout and packed.

A screen of its own (Xvfb) keeps its picture in a file; the clock runs from the start of the
process until that picture is another one, and nothing in the program takes part. The packed
program is the one that `make pack-linux` left in build/pack; without it only the checkout is
measured. Told are the first start, with nothing compiled, and the median of those after it,
with the processor's part in it; the programs take turns. Part of `make bench`; without Xvfb it
says so and measures nothing.
"""

from __future__ import annotations

import mmap
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKED = ROOT / "build" / "pack" / "linux" / "dist" / "Sel" / "sel"
RUNS = 5
PATIENCE = 60
_LOOK = 0.002
_POLICY = '{"version": 1, "language": "cy"}'


def main() -> None:
    """Print a line for each program."""
    if shutil.which("Xvfb") is None:
        print("bench_start: not measured, Xvfb is not here")
        return
    programs: dict[str, Sequence[str]] = {"from a checkout": (sys.executable, "-m", "sel")}
    if PACKED.exists():
        programs["packed"] = (str(PACKED),)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory(prefix="sel-start-") as scratch:
        for run in range(RUNS):
            for name, command in programs.items():
                times[name].append(first_paint(command, Path(scratch), f"{run}-{name[:6]}"))
    print(f"{'window, to its first paint':34}{'first':>9}{'median':>9}{'cpu':>9}")
    for name, told in times.items():
        seconds, cpu = (statistics.median(each[part] for each in told[1:]) for part in (0, 1))
        print(f"{name:34}{told[0][0]:9.3f}{seconds:9.3f}{cpu:9.3f}")


def first_paint(command: Sequence[str], folder: Path, run: str) -> tuple[float, float]:
    """Seconds from the start of the process until something is on an empty screen, and those of
    them that a processor worked for it.
    """
    policy = folder / "policy.json"
    policy.write_text(_POLICY, "utf-8")
    given = ("--no-network", "--data", str(folder / f"data-{run}"), "--policy", str(policy))
    with screen(folder) as (display, picture):
        environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment.pop("WAYLAND_DISPLAY", None)
        before = bytes(picture)
        start = time.perf_counter()
        program = subprocess.Popen(
            [*command, *given], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            while picture[:] == before:
                if program.poll() is not None:
                    assert program.stdout is not None
                    sys.exit(f"it ended: {program.stdout.read().decode()}")
                if time.perf_counter() - start > PATIENCE:
                    sys.exit("nothing was drawn")
                time.sleep(_LOOK)
            passed = time.perf_counter() - start
        finally:
            program.kill()
            _, _, used = os.wait4(program.pid, 0)
            program.returncode = -1
        return passed, used.ru_utime + used.ru_stime


@contextmanager
def screen(folder: Path) -> Iterator[tuple[str, mmap.mmap]]:
    """An empty screen: its name, and the picture on it."""
    with tempfile.TemporaryDirectory(dir=folder) as shown:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1024x768x24"]
        server = subprocess.Popen(
            [*command, "-fbdir", shown, "-nolisten", "tcp", "-noreset"],
            pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                display = f":{told.readline().strip()}"
            with (
                (Path(shown) / "Xvfb_screen0").open("rb") as file,
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as picture,
            ):
                yield display, picture
        finally:
            server.terminate()
            server.wait(PATIENCE)


if __name__ == "__main__":
    main()
