"""What watches over hostile input notices harm: a target that breaks, hangs or eats memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

HARM = {
    "raises": "raise KeyError('no')",
    "hangs": "import time; time.sleep(60)",
    "eats": "bytearray(2 << 30)",
}
WATCH = """
import sys
from pathlib import Path
from tests.fuzz import targets, watching

def harm(data):
    if data != targets.seeds.of("bundle")[0] and watching.SECONDS == 1:
        {harm}

targets._READERS["bundle"] = harm
seeds = targets.seeds.of("bundle")
targets.seeds.of = watching.seeds.of = lambda name: seeds[:1]
watching.SECONDS = 1
sys.exit(min(watching.watch("bundle", 3, 7, Path(sys.argv[1])), 1))
"""


@pytest.mark.parametrize("kind", HARM)
def test_harm_is_noticed_and_its_input_kept(kind: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WATCH.format(harm=HARM[kind]), str(tmp_path)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done.stderr
    kept = [path.name for path in tmp_path.iterdir()]
    assert kept
    assert all(name.startswith("bundle-") for name in kept)


def test_no_harm_is_no_failure(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WATCH.format(harm="pass"), str(tmp_path)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []
