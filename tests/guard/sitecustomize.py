"""Keeps every Python that a test starts, and the tests themselves, on this computer.

`tests/conftest.py` puts this folder on PYTHONPATH, so that children are guarded from their
first line. An audit hook sees every connection of the interpreter and cannot be taken off. It
imports nothing but sys: tests look at what a command loads.
"""

import sys

_LOCAL_NAMES = {"localhost", "", None, b"localhost"}


def _is_local(host):
    if host in _LOCAL_NAMES:
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    return text.startswith("127.") or text == "::1"


def stay_here(event, arguments):
    """Raise PermissionError before anything leaves for another computer."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        # Unix sockets have a path, netlink ones a pair of numbers; only the internet has hosts.
        if isinstance(address, tuple) and address and isinstance(address[0], str):
            host = address[0]
        else:
            return
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        LEAVING.append(f"{event} {host}")
        raise PermissionError(f"a test wanted to talk to {host}")


LEAVING: list[str] = []
sys.addaudithook(stay_here)
