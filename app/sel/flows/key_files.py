"""What is seen in a PKCS#12 file: its keys, its certificates, and who will not open it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sel.base.errors import PassphraseNeeded, SelError, WrongOrDamaged, WrongPassphrase
from sel.base.secret import Secret
from sel.base.spread import Spread, in_turn
from sel.core import bundle, certificate, keypair
from sel.core.bundle import Bundle, Entry, Outline
from sel.core.finding import Finding, info, warning
from sel.core.finding import error as failed
from sel.core.kind import Kind
from sel.flows.seen import CertificateSeen, FileSeen, Seen, ended
from sel.flows.seen_besides import KeySeen


def look(
    der: bytes,
    path: Path,
    passphrase: Secret | None,
    now: datetime,
    *,
    spread: Spread = in_turn,
) -> FileSeen:
    """Open the file, or say what is seen of it without its passphrase.

    Raises as `bundle.read`, but for what is about the passphrase.
    """
    outline = bundle.outline(der)
    outside = _outside(outline)
    try:
        held = bundle.read(der, passphrase, spread=spread)
    except PassphraseNeeded:
        shown = tuple(
            CertificateSeen(certificate.read(each), False, None) for each in outline.certificates
        )
        findings = (info("file-closed"), *bundle.openers(outline), *outside)
        return FileSeen(path, Kind.PKCS12, None, shown, findings)
    except WrongPassphrase as problem:
        findings = (_refused(problem), *bundle.openers(outline), *outside)
        return FileSeen(path, Kind.PKCS12, None, (), findings, problem)
    objects, left_out = _objects(held)
    findings = (
        *(finding for each in objects for finding in ended(each, now)),
        *held.findings,
        *left_out,
        *bundle.openers(outline, held),
        *outside,
    )
    return FileSeen(path, Kind.PKCS12, None, tuple(objects), findings)


def look_at_key(encrypted: bytes, passphrase: Secret) -> KeySeen:
    """A private key by itself (EncryptedPrivateKeyInfo). Raises as `alone.private_key`."""
    from sel.core.bundle import alone

    spki = keypair.spki_of(alone.private_key(encrypted, passphrase))
    return KeySeen(keypair.describe(spki), True, keypair.spki_sha256(spki))


def _refused(problem: WrongPassphrase) -> Finding:
    if isinstance(problem, WrongOrDamaged):
        return failed("wrong-passphrase-or-damaged")
    return failed("wrong-passphrase")


def _outside(outline: Outline) -> tuple[Finding, ...]:
    return (warning("file-without-mac", source="RFC 7292 4"),) if outline.mac is None else ()


def _objects(held: Bundle) -> tuple[list[Seen], list[Finding]]:
    objects: list[Seen] = []
    left_out: list[Finding] = []
    for entry in held.entries:
        try:
            objects.append(_key(entry))
        except SelError as problem:
            objects.append(KeySeen(None, False, None))
            name = entry.friendly_name or "?"
            left_out.append(warning("file-key-unusable", name=name, reason=problem.what))
        if entry.certificate is not None:
            facts = certificate.read(entry.certificate)
            objects.append(CertificateSeen(facts, True, entry.friendly_name))
    objects.extend(CertificateSeen(certificate.read(der), False, None) for der in held.others)
    return objects, left_out


def _key(entry: Entry) -> KeySeen:
    spki = keypair.spki_of(entry.key)
    return KeySeen(keypair.describe(spki), False, keypair.spki_sha256(spki))
