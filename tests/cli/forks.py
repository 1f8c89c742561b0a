"""Commands in forks of the test process: its modules are loaded, its book key is at hand.

What is tested is what the commands do to files, locks and child processes, all of which are as
real as ever; the loading of modules and Argon2id would only take the time.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sel import wiring
from sel.base.errors import SelError
from sel.base.secret import Secret
from sel.cli.main import run
from sel.flows import authority, backups, imports, installs, requests
from sel.ports.services import Services
from sel.text.speaker import Speaker
from tests.cli.program import UNLOCK, Program

LOADED = (authority, backups, imports, installs, requests)


def services_of(sel: Program) -> Services:
    """Somebody's own services; the book key is fetched now if there are keys."""
    services = wiring.build(sel.data, lambda: Secret(UNLOCK), False, ())
    book = services.book()
    for key in book.keys()[:1]:
        book.private_key(key.id)
    return services


def start(services: Services, arguments: list[str], said: Path | None = None) -> int:
    """Start a command in a fork; gives its process id. said: where its output goes."""
    pid = os.fork()
    if pid:
        return pid
    try:
        stream = open(said or os.devnull, "w+")  # noqa: SIM115  open until this process ends
        sys.stdin = sys.stdout = sys.stderr = stream
        status = run(arguments, lambda *_: services, Speaker("en"))
        stream.flush()
        os._exit(status)
    except (Exception, SelError) as error:
        stream.write(f"Traceback: {error!r}")
        stream.flush()
    finally:
        os._exit(99)


def ended(pid: int) -> int:
    """Wait for it; its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
