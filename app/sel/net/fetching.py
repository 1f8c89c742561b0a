"""http and https with the standard library: checked addresses, few redirects, size and time."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from sel.base.errors import FetchFailed
from sel.net.addresses import resolved

_REDIRECTS: Final = 3
_SECONDS: Final = 15.0
_CHUNK: Final = 64 * 1024
_AGENT: Final = "Sel"
_MOVED: Final = frozenset({301, 302, 303, 307, 308})

Held = Callable[[socket.socket], AbstractContextManager[None]]
"""What holds a connection while it is open, so that it can be cut from outside."""


@dataclass(frozen=True, slots=True)
class HttpFetch:
    """`Fetch` over http and https.

    private  ask loopback and private addresses too; only tests with their own server do
    seconds  for one fetch, redirects and all
    """

    private: bool = False
    seconds: float = _SECONDS

    def get(self, url: str, *, limit: int) -> bytes:
        """See `Fetch.get`."""
        deadline = time.monotonic() + self.seconds
        for _ in range(_REDIRECTS + 1):
            answer = self._once(url, None, "", limit, deadline)
            if isinstance(answer, bytes):
                return answer
            url = urljoin(url, answer.location)
        raise FetchFailed(host=_host(url), reason="redirects")

    def post(self, url: str, body: bytes, *, kind: str, limit: int) -> bytes:
        """See `Fetch.post`."""
        answer = self._once(url, body, kind, limit, time.monotonic() + self.seconds)
        if isinstance(answer, bytes):
            return answer
        raise FetchFailed(host=_host(url), reason="redirects")

    def _once(
        self, url: str, body: bytes | None, kind: str, limit: int, deadline: float
    ) -> bytes | _Elsewhere:
        parts = _parts(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        left = deadline - time.monotonic()
        addresses = resolved(host, port, private=self.private, seconds=left)
        tls = ssl.create_default_context() if parts.scheme == "https" else None
        connection = _Connection(host, port, addresses, tls, deadline)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"User-Agent": _AGENT, "Accept": "*/*", "Connection": "close"}
            if body is not None:
                headers["Content-Type"] = kind
            connection.request("GET" if body is None else "POST", path, body, headers)
            with connection.getresponse() as answer:
                location = answer.getheader("Location")
                if answer.status in _MOVED and location is not None:
                    return _Elsewhere(location)
                if answer.status != 200:
                    raise FetchFailed(host=host, reason="status", detail=str(answer.status))
                return _body(answer, host, limit, deadline)
        except TimeoutError as problem:
            raise FetchFailed(host=host, reason="too-slow") from problem
        except (OSError, http.client.HTTPException, ValueError) as problem:
            reason = "network" if time.monotonic() < deadline else "too-slow"
            raise FetchFailed(host=host, reason=reason, detail=type(problem).__name__) from problem
        finally:
            connection.end()


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """A redirect."""

    location: str


class _Connection(http.client.HTTPConnection):
    """A connection to one of the addresses that were checked, under the name of its host.

    tls   None for plain http
    held  holds the connection from `connect` to `end`
    """

    def __init__(
        self,
        host: str,
        port: int,
        addresses: tuple[str, ...],
        tls: ssl.SSLContext | None,
        deadline: float,
        held: Held | None = None,
    ) -> None:
        super().__init__(host, port)
        self._addresses, self._context, self._deadline = addresses, tls, deadline
        self._held = held
        self._ends = ExitStack()

    def connect(self) -> None:
        """Connect to the first address that answers; with TLS the host's name is checked."""
        last: OSError | None = None
        for address in self._addresses:
            try:
                sock = socket.create_connection((address, self.port), remaining(self._deadline))
            except OSError as problem:
                last = problem
                continue
            if self._context is None:
                self._watch(sock)
                return
            wrapped = self._context.wrap_socket(
                sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._watch(wrapped)
            wrapped.do_handshake()
            return
        raise last or OSError("no address")

    def _watch(self, sock: socket.socket) -> None:
        """Cut it when the time is over: a server that sends one octet now and then would keep any
        timeout of the socket away.
        """
        self.sock = sock
        self._ends.callback(_cut, sock)
        timer = threading.Timer(remaining(self._deadline), _cut, [sock])
        timer.daemon = True
        timer.start()
        self._ends.callback(timer.cancel)
        if self._held is not None:
            self._ends.enter_context(self._held(sock))

    def end(self) -> None:
        """Let go of it, the deadline too.

        Not in `close`, which http.client calls by itself before the body is read, where the
        answer says that the connection will be closed.
        """
        self._ends.close()
        self.close()


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def straight(
    host: str,
    addresses: tuple[str, ...],
    port: int,
    path: str,
    *,
    limit: int,
    tls: ssl.SSLContext,
    deadline: float,
    held: Held,
) -> bytes:
    """What lies at a path over https, from addresses that were found fit; never from elsewhere.

    Raises FetchFailed; reason "server-certificate" besides those of `Fetch`.
    """
    connection = _Connection(host, port, addresses, tls, deadline, held)
    try:
        connection.request("GET", path, headers={"User-Agent": _AGENT, "Connection": "close"})
        with connection.getresponse() as answer:
            if answer.status in _MOVED:
                raise FetchFailed(host=host, reason="redirects")
            if answer.status != 200:
                raise FetchFailed(host=host, reason="status", detail=str(answer.status))
            return _body(answer, host, limit, deadline)
    except TimeoutError as problem:
        raise FetchFailed(host=host, reason="too-slow") from problem
    except ssl.SSLCertVerificationError as problem:
        detail = problem.verify_message
        raise FetchFailed(host=host, reason="server-certificate", detail=detail) from problem
    except (OSError, http.client.HTTPException, ValueError) as problem:
        reason = "network" if time.monotonic() < deadline else "too-slow"
        raise FetchFailed(host=host, reason=reason, detail=type(problem).__name__) from problem
    finally:
        connection.end()


def remaining(deadline: float) -> float:
    """Seconds until then. Raises TimeoutError if there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _body(answer: http.client.HTTPResponse, host: str, limit: int, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        chunk = answer.read1(_CHUNK)
        remaining(deadline)
        if not chunk:
            return b"".join(chunks)
        size += len(chunk)
        if size > limit:
            raise FetchFailed(host=host, reason="too-large")
        chunks.append(chunk)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as problem:
        raise FetchFailed(host="", reason="scheme", detail="url") from problem
    odd = any(sign.isspace() or not sign.isprintable() for sign in url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or odd or parts.username:
        raise FetchFailed(host=parts.hostname or "", reason="scheme")
    return parts


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
