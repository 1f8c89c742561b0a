"""The child's own side: answer what is asked until the parent is gone."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO

from sel.base.errors import SelError
from sel.ports.children import Handler
from sel.workers import frames
from sel.workers.carrying import carry


def child_main(name: str, handlers: Mapping[str, Callable[[], Handler]]) -> int:
    """Be the child called `name`: make its handler, answer calls, end with the parent.

    handlers  from a name to what makes its handler, so that only this child's code is imported
    Returns the exit status: 0 when the parent has closed the pipe, 2 for an unknown name.
    """
    make = handlers.get(name)
    if make is None:
        return 2
    _keep_to_ourselves()
    requests, answers = _take_pipes()
    try:
        handle = make()
        frames.write(answers, {"ready": name})
        while True:
            request = frames.read(requests)
            frames.write(answers, _answer(handle, request["verb"], request["arguments"]))
    except (EOFError, BrokenPipeError):
        return 0
    finally:
        # NSS and others keep threads and exit handlers that have nothing left to do here.
        with suppress(OSError):
            answers.close()


def _answer(handle: Handler, verb: str, arguments: Mapping[str, object]) -> dict[str, object]:
    try:
        return {"answer": handle(verb, arguments)}
    except SelError as error:
        return {"error": carry(error)}
    except Exception as error:  # noqa: BLE001  told to the parent, which raises ChildFailed
        import traceback  # which reads sources and all that belongs to it

        # Only where, never what: the message of a foreign exception may quote its argument.
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {os.path.basename(last.filename)}:{last.lineno}"
        return {"bug": where}


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Our two ends; whatever else prints in this process reaches standard error instead."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for end in (requests, answers):
            msvcrt.setmode(end, os.O_BINARY)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


def _keep_to_ourselves() -> None:
    """No core dumps, no debugger of the same user; a Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A core pattern that is a program ignores the limit; it does not ignore this.
        import ctypes

        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
