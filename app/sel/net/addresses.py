"""Which hosts may be asked: none inside the house, whatever a certificate names."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

from sel.base.errors import FetchFailed

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        # Site-local (RFC 3879), 6to4 relays (RFC 7526), documentation (RFC 9637): the standard
        # library of today takes them for addresses of the internet.
        ("fec0::/10", "192.88.99.0/24", "3fff::/20"),
    )
)


def looked_up(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """Addresses of a host, in the order in which the system would try them.

    The system itself sets no limit and cannot be interrupted: a thread asks, and is left to itself
    if it takes too long. Raises TimeoutError, OSError; UnicodeError for what can be no name.
    """
    answers: SimpleQueue[Callable[[], tuple[str, ...]]] = SimpleQueue()

    def ask() -> None:
        try:
            listed = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            answers.put(_raising(problem))
        else:
            found = tuple(dict.fromkeys(str(entry[4][0]) for entry in listed))
            answers.put(lambda: found)

    Thread(target=ask, daemon=True, name=f"look up {host}").start()
    try:
        return answers.get(timeout=max(0.0, seconds))()
    except Empty as late:
        raise TimeoutError from late


def _raising(problem: Exception) -> Callable[[], tuple[str, ...]]:
    def again() -> tuple[str, ...]:
        raise problem

    return again


def resolved(host: str, port: int, *, private: bool, seconds: float) -> tuple[str, ...]:
    """Addresses of a host, checked; what is connected to is one of these, not the name again.

    private  let loopback and private addresses through, for tests with a server of their own
    seconds  for the answer
    Raises FetchFailed: reason "network" if there are none, "too-slow" if none came in time,
    "address" if one of them is private.
    """
    try:
        found = looked_up(host, port, seconds)
    except TimeoutError as problem:
        raise FetchFailed(host=host, reason="too-slow", detail="name") from problem
    except (OSError, UnicodeError) as problem:
        raise FetchFailed(host=host, reason="network", detail=str(problem)) from problem
    if not private and not all(map(is_public, found)):
        # One private address among public ones is how a name is turned against a local network.
        raise FetchFailed(host=host, reason="address")
    return found


def is_public(text: str) -> bool:
    """Whether an address is one of the internet at large."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
