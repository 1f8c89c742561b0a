"""A program with children of its own, standing in for Sêl in these tests.

`program.py --child NAME` is the child; `program.py parent` starts one and waits to be killed.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sel.base.errors import StoreLocked, UnknownId
from sel.ports.children import Handler
from sel.workers.child_side import child_main


def _handle(verb: str, arguments: Mapping[str, Any]) -> Any:
    match verb:
        case "echo":
            return arguments["value"]
        case "process":
            return {
                "pid": os.getpid(),
                "arguments": sys.argv,
                "environment": dict(os.environ),
                "core": list(resource.getrlimit(resource.RLIMIT_CORE)),
            }
        case "locked":
            raise StoreLocked(store="nss:Siân", detail="said \x1b[31mso")
        case "odd-facts":
            raise UnknownId(id=datetime.now(UTC))
        case "stumble":
            raise ValueError(f"could not use {arguments['secret']!r}")
        case "complain":
            print("on standard output")
            os.write(2, f"could not use {arguments['secret']}\n".encode())
            os.abort()
        case "print":
            print("this is no frame")
            os.write(1, b"\0\0\0\5nor this")
            return "still in step"
        case "sleep":
            time.sleep(arguments["seconds"])
            return None
        case "unsayable":
            return datetime.now(UTC)
        case _:
            raise KeyError(verb)


def _ordinary() -> Handler:
    return _handle


def _broken() -> Handler:
    raise RuntimeError("cannot be made")


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        sys.exit(child_main(sys.argv[2], {"ordinary": _ordinary, "broken": _broken}))
    from sel.workers.children import OwnChildren

    child = OwnChildren([sys.executable, __file__]).start("ordinary")
    print(child.call("process")["pid"], flush=True)
    time.sleep(60)
