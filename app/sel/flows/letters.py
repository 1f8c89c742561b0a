"""Signed and encrypted mail: written to prove that it works, opened to say what it really is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sel.base.errors import (
    CannotEncryptTo,
    NoCurrentCertificate,
    NoRecipientCertificate,
    NoSuchMail,
    RecipientNotReady,
    SeveralMails,
)
from sel.core import certificate, chain, letter
from sel.core.certificate import CertificateFacts
from sel.core.chain import Path
from sel.core.envelope import Key, Signer
from sel.core.finding import Finding, Level, warning
from sel.core.letter import Attachment, Letter, Mailbox, Signature
from sel.core.people import Standing
from sel.flows import word_test_kept
from sel.flows.identities import Identity, State, chain_of, identities
from sel.ports.book import Book, Role
from sel.ports.services import Services

MAILER = "Sel"
"""What Sêl calls itself in mails it made, so that none is taken for one of the mail program."""

_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as bytes, ready to be saved; to whom it is encrypted."""

    eml: bytes
    sender: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A mail that was opened.

    signature  as the letter says, and VALID only if every signer's path leads to somebody who is
               trusted for mail
    part       the same of the only part that is signed, if a mailing list added the rest
    part_signer  whose certificate that is
    findings   those of the letter, then those of the signers' certificates
    """

    letter: Letter
    signature: Signature
    signer: CertificateFacts | None
    findings: tuple[Finding, ...]
    part: Signature | None = None
    part_signer: CertificateFacts | None = None


def write(
    services: Services,
    *,
    to: Sequence[str],
    subject: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    alone: bool = False,
) -> Written:
    """A mail signed by me, encrypted to each of `to` (myself without any) and always to me.

    alone  with nobody in `to`: to the one certificate for the address it is written from
    Raises NoCurrentCertificate, NoRecipientCertificate, CannotEncryptTo, RecipientNotReady.
    """
    book, now = services.book(), services.clock.now()
    mine = [each for each in identities(book, now) if each.state is State.CURRENT]
    signer = _newest([e for e in mine if _facts(e).can_sign and _facts(e).match_emails])
    receiver = _newest([each for each in mine if _facts(each).can_encrypt])
    if signer is None or receiver is None:
        raise NoCurrentCertificate()
    facts = _facts(signer)
    own = facts.match_emails[0]
    mailboxes, ders = [], [] if alone else [_facts(receiver).der]
    for address in to or (own,):
        der = _recipient(mine, address, services)
        mailboxes.append(Mailbox(_name(certificate.read(der)), address))
        if der not in ders:
            ders.append(der)
    eml = letter.compose(
        sender=Mailbox(_name(facts), own),
        recipients=tuple(mailboxes),
        subject=subject,
        text=text,
        attachments=tuple(attachments),
        date=now,
        key=book.private_key(signer.id),
        certificate=facts.der,
        chain=chain_of(book, facts.der),
        encrypt_to=tuple(ders),
        encryption_certificate=_facts(receiver).der,
        mailer=MAILER,
    )
    return Written(eml, own, tuple(mailbox.address for mailbox in mailboxes))


def read(services: Services, data: bytes) -> Read:
    """Open a mail with the keys of the book, old ones too, and say what it really was.

    data  .eml, .msg or a bare message
    Raises NotAMail, NoKey, NotDecrypted, Damaged, TooLarge, UnsupportedAlgorithm.
    """
    mail = mail_in(data)
    word_test_kept.void(services, mail)
    opened = letter.open_letter(mail, ring(services.book()))
    signature, signer, why = _by_paths(services, opened.signature, opened.signers)
    found, part = [*opened.findings, *why], opened.signed_part
    if part is None:
        return Read(opened, signature, signer, tuple(found))
    of_part, part_signer, why = _by_paths(services, part.signature, part.signers)
    return Read(opened, signature, signer, (*found, *why), of_part, part_signer)


def _by_paths(
    services: Services, signature: Signature, signers: Sequence[Signer]
) -> tuple[Signature, CertificateFacts | None, list[Finding]]:
    """VALID only if every signer's path is trusted; the first signer; what the paths say."""
    shown = [each for each in signers if each.certificate is not None]
    if not shown:
        return signature, None, []
    known = (*(der for each in signers for der in each.certificates), *_known(services.book()))
    trusted, findings = anchors(services), []
    build = partial(chain.build, pool=known, anchors=trusted)
    for each in shown:
        why = _path(each, build, services.clock.now())
        findings.extend(why)
        if why and signature is Signature.VALID:
            signature = Signature.UNVERIFIABLE
    return signature, certificate.read(shown[0].certificate or b""), findings


def _path(signer: Signer, build: Callable[..., Path], now: datetime) -> list[Finding]:
    """Why this signer is nobody who can be relied on today; nothing if they are."""
    der = signer.certificate or b""
    path = build(der, at=now)
    if path.trusted:
        return []
    facts, signed = certificate.read(der), signer.signed_at
    if now > facts.not_after and signed is not None and build(der, at=signed).trusted:
        return [
            warning("signer-expired", source="RFC 8550 4", ended=facts.not_after, signed=signed)
        ]
    return [replace(each, level=Level.WARNING) for each in path.findings]


def one_of(data: bytes, number: int | None) -> bytes:
    """One mail of a mail folder in a file (mbox), counted from 1; any other file as it is.

    Raises SeveralMails if it has several and none is named, NoSuchMail, TooLarge.
    """
    from sel.core.container import mbox
    from sel.core.container.model import Budget
    from sel.core.recognise.mail import is_mbox

    if not is_mbox(data):
        mails = [data]
    else:
        mails = [each.data for each in mbox.members(data, Budget())]
    if number is None and len(mails) > 1:
        raise SeveralMails(n=len(mails))
    if number is not None and not 1 <= number <= len(mails):
        raise NoSuchMail(number=number, n=len(mails))
    return mails[(number or 1) - 1]


def mail_in(data: bytes) -> bytes:
    """The S/MIME mail in an Outlook message (.msg); everything else as it is.

    Raises Damaged, TooLarge.
    """
    if not data.startswith(_OUTLOOK):
        return data
    from sel.core.container import outlook_message

    return outlook_message.letter(data) or data


def ring(book: Book) -> tuple[Key, ...]:
    """Every key of the book with each of its certificates; private halves are fetched on use."""
    by_spki: dict[bytes, list[bytes]] = {}
    for held in book.certificates(Role.OWN):
        by_spki.setdefault(held.spki_sha256, []).append(held.der)
    return tuple(
        Key(certificate=der, spki=key.spki, private=partial(book.private_key, key.id))
        for key in book.keys()
        for der in by_spki.get(key.spki_sha256, [None])
    )


def anchors(services: Services) -> tuple[bytes, ...]:
    """Roots trusted for mail: this book's pilot, those of the person, of policy, of the system."""
    from sel.flows import anchoring

    return tuple(dict.fromkeys(der for _, der in anchoring.trusted(services).roots))


def _recipient(mine: Sequence[Identity], address: str, services: Services) -> bytes:
    """The certificate to encrypt to: my own, or the one of a colleague that is eligible now."""
    now = services.clock.now()
    own = [facts for each in mine if (facts := _facts(each)).has_address(address)]
    fitting = [facts for facts in own if facts.not_before <= now <= facts.not_after]
    able = [facts for facts in fitting if facts.can_encrypt]
    if able:
        return max(able, key=lambda facts: facts.not_before).der
    if fitting:
        raise CannotEncryptTo(address=address, algorithm=fitting[0].key.algorithm)
    return _of_colleague(services, address)


def _of_colleague(services: Services, address: str) -> bytes:
    """Raises NoRecipientCertificate, CannotEncryptTo, RecipientNotReady."""
    from sel.flows import people

    chosen = people.choose(services, address)
    if chosen.facts is not None:
        return chosen.facts.der
    if chosen.answer.reason is Standing.NOBODY or chosen.answer.about is None:
        raise NoRecipientCertificate(address=address)
    if chosen.answer.reason is Standing.CANNOT:
        raise CannotEncryptTo(address=address, algorithm=chosen.answer.about.algorithm)
    raise RecipientNotReady(address=address, person_state=chosen.answer.reason.value)


def _known(book: Book) -> tuple[bytes, ...]:
    pilot = book.authority()
    own = (pilot.issuer, pilot.root) if pilot is not None else ()
    return (*own, *(held.der for held in book.certificates(Role.CHAIN)))


def _newest(some: Sequence[Identity]) -> Identity | None:
    return max(some, key=lambda each: _facts(each).not_before, default=None)


def _name(facts: CertificateFacts) -> str:
    """A name for the head of a mail; none if the certificate's would break out of it."""
    name = facts.common_name or ""
    return name if name.isprintable() else ""


def _facts(each: Identity) -> CertificateFacts:
    if each.certificate is None:
        raise NoCurrentCertificate()
    return each.certificate
