"""Directories over LDAP (RFC 4511): TLS first, names checked, no password, no referrals, limits.

The library's own defaults trust any certificate and follow referrals: both are set here, and the
TLS is the standard library's with the system's roots.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

from ldap3 import NONE, SUBTREE, Connection, Server
from ldap3.core.exceptions import LDAPException, LDAPExtensionError

from sel.base.errors import DirectoryFailed
from sel.core.directory import Address
from sel.ports.directories import DirectoryAnswer, DirectoryEntry

_MOST: Final = 100
"""Entries of one answer."""

_SECONDS: Final = 15.0
_CONNECT: Final = 5.0
_BYTES: Final = 16 * 1024 * 1024
_START_TLS: Final = "1.3.6.1.4.1.1466.20037"
_CERTIFICATES: Final = ("userCertificate", "userSMIMECertificate")
_WANTED: Final = ("mail", "cn", "displayName", *_CERTIFICATES)
_SUCCESS, _TIME_LIMIT, _SIZE_LIMIT, _REFERRAL, _NO_SUCH = 0, 3, 4, 10, 32


class LdapDirectories:
    """See `sel.ports.directories.Directories`.

    context  makes the TLS; with the system's roots unless a test brings its own
    seconds  for one search with everything
    """

    def __init__(
        self,
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        seconds: float = _SECONDS,
    ) -> None:
        self._context = context
        self._seconds = seconds

    def search(self, address: Address, filter_: str) -> DirectoryAnswer:
        """One search over one connection, anonymous."""
        with _translated(address.host):
            return self._search(address, filter_)

    def _search(self, address: Address, filter_: str) -> DirectoryAnswer:
        deadline = time.monotonic() + self._seconds
        server = Server(address.host, address.port, get_info=NONE, connect_timeout=_CONNECT)
        connection = Connection(
            server,
            auto_referrals=False,
            raise_exceptions=False,
            receive_timeout=max(1, int(self._seconds)),
            return_empty_attributes=False,
            check_names=False,
        )
        try:
            connection.open(read_server_info=False)
            self._secure(connection, address, deadline)
            if not connection.bind(read_server_info=False):
                raise DirectoryFailed(host=address.host, reason="refused")
            connection.search(
                address.base or _own_base(connection),
                filter_,
                search_scope=SUBTREE,
                attributes=list(_WANTED),
                size_limit=_MOST,
                time_limit=max(1, int(self._seconds)),
            )
            return _answer(address.host, connection.result, connection.response or ())
        finally:
            with suppress(LDAPException, OSError):
                connection.unbind()

    def _secure(self, connection: Connection, address: Address, deadline: float) -> None:
        """TLS before anything is said, or StartTLS before anything else is said."""
        plain = connection.socket
        if address.scheme == "ldap":
            connection.socket = _Watched(plain, deadline)
            with suppress(LDAPExtensionError):  # what came was no answer to this
                connection.extended(_START_TLS)
            if (connection.result or {}).get("result") != _SUCCESS:
                raise DirectoryFailed(host=address.host, reason="no-tls")
        plain.settimeout(max(0.1, deadline - time.monotonic()))
        secured = self._context().wrap_socket(plain, server_hostname=address.host)
        connection.socket = _Watched(secured, deadline)
        connection.tls_started = True


class _Watched:
    """A socket that has a last moment and a most that it brings; everything else as it is.

    The library waits for the rest of a message however long it says it is.
    """

    def __init__(self, inner: socket.socket, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline
        self._left = _BYTES

    def recv(self, size: int) -> bytes:
        """Raises TimeoutError, _TooLarge."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._inner.settimeout(left)
        data = self._inner.recv(size)
        self._left -= len(data)
        if self._left < 0:
            raise _TooLargeError
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _TooLargeError(OSError):
    """More than anybody's certificates can be."""


@contextmanager
def _translated(host: str) -> Iterator[None]:
    try:
        yield
    except DirectoryFailed:
        raise
    except Exception as problem:
        raise DirectoryFailed(host=host, reason=_reason(problem), detail=str(problem)) from problem


def _reason(problem: BaseException) -> str:
    """The library wraps what the socket raised, sometimes as text only."""
    chain, each = [], problem
    while each is not None and each not in chain:
        chain.append(each)
        each = each.__cause__ or each.__context__  # type: ignore[assignment]
    if any(isinstance(one, _TooLargeError) for one in chain):
        return "too-large"
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in chain):
        return "server-certificate"
    if any(isinstance(one, TimeoutError) for one in chain) or "timed out" in str(problem):
        return "too-slow"
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return "no-tls"
    if (
        any(isinstance(one, OSError) for one in chain)
        or "socket" in type(problem).__name__.lower()
    ):
        return "network"
    return "nonsense"


def _own_base(connection: Connection) -> str:
    """Where the server says that its people begin (RFC 4512 5.1); "" if it says nothing."""
    connection.search("", "(objectClass=*)", search_scope="BASE", attributes=["namingContexts"])
    for each in connection.response or ():
        for value in each.get("raw_attributes", {}).get("namingContexts", ()):
            return bytes(value).decode("utf-8", "replace")
    return ""


def _answer(
    host: str, result: Mapping[str, Any], response: Sequence[Mapping[str, Any]]
) -> DirectoryAnswer:
    code = result.get("result")
    if code == _TIME_LIMIT:
        raise DirectoryFailed(host=host, reason="too-slow")
    if code not in {_SUCCESS, _SIZE_LIMIT, _REFERRAL, _NO_SUCH}:
        raise DirectoryFailed(host=host, reason="refused", detail=str(result.get("description")))
    found = [each for each in response if each.get("type") == "searchResEntry"]
    elsewhere = sum(each.get("type") == "searchResRef" for each in response)
    elsewhere += code == _REFERRAL
    return DirectoryAnswer(
        tuple(_entry(each) for each in found[:_MOST]),
        code == _SIZE_LIMIT or len(found) > _MOST,
        elsewhere,
    )


def _entry(each: Mapping[str, Any]) -> DirectoryEntry:
    raw: dict[str, list[Any]] = {}
    for name, values in sorted(each.get("raw_attributes", {}).items()):
        raw.setdefault(name.partition(";")[0].lower(), []).extend(values or ())
    texts = {
        name: tuple(bytes(value).decode("utf-8", "replace") for value in raw.get(name, ()))
        for name in ("mail", "cn", "displayname")
    }
    values = tuple(bytes(value) for name in _CERTIFICATES for value in raw.get(name.lower(), ()))
    name = next(iter((*texts["displayname"], *texts["cn"])), "")
    return DirectoryEntry(name, texts["mail"], values)
