"""Name constraints: RFC 5280 4.2.1.10, and RFC 9598 for addresses in UTF-8.

A name of a form that this code cannot compare, under a constraint of that form, is never let
through: it raises UnsupportedAlgorithm, which means "could not be checked".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
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
_UTF8_STRING: Final = 0x0C
_MOST_NAMES: Final = 4096
_MOST_COMPARED: Final = 65_536
_CHOICES: Final = frozenset({OTHER, EMAIL, DNS, 0xA3, DIRECTORY, 0xA5, URI, ADDRESS, 0x88})


class General(NamedTuple):
    """A GeneralName. form: its tag, for otherName with the type; value: its contents."""

    form: str
    value: bytes


def general_names(value: bytes, *, outer: int = tlv.SEQUENCE) -> list[General]:
    """The names of a GeneralNames value. Raises Damaged."""
    return [general(value, each) for each in tlv.inside(value, outer)]


def general(data: bytes, each: tlv.Tlv) -> General:
    """One GeneralName. Raises Damaged.

    Of the forms of RFC 5280 4.2.1.6 only, as DER has them: an rfc822Name in segments would be an
    address to a more patient reader and nothing that a constraint speaks of.
    """
    if each.tag not in _CHOICES:
        raise Damaged(detail=f"general name {each.tag:#04x}")
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
                # `minimum 0` is the DEFAULT; any maximum, 0 too, would have to be counted.
                if any(b.tag != 0x80 or b.content(value) != b"\x00" for b in bounds):
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
        permitted, excluded = self._permitted.get(form, []), self._excluded.get(form, [])
        if permitted or excluded:
            within = _FORMS.get(form)
            if within is None:
                raise UnsupportedAlgorithm(algorithm=f"name constraints: {form}")
            self._spent += sum(map(len, permitted)) + len(excluded)
            if self._spent > _MOST_COMPARED:
                raise UnsupportedAlgorithm(algorithm="name constraints: too many")
            beyond = _EXCLUDED.get(form, within)
            if any(beyond(value, base) for base in excluded):
                return False
            if not all(any(within(value, base) for base in bases) for bases in permitted):
                return False
        # RFC 9598 6: constraints on rfc822Name hold for these addresses too.
        mailbox = form == f"other {_UTF8_MAILBOX}"
        return not mailbox or self._allows(General(f"{EMAIL:#04x}", _utf8_mailbox(value)))


def _utf8_mailbox(value: bytes) -> bytes:
    (inner,) = tlv.children(value, tlv.whole(value, 0xA0))
    return tlv.expect(inner, _UTF8_STRING).content(value)


def _names(each: Link) -> list[General]:
    """The names of the subject that constraints speak of (RFC 5280 4.2.1.10, 6.1.3 b).

    Addresses of the subject count beside those of the alternative name too, which RFC 5280 leaves
    open and OpenSSL does: there are programs that take them for the person's.
    """
    alternative = each.value(link.ALTERNATIVE_NAME)
    found = general_names(alternative) if alternative is not None else []
    if each.subject_name:
        found.append(General(f"{DIRECTORY:#04x}", each.subject))
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


@lru_cache(maxsize=4096)
def _host(text: str) -> str:
    """A domain as it is compared: A-labels, lower case, no dot at the end."""
    from sel.core.address import ascii_domain

    plain = text.rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        dot = "." if plain.startswith(".") else ""
        return dot + ascii_domain(plain.lstrip(".")).rstrip(".")
    except BadAddress as problem:
        raise Damaged(detail="domain") from problem


def _in_email(value: bytes, base: bytes, *, fold: bool = False) -> bool:
    text, wanted = _text(value), _text(base)
    local, at, domain = text.rpartition("@")
    if not at or text != text.strip() or domain != domain.strip():
        raise Damaged(detail="address")  # white space around it is what others take away
    host = _host(domain)
    wanted_local, _, wanted_host = wanted.rpartition("@")
    if wanted_local:
        same = _fold(local) == _fold(wanted_local) if fold else local == wanted_local
        return same and host == _host(wanted_host)
    # "@school.example", against the letter of RFC 5280, is what Windows writes for a host.
    if wanted_host.startswith("."):
        above = _host(wanted_host)
        return bool(above) and host.endswith(above)
    return not wanted or host == _host(wanted_host)


def _in_excluded_email(value: bytes, base: bytes) -> bool:
    """Who excludes an address excludes it in capitals too: it is the same mailbox everywhere."""
    return _in_email(value, base, fold=True)


def _fold(local: str) -> str:
    return "".join(sign.lower() if sign.isascii() else sign for sign in local)


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
_EXCLUDED: Final = {f"{EMAIL:#04x}": _in_excluded_email}
