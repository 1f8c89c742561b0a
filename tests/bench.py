"""`make bench`: how long whole commands take, beside a program that does the same job.

Prints medians in seconds and their ratio; the ratio is what can be compared between computers.
Everything happens in a scratch folder, and no keyring is asked. Exits 1 if a command fails.
"""

from __future__ import annotations

import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests import bench_lists

PYTHON = f"{sys.executable} -c pass"


@dataclass(frozen=True, slots=True)
class Job:
    """One comparison: what `sel` is told, and a command line of the peer.

    `{run}` becomes the number of the run, which begins with 1.
    """

    name: str
    ours: str
    theirs: str


MAKE = (
    "openssl req -x509 -newkey rsa:2048 -noenc -keyout key -out cert -subj /CN=Sian",
    "openssl pkcs12 -export -inkey key -in cert -passout file:words -out own.p12",
)
REQUEST = (
    "--data {kind}-{{run}} --unlock-file words request new --email sian@school.example"
    " --name 'Siân Llŷr' --key {kind} --out {kind}-{{run}}.csr"
)
JOBS = (
    Job("say its version", "--version", PYTHON),
    Job("inspect a certificate", "inspect cert", "openssl x509 -noout -text -in cert"),
    Job(
        "look into a PKCS#12",
        "inspect own.p12 --pass-file words",
        "openssl pkcs12 -noenc -passin file:words -in own.p12",
    ),
    Job(
        "a key and its request, P-256",
        REQUEST.format(kind="ec-p256"),
        "openssl req -new -noenc -newkey ec -pkeyopt group:P-256 -keyout k -subj /CN=x",
    ),
    Job(
        "a key and its request, RSA-3072",
        REQUEST.format(kind="rsa-3072"),
        "openssl req -new -noenc -newkey rsa:3072 -keyout k -subj /CN=x",
    ),
    Job("say how things stand", "--data ec-p256-1 status", PYTHON),
    Job(
        "back up a key, 600,000 rounds",
        "--data ec-p256-1 --unlock-file words backup make --pass-file words --out {run}.p12",
        "openssl pkcs12 -export -iter 600000 -inkey key -in cert -passout file:words -out k.p12",
    ),
    *(Job(*each) for each in bench_lists.JOBS),
)
RUNS = 9


def main() -> None:
    """Print one line a job, as soon as it is known."""
    print(f"{'job':34}{'sel':>9}{'peer':>9}{'ratio':>8}  peer")
    with tempfile.TemporaryDirectory(prefix="sel-bench-") as scratch:
        folder = Path(scratch)
        (folder / "words").write_text("tŷ gwyn ar y bryn uchel 77\n", "utf-8")
        for command in MAKE:
            seconds(command, folder)
        bench_lists.prepare(folder)
        for job in JOBS:
            ours = median(f"{sys.executable} -m sel {job.ours}", folder)
            theirs = median(job.theirs, folder)
            peer = "a bare Python" if job.theirs is PYTHON else " ".join(job.theirs.split()[:2])
            print(f"{job.name:34}{ours:9.3f}{theirs:9.3f}{ours / theirs:8.1f}  {peer}", flush=True)


def median(command: str, folder: Path) -> float:
    """Of several runs; the first one only warms the caches."""
    times = [seconds(command.replace("{run}", str(run)), folder) for run in range(RUNS + 1)]
    return statistics.median(times[1:])


def seconds(command: str, folder: Path) -> float:
    """Wall time of a whole process."""
    start = time.perf_counter()
    ended = subprocess.run(shlex.split(command), cwd=folder, capture_output=True, check=False)
    passed = time.perf_counter() - start
    if ended.returncode:
        sys.exit(f"{command}\nended with {ended.returncode}: {ended.stderr.decode()}")
    return passed


if __name__ == "__main__":
    main()
