"""A child whose things end it, hang it or are answered, as they are called."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from typing import Any

from sel.ports.children import Handler
from sel.workers.child_side import child_main


def _handler() -> Handler:
    opened: dict[str, Any] = {}

    def answer(verb: str, arguments: Mapping[str, Any]) -> Any:
        if verb == "open":
            opened.update(arguments)
            return None
        return [_one(thing, opened) for thing in arguments["things"]]

    return answer


def _one(thing: str, opened: Mapping[str, Any]) -> Any:
    if thing == "crash":
        os.abort()
    if thing == "hang":
        time.sleep(600)
    if thing == "pid":
        return os.getpid()
    return [thing, opened["secret"]]


if __name__ == "__main__":
    sys.exit(child_main(sys.argv[-1], {"crew": _handler}))
