"""One process reads changed inputs; whatever ends it leaves the input behind."""

from __future__ import annotations

import faulthandler
import hashlib
import resource
import sys
import time
import traceback
from pathlib import Path
from random import Random

from tests.fuzz import seeds
from tests.fuzz.changes import changed
from tests.fuzz.targets import read

SECONDS = 5
BYTES = 1 << 30


def watch(name: str, count: int, seed: int, keep: Path) -> int:
    """Read `count` changed inputs; how many did harm. A hang ends the process (exit 1).

    keep  a folder for those inputs; the one being read lies there as NAME-SEED.now
    """
    chance, files = Random(seed), seeds.of(name)
    now, harmful, slowest = keep / f"{name}-{seed}.now", 0, 0.0
    for each in files:  # what has to be loaded is loaded before the memory is counted
        read(name, each)
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    for number in range(count):
        data = changed(chance.choice(files), files, chance)
        now.write_bytes(data)
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        began = time.process_time()
        try:
            read(name, data)
        except Exception:  # a bug, and what the search is for
            harmful += 1
            kept = keep / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
            kept.write_bytes(data)
            print(f"{name}: input {number} of seed {seed} is kept as {kept.name}", file=sys.stderr)
            traceback.print_exc()
        faulthandler.cancel_dump_traceback_later()
        slowest = max(slowest, time.process_time() - began)
    now.unlink(missing_ok=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name}: {count} inputs, {harmful} harmful,"
        f" slowest {slowest:.2f} s of processor, {memory} MiB",
        flush=True,
    )
    return harmful
