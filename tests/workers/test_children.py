"""Children: what is said reaches them and nobody else; how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel.base.errors import ChildFailed, StoreLocked
from sel.workers.children import OwnChildren, RunningChild, own_program

PROGRAM = Path(__file__).with_name("program.py")
COMMAND = (sys.executable, str(PROGRAM))
SECRET = "cyfrinair hir Siân 123"


@pytest.fixture
def children() -> OwnChildren:
    return OwnChildren(COMMAND, without=["SEL_TEST_PASSPHRASE"], call_seconds=20)


@pytest.fixture
def child(children: OwnChildren, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningChild]:
    monkeypatch.setenv("SEL_TEST_PASSPHRASE", SECRET)
    running = children.start("ordinary")
    yield running
    running.close()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pid: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not alive(pid):
            return True
        time.sleep(0.02)
    return False


class TestTalking:
    def test_values_go_and_come_back(self, child: RunningChild) -> None:
        value: dict[str, object] = {"a": [None, True, 7, "ŵŷ", b"\0\xff", {"b": []}]}
        assert child.call("echo", value=value) == value

    def test_megabytes_pass(self, child: RunningChild) -> None:
        assert child.call("echo", value=b"\xa5" * 5_000_000) == b"\xa5" * 5_000_000

    def test_calls_from_two_threads_do_not_mix(self, child: RunningChild) -> None:
        wrong: list[int] = []

        def ask(name: str) -> None:
            wrong.extend(n for n in range(50) if child.call("echo", value=[name, n]) != [name, n])

        threads = [threading.Thread(target=ask, args=(name,)) for name in ("un", "dau", "tri")]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert not wrong

    def test_whatever_prints_does_not_disturb(self, child: RunningChild) -> None:
        assert child.call("print") == "still in step"
        assert child.call("echo", value=1) == 1


class TestErrors:
    def test_an_error_is_the_same_on_this_side(self, child: RunningChild) -> None:
        with pytest.raises(StoreLocked) as caught:
            child.call("locked")
        assert type(caught.value) is StoreLocked
        assert caught.value.what.code == "store-locked"
        assert caught.value.what.facts == {"store": "nss:Siân"}
        assert caught.value.detail == "said  [31mso"
        assert child.call("echo", value=1) == 1

    def test_a_bug_says_where_and_nothing_else(self, child: RunningChild) -> None:
        with pytest.raises(ChildFailed) as caught:
            child.call("stumble", secret=SECRET)
        assert caught.value.what.facts == {"child": "ordinary"}
        assert "ValueError in program.py" in caught.value.detail
        assert "cyfrinair" not in str(caught.value)

    @pytest.mark.parametrize("verb", ["odd-facts", "unsayable"])
    def test_what_cannot_be_said_is_a_bug(self, child: RunningChild, verb: str) -> None:
        with pytest.raises(ChildFailed) as caught:
            child.call(verb)
        assert "BadFrame" in caught.value.detail

    def test_a_child_that_dies_is_told_with_its_last_words(self, child: RunningChild) -> None:
        with pytest.raises(ChildFailed) as caught:
            child.call("complain", secret=SECRET)
        assert f"status {-signal.SIGABRT}" in caught.value.detail
        assert "could not use …" in caught.value.detail
        assert "cyfrinair" not in str(caught.value)

    def test_after_that_it_is_gone(self, child: RunningChild) -> None:
        with pytest.raises(ChildFailed):
            child.call("complain", secret="x" * 8)
        with pytest.raises(ChildFailed):
            child.call("echo", value=1)

    def test_one_that_hangs_is_ended(self) -> None:
        child = OwnChildren(COMMAND, call_seconds=0.5).start("ordinary")
        pid = child.call("process")["pid"]
        with pytest.raises(ChildFailed) as caught:
            child.call("sleep", seconds=60)
        assert "no answer to sleep" in caught.value.detail
        assert gone(pid)

    @pytest.mark.parametrize("name", ["unknown", "broken"])
    def test_one_that_does_not_come_up(self, children: OwnChildren, name: str) -> None:
        with pytest.raises(ChildFailed) as caught:
            children.start(name)
        assert caught.value.what.facts == {"child": name}

    def test_a_program_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ChildFailed):
            OwnChildren([str(tmp_path / "dim")]).start("ordinary")

    def test_a_program_that_talks_nonsense(self) -> None:
        command = [sys.executable, "-c", "print('hello'); input()"]
        with pytest.raises(ChildFailed):
            OwnChildren(command).start("ordinary")


class TestSecrets:
    def test_nothing_stands_in_arguments_or_environment(self, child: RunningChild) -> None:
        child.call("echo", value=SECRET)
        seen = child.call("process")
        assert seen["arguments"] == [str(PROGRAM), "--child", "ordinary"]
        assert "SEL_TEST_PASSPHRASE" not in seen["environment"]
        assert SECRET not in repr(seen)
        proc = Path(f"/proc/{seen['pid']}")
        assert SECRET.encode() not in (proc / "cmdline").read_bytes()
        assert SECRET.encode() not in (proc / "environ").read_bytes()

    def test_no_core_is_dumped(self, child: RunningChild) -> None:
        seen = child.call("process")
        assert seen["core"] == [0, 0]
        # Not dumpable: its files in /proc belong to root, whoever it runs as.
        status = Path(f"/proc/{seen['pid']}/coredump_filter").stat()
        assert status.st_uid == 0


class TestEnding:
    def test_close_ends_it(self, children: OwnChildren) -> None:
        child = children.start("ordinary")
        pid = child.call("process")["pid"]
        child.close()
        assert not alive(pid)
        child.close()

    def test_it_ends_when_its_parent_is_killed(self) -> None:
        parent = subprocess.Popen([*COMMAND, "parent"], stdout=subprocess.PIPE)
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
        parent.communicate()
        assert gone(pid)

    def test_an_interrupt_is_the_parents_to_answer(self, child: RunningChild) -> None:
        os.kill(child.call("process")["pid"], signal.SIGINT)
        assert child.call("echo", value=1) == 1

    def test_a_stubborn_one_is_killed(
        self, children: OwnChildren, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sel.workers.children.GRACE_SECONDS", 0.3)
        child = children.start("ordinary")
        pid = child.call("process")["pid"]
        os.kill(pid, signal.SIGSTOP)
        child.close()
        assert not alive(pid)


def test_our_own_program_packed_and_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_program() == (sys.executable, "-P", "-X", "utf8", "-m", "sel")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_program() == (sys.executable,)


def test_a_file_in_the_current_folder_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('planted')")
    (tmp_path / "sel.py").write_text("raise SystemExit('planted')")
    monkeypatch.chdir(tmp_path)
    child = OwnChildren().start("nss")
    child.close()
