"""Which hosts may be asked: none inside the house, whatever a certificate names."""

from __future__ import annotations

import ipaddress
import socket

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


def resolved(host: str, port: int, *, private: bool) -> tuple[str, ...]:
    """Addresses of a host, checked; what is connected to is one of these, not the name again.

    private  let loopback and private addresses through, for tests with a server of their own
    Raises FetchFailed: reason "network" if there are none, "address" if one of them is private.
    """
    try:
        listed = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise FetchFailed(host=host, reason="network", detail=str(problem)) from problem
    found = tuple(dict.fromkeys(str(entry[4][0]) for entry in listed))
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
