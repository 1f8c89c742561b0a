"""Take keys out of a PKCS#12 into the book; restoring a backup is the same errand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from sel.base.errors import KeyMismatch, NoKeyInFile, SelError, UnsupportedKey
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import bundle, certificate, proof
from sel.core.bundle import Bundle, Entry, Outline
from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, Level, info, warning
from sel.core.keypair import describe, spki_of, spki_sha256
from sel.core.placeholder import is_placeholder
from sel.core.rules import judge
from sel.flows.identities import Identity, identities
from sel.flows.requests import refuse_on_forgetting
from sel.ports.book import Additions, NewCertificate, NewKey, Origin, Role
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Opened:
    """A PKCS#12 that was opened and whose every key was proved; nothing is kept yet.

    entries  (SPKI SHA-256, certificate or None for a key that waits, SPKI), in the file's order
    known    SPKI SHA-256 of those that the book has already, and opens
    findings about each certificate, by its position in `entries`
    about    the file: what of it was left out, and why
    whole    nothing of it was left out: whoever has these keys has all that was in the file
    sha256   of the file, where it was one
    """

    bundle: Bundle
    entries: tuple[tuple[bytes, CertificateFacts | None, bytes], ...]
    known: frozenset[bytes]
    findings: tuple[tuple[Finding, ...], ...]
    about: tuple[Finding, ...] = ()
    whole: bool = True
    sha256: bytes | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an import or a restore brought. Ids name keys; certificates are counted apart."""

    new: tuple[str, ...]
    unchanged: tuple[str, ...]
    identities: tuple[Identity, ...]
    new_certificates: int
    findings: tuple[Finding, ...]


def outline(data: bytes) -> tuple[Outline, tuple[Finding, ...]]:
    """What the file is, before its passphrase, and who will not open it.

    Raises NotAPkcs12, Damaged, TooLarge.
    """
    seen = bundle.outline(data)
    findings = bundle.openers(seen)
    if seen.mac is None:
        findings = (*findings, warning("file-without-mac", source="RFC 7292 4"))
    return seen, findings


def open_file(
    services: Services, data: bytes, passphrase: Secret | None, progress: Progress
) -> Opened:
    """Open a PKCS#12 and prove every key in it; see `examined`.

    Raises as `bundle.read`, and as `examined`.
    """
    progress.step(0, 2, Message("opening-file"))
    held = bundle.read(data, passphrase, spread=services.spread, progress=progress)
    opened = examined(services, held, progress)
    return replace(opened, sha256=hashlib.sha256(data).digest())


def examined(services: Services, held: Bundle, progress: Progress) -> Opened:
    """Prove every key against its certificate; nothing is kept.

    A key that cannot be used is left out, with a finding, if there is another that can.

    Raises NoKeyInFile; if no key can be used, what is wrong with the first: Damaged,
    UnsupportedKey, KeyMismatch for a pair that does not work.
    """
    if not held.entries:
        raise NoKeyInFile(certificates=len(held.others))
    progress.step(1, 2, Message("testing-key"))
    usable, entries, findings = [], [], []
    unusable: list[tuple[Entry, SelError]] = []
    now = services.clock.now()
    for entry in held.entries:
        try:
            der = _proved(entry)
        except SelError as problem:
            unusable.append((entry, problem))
            continue
        spki = spki_of(entry.key)
        facts = certificate.read(der) if der is not None else None
        usable.append(entry)
        entries.append((spki_sha256(spki), facts, spki))
        findings.append(judge(facts, at=now, thorough=False) if facts is not None else ())
    if not usable:
        raise unusable[0][1]
    left_out = tuple(
        warning("file-key-unusable", name=entry.friendly_name or "?", reason=problem.what)
        for entry, problem in unusable
    )
    known = frozenset(key.spki_sha256 for key in services.book().keys() if not key.shut)
    progress.step(2, 2, Message("done"))
    return Opened(
        replace(held, entries=tuple(usable)),
        tuple(entries),
        known,
        tuple(findings),
        (*held.findings, *left_out),
        not unusable and all(each.level is not Level.ERROR for each in held.findings),
    )


def _proved(entry: Entry) -> bytes | None:
    """The certificate of a key that works with it; None for a key that waits.

    Raises Damaged, UnsupportedKey, KeyMismatch.
    """
    kind = describe(spki_of(entry.key))
    waiting = entry.certificate is not None and is_placeholder(entry.certificate)
    der = None if waiting else entry.certificate
    shown = proof.prove(entry.key, der)
    if not (kind.can_sign or kind.can_receive) or kind.algorithm == "dsa":
        raise UnsupportedKey(algorithm=kind.algorithm)
    if not shown.holds:
        raise KeyMismatch(proof=shown.code)
    return der


def take_in(
    services: Services,
    opened: Opened,
    progress: Progress,
    *,
    origin: Origin = Origin.IMPORTED,
    forgets_accepted: bool = False,
    note: str = "file-imported",
) -> TakenIn:
    """Keep what was opened; merging, never replacing, and twice is the same as once.

    Raises ComputerForgets (unless accepted) and what `Book.add` raises; then nothing was kept.
    """
    refuse_on_forgetting(services, accepted=forgets_accepted)
    progress.step(0, 1, Message("keeping-key"))
    keys, certificates = [], []
    for entry, (_, facts, spki) in zip(opened.bundle.entries, opened.entries, strict=True):
        keys.append(NewKey(entry.key, spki, origin))
        if facts is not None:
            certificates.append(
                NewCertificate(facts.der, facts.spki_sha256, Role.OWN, entry.friendly_name)
            )
    mine = {digest for digest, _, _ in opened.entries}
    strangers = 0
    for der in opened.bundle.others:
        if is_placeholder(der):
            continue
        other = certificate.read(der)
        role = Role.OWN if other.spki_sha256 in mine else Role.CHAIN
        if role is Role.OWN or other.is_ca:
            certificates.append(NewCertificate(der, other.spki_sha256, role))
        else:
            strangers += 1
    book = services.book()
    added = book.add(
        Additions(
            keys=tuple(keys),
            certificates=tuple(certificates),
            note=Message(note, {"keys": len(keys)}),
        )
    )
    progress.step(1, 1, Message("done"))
    everything = {each.spki_sha256: each for each in identities(book, services.clock.now())}
    return TakenIn(
        new=added.new_keys,
        unchanged=added.known_keys,
        identities=tuple(everything[digest] for digest, _, _ in opened.entries),
        new_certificates=len(added.new_certificates),
        findings=(
            *opened.about,
            *((info("file-strangers", n=strangers),) if strangers else ()),
            *(finding for group in opened.findings for finding in group),
        ),
    )
