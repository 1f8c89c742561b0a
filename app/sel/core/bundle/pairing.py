"""Which certificate belongs to which key of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
    compute, and then the kinds must agree. A localKeyId that lies pairs nothing. A key that
    stands in the file twice becomes one entry.
    Raises Damaged for a key or certificate that is none.
    """
    unique = {found.der: found for found in reversed(certificates)}
    in_order = [unique.pop(found.der) for found in certificates if found.der in unique]
    by_key: dict[bytes, list[FoundCertificate]] = {}
    by_kind: dict[tuple[str, bytes], list[FoundCertificate]] = {}
    for found in in_order:
        spki = spki_of(found.der, counter)
        by_key.setdefault(comparable(spki), []).append(found)
        if found.local_key_id:
            kind = algorithm_of_spki(spki), found.local_key_id
            by_kind.setdefault(kind, []).append(found)

    entries: dict[bytes, Entry] = {}
    for key in keys:
        public = public_half(key.pkcs8)
        if public is not None:
            candidates = by_key.get(public, [])
        else:
            hint = algorithm_of_key(key.pkcs8), key.local_key_id or b""
            candidates = by_kind.get(hint, [])
        chosen = _chosen(key, candidates)
        name = key.friendly_name or (chosen.friendly_name if chosen else None)
        entry = Entry(Secret(key.pkcs8), chosen.der if chosen else None, name)
        entries.setdefault(public or key.pkcs8, entry)

    taken = {entry.certificate for entry in entries.values()}
    others = tuple(found.der for found in in_order if found.der not in taken)
    return Bundle(tuple(entries.values()), others)


def _chosen(key: FoundKey, candidates: Sequence[FoundCertificate]) -> FoundCertificate | None:
    for found in candidates:
        if key.local_key_id and found.local_key_id == key.local_key_id:
            return found
    return candidates[0] if candidates else None
