"""Files are written whole or not at all, and never through a planted link."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from sel.base.errors import DiskFull, OutputExists, OutputFailed
from sel.keeping import writing
from sel.keeping.outputs import FileOutputs
from sel.keeping.writing import write_then_rename
from tests.keeping.processes import Process, Report
from tests.keeping.volumes import small_volume, unprivileged


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("replace", [True, False])
def test_a_new_file(replace: bool, tmp_path: Path) -> None:
    target = tmp_path / "Siân ŵ.p12"
    write_then_rename(target, b"whole", replace=replace)
    assert target.read_bytes() == b"whole"
    assert names(tmp_path) == ["Siân ŵ.p12"]


def test_private_files_are_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_then_rename(tmp_path / "a", b"", replace=False, private=True)
        write_then_rename(tmp_path / "b", b"", replace=False)
        write_then_rename(tmp_path / "b", b"", replace=True, private=True)
        write_then_rename(tmp_path / "c", b"", replace=False)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"a": 0o600, "b": 0o600, "c": 0o644}


def test_an_existing_file_is_refused_or_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(OutputExists) as hit:
        write_then_rename(target, b"new", replace=False)
    assert hit.value.what.facts == {"path": str(target)}
    assert target.read_bytes() == b"old"
    write_then_rename(target, b"new", replace=True)
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("replace", [True, False])
def test_a_link_is_never_followed(replace: bool, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    target = tmp_path / "out"
    target.symlink_to(victim)
    if replace:
        write_then_rename(target, b"new", replace=True)
        assert target.read_bytes() == b"new"
        assert not target.is_symlink()
    else:
        with pytest.raises(OutputExists):
            write_then_rename(target, b"new", replace=False)
    assert victim.read_bytes() == b"precious"


def test_a_dangling_link_counts_as_existing(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputExists):
        write_then_rename(target, b"new", replace=False)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_lies_at_the_temporary_name_is_not_used(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "00")
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    planted = tmp_path / ".sel-00.part"
    if kind == "link":
        planted.symlink_to(victim)
    else:
        planted.write_bytes(b"planted")
    with pytest.raises(OutputFailed) as hit:
        write_then_rename(tmp_path / "out", b"new", replace=True)
    assert hit.value.what.facts["reason"] == "device"
    assert victim.read_bytes() == b"precious"
    assert planted.read_bytes() == (b"precious" if kind == "link" else b"planted")
    assert not (tmp_path / "out").exists()


def test_reasons(tmp_path: Path) -> None:
    def reason(path: Path, *, replace: bool = True) -> object:
        with pytest.raises(OutputFailed) as hit:
            write_then_rename(path, b"", replace=replace)
        with pytest.raises(OutputFailed):
            FileOutputs().ready(path, replace=replace)
        return hit.value.what.facts["reason"]

    (tmp_path / "file").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    assert reason(tmp_path) == "is-a-folder"
    assert reason(tmp_path, replace=False) == "is-a-folder"
    assert reason(tmp_path / "none" / "a") == "no-folder"
    assert reason(tmp_path / "file" / "a") == "no-folder"
    assert reason(tmp_path / "pipe") == "not-a-file"
    with pytest.raises(OutputFailed) as hit:
        write_then_rename(tmp_path / ("a" * 300), b"", replace=True)
    assert hit.value.what.facts["reason"] == "name-too-long"


def test_a_folder_one_may_not_write_in(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o555)

    def trying(report: Report) -> None:
        target, outputs = folder / "a", FileOutputs()
        for attempt in (outputs.ready, partial(outputs.write, data=b"")):
            try:
                attempt(target, replace=False)
            except OutputFailed as error:
                report(str(error.what.facts["reason"]))

    assert Process(unprivileged(trying, tmp_path)).reported() == ["not-permitted"] * 2
    assert names(folder) == []


def test_ready_agrees_with_write(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    FileOutputs().ready(tmp_path / "a", replace=True)
    FileOutputs().ready(tmp_path / "b", replace=False)
    with pytest.raises(OutputExists):
        FileOutputs().ready(tmp_path / "a", replace=False)
    FileOutputs().write(tmp_path / "b", b"new", replace=False, private=True)
    assert (tmp_path / "b").read_bytes() == b"new"


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    with small_volume(tmp_path / "usb", kilobytes=256) as usb:
        write_then_rename(usb / "a", b"old", replace=False)
        for replace, target in ((True, "a"), (False, "b")):
            with pytest.raises(DiskFull) as hit:
                write_then_rename(usb / target, bytes(400_000), replace=replace)
            assert hit.value.what.facts == {"path": str(usb / target)}
        assert (usb / "a").read_bytes() == b"old"
        assert names(usb) == ["a"]


def test_a_file_size_limit_is_a_full_disk_too(tmp_path: Path) -> None:
    def trying(report: Report) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_then_rename(tmp_path / "a", bytes(5000), replace=False)
        except DiskFull as error:
            report(error.code)

    assert Process(trying).reported() == ["disk-full"]
    assert names(tmp_path) == []


def test_only_one_of_many_makes_the_file(tmp_path: Path) -> None:
    for number in range(30):
        target, outcomes = tmp_path / f"{number}", []
        start = threading.Barrier(4)

        def write(who: int, target=target, start=start, outcomes=outcomes) -> None:
            start.wait()
            try:
                write_then_rename(target, bytes([who]) * 1000, replace=False)
                outcomes.append(who)
            except OutputExists:
                pass

        threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(outcomes) == 1
        assert target.read_bytes() == bytes(outcomes) * 1000


@pytest.mark.parametrize("missing", ["renameat2", "renameat2 and links"])
def test_file_systems_that_can_less(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object, **__: object) -> None:
        raise OSError(errno.EINVAL, "not here")

    monkeypatch.setattr(writing, "_rename_exclusive", cannot)
    if "links" in missing:
        monkeypatch.setattr(os, "link", cannot)
    target = tmp_path / "a"
    write_then_rename(target, b"new", replace=False)
    assert target.read_bytes() == b"new"
    # Somebody else is first, between our look and our rename.
    monkeypatch.setattr(writing, "refuse_existing", lambda *_, **__: None)
    with pytest.raises(OutputExists):
        write_then_rename(target, b"newer", replace=False)
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


def test_killed_in_the_middle_the_old_file_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"\0" * 100_000)

    def writing_on(report: Report) -> None:
        for number in range(1, 10_000):
            write_then_rename(target, bytes([number % 256]) * 100_000, replace=True)

    for moment in range(20):
        child = Process(writing_on)
        time.sleep(0.001 * moment)
        child.kill()
        child.reported()
        content = target.read_bytes()
        assert len(content) == 100_000
        assert len(set(content)) == 1


def test_everything_is_flushed_before_the_name_is_taken(tmp_path: Path) -> None:
    """As the system sees it: write, fsync of the file, rename, fsync of the folder."""
    script = (
        "from pathlib import Path; from sel.keeping.writing import write_then_rename;"
        f"write_then_rename(Path({str(tmp_path / 'a')!r}), b'x', replace=False)"
    )
    log = tmp_path / "log"
    subprocess.run(
        ["strace", "-f", "-y", "-o", log, "-e", "trace=write,fsync,renameat2,rename,link,linkat",
         sys.executable, "-c", script],
        check=True,
    )  # fmt: skip
    lines = [line for line in log.read_text().splitlines() if str(tmp_path) in line]
    calls = [line.split(None, 1)[1].split("(")[0] for line in lines]
    assert calls == ["write", "fsync", "renameat2", "fsync"]
    assert ".part>" in lines[1]
    assert f"<{tmp_path}>" in lines[3]
