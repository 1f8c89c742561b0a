"""Reading a PKCS#12 file from whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sel.base.errors import (
    Damaged,
    InputError,
    PassphraseNeeded,
    UnsupportedAlgorithm,
    WrongPassphrase,
)
from sel.base.secret import Secret
from sel.core import ber
from sel.core.bundle import structure
from sel.core.bundle.algorithms import scheme
from sel.core.bundle.integrity import Mac
from sel.core.bundle.kdf import Derivations
from sel.core.bundle.model import Bundle, Outline
from sel.core.bundle.pairing import FoundCertificate, FoundKey, pair
from sel.core.bundle.spelling import Spelling, spellings
from sel.core.bundle.structure import Bag, Bags, Pfx, Sealed

_CHEAP: Final = 100_000
"""Rounds up to which unlikely spellings are tried: a typing error is answered in a second."""


def read(data: bytes, passphrase: Secret | None) -> Bundle:
    """Every identity and certificate of a file, DER, BER or PEM.

    passphrase  None if there is none; the empty ones are tried before one is asked for

    Raises PassphraseNeeded (None was given, and the file has one), WrongPassphrase (only if the
    MAC, or the padding of a known cipher, refused every spelling), UnsupportedAlgorithm
    (algorithm), NotAPkcs12 (looks_like), Damaged, TooLarge (what, limit).
    """
    file = structure.pfx(data)
    opener = _Opener(passphrase)
    if file.mac and not opener.proved_by(file.mac, file.content):
        if passphrase is not None and _opens_nevertheless(file, opener):
            raise Damaged(detail="the passphrase is right and the MAC is not")
        raise opener.refusal()
    keys: list[FoundKey] = []
    certificates: list[FoundCertificate] = []
    crls: dict[bytes, None] = {}
    bags = Bags(file.counter)
    for safe in structure.safes(file):
        contents = opener.open(safe) if isinstance(safe, Sealed) else safe
        for bag in bags.within(contents):
            _sort(bag, opener, keys, certificates)
            crl = structure.revocation_list(bag) if bag.kind == structure.CRL_BAG else None
            crls.update({crl: None} if crl else {})
    return replace(pair(keys, certificates, file.counter), crls=tuple(crls))


def outline(data: bytes) -> Outline:
    """What can be seen of a file without its passphrase; nothing is derived or deciphered.

    Raises NotAPkcs12 (looks_like), UnsupportedAlgorithm for a MAC nobody knows and the
    public-key modes, Damaged, TooLarge.
    """
    file = structure.pfx(data)
    certificates: dict[bytes, None] = {}
    sealed: list[Sealed] = []
    keys = 0
    bags = Bags(file.counter)
    for safe in structure.safes(file):
        if isinstance(safe, Sealed):
            sealed.append(safe)
            continue
        for bag in bags.within(safe):
            if bag.kind == structure.CERT_BAG:
                der = structure.certificate(bag)
                certificates.update({der: None} if der else {})
            elif bag.kind == structure.SHROUDED_KEY_BAG:
                keys += 1
                sealed.append(structure.sealed_key(bag))
            elif bag.kind == structure.KEY_BAG:
                keys += 1
    ciphers = dict(_named(part) for part in sealed)
    return Outline(
        certificates=tuple(certificates),
        keys=keys,
        sealed=bool(sealed),
        mac=file.mac.name if file.mac else None,
        mac_rounds=file.mac.rounds if file.mac else None,
        ciphers=tuple(ciphers),
        cipher_rounds=tuple(ciphers.values()),
    )


class _Opener:
    """Opens the sealed parts of one file, and learns which spelling is the right one."""

    def __init__(self, passphrase: Secret | None) -> None:
        self._spellings: Sequence[Spelling] = spellings(passphrase)
        self._given = passphrase is not None
        self._proved = False
        self._derivations = Derivations()

    def proved_by(self, mac: Mac, content: bytes) -> bool:
        """Whether one of the spellings is right for the MAC."""
        for spelling in self._worth_trying(mac.rounds):
            if mac.holds(self._derivations, spelling, content):
                self._found(spelling)
                return True
        return False

    def refusal(self) -> InputError:
        """What to raise when no spelling is right."""
        return WrongPassphrase() if self._given else PassphraseNeeded()

    def open(self, part: Sealed) -> bytes:
        """The plain text, one SEQUENCE.

        Raises Damaged if the passphrase was proved by other parts, else as `refusal`.
        """
        plain = self.attempt(part)
        if plain is not None:
            return plain
        if self._proved:
            raise Damaged(detail="a part does not open with the passphrase that is proved right")
        raise self.refusal()

    def attempt(self, part: Sealed) -> bytes | None:
        """The plain text if one of the spellings opens it. Raises UnsupportedAlgorithm."""
        known = scheme(part.algorithm)
        for spelling in self._worth_trying(known.rounds):
            try:
                plain = known.decipher(self._derivations, spelling, part.ciphertext)
            except ValueError:
                continue
            if ber.is_whole_sequence(plain):
                self._found(spelling)
                return plain
        return None

    def _worth_trying(self, rounds: int | None) -> Sequence[Spelling]:
        cheap = rounds is not None and rounds <= _CHEAP
        return [spelling for spelling in self._spellings if cheap or spelling.likely]

    def _found(self, right: Spelling) -> None:
        self._proved = True
        rest = (spelling for spelling in self._spellings if spelling != right)
        self._spellings = (right, *rest)


def _opens_nevertheless(file: Pfx, opener: _Opener) -> bool:
    """Whether a sealed part opens although the MAC refused the passphrase: a damaged file.

    Without this, "wrong passphrase" would be said to somebody who has the right one.
    """
    try:
        bags = Bags(file.counter)
        for safe in structure.safes(file):
            if isinstance(safe, Sealed):
                return opener.attempt(safe) is not None
            for bag in bags.within(safe):
                if bag.kind == structure.SHROUDED_KEY_BAG:
                    return opener.attempt(structure.sealed_key(bag)) is not None
    except UnsupportedAlgorithm:
        pass
    return False


def _sort(
    bag: Bag, opener: _Opener, keys: list[FoundKey], certificates: list[FoundCertificate]
) -> None:
    """Put a bag where it belongs; secrets and unknown kinds are passed over."""
    name, local_key_id = bag.friendly_name, bag.local_key_id
    if bag.kind == structure.SHROUDED_KEY_BAG:
        plain = opener.open(structure.sealed_key(bag))
        key = ber.definite(ber.parse(plain, bag.value.counter))
        keys.append(FoundKey(key, name, local_key_id))
    elif bag.kind == structure.KEY_BAG:
        keys.append(FoundKey(ber.definite(bag.value), name, local_key_id))
    elif bag.kind == structure.CERT_BAG:
        der = structure.certificate(bag)
        if der is not None:
            certificates.append(FoundCertificate(der, name, local_key_id))


def _named(part: Sealed) -> tuple[str, int | None]:
    try:
        known = scheme(part.algorithm)
    except UnsupportedAlgorithm as error:
        return str(error.what.facts["algorithm"]), None
    return known.name, known.rounds
