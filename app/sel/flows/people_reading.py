"""One file that was given, as what it brings of colleagues; everything else with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sel.base.errors import (
    Damaged,
    InputError,
    ReadingFailed,
    SelError,
)
from sel.base.message import Message
from sel.core import certificate, chain
from sel.core.address import same_mailbox
from sel.core.certificate import CertificateFacts
from sel.core.limits import LIMITS, check_limit
from sel.core.people import taking
from sel.core.recognise import Kind, Recognised, recognise
from sel.flows.unfolding import Unfolded, unfold

_MAILS: Final = {Kind.MAIL, Kind.SIGNED_MAIL, Kind.ENCRYPTED_MAIL, Kind.OUTLOOK_MESSAGE}
_KEYS: Final = {Kind.PKCS12, Kind.PRIVATE_KEY}


@dataclass(frozen=True, slots=True)
class Met:
    """A colleague's certificate. helpers: authorities above it that came with it, DER."""

    facts: CertificateFacts
    source: str
    announced_by: bytes | None = None
    helpers: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A certificate or file that was not taken. what: a code with its facts."""

    source: str
    what: Message


@dataclass(slots=True)
class Brought:
    """What came out of a file. passed: mails and lists that bring nobody, and say nothing."""

    met: list[Met] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    passed: int = 0
    _above: dict[tuple[bytes, bytes | None, tuple[bytes, ...]], tuple[bytes, ...]] = field(
        default_factory=dict
    )

    def above(self, facts: CertificateFacts, helpers: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """The authorities above somebody, nearest first: those of one file mostly share them."""
        if not helpers:
            return ()
        likewise = facts.issuer_der, facts.authority_key_identifier, helpers
        found = self._above.get(likewise)
        if found is None:
            found = self._above[likewise] = chain.order(facts.der, helpers)[:8]
        return found

    def refuse(self, source: str, code: str, **facts: object) -> None:
        """Leave something out, and say why."""
        self.rejected.append(Rejection(source, Message(code, facts)))


def read(name: str, data: bytes) -> Brought:
    """Everything in one file and what is packed in it.

    A fault of our own in it is that file's answer: the others are still wanted.
    """
    facts = certificate.alone(data)  # as nearly all are
    if facts is not None:
        brought = Brought()
        _one(brought, name, facts)
        return brought
    return sort_out(unfold(Path(name), data))


def sort_out(files: Iterator[Unfolded]) -> Brought:
    """The same for files that are unfolded already."""
    brought = Brought()
    inside: str | None = None  # the signed mail whose attachments come next
    while True:
        source = "?"
        try:
            each = next(files, None)
            if each is None:
                return brought
            source = str(each.path)
            if inside is not None and source.startswith(inside):
                continue  # what is in a signed mail was looked at within its signature
            inside = None
            if _file(brought, each):
                inside = f"{source}/"
        except SelError as problem:
            brought.rejected.append(Rejection(source, problem.what))
        except Exception as fault:  # noqa: BLE001  see `read`
            what = ReadingFailed(detail=type(fault).__name__).what
            brought.rejected.append(Rejection(source, what))


def _file(brought: Brought, each: Unfolded) -> bool:
    """Take what one file brings; True for a signed mail, with what is attached to it."""
    source, seen = str(each.path), each.seen
    if each.error is not None:
        raise each.error
    if seen.kind in _MAILS:
        return _mail(brought, source, each.data, seen)
    if seen.kind in _KEYS:
        # Never read further: its owner needs another key, whatever lies beside this one.
        brought.refuse(source, "person-private-key")
    elif seen.kind is Kind.REQUEST:
        brought.refuse(source, "person-request")
    elif seen.kind is Kind.CRL:
        brought.passed += 1
    elif seen.kind is Kind.CONTACT_CARD and not seen.pieces:
        brought.refuse(source, "card-without-certificate")
    elif seen.looks_like == "damaged":
        raise Damaged(detail="begins well and does not go on")
    elif seen.looks_like == "text" and each.path.suffix == ".eml":
        brought.passed += 1  # a mail of hardly any header, as in mail folders
    elif seen.kind is Kind.UNKNOWN:
        brought.refuse(source, "person-nothing", looks_like=seen.looks_like or "unknown")
    else:
        _certificates(brought, source, seen)
    return False


def _certificates(
    brought: Brought,
    source: str,
    seen: Recognised,
    by: bytes | None = None,
    author: str | None = None,
) -> None:
    """Those of one file. by, author: the key that signed them, and whose it is."""
    check_limit("pieces", len(seen.pieces), LIMITS.pieces)
    ders = [piece.der for piece in seen.pieces if piece.kind is Kind.CERTIFICATE]
    people: list[CertificateFacts] = []
    authorities: list[CertificateFacts] = []
    for der in dict.fromkeys(ders):
        try:
            facts = certificate.read(der)
        except InputError as problem:
            brought.rejected.append(Rejection(source, Damaged(detail=problem.detail).what))
            continue
        (authorities if facts.is_ca else people).append(facts)
    if not people:
        for each in authorities:
            brought.refuse(source, taking.AUTHORITY, name=_shown(each))
    if seen.broken:
        brought.refuse(source, "pieces-damaged", n=seen.broken)
    helpers = tuple(each.der for each in authorities)
    for facts in people:
        announced = by if author is not None and facts.has_address(author) else None
        _one(brought, source, facts, announced, helpers)


def _one(
    brought: Brought,
    source: str,
    facts: CertificateFacts,
    announced_by: bytes | None = None,
    helpers: tuple[bytes, ...] = (),
) -> None:
    code = taking.refused(facts)
    if code is not None:
        brought.refuse(source, code, name=_shown(facts))
        return
    by = None if announced_by == facts.spki_sha256 else announced_by
    brought.met.append(Met(facts, source, by, brought.above(facts, helpers)))


def _shown(facts: CertificateFacts) -> str:
    return facts.common_name or facts.subject


def _mail(brought: Brought, source: str, data: bytes, seen: Recognised) -> bool:
    """A signed mail brings its signer, and what is attached inside the signature."""
    if seen.kind is Kind.OUTLOOK_MESSAGE:
        from sel.core.container import outlook_message

        found = outlook_message.letter(data)
        if found is None:
            brought.passed += 1
            return False
        data = found
        seen = recognise(data)
    if seen.kind is not Kind.SIGNED_MAIL:
        brought.passed += 1
        return False
    from sel.core import letter
    from sel.core.letter import Signature

    opened = letter.open_letter(data, ())
    signers = [each.certificate for each in opened.signers if each.certificate is not None]
    if opened.signature is not Signature.VALID or not signers or opened.from_ is None:
        _refuse_signature(brought, source, opened)
        return True
    author = opened.from_
    pool = tuple(dict.fromkeys(der for each in opened.signers for der in each.certificates))
    by = None
    for der in dict.fromkeys(signers):
        facts = certificate.read(der)
        by = by or facts.spki_sha256
        _one(brought, source, facts, None, _authorities(pool))
    for der in pool:
        if der not in signers:
            _beside(brought, source, der, author, by, pool)
    for attached in opened.attachments:
        inner = f"{source}/{attached.name}"
        for one in unfold(Path(inner), attached.data):
            if one.error is None and one.seen.kind in _KEYS:
                brought.refuse(str(one.path), "person-private-key")
            elif one.error is None and one.seen.pieces:
                _certificates(brought, str(one.path), one.seen, by, author)
    return True


def _authorities(pool: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return tuple(der for der in pool if (facts := _facts(der)) is not None and facts.is_ca)


def _facts(der: bytes) -> CertificateFacts | None:
    try:
        return certificate.read(der)
    except InputError:
        return None


def _beside(
    brought: Brought,
    source: str,
    der: bytes,
    author: str,
    by: bytes | None,
    pool: tuple[bytes, ...],
) -> None:
    """The signer's other certificate, as who signs and reads with two keys sends it along."""
    facts = _facts(der)
    if facts is None or facts.is_ca or not facts.has_address(author):
        return
    _one(brought, source, facts, by, _authorities(pool))


def _refuse_signature(brought: Brought, source: str, opened: object) -> None:
    from sel.core.letter import Letter, Signature

    assert isinstance(opened, Letter)
    named = [each.certificate for each in opened.signers if each.certificate is not None]
    signed = [email for der in named if (f := _facts(der)) is not None for email in f.match_emails]
    sender = opened.from_ or ""
    if opened.signature is Signature.UNVERIFIABLE:
        brought.refuse(source, "person-signer-unknown")
    elif signed and sender and not any(same_mailbox(each, sender) for each in signed):
        brought.refuse(source, "person-signer-differs", address=sender, signer=signed[0])
    else:
        brought.refuse(source, "person-signature-invalid")
