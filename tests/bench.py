"""`make bench`: how long whole commands take, beside a program that does the same job.

Prints medians in seconds and their ratio; the ratio is what can be compared between computers.
Everything happens in a scratch folder, and no keyring is asked. Python keeps what it compiled, as
it does for an installed program. Exits 1 if a command fails.
"""

from __future__ import annotations

import datetime
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests import bench_backups, bench_lists

PYTHON = f"{sys.executable} -c pass"
PEER = Path(__file__).with_name("bench_peer.py")
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Job:
    """One comparison: what `sel` is told, and a command line of the peer.

    `{run}` becomes the number of the run, which begins with 1.
    """

    name: str
    ours: str
    theirs: str
    runs: int = 9


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
    Job("inspect 10,000 certificates", "inspect many", f"{sys.executable} {PEER} many", runs=5),
    Job("the same as JSON", "inspect many --json", f"{sys.executable} {PEER} many", runs=3),
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
    *(Job(*each) for each in bench_backups.JOBS),
    *(Job(*each) for each in bench_lists.JOBS),
)
ALSO = (("tests.pile", "bench"), ("tests.bench_window",), ("tests.bench_start",))
"""What measures itself: colleagues taken in, the window with ten thousand of them, its start."""


def main() -> None:
    """Print one line a job, as soon as it is known."""
    print(f"{'job':34}{'sel':>9}{'peer':>9}{'ratio':>8}  peer")
    with tempfile.TemporaryDirectory(prefix="sel-bench-") as scratch:
        folder = Path(scratch)
        (folder / "words").write_text("tŷ gwyn ar y bryn uchel 77\n", "utf-8")
        make_many(folder / "many")
        for command in MAKE:
            seconds(command, folder)
        bench_lists.prepare(folder)
        bench_backups.prepare(folder)
        for job in JOBS:
            ours = median(f"{sys.executable} -m sel {job.ours}", folder, job.runs)
            theirs = median(job.theirs, folder, job.runs)
            print(
                f"{job.name:34}{ours:9.3f}{theirs:9.3f}{ours / theirs:8.2f}  {peer(job)}",
                flush=True,
            )
    for module, *arguments in ALSO:
        print(f"\n{module}", flush=True)
        subprocess.run([sys.executable, "-m", module, *arguments], check=True)


def peer(job: Job) -> str:
    """What the other program is called."""
    if job.theirs is PYTHON:
        return "a bare Python"
    if job.theirs.startswith("sh -c"):
        return "openssl, a file for each key"
    return "a cryptography script" if str(PEER) in job.theirs else " ".join(job.theirs.split()[:2])


def make_many(folder: Path) -> None:
    """Certificates of one authority for ten thousand people, PEM, a file each."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    folder.mkdir()
    authority = ec.generate_private_key(ec.SECP256R1())
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    common = x509.CertificateBuilder(
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Awdurdod")]),
        public_key=key,
        not_valid_before=start,
        not_valid_after=start + datetime.timedelta(days=800),
    )
    for critical, value in (
        (True, x509.BasicConstraints(ca=False, path_length=None)),
        (False, x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])),
        (False, x509.SubjectKeyIdentifier.from_public_key(key)),
        (False, x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())),
    ):
        common = common.add_extension(value, critical)
    for number in range(MANY):
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Siân Llŷr {number}")])
        address = x509.SubjectAlternativeName([x509.RFC822Name(f"s{number}@school.example")])
        made = (
            common.subject_name(name)
            .serial_number(x509.random_serial_number())
            .add_extension(address, critical=False)
            .sign(authority, hashes.SHA256())
        )
        (folder / f"{number:05}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))


def median(command: str, folder: Path, runs: int) -> float:
    """Of several runs; the first one only warms the caches."""
    times = [seconds(command.replace("{run}", str(run)), folder) for run in range(runs + 1)]
    return statistics.median(times[1:])


_UNUSUAL = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def seconds(command: str, folder: Path) -> float:
    """Wall time of a whole process."""
    start = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name not in _UNUSUAL}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    ended = subprocess.run(
        shlex.split(command), cwd=folder, capture_output=True, check=False, env=environment
    )
    passed = time.perf_counter() - start
    if ended.returncode:
        sys.exit(f"{command}\nended with {ended.returncode}: {ended.stderr.decode()}")
    return passed


if __name__ == "__main__":
    main()
