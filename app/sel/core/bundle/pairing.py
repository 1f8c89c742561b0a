"""Which certificate belongs to which key of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sel.base.errors import Damaged
from sel.base.secret import Secret
from sel.core.ber import Counter
from sel.core.bundle.keys import (
    algorithm_of_key,
    algorithm_of_spki,
    comparable,
    public_half,
    spki_of,
)
from sel.core.bundle.model import Bundle, Entry
from sel.core.finding import Finding, error, warning


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key bag, opened. pkcs8: PrivateKeyInfo as found."""

    pkcs8: bytes = field(repr=False)
    friendly_name: str | None
    local_key_id: bytes | None


@dataclass(frozen=True, slots=True)
class FoundCertificate:
    """A certificate bag."""

    der: bytes
    friendly_name: str | None
    local_key_id: bytes | None


def pair(
    keys: Sequence[FoundKey], certificates: Sequence[FoundCertificate], counter: Counter
) -> Bundle:
    """Put every key with its certificate.

    A certificate belongs to a key if its public key does; what the file says (localKeyId) is
    only asked which of several it is, or for kinds of keys whose public half nobody here can
    compute, and then the kinds must agree. A localKeyId that lies pairs nothing: the key and the
    certificate come out apart, with a finding. A key that stands in the file twice becomes one
    entry. A key or certificate that is none is left out, with a finding.
    Raises Damaged if nothing but such is there.
    """
    shelf = _Shelf(certificates, counter)
    findings: list[Finding] = []
    entries: dict[bytes, Entry] = {}
    for key in dict.fromkeys(keys):
        try:
            public = public_half(key.pkcs8)
            chosen = shelf.certificate_of(key, public)
        except Damaged:
            findings.append(error("file-key-broken", name=_name(key)))
            continue
        if chosen is None and key.local_key_id and public is not None:
            findings.extend(
                warning("file-pair-differs", name=_name(key, found))
                for found in shelf.said_to_belong(key.local_key_id)
            )
        name = key.friendly_name or (chosen.friendly_name if chosen else None)
        entry = Entry(Secret(key.pkcs8), chosen.der if chosen else None, name)
        entries.setdefault(public or key.pkcs8, entry)

    findings.extend(error("file-certificate-broken", name=_name(it)) for it in shelf.broken)
    taken = {entry.certificate for entry in entries.values()}
    others = tuple(found.der for found in shelf.in_order if found.der not in taken)
    if findings and not entries and not others:
        raise Damaged(detail="no key and no certificate in it is sound")
    return Bundle(tuple(entries.values()), others, findings=tuple(findings))


class _Shelf:
    """The certificates of a file, each once, by their keys.

    broken  those that are none
    """

    def __init__(self, certificates: Iterable[FoundCertificate], counter: Counter) -> None:
        self.in_order: list[FoundCertificate] = []
        self.broken: list[FoundCertificate] = []
        self._by_key: dict[bytes, list[FoundCertificate]] = {}
        self._by_kind: dict[tuple[str, bytes], list[FoundCertificate]] = {}
        self._by_id: dict[bytes, list[FoundCertificate]] = {}
        seen: set[bytes] = set()
        for found in certificates:
            if found.der not in seen:
                seen.add(found.der)
                self._put(found, counter)

    def _put(self, found: FoundCertificate, counter: Counter) -> None:
        try:
            spki = spki_of(found.der, counter)
            kind = algorithm_of_spki(spki)
        except Damaged:
            self.broken.append(found)
            return
        self.in_order.append(found)
        self._by_key.setdefault(comparable(spki), []).append(found)
        if found.local_key_id:
            self._by_kind.setdefault((kind, found.local_key_id), []).append(found)
            self._by_id.setdefault(found.local_key_id, []).append(found)

    def certificate_of(self, key: FoundKey, public: bytes | None) -> FoundCertificate | None:
        """The one that belongs to a key. public: as `public_half` has it. Raises Damaged."""
        if public is not None:
            candidates = self._by_key.get(public, [])
        else:
            hint = algorithm_of_key(key.pkcs8), key.local_key_id or b""
            candidates = self._by_kind.get(hint, [])
        for found in candidates:
            if key.local_key_id and found.local_key_id == key.local_key_id:
                return found
        return candidates[0] if candidates else None

    def said_to_belong(self, local_key_id: bytes) -> Sequence[FoundCertificate]:
        """Those that the file gives this localKeyId."""
        return self._by_id.get(local_key_id, [])


def _name(*found: FoundKey | FoundCertificate) -> str:
    """What a person may know it by: its name, else its localKeyId in hexadecimal, else "?"."""
    names = [each.friendly_name for each in found if each.friendly_name]
    ids = [each.local_key_id.hex() for each in found if each.local_key_id]
    return next(iter((*names, *ids)), "?")
