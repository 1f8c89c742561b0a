"""Name constraints: RFC 5280 4.2.1.10, and RFC 9598 for addresses in UTF-8.

A name of a form that this code cannot compare, under a constraint of that form, is never let
through: it raises UnsupportedAlgorithm, which means "could not be checked".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from sel.base.errors import BadAddress, Damaged, UnsupportedAlgorithm
from sel.core import tlv
from sel.core.chain import link, names
from sel.core.chain.link import Link

OTHER: Final = 0xA0
EMAIL: Final = 0x81
DNS: Final = 0x82
DIRECTORY: Final = 0xA4
URI: Final = 0x86
ADDRESS: Final = 0x87
_UTF8_MAILBOX: Final = "1.3.6.1.5.5.7.8.9"
_MOST_NAMES: Final = 4096


class General(NamedTuple):
    """A GeneralName. form: its tag, for otherName with the type; value: its contents."""

    form: str
    value: bytes


def general_names(value: bytes, *, outer: int = tlv.SEQUENCE) -> list[General]:
    """The names of a GeneralNames value. Raises Damaged."""
    return [general(value, each) for each in tlv.inside(value, outer)]


def general(data: bytes, each: tlv.Tlv) -> General:
    """One GeneralName. Raises Damaged."""
    if each.tag != OTHER:
        return General(f"{each.tag:#04x}", each.content(data))
    kind = next(tlv.children(data, each), None)
    if kind is None:
        raise Damaged(detail="otherName")
    oid = tlv.oid(tlv.expect(kind, tlv.OID).content(data))
    return General(f"other {oid}", data[kind.stop : each.stop])


class Subtrees:
    """What the certificates so far permit and exclude; narrower with each one."""

    def __init__(self) -> None:
        self._permitted: dict[str, list[list[bytes]]] = {}
        self._excluded: dict[str, list[bytes]] = {}
        self._spent = 0

    def narrow(self, value: bytes | None) -> None:
        """Take those of one more authority. Raises Damaged, UnsupportedAlgorithm."""
        if value is None:
            return
        for side in tlv.inside(value):
            found: dict[str, list[bytes]] = {}
            for each in tlv.children(value, side):
                base, *bounds = tlv.children(value, tlv.expect(each, tlv.SEQUENCE))
                if any(bound.content(value) != b"\x00" for bound in bounds):
                    raise UnsupportedAlgorithm(algorithm="name constraints with distances")
                name = general(value, base)
                found.setdefault(name.form, []).append(name.value)
            for form, bases in found.items():
                if side.tag == 0xA0:
                    self._permitted.setdefault(form, []).append(bases)
                else:
                    self._excluded.setdefault(form, []).extend(bases)

    def allow(self, each: Link) -> bool:
        """Whether every name lies inside. Raises Damaged, UnsupportedAlgorithm."""
        if not self._permitted and not self._excluded:
            return True
        return all(self._allows(name) for name in _names(each))

    def _allows(self, name: General) -> bool:
        form, value = name.form, name.value
        if form == f"other {_UTF8_MAILBOX}" and (
            f"{EMAIL:#04x}" in self._permitted or f"{EMAIL:#04x}" in self._excluded
        ):
            # RFC 9598 6: constraints on rfc822Name hold for these addresses too.
            text = tlv.whole(value, 0xA0)
            inner = next(tlv.children(value, text), None)
            if inner is None:
                raise Damaged(detail="SmtpUTF8Mailbox")
            form, value = f"{EMAIL:#04x}", inner.content(value)
        permitted, excluded = self._permitted.get(form, []), self._excluded.get(form, [])
        if not permitted and not excluded:
            return True
        within = _FORMS.get(form)
        if within is None:
            raise UnsupportedAlgorithm(algorithm=f"name constraints: {form}")
        self._spent += sum(map(len, permitted)) + len(excluded)
        if self._spent > _MOST_NAMES * 64:
            raise UnsupportedAlgorithm(algorithm="name constraints: too many")
        return all(_any(within, value, bases) for bases in permitted) and not _any(
            within, value, excluded
        )


def _any(within: Callable[[bytes, bytes], bool], value: bytes, bases: Iterable[bytes]) -> bool:
    return any(within(value, base) for base in bases)


def _names(each: Link) -> list[General]:
    """The names of the subject that constraints speak of (RFC 5280 4.2.1.10, 6.1.3 b)."""
    alternative = each.value(link.ALTERNATIVE_NAME)
    found = general_names(alternative) if alternative is not None else []
    if each.subject_name:
        found.append(General(f"{DIRECTORY:#04x}", each.subject))
    if not any(name.form == f"{EMAIL:#04x}" for name in found):
        found.extend(
            General(f"{EMAIL:#04x}", address.encode()) for address in names.emails(each.subject)
        )
    if len(found) > _MOST_NAMES:
        raise UnsupportedAlgorithm(algorithm="names: too many")
    return found


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Damaged(detail="name") from problem


def _host(text: str) -> str:
    """A domain as it is compared: A-labels, lower case, no dot at the end."""
    from sel.core.address import ascii_domain

    plain = text.rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        dot = "." if plain.startswith(".") else ""
        return dot + ascii_domain(plain.lstrip("."))
    except BadAddress as problem:
        raise Damaged(detail="domain") from problem


def _in_email(value: bytes, base: bytes) -> bool:
    local, at, domain = _text(value).rpartition("@")
    wanted = _text(base)
    if not at:
        raise Damaged(detail="address")
    host = _host(domain)
    if "@" in wanted:
        wanted_local, _, wanted_host = wanted.rpartition("@")
        return local == wanted_local and host == _host(wanted_host)
    if wanted.startswith("."):
        return host.endswith(_host(wanted))
    return not wanted or host == _host(wanted)


def _in_dns(value: bytes, base: bytes) -> bool:
    name, wanted = _host(_text(value)), _host(_text(base).lstrip("."))
    return not wanted or name == wanted or name.endswith("." + wanted)


def _in_uri(value: bytes, base: bytes) -> bool:
    """RFC 5280: the host part, which has to be a domain name."""
    from ipaddress import ip_address

    _, there, rest = _text(value).partition("://")
    authority = rest.partition("/")[0].partition("?")[0].partition("#")[0]
    host = authority.rpartition("@")[2].partition(":")[0]
    if not there or not host or authority.startswith("["):
        raise UnsupportedAlgorithm(algorithm="URI without a host")
    try:
        ip_address(host)
    except ValueError:
        name, wanted = _host(host), _host(_text(base))
        if wanted.startswith("."):
            return name.endswith(wanted)
        return not wanted or name == wanted
    raise UnsupportedAlgorithm(algorithm="URI with an address")


def _in_address(value: bytes, base: bytes) -> bool:
    if len(value) not in {4, 16} or len(base) not in {8, 32}:
        raise Damaged(detail="IP address")
    if len(base) != 2 * len(value):
        return False
    network, mask = base[: len(value)], base[len(value) :]
    return all(v & m == n & m for v, n, m in zip(value, network, mask, strict=True))


def _in_directory(value: bytes, base: bytes) -> bool:
    # In the base the Name stands inside an explicit tag, as in any GeneralName.
    name, wanted = names.canonical(value), names.canonical(base)
    return name[: len(wanted)] == wanted


_FORMS: Final[dict[str, Callable[[bytes, bytes], bool]]] = {
    f"{EMAIL:#04x}": _in_email,
    f"{DNS:#04x}": _in_dns,
    f"{DIRECTORY:#04x}": _in_directory,
    f"{URI:#04x}": _in_uri,
    f"{ADDRESS:#04x}": _in_address,
}
