"""Enforced TLS in Exchange Online, as a script for whoever looks after the tenant.

Everything that comes from outside stands in one single-quoted string each, and is a domain of
lower-case letters, digits, hyphens and dots, or a fixed word: nothing of PowerShell can be in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sel.base.errors import BadDomain
from sel.core.delivery.changing import Kept

_LABEL: Final = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})+", re.ASCII)
_LONGEST: Final = 253
_PLACE: Final = re.compile(r"@(DATE|PARTNERS|SUBDOMAINS|INBOUND)@")


@dataclass(frozen=True, slots=True)
class Enforced:
    """One partner. tls_domain: what its certificate has to be for; "" for any name."""

    domain: str
    tls_domain: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What else the script does.

    subdomains  the connectors name `*.domain`, too
    inbound     mail from the partners is taken over TLS alone
    """

    subdomains: bool = False
    inbound: bool = False


def tls_domain(kept: Kept | None) -> str:
    """What a connector may insist on, from the last check; "" if that does not show it.

    One mail server: its name. Several that stand side by side in the partner's own domain or in
    one below it: a star before what they share. Under anybody else's, as a cloud's
    `*.uksouth.cloudapp.azure.com`, whoever rents a server there could have the mail.
    """
    if kept is None or not kept.hosts or not all(each.proves_itself for each in kept.hosts):
        return ""
    hosts = [each.host for each in kept.hosts]
    if len(hosts) == 1:
        return hosts[0] if _is_domain(hosts[0]) else ""
    above = {host.partition(".")[2] for host in hosts}
    if len(above) != 1:
        return ""
    (shared,) = above
    own = f".{shared}".endswith(f".{kept.domain}")
    return f"*.{shared}" if _is_domain(shared) and own else ""


def script(template: str, partners: Sequence[Enforced], wanted: Wanted, day: date) -> bytes:
    """The script: UTF-8 with its mark, which Windows PowerShell needs, and CRLF.

    template  with a place for each thing that is filled in
    Raises BadDomain for anything that is no domain in A-labels.
    """
    rows = "\n".join(map(_row, partners))
    filled = {
        "DATE": day.isoformat(),
        "PARTNERS": rows,
        "SUBDOMAINS": _flag(wanted.subdomains),
        "INBOUND": _flag(wanted.inbound),
    }
    text = _PLACE.sub(lambda place: filled[place[1]], template)
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8")


def _row(one: Enforced) -> str:
    _insist(one.domain, _is_domain(one.domain))
    bare = one.tls_domain.removeprefix("*.")
    _insist(one.tls_domain, not one.tls_domain or _is_domain(bare))
    mark = hashlib.sha256(one.domain.encode("ascii")).hexdigest()[:8]
    return f"    @{{ Domain = '{one.domain}'; TlsDomain = '{one.tls_domain}'; Mark = '{mark}' }}"


def _insist(domain: str, fits: bool) -> None:
    if not fits:
        raise BadDomain(domain=domain)


def _is_domain(text: str) -> bool:
    return len(text) <= _LONGEST and _DOMAIN.fullmatch(text) is not None


def _flag(on: bool) -> str:
    return "$true" if on else "$false"
