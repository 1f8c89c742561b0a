"""How mail gets to a domain, asked of the world: see `sel.ports.delivery`."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import dns.rrset

from sel.base.errors import BadAnchors, FetchFailed, NoResolver, NotACertificate
from sel.core.delivery import Authorisation, Exchanger, Pin, Reach, Reply, Talk
from sel.net.addresses import is_public
from sel.net.dns_asking import DnsAsking, Kept, system_resolvers
from sel.net.dnssec import ROOT, anchors
from sel.net.fetching import Held, straight
from sel.net.smtp_talk import Contexts, Talker, contexts
from sel.ports.delivery import Way

_SECONDS: Final = 45.0
"""For one domain with everything."""
_POLICY_SECONDS: Final = 10.0
_Left = Callable[[], float]


def open_line(way: Way) -> OpenLine:
    """Ready to ask. Raises NotACertificate (for roots), BadAnchors, NoResolver."""
    try:
        tls = contexts(way.roots)
    except ValueError as problem:
        raise NotACertificate(looks_like="unknown") from problem
    try:
        root = anchors(way.anchors if way.anchors is not None else ROOT)
    except ValueError as problem:
        raise BadAnchors(detail=str(problem)) from problem
    servers = (_numeric(way.resolver),) if way.resolver is not None else system_resolvers()
    if not servers:
        raise NoResolver
    # A resolver on this computer or in this house, named by the person, knows the house's own
    # servers. Any other may not send us into a private network.
    private = way.resolver is not None and not is_public(servers[0][0])
    return OpenLine(way, servers, root, tls, private)


def _numeric(resolver: tuple[str, int]) -> tuple[str, int]:
    """Raises NoResolver."""
    try:
        listed = socket.getaddrinfo(*resolver, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError) as problem:
        raise NoResolver(detail=str(problem)) from problem
    return str(listed[0][4][0]), resolver[1]


class OpenLine:
    """See `sel.ports.delivery.Line`."""

    def __init__(
        self,
        way: Way,
        servers: tuple[tuple[str, int], ...],
        root: dns.rrset.RRset,
        tls: Contexts,
        private: bool,
    ) -> None:
        self._way, self._servers, self._root, self._tls = way, servers, root, tls
        self._private = private
        self._proved: Kept = {}
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._closed = False

    def asking(self) -> OneDomain:
        """See `Line.asking`."""
        deadline = time.monotonic() + _SECONDS

        def left() -> float:
            return 0.0 if self._closed else deadline - time.monotonic()

        talker = Talker(self._tls, self._way.smtp_port, left, self._held)
        names = DnsAsking(self._servers, self._root, self._proved, left)
        port = self._way.https_port
        return OneDomain(names, talker, self._tls.web, port, self._private, left, self._held)

    def close(self) -> None:
        """See `Line.close`."""
        self._closed = True
        with self._lock:
            for each in self._sockets:
                _shut(each)

    @contextmanager
    def _held(self, sock: socket.socket) -> Iterator[None]:
        with self._lock:
            self._sockets.add(sock)
            if self._closed:  # just now, while it was being opened
                _shut(sock)
        try:
            yield
        finally:
            with self._lock:
                self._sockets.discard(sock)


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


class OneDomain:
    """See `sel.ports.delivery.Asking`."""

    def __init__(
        self,
        names: DnsAsking,
        talker: Talker,
        https: ssl.SSLContext,
        https_port: int,
        private: bool,
        left: _Left,
        held: Held,
    ) -> None:
        self._names, self._talker, self._left = names, talker, left
        self._https, self._https_port, self._private = https, https_port, private
        self._held = held

    def mx(self, name: str) -> Reply[Exchanger]:
        """See `Asking.mx`."""
        return self._names.mx(name)

    def addresses(self, name: str) -> Reply[str]:
        """See `Asking.addresses`."""
        return self._names.addresses(name)

    def texts(self, name: str) -> Reply[str]:
        """See `Asking.texts`."""
        return self._names.texts(name)

    def pins(self, name: str) -> Reply[Pin]:
        """See `Asking.pins`."""
        return self._names.pins(name)

    def authorisations(self, name: str) -> Reply[Authorisation]:
        """See `Asking.authorisations`."""
        return self._names.authorisations(name)

    def talk(self, host: str, addresses: tuple[str, ...]) -> Talk:
        """See `Asking.talk`."""
        inside = self._inside(addresses)
        if inside is not None:
            return Talk(Reach.PRIVATE, inside)
        return self._talker.talk(host, addresses)

    def policy(self, host: str, addresses: tuple[str, ...], path: str, *, limit: int) -> bytes:
        """See `Asking.policy`."""
        if self._inside(addresses) is not None:
            raise FetchFailed(host=host, reason="address")
        deadline = time.monotonic() + min(_POLICY_SECONDS, self._left())
        return straight(
            host,
            addresses,
            self._https_port,
            path,
            limit=limit,
            tls=self._https,
            deadline=deadline,
            held=self._held,
        )

    def _inside(self, addresses: tuple[str, ...]) -> str | None:
        """The first address that is not one of the internet, where that matters."""
        if self._private:
            return None
        return next((each for each in addresses if not is_public(each)), None)
