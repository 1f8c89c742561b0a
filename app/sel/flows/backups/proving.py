"""Open a backup again and prove every key in it: only this makes "backed up"."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sel.base.errors import InputError, SelError, WrongOrChanged, WrongPassphrase
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import bundle, placeholder, proof
from sel.core.bundle import Bundle, Entry
from sel.core.finding import Finding, error, info, warning
from sel.core.keypair import spki_of, spki_sha256
from sel.flows.backups.where import place_of
from sel.flows.identities import Identity, identities, standing
from sel.ports.book import Book
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Verified:
    """What a backup file holds, found out by opening it again.

    sound    the file is whole and every key in it was proved
    ids      keys of this book in it; proofs: (id or None for a foreign key, code) a key each
    missing  keys of this book that it lacks
    """

    sound: bool
    ids: tuple[str, ...]
    missing: tuple[str, ...]
    proofs: tuple[tuple[str | None, str], ...]
    findings: tuple[Finding, ...]


def verify(services: Services, path: Path, given: Secret, progress: Progress) -> Verified:
    """Read a backup back from its medium, open it and prove every key in it.

    A damaged file is an answer, not an error: not sound, with its finding; and from then on it is
    no backup any more to this book, if it was one. Whoever has the right passphrase does not hear
    that it is wrong: a file that is not, octet for octet, what was written here is called changed
    or damaged; only where it is unknown what was written can the two not be told apart, and
    WrongOrChanged says that.

    Raises NotFound, Unreadable, WrongPassphrase (proved: the file is as it was written),
    WrongOrChanged; of a file that this book does not know also NotAPkcs12, UnsupportedAlgorithm
    and TooLarge.
    """
    progress.step(0, 2, Message("reading-back"))
    data = services.inputs.read(path, from_medium=True)
    book, place = services.book(), place_of(path)
    everything = identities(book, services.clock.now())
    written = _Written(book, place, hashlib.sha256(data).digest())
    try:
        held = bundle.read(data, given, spread=services.spread, progress=progress)
    except InputError as problem:
        found = _refused(problem, written)
        if found is None:
            raise WrongOrChanged(detail=problem.code) from problem
        return _unsound(written, everything, (), found)
    keys, proofs = _proved(held, everything, progress)
    if written.changed and not bundle.as_written(data):
        # Every key works, and yet nothing that Sêl writes looks so: others may not open it.
        return _unsound(written, everything, proofs, error("backup-changed"))
    if not proofs or any(code != "proved" for _, code in proofs):
        return _unsound(written, everything, proofs, error("backup-key-broken"))
    inside = tuple(key_id for key_id, _ in proofs if key_id is not None)
    missing = tuple(each.id for each in everything if each.id not in inside)
    findings: tuple[Finding, ...] = ()
    if everything and not inside:
        findings = (info("backup-of-others"),)
    elif missing:
        findings = (warning("backup-lacks-keys", n=len(missing)),)
    if inside:
        book.backup_verified(place, file_sha256=written.digest, keys=keys)
    return Verified(True, inside, missing, proofs, findings)


class _Written:
    """What the book knows of a file: whether it was a backup, and whether it still is that one."""

    def __init__(self, book: Book, place: str, digest: bytes) -> None:
        facts = book.backups()
        self.book, self.place, self.digest = book, place, digest
        self.same = any(fact.file_sha256 == digest and not fact.damaged for fact in facts)
        known = any(fact.path == place for fact in standing(book))
        self.changed = known and not self.same


def _refused(problem: InputError, written: _Written) -> Finding | None:
    """What it means that the file did not open; None if nobody can tell.

    Raises `problem` again if it is the whole truth.
    """
    if isinstance(problem, WrongPassphrase):
        if written.changed:
            return error("backup-changed")
        if written.same:
            raise problem
        return None
    if problem.code in {"damaged", "key-not-opened"} or written.changed:
        return error("backup-damaged")
    raise problem


def _proved(
    held: Bundle, everything: Sequence[Identity], progress: Progress
) -> tuple[list[bytes], tuple[tuple[str | None, str], ...]]:
    """SPKI SHA-256 of every key, and what each of them did."""
    ids = {each.spki_sha256: each.id for each in everything}
    proofs: list[tuple[str | None, str]] = []
    keys: list[bytes] = []
    for number, entry in enumerate(held.entries):
        progress.step(number, len(held.entries), Message("testing-key"))
        code = _proof(entry)
        digest = spki_sha256(spki_of(entry.key)) if code != "unreadable" else b""
        proofs.append((ids.get(digest), code))
        keys.append(digest)
    return keys, tuple(proofs)


def _proof(entry: Entry) -> str:
    der = entry.certificate
    waiting = der is not None and placeholder.is_placeholder(der)
    try:
        return proof.prove(entry.key, None if waiting else der).code
    except SelError:  # a certificate that nobody can read
        return "unreadable"


def _unsound(
    written: _Written,
    everything: Sequence[Identity],
    proofs: tuple[tuple[str | None, str], ...],
    finding: Finding,
) -> Verified:
    """Say so, and no longer count on a file that was counted on."""
    if written.changed or written.same:
        written.book.backup_damaged(written.place, file_sha256=written.digest)
    missing = tuple(each.id for each in everything)
    return Verified(False, (), missing, proofs, (finding,))
