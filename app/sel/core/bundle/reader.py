"""Reading a PKCS#12 file from whoever wrote it."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sel.base.errors import Damaged, KeyNotOpened, UnsupportedAlgorithm
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.base.spread import Spread, in_turn
from sel.core import ber
from sel.core.bundle import structure
from sel.core.bundle.kdf import Derivations
from sel.core.bundle.model import Bundle, Outline
from sel.core.bundle.opening import Opener
from sel.core.bundle.pairing import FoundCertificate, FoundKey, pair
from sel.core.bundle.structure import Bag, Bags, Sealed
from sel.core.finding import Finding, error, info


def read(
    data: bytes,
    passphrase: Secret | None,
    *,
    spread: Spread = in_turn,
    progress: Progress | None = None,
) -> Bundle:
    """Every identity and certificate of a file, DER, BER or PEM.

    What does not open with the passphrase that is proved right, what is broken, and what is
    neither key nor certificate is left out, each with a finding.

    passphrase  None if there is none; the empty ones are tried before one is asked for
    spread      does the key derivations of a file with many keys on several processors
    progress    told between the derivations, if there are several

    Raises PassphraseNeeded (None was given, and the file has one), WrongPassphrase (the MAC
    refused every spelling), WrongOrDamaged (there is no MAC, and no part opens),
    KeyNotOpened (the passphrase is right and no key opens), UnsupportedAlgorithm (algorithm),
    NotAPkcs12 (looks_like), Damaged, TooLarge (what, limit), TooMuchWork (seconds, limit),
    Cancelled by `progress`.
    """
    file = structure.pfx(data)
    bags = Bags(file.counter)
    safes = [
        safe if isinstance(safe, Sealed) else list(bags.within(safe))
        for safe in structure.safes(file)
    ]
    sealed = [part for safe in safes for part in _sealed(safe)]
    opener = Opener(passphrase, file.mac, Derivations(spread, progress))
    opener.prove(file.content, sealed)
    opener.prepare(sealed)
    opened = _Opened(opener)
    inner: list[list[Bag]] = []
    for safe in safes:
        if isinstance(safe, Sealed):
            plain = opener.open(safe)
            opened.closed_safes += plain is None
            inner.append(list(bags.within(plain)) if plain is not None else [])
        else:
            inner.append(safe)
    opener.prepare([part for contents in inner for part in _sealed(contents)])
    for contents in inner:
        for bag in contents:
            opened.sort(bag)
    opener.refuse_if_nothing_opened()
    return opened.bundle(file.counter)


def outline(data: bytes) -> Outline:
    """What can be seen of a file without its passphrase; nothing is derived or deciphered.

    Raises NotAPkcs12 (looks_like), UnsupportedAlgorithm for a MAC nobody knows and the
    public-key modes, Damaged, TooLarge.
    """
    file = structure.pfx(data)
    certificates: dict[bytes, None] = {}
    sealed: list[Sealed] = []
    kinds: Tally[str] = Tally()
    bags = Bags(file.counter)
    for safe in structure.safes(file):
        if isinstance(safe, Sealed):
            sealed.append(safe)
            continue
        for bag in bags.within(safe):
            kinds[bag.kind] += 1
            if bag.kind == structure.CERT_BAG:
                der = structure.certificate(bag)
                certificates.update({der: None} if der else {})
            elif bag.sealed:
                sealed.append(bag.sealed)
    ciphers = dict(_named(part) for part in sealed)
    return Outline(
        certificates=tuple(certificates),
        keys=kinds[structure.SHROUDED_KEY_BAG] + kinds[structure.KEY_BAG],
        sealed=bool(sealed),
        mac=file.mac.name if file.mac else None,
        mac_rounds=file.mac.rounds if file.mac else None,
        ciphers=tuple(ciphers),
        cipher_rounds=tuple(rounds for rounds, _ in ciphers.values()),
        derivations=tuple(derivation for _, derivation in ciphers.values()),
        open_keys=kinds[structure.KEY_BAG],
        mac_derivation=file.mac.derivation if file.mac else None,
    )


def _sealed(safe: Sealed | Sequence[Bag]) -> Iterator[Sealed]:
    """What is sealed of a part: all of it, or the keys in it."""
    if isinstance(safe, Sealed):
        yield safe
        return
    yield from (bag.sealed for bag in safe if bag.sealed)


def _named(part: Sealed) -> tuple[str, tuple[int | None, str]]:
    try:
        known = part.scheme
    except UnsupportedAlgorithm as problem:
        return str(problem.what.facts["algorithm"]), (None, "")
    return known.name, (known.rounds, known.derivation)


@dataclass(slots=True)
class _Opened:
    """What was found in the bags so far; counts of what is left out."""

    opener: Opener
    keys: list[FoundKey] = field(default_factory=list)
    certificates: list[FoundCertificate] = field(default_factory=list)
    crls: dict[bytes, None] = field(default_factory=dict)
    closed_keys: int = 0
    closed_safes: int = 0
    secrets: int = 0
    unknown: int = 0

    def sort(self, bag: Bag) -> None:
        """Put a bag where it belongs. Raises as `Opener.open`, Damaged."""
        name, local_key_id = bag.friendly_name, bag.local_key_id
        if bag.sealed:
            plain = self.opener.open(bag.sealed)
            if plain is None:
                self.closed_keys += 1
                return
            key = ber.definite(ber.parse(plain, bag.value.counter))
            self.keys.append(FoundKey(key, name, local_key_id))
        elif bag.kind == structure.KEY_BAG:
            self.keys.append(FoundKey(ber.definite(bag.value), name, local_key_id))
        elif bag.kind == structure.CERT_BAG and (der := structure.certificate(bag)) is not None:
            self.certificates.append(FoundCertificate(der, name, local_key_id))
        elif bag.kind == structure.CRL_BAG and (crl := structure.revocation_list(bag)) is not None:
            self.crls[crl] = None
        elif bag.kind == structure.SECRET_BAG:
            self.secrets += 1
        else:
            self.unknown += 1

    def bundle(self, counter: ber.Counter) -> Bundle:
        """All of it. Raises KeyNotOpened, Damaged."""
        if self.closed_keys and not self.keys:
            raise KeyNotOpened(detail=f"{self.closed_keys} keys under another passphrase")
        if self.closed_safes and not self.keys and not self.certificates:
            raise Damaged(detail="nothing opens with the passphrase that is proved right")
        held = pair(self.keys, self.certificates, counter)
        findings = (*held.findings, *self._left_out())
        return replace(held, crls=tuple(self.crls), findings=findings)

    def _left_out(self) -> Iterator[Finding]:
        if self.closed_keys:
            yield error("file-keys-closed", n=self.closed_keys)
        if self.closed_safes:
            yield error("file-parts-closed", n=self.closed_safes)
        if self.secrets:
            yield info("file-secrets-ignored", source="RFC 7292 4.2.5", n=self.secrets)
        if self.unknown:
            yield info("file-parts-ignored", n=self.unknown)
