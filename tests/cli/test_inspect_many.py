"""`inspect` over more files than are looked at in one process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sel.cli.looking import FEWEST
from sel.core.asn1 import armour
from tests.cli.program import Program
from tests.pilot import person, pilot

COUNT = FEWEST + 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificates in DER and PEM, a key, rubbish, an empty file, a mail; in two folders."""
    top = tmp_path_factory.mktemp("many")
    der = person().certificate
    kinds = (
        der,
        armour("CERTIFICATE", der),
        b"text before\n" + armour("CERTIFICATE", pilot().root) + armour("CERTIFICATE", der),
        b"rubbish",
        b"",
        b"From: a@school.example\nSubject: hello\n\nhello\n",
    )
    (top / "in").mkdir()
    for number in range(COUNT):
        inner = top / ("in" if number % 3 else "") / f"{number:04}.bin"
        inner.write_bytes(kinds[number % len(kinds)])
    return top


def test_it_says_what_fewer_files_say(sel: Program, folder: Path) -> None:
    together = sel("inspect", folder, "--json")
    files = together.json["files"]
    assert len(files) == COUNT
    paths = [each["path"] for each in files]
    assert paths == sorted(paths, key=lambda path: Path(path).parts)
    half = COUNT // 2
    apart = [
        sel("inspect", *part, "--json").json["files"] for part in (paths[:half], paths[half:])
    ]
    assert files == apart[0] + apart[1]
    assert together.status == 1  # some cannot be used
    assert together.out == json.dumps(together.json, ensure_ascii=False, indent=2) + "\n"


def test_it_prints_the_same_lines(sel: Program, folder: Path) -> None:
    together = sel("inspect", folder, "--lang", "cy")
    paths = sorted(each for each in folder.rglob("*") if each.is_file())
    half = COUNT // 2
    apart = [sel("inspect", *part, "--lang", "cy").out for part in (paths[:half], paths[half:])]
    assert together.out == "".join(apart)
    assert together.status == 1


@pytest.mark.parametrize("arguments", [["--json"], []])
def test_ctrl_c_ends_it_with_one_document(
    sel: Program, folder: Path, arguments: list[str]
) -> None:
    process = subprocess.Popen(
        sel.command("inspect", *[folder] * 100, *arguments),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
    )  # fmt: skip
    assert process.stdout is not None
    begun = process.stdout.read(4000)  # as much as there is
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
    if arguments:
        document = json.loads(begun + out)
        assert document["error"]["code"] == "cancelled"
        assert 0 <= len(document["files"]) < COUNT * 100


def test_memory_does_not_grow_with_the_files(sel: Program, folder: Path) -> None:
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )

    def peak(times: int) -> int:
        command = sel.command("inspect", *[folder] * times, "--json")
        done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True)
        return int(done.stdout)

    # A path is kept; what is said of its file, some 2 kB, is not.
    assert peak(12) - peak(2) < 10 * COUNT * 1.0
