"""One serial number among a million and a half, in the raw octets of a list.

A serial that stands in the list stands there as its DER encoding, so a search over the octets
that finds nothing proves that it is not listed. Only a hit is worth a walk over the entries. A
list with serials in more octets than DER wants is walked through number by number, if this one
may be among them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sel.base.errors import Damaged
from sel.core import tlv
from sel.core.chain import constraints, link, names
from sel.core.chain.link import Extension
from sel.core.revocation.crl import Crl

REASON: Final = "2.5.29.21"
INVALIDITY: Final = "2.5.29.24"
HOLD_INSTRUCTION: Final = "2.5.29.23"
CERTIFICATE_ISSUER: Final = "2.5.29.29"
_KNOWN: Final = frozenset({REASON, INVALIDITY, HOLD_INSTRUCTION, CERTIFICATE_ISSUER})

HOLD: Final = 6
REMOVED: Final = 8
_CRITICAL: Final = b"\x01\x01\xff"
_OID: Final = bytes((tlv.OID,))
_LONGEST_OID: Final = 127
_TELLING: Final = 5  # octets that a list of random numbers hardly holds by chance
_OVERLONG: Final = re.compile(
    rb"\x30(?:[\x00-\x7f]|\x81.|\x82..)(\x02)[\x02-\x7f](?:\x00[\x00-\x7f]|\xff[\x80-\xff])",
    re.DOTALL,
)
"""What the beginning of an entry looks like whose serial has a useless octet (X.690 8.3.2)."""


_TIMES: Final = frozenset({bytes((tlv.UTC_TIME,)), bytes((tlv.GENERALIZED_TIME,))})


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed certificate. reason: CRLReason, or None if the list gives none."""

    when: datetime
    reason: int | None


class Strange(Exception):
    """An entry has a critical extension that is not known: the whole list must not be used."""


def find(crl: Crl, serial: bytes, issuer: names.Canonical) -> Entry | None:
    """The entry of a certificate, the last one if there are several.

    serial  contents octets as in the certificate;  issuer  who issued it
    Raises Strange (RFC 5280 5.3), Damaged.
    """
    first, stop = crl.entries
    _check_critical(crl)
    shortest = _shortest(serial)
    needle = tlv.encode(tlv.INTEGER, shortest)
    overlong = _may_be_overlong(crl, shortest, needle) and _has_overlong(crl)
    if not overlong and crl.data.find(needle, first, stop) < 0:
        return None
    if crl.scope.indirect or overlong:
        return _one_by_one(crl, shortest, issuer)
    if crl.issuer_name != issuer:
        return None
    return _aligned(crl, needle)


def _aligned(crl: Crl, needle: bytes) -> Entry | None:
    """The entry that begins with this serial; a hit anywhere else is chance.

    The entries between are stepped over by their length alone: this loop is what a walk costs.
    """
    data, (place, stop) = crl.data, crl.entries
    found, hit = None, data.find(needle, place, stop)
    while hit >= 0 and place < stop:
        if data[place] == tlv.SEQUENCE and data[place + 1] < 0x80:
            body = place + 2
            after = body + data[place + 1]
        else:
            one = tlv.expect(tlv.at(data, place, stop), tlv.SEQUENCE)
            body, after = one.start, one.stop
        if body == hit:
            found, _ = _entry(data, tlv.at(data, place, stop))
        if after > hit:
            hit = data.find(needle, after, stop)
        place = after
    if place > stop:
        raise Damaged(detail="entries of a revocation list")
    return found


def _may_be_overlong(crl: Crl, shortest: bytes, needle: bytes) -> bool:
    """Whether this number may be listed with useless octets before it.

    Its shortest octets would stand behind those. A number so short that they stand everywhere
    is worth the search for useless octets themselves.
    """
    if len(shortest) < _TELLING:
        return True
    (place, stop), header = crl.entries, len(needle) - len(shortest)
    while (place := crl.data.find(shortest, place, stop)) >= 0:
        if crl.data[place - header : place] != needle[:header]:
            return True
        place += 1
    return False


def _has_overlong(crl: Crl) -> bool:
    """Whether an entry's serial has a useless octet; anywhere else such octets are chance."""
    data, (place, stop) = crl.data, crl.entries
    for candidate in _OVERLONG.finditer(data, place, stop):
        serial = candidate.start(1)
        behind = serial + 2 + data[serial + 1]
        if data[behind : behind + 1] not in _TIMES:
            continue
        while place < candidate.start():
            place = _after(data, place, stop)
        if place == candidate.start():
            return True
    return False


def _after(data: bytes, place: int, stop: int) -> int:
    """Where the entry after the one at `place` begins."""
    if data[place] == tlv.SEQUENCE and data[place + 1] < 0x80:
        return place + 2 + data[place + 1]
    return tlv.expect(tlv.at(data, place, stop), tlv.SEQUENCE).stop


def _one_by_one(crl: Crl, serial: bytes, issuer: names.Canonical) -> Entry | None:
    """In an indirect list an entry belongs to the issuer that was named last (RFC 5280 5.3.3)."""
    current, found = crl.issuer_name, None
    wanted = tlv.integer(serial)
    first, stop = crl.entries
    for each in tlv.children(crl.data, tlv.Tlv(tlv.SEQUENCE, first, first, stop)):
        entry, extensions = _entry(crl.data, each)
        named = extensions.get(CERTIFICATE_ISSUER)
        if named is not None and crl.scope.indirect:
            current = _directory_name(named.value)
        number = next(tlv.children(crl.data, each))
        if current == issuer and tlv.integer(number.content(crl.data)) == wanted:
            found = entry
    return found


def _directory_name(value: bytes) -> names.Canonical:
    for name in constraints.general_names(value):
        if name.form == f"{constraints.DIRECTORY:#04x}":
            return names.canonical(name.value)
    raise Damaged(detail="certificateIssuer")


def _entry(data: bytes, each: tlv.Tlv) -> tuple[Entry, dict[str, Extension]]:
    parts = list(tlv.children(data, tlv.expect(each, tlv.SEQUENCE)))
    if not 2 <= len(parts) <= 3:
        raise Damaged(detail="entry of a revocation list")
    tlv.expect(parts[0], tlv.INTEGER)
    extensions = link.extensions_of(data, parts[2]) if len(parts) == 3 else {}
    if any(ext.critical and oid not in _KNOWN for oid, ext in extensions.items()):
        raise Strange
    reason = extensions.get(REASON)
    code = None
    if reason is not None:
        code = tlv.integer(tlv.whole(reason.value, tlv.ENUMERATED).content(reason.value))
    return Entry(tlv.time(data, parts[1]), code), extensions


def _check_critical(crl: Crl) -> None:
    """Raises Strange if any entry has a critical extension that is not known.

    Looked for by the octets of `critical TRUE` behind an object identifier; random serial
    numbers seldom look like that, and where one does a full walk decides.
    """
    data, (place, stop) = crl.data, crl.entries
    while (place := data.find(_CRITICAL, place, stop)) >= 0:
        if _strange_before(data, place, crl.entries[0]):
            first, stop = crl.entries
            for each in tlv.children(data, tlv.Tlv(tlv.SEQUENCE, first, first, stop)):
                _entry(data, each)
            return
        place += len(_CRITICAL)


def _strange_before(data: bytes, place: int, first: int) -> bool:
    """Whether an object identifier that is not known seems to end at `place`."""
    lowest, at = max(first, place - _LONGEST_OID - 2), place
    while (at := data.rfind(_OID, lowest, at)) >= 0:
        if data[at + 1] == place - at - 2:
            try:
                if tlv.oid(data[at + 2 : place]) not in _KNOWN:
                    return True
            except Damaged:
                continue
    return False


def _shortest(serial: bytes) -> bytes:
    """The DER form of an INTEGER's contents; a list may not repeat an overlong one."""
    number = tlv.integer(serial)
    size = (number if number >= 0 else ~number).bit_length() // 8 + 1
    return number.to_bytes(size, "big", signed=True)
