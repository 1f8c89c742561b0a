"""Child processes: our own program, started with the hidden `--child NAME`.

What may crash, hang or not be unloaded again (a library that is not ours) runs there. What is said
to a child, secrets too, goes through its standard input, what it answers through its standard
output; arguments, environment and files never carry any of it.

Threads: one reader a pipe, because pipes cannot be waited for with a time limit on every system.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from sel.base.errors import ChildFailed
from sel.ports.children import Lost
from sel.workers import frames
from sel.workers.carrying import bring_back
from sel.workers.scrub import scrub

if TYPE_CHECKING:
    from sel.workers.side_by_side import OwnCrew

START_SECONDS = 30.0
CALL_SECONDS = 120.0
GRACE_SECONDS = 5.0

_ENDED = object()


def own_program() -> tuple[str, ...]:
    """How to start ourselves, packed or not.

    `-P` keeps the current folder, where anybody may have put a `json.py`, off the import path.
    """
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-P", "-X", "utf8", "-m", "sel")


class OwnChildren:
    """Starts children of our own program; implements `sel.ports.children.Children`.

    program       the command before `--child NAME`
    without       names of environment variables a child never sees (those that hold passphrases)
    call_seconds  how long one call may take before the child is ended
    """

    def __init__(
        self,
        program: Sequence[str] | None = None,
        *,
        without: Iterable[str] = (),
        call_seconds: float = CALL_SECONDS,
    ) -> None:
        self._program = tuple(program) if program is not None else own_program()
        self._without = frozenset(without)
        self._call_seconds = call_seconds

    def start(self, name: str, *, call_seconds: float | None = None) -> RunningChild:
        """Start one and wait until it says that it is there. Raises ChildFailed."""
        environment = {k: v for k, v in os.environ.items() if k not in self._without}
        flags = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
        try:
            process = subprocess.Popen(
                [*self._program, "--child", name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                creationflags=flags,
            )
        except OSError as error:
            raise ChildFailed(child=name, detail=scrub(str(error))) from error
        return RunningChild(name, process, call_seconds or self._call_seconds)

    def side_by_side(
        self, name: str, opening: Mapping[str, Any], things: Sequence[str], *, seconds: float
    ) -> Generator[Any | Lost, None, None]:
        """See `Children.side_by_side`."""
        with closing(self.crew(name, seconds=seconds)) as crew:
            yield from crew.each(opening, things)

    def crew(self, name: str, *, seconds: float) -> OwnCrew:
        """See `Children.crew`."""
        from sel.workers.side_by_side import OwnCrew

        return OwnCrew(lambda: self.start(name, call_seconds=seconds))


class RunningChild:
    """One running child; implements `sel.ports.children.Child`. One call at a time.

    silent  whether the last call got no answer in its time
    """

    def __init__(
        self, name: str, process: subprocess.Popen[bytes], call_seconds: float = CALL_SECONDS
    ) -> None:
        self._name = name
        self._process = process
        self._call_seconds = call_seconds
        self.silent = False
        self._turn = threading.Lock()
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._said: deque[bytes] = deque(maxlen=64)
        self._readers = (
            threading.Thread(target=self._read_answers, daemon=True, name=f"{name}-answers"),
            threading.Thread(target=self._read_complaints, daemon=True, name=f"{name}-stderr"),
        )
        for reader in self._readers:
            reader.start()
        if self._next_answer(START_SECONDS) != {"ready": name}:
            raise self._failed("did not come up")

    def call(self, verb: str, **arguments: Any) -> Any:
        """Ask for one thing and wait for the answer.

        Raises the SelError the child raised, or ChildFailed; after ChildFailed it is gone.
        """
        with self._turn:
            if self._process.stdin is None or self._process.stdin.closed:
                raise self._failed("was closed", arguments)
            try:
                frames.write(
                    cast(BinaryIO, self._process.stdin), {"verb": verb, "arguments": arguments}
                )
            except OSError as error:
                raise self._failed("ended", arguments) from error
            match self._next_answer(self._call_seconds):
                case {"answer": answer}:
                    return answer
                case {"error": dict(carried)}:
                    raise bring_back(carried, child=self._name)
                case {"bug": str(where)}:
                    raise self._failed(f"stumbled at {where}", arguments)
                case None:
                    self.silent = True
                    raise self._failed(f"gave no answer to {verb}", arguments)
                case _:
                    raise self._failed(f"ended during {verb}", arguments)

    def kill(self) -> None:
        """End it at once, from any thread; whoever waits for its answer gets ChildFailed."""
        self._process.kill()

    def close(self) -> None:
        """End it and wait for its end: first by closing its input, then by force."""
        with suppress(OSError):
            cast(IO[bytes], self._process.stdin).close()
        for push in (self._process.terminate, self._process.kill):
            try:
                self._process.wait(GRACE_SECONDS)
                break
            except subprocess.TimeoutExpired:
                push()
        self._process.wait()
        for reader in self._readers:
            reader.join(GRACE_SECONDS)
        for pipe in (self._process.stdout, self._process.stderr):
            with suppress(OSError):
                cast(IO[bytes], pipe).close()

    def _next_answer(self, seconds: float) -> Any:
        """The next frame, None if the time is over, or _ENDED."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def _read_answers(self) -> None:
        try:
            while True:
                self._answers.put(frames.read(cast(BinaryIO, self._process.stdout)))
        except (EOFError, OSError, ValueError):
            self._answers.put(_ENDED)

    def _read_complaints(self) -> None:
        with suppress(OSError, ValueError):
            for line in cast(IO[bytes], self._process.stderr):
                self._said.append(line[:500])

    def _failed(self, what: str, arguments: object = None) -> ChildFailed:
        """End what is left of the child and say why, without what was said to it."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0.2)  # one that is ending by itself leaves its own status
        self._process.kill()
        self.close()
        said = b"".join(self._said).decode(errors="replace")
        detail = f"{what}, status {self._process.returncode}: {said}"
        return ChildFailed(child=self._name, detail=scrub(detail, hide=arguments))
