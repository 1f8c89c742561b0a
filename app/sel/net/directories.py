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
from sel.net.addresses import looked_up
from sel.net.watched import TooLargeError, Watched
from sel.ports.directories import DirectoryAnswer, DirectoryEntry

_MOST: Final = 100
"""Entries of one answer."""

_SECONDS: Final = 15.0
_CONNECT: Final = 5.0
_BYTES: Final = 16 * 1024 * 1024
_MESSAGES: Final = 10 * _MOST
"""Entries, and pointers to other directories, of a server that does not count with us."""

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
        connection = self._connected(address, deadline)
        try:
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

    def _connected(self, address: Address, deadline: float) -> Connection:
        """To the first of its addresses that answers. The library would look the name up itself,
        and wait for it without an end.
        """
        last: Exception = OSError("no address")
        for each in looked_up(address.host, address.port, deadline - time.monotonic()):
            left = min(_CONNECT, deadline - time.monotonic())
            if left <= 0:
                raise TimeoutError
            server = Server(each, address.port, get_info=NONE, connect_timeout=left)
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
            except (LDAPException, OSError) as problem:
                last = problem
                continue
            return connection
        raise last

    def _secure(self, connection: Connection, address: Address, deadline: float) -> None:
        """TLS before anything is said, or StartTLS before anything else is said."""
        plain = connection.socket
        if address.scheme == "ldap":
            connection.socket = self._watched(plain, deadline)
            with suppress(LDAPExtensionError):  # what came was no answer to this
                connection.extended(_START_TLS)
            if (connection.result or {}).get("result") != _SUCCESS:
                raise DirectoryFailed(host=address.host, reason="no-tls")
        plain.settimeout(max(0.1, deadline - time.monotonic()))
        secured = self._context().wrap_socket(plain, server_hostname=address.host)
        connection.socket = self._watched(secured, deadline)
        connection.tls_started = True

    def _watched(self, inner: socket.socket, deadline: float) -> Watched:
        return Watched(inner, deadline, most=_BYTES, messages=_MESSAGES)


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
    if any(isinstance(one, TooLargeError) for one in chain):
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
