"""Look at any file: what it is and what stands in it. Reads only, asks nobody, no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sel.base.errors import (
    Damaged,
    InputError,
    NotACertificate,
    ReadingFailed,
    SelError,
    UnsupportedAlgorithm,
)
from sel.base.secret import Secret
from sel.base.spread import Spread, in_turn
from sel.core import certificate, keypair, request
from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info, warning
from sel.core.finding import error as failed
from sel.core.limits import LIMITS, check_limit
from sel.core.recognise import Kind, Piece, recognise
from sel.core.request import RequestFacts
from sel.flows.seen import (
    CertificateSeen,
    FileSeen,
    Seen,
    ended,
    files,
)
from sel.flows.seen_besides import CrlSeen, KeySeen, MailSeen
from sel.flows.unfolding import Unfolded, unfold
from sel.ports.services import Services

if TYPE_CHECKING:
    from sel.core.letter import Signature
    from sel.flows.addressed import Whereabouts

__all__ = [
    "CertificateSeen",
    "CrlSeen",
    "FileSeen",
    "KeySeen",
    "MailSeen",
    "NotUsable",
    "Seen",
    "files",
    "look",
    "look_at",
    "look_inside",
    "look_inside_of",
    "members",
]


def look(services: Services, path: Path, passphrase: Secret | None) -> FileSeen:
    """Say what one file is. A file that cannot be read is an answer with its error."""
    try:
        data = services.inputs.read(path)
    except SelError as problem:
        return FileSeen(path, Kind.UNKNOWN, None, (), (), problem)
    return _look(services, Unfolded(path, data, recognise(data)), passphrase)


def look_at(data: bytes, path: Path, passphrase: Secret | None, now: datetime) -> FileSeen:
    """The same for bytes that are already here, a mail's own words left out."""
    return _pieces(Unfolded(path, data, recognise(data)), passphrase, now)


def look_inside(services: Services, path: Path, passphrase: Secret | None) -> Iterator[FileSeen]:
    """The same for a file and every file that is packed in it or attached to it; one at least."""
    try:
        data = services.inputs.read(path)
    except SelError as problem:
        yield FileSeen(path, Kind.UNKNOWN, None, (), (), problem)
    else:
        yield from look_inside_of(services, data, path, passphrase)


def look_inside_of(
    services: Services, data: bytes, path: Path, passphrase: Secret | None
) -> Iterator[FileSeen]:
    """The same for bytes that are already here.

    A fault of our own in one of the files is that one's answer: the others are still wanted.
    """
    try:
        for each in unfold(path, data):
            yield _looked(services, each, passphrase)
    except Exception as fault:  # noqa: BLE001 - see above; nothing was or will be changed
        yield _fault(path, fault)


def members(path: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name ("A.zip/B") and bytes of every file in a container, or of the file itself if it is
    none. One that cannot be unpacked is left out; `unfold` says why.
    """
    for each in unfold(path, data):
        if each.error is None:
            yield str(each.path), each.data


def _looked(services: Services, each: Unfolded, passphrase: Secret | None) -> FileSeen:
    if each.error is not None:
        seen = each.seen
        return FileSeen(each.path, seen.kind, seen.looks_like, (), (), each.error)
    try:
        return _look(services, each, passphrase)
    except Exception as fault:  # noqa: BLE001 - see look_inside_of
        return _fault(each.path, fault)


def _fault(path: Path, fault: Exception) -> FileSeen:
    problem = ReadingFailed(detail=f"{type(fault).__name__} at {_place(fault)}")
    return FileSeen(path, Kind.UNKNOWN, None, (), (), problem)


def _place(fault: Exception) -> str:
    """Module and line, never a value: it goes to the helpdesk."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"


def _look(services: Services, each: Unfolded, passphrase: Secret | None) -> FileSeen:
    seen = _pieces(each, passphrase, services.clock.now(), services.spread)
    if seen.error is not None:
        return seen
    if seen.kind in {Kind.SIGNED_MAIL, Kind.ENCRYPTED_MAIL, Kind.MAIL}:
        return _mail(services, each.data, seen)
    if seen.kind is Kind.OUTLOOK_MESSAGE:
        return _outlook_message(services, each.data, seen)
    return seen


def _pieces(
    each: Unfolded, passphrase: Secret | None, now: datetime, spread: Spread = in_turn
) -> FileSeen:
    seen, path = each.seen, each.path
    try:
        check_limit("pieces", len(seen.pieces), LIMITS.pieces)
        if seen.kind is Kind.PKCS12:
            from sel.flows import key_files  # only here, for it loads every cipher

            return key_files.look(seen.pieces[0].der, path, passphrase, now, spread=spread)
        if seen.looks_like == "damaged":
            raise Damaged(detail="begins well and does not go on")
        objects, unreadable = _objects(seen.pieces, passphrase)
    except SelError as problem:
        return FileSeen(path, seen.kind, seen.looks_like, (), (), problem)
    findings = [finding for one in objects for finding in _about(one, now)]
    if seen.broken + unreadable:
        findings.append(warning("pieces-damaged", n=seen.broken + unreadable))
    if seen.kind is Kind.CONTACT_CARD and not objects:
        findings.append(info("card-without-certificate"))
    unusable = None
    if seen.kind is Kind.UNKNOWN:
        looks_like = seen.looks_like or "unknown"
        findings.append(failed("unknown-file", looks_like=looks_like, ask=looks_like))
        unusable = NotUsable(looks_like=looks_like, ask=looks_like)
    return FileSeen(path, seen.kind, seen.looks_like, objects, tuple(findings), unusable)


def _objects(pieces: tuple[Piece, ...], passphrase: Secret | None) -> tuple[tuple[Seen, ...], int]:
    """What can be read, and how many cannot. Raises the first error if nothing can."""
    objects: list[Seen] = []
    problems: list[SelError] = []
    for piece in pieces:
        try:
            objects.append(_piece(piece, passphrase))
        except SelError as problem:
            problems.append(problem)
    if problems and not objects:
        raise problems[0]
    return tuple(objects), len(problems)


def _outlook_message(services: Services, data: bytes, seen: FileSeen) -> FileSeen:
    """The S/MIME mail in it is looked at like any other."""
    from sel.core.container import outlook_message

    try:
        letter = outlook_message.letter(data)
    except SelError as problem:
        return replace(seen, error=problem)
    if letter is None:
        return replace(seen, findings=(*seen.findings, info("message-without-smime")))
    return replace(_mail(services, letter, seen), kind=Kind.OUTLOOK_MESSAGE)


def _mail(services: Services, data: bytes, seen: FileSeen) -> FileSeen:
    """Who signed it, or whom it is for and where the key is; nothing is decrypted."""
    from sel.core import letter
    from sel.flows import addressed

    try:
        outline = letter.describe(data)
    except SelError as problem:
        return seen if seen.kind is Kind.MAIL else replace(seen, error=problem)
    if outline.signature is letter.Signature.VALID:
        outline = replace(outline, signature=_judged(services, data))
    places = addressed.whereabouts(services, outline)
    mail = MailSeen(outline, _key_here(places), places)
    return replace(
        seen,
        kind=Kind(outline.kind),
        objects=(mail,),
        findings=(
            *seen.findings,
            *outline.findings,
            *addressed.findings(places, outline),
        ),
    )


def _judged(services: Services, data: bytes) -> Signature:
    """The signature with the signer's path looked at, as `mail open` would say it."""
    from sel.core.letter import Signature
    from sel.flows import letters

    try:
        return letters.read(services, data).signature
    except SelError:
        return Signature.UNVERIFIABLE


def _key_here(places: tuple[Whereabouts, ...]) -> str | None:
    return next((each.key for each in places if each.key is not None), None)


class NotUsable(InputError):
    """A file Sêl cannot use. facts: looks_like, ask (the same: what to ask its sender for)"""

    code = "unknown-file"


def _piece(piece: Piece, passphrase: Secret | None) -> Seen:
    match piece.kind:
        case Kind.CERTIFICATE:
            return CertificateSeen(_certificate(piece.der), False, None)
        case Kind.REQUEST:
            return request.read(piece.der)
        case Kind.CRL:
            return _crl(piece.der)
        case _:
            return _key(piece, passphrase)


def _certificate(der: bytes) -> CertificateFacts:
    """It has the shape of one; what cannot be read all the same is damaged."""
    try:
        return certificate.read(der)
    except NotACertificate as problem:
        raise Damaged(detail=problem.detail) from problem


def _key(piece: Piece, passphrase: Secret | None) -> KeySeen:
    if piece.encrypted:
        if passphrase is None or piece.der[:1] != b"\x30":  # PEM of OpenSSL's own has no DER
            return KeySeen(None, True, None)
        from sel.flows import key_files  # only here, for it loads every cipher

        return key_files.look_at_key(piece.der, passphrase)
    try:
        spki = keypair.spki_of(Secret(piece.der))
    except UnsupportedAlgorithm:
        return KeySeen(None, False, None)  # a private key all the same, and as exposed
    return KeySeen(keypair.describe(spki), False, keypair.spki_sha256(spki))


def _crl(der: bytes) -> CrlSeen:
    import hashlib

    from asn1crypto import core, crl

    from sel.core.asn1 import parsing
    from sel.core.name import rfc4514

    with parsing(Damaged):
        listed = crl.CertificateList.load(der)["tbs_cert_list"]
        revoked = listed["revoked_certificates"]
        return CrlSeen(
            issuer=rfc4514(listed["issuer"]),
            this_update=listed["this_update"].native,
            next_update=listed["next_update"].native,
            revoked=0 if isinstance(revoked, core.Void) else len(revoked),
            sha256=hashlib.sha256(der).digest(),
        )


def _about(seen: Seen, now: datetime) -> Iterator[Finding]:
    match seen:
        case KeySeen():
            if seen.encrypted and seen.key is None:
                yield info("file-closed")
            yield warning("private-key-exposed")
        case RequestFacts(holds=False):
            yield failed("request-signature-invalid", source="RFC 2986 4.2")
        case _:
            yield from ended(seen, now)
