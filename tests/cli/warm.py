"""A process that has loaded what commands load; every run of `sel` is a fork of it.

What is tested is the same from `main()` on: arguments, environment, folder, standard streams and
exit code are the run's own, and nothing of one run is left for the next. Only the start of the
interpreter and the loading of modules are spared, which took more time than most commands; the
tests of those start a program of their own (`Program.command`, `Program.cold`).

The process is asked through a socket: one JSON line (arguments, environment, folder) with three
open files for the standard streams; its answer is the exit code, minus the signal if one ended
the run. It has no threads, so that a fork of it has all that its parent had.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

_QUESTION = 1 << 20
_WINDOW = {"sel.ui", "sel.smoke", "sel.journeys"}
"""Rooms that no command has anything of."""


class Warm:
    """The process, from outside."""

    def __init__(self) -> None:
        self._here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._here.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _QUESTION)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.warm", str(there.fileno())],
            cwd=Path(__file__).parents[2], pass_fds=[there.fileno()],
        )  # fmt: skip
        there.close()

    def run(
        self, arguments: Sequence[str], given: bytes, environment: Mapping[str, str]
    ) -> tuple[int, bytes, bytes]:
        """One run to its end: exit code, standard output, standard error."""
        with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as out, \
                tempfile.TemporaryFile() as err:  # fmt: skip
            into.write(given)
            into.seek(0)
            question = json.dumps([list(arguments), dict(environment), os.getcwd()])
            streams = [each.fileno() for each in (into, out, err)]
            socket.send_fds(self._here, [question.encode("utf-8", "surrogateescape")], streams)
            answer = self._here.recv(64)
            assert answer, "the warm process has ended"
            return int(answer), _whole(out), _whole(err)

    def close(self) -> None:
        """End it."""
        self._here.close()
        self._process.wait(20)


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _load() -> None:
    """What commands load; whatever is missing here is loaded by the run that needs it."""
    import importlib
    import pkgutil

    import sel
    from sel.base.errors import SelError
    from tests.roots import read_now
    from tests.rounds import FEW, SHIPPED  # noqa: F401  with all that derives keys

    for room in pkgutil.iter_modules(sel.__path__, "sel."):
        if room.name in _WINDOW or not room.ispkg:
            continue
        package = importlib.import_module(room.name)
        for each in pkgutil.walk_packages(package.__path__, f"{room.name}."):
            with contextlib.suppress(Exception):  # the matter of the run that needs it
                importlib.import_module(each.name)
    importlib.import_module("sel.wiring")
    with contextlib.suppress(SelError):  # without the module there are none, and nobody waits
        read_now()


def _serve(asked: socket.socket) -> None:
    from tests.roots import read_once
    from tests.rounds import FEW, rounds

    with rounds(FEW), read_once():
        while True:
            question, streams, _, _ = socket.recv_fds(asked, _QUESTION, 3)
            if not question:
                return
            pid = os.fork()
            if not pid:
                asked.close()
                os._exit(_run(question, streams))
            for each in streams:
                os.close(each)
            asked.send(b"%d" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _run(question: bytes, streams: Sequence[int]) -> int:
    """In the fork: become a process that was just started with these."""
    arguments, environment, folder = json.loads(question.decode("utf-8", "surrogateescape"))
    for number, each in enumerate(streams):
        os.dup2(each, number)
        os.close(each)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["sel", *arguments]
    sys.stdin = sys.__stdin__ = _text(0, "r")
    sys.stdout = sys.__stdout__ = _text(1, "w")
    sys.stderr = sys.__stderr__ = _text(2, "w")
    status: object = 1
    try:
        from sel.__main__ import main

        status = main()
    except SystemExit as end:
        status = end.code
    except BaseException:  # what Python itself does at the end of a program
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]  # there is one
    sys.stdout.flush()
    sys.stderr.flush()
    return status if isinstance(status, int) else 1 if status else 0


def _text(number: int, mode: str) -> io.TextIOWrapper:
    errors = "backslashreplace" if number == 2 else "surrogateescape"
    return open(number, mode, encoding="utf-8", errors=errors, closefd=False)  # type: ignore[return-value]


if __name__ == "__main__":
    _load()
    gc.freeze()  # no fork of this has to walk through what is loaded, or to copy it for that
    _serve(socket.socket(fileno=int(sys.argv[1])))
