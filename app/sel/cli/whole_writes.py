"""Standard output in whole pieces: Ctrl-C comes between two of them, never inside one."""

from __future__ import annotations

import signal
import sys
from types import FrameType, TracebackType


class WholeWrites:
    """A context in which `write` cannot be interrupted half way.

    Python's text streams lose what they hold if a signal's exception meets them while they write.
    A second Ctrl-C is let through all the same: whoever reads our output may have stopped.
    """

    def __init__(self) -> None:
        self._writing = False
        self._held = False
        self._before: object = None

    def __enter__(self) -> WholeWrites:
        """Take Ctrl-C over; not where it is ignored (nohup)."""
        self._before = signal.getsignal(signal.SIGINT)
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._interrupted)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Give it back."""
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def write(self, text: str, *, flush: bool = False) -> None:
        """Write it all. Raises KeyboardInterrupt after it, OSError."""
        self._writing = True
        try:
            sys.stdout.write(text)
            if flush:
                sys.stdout.flush()
        finally:
            self._writing = False
        if self._held:
            self._held = False
            raise KeyboardInterrupt

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self._writing and not self._held:
            self._held = True
        else:
            raise KeyboardInterrupt
