"""Addresses of directories and what is asked of them: LDAP URLs and filters, pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from sel.base.errors import BadDirectory, TooShort

PORTS: Final = {"ldap": 389, "ldaps": 636}
LEAST: Final = 3
"""Letters that are looked for; fewer would ask a directory for everybody."""

_MOST: Final = 100
_URL: Final = re.compile(
    r"(?P<scheme>ldaps?)://(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)(:(?P<port>[0-9]{1,5}))?"
    r"(/(?P<base>[^?\s]*))?",
    re.IGNORECASE,
)
_NAMES: Final = ("mail", "cn", "displayName", "sn")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a directory is (RFC 4516, without attributes, scope, filter and extensions).

    base  where the search begins; "" lets the server say
    """

    scheme: str
    host: str
    port: int
    base: str

    @property
    def url(self) -> str:
        """Host and port, for showing: whom one asks."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def address(url: str) -> Address:
    """Raises BadDirectory: not an address of a directory, or one with a name or password in it."""
    found = _URL.fullmatch(url.strip())
    if found is None:
        raise BadDirectory(url=url)
    scheme = found["scheme"].lower()
    port = int(found["port"] or PORTS[scheme])
    if not 1 <= port <= 65535:
        raise BadDirectory(url=url)
    host = found["host"].strip("[]").rstrip(".").lower()
    if not host or ".." in host:  # the library takes no name for this very computer
        raise BadDirectory(url=url)
    return Address(scheme, host, port, unquote(found["base"] or ""))


def search_filter(text: str) -> str:
    """Whoever has every word of `text` in name or address, and a certificate (RFC 4515).

    Raises TooShort.
    """
    # Some servers end a text at a NUL: nothing that does not print is looked for.
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    words = plain.split()[:8]
    if sum(map(len, words)) < LEAST:
        raise TooShort(least=LEAST)
    each = [_any_of(word[:_MOST]) for word in words]
    return f"(&(|(userCertificate=*)(userSMIMECertificate=*)){''.join(each)})"


def _any_of(word: str) -> str:
    value = _escaped(word)
    return f"(|{''.join(f'({name}=*{value}*)' for name in _NAMES)})"


def _escaped(text: str) -> str:
    """Every octet that is no plain letter or digit as \\XX (RFC 4515 3)."""
    return "".join(
        chr(octet) if chr(octet).isalnum() and octet < 128 else f"\\{octet:02x}"
        for octet in text.encode("utf-8", "replace")
    )
