"""Signed and encrypted mail: written to prove that it works, opened to say what it really is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sel.base.errors import (
    CannotEncryptTo,
    NoCurrentCertificate,
    NoRecipientCertificate,
    RecipientNotReady,
)
from sel.core import certificate, chain, letter
from sel.core.certificate import CertificateFacts
from sel.core.envelope import Key
from sel.core.finding import Finding, Level
from sel.core.letter import Attachment, Letter, Mailbox, Signature
from sel.core.people import Standing
from sel.flows.identities import Identity, State, chain_of, identities
from sel.ports.book import Book, Role
from sel.ports.services import Services

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
    findings   those of the letter, then those of the signer's certificate
    """

    letter: Letter
    signature: Signature
    signer: CertificateFacts | None
    findings: tuple[Finding, ...]


def write(
    services: Services,
    *,
    to: Sequence[str],
    subject: str,
    text: str,
    attachments: Sequence[Attachment] = (),
) -> Written:
    """A mail signed by me, encrypted to each of `to` (myself without any) and always to me.

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
    mailboxes, ders = [], [_facts(receiver).der]
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
    )
    return Written(eml, own, tuple(mailbox.address for mailbox in mailboxes))


def read(services: Services, data: bytes) -> Read:
    """Open a mail with the keys of the book, old ones too, and say what it really was.

    data  .eml, .msg or a bare message
    Raises NotAMail, NoKey, NotDecrypted, Damaged, TooLarge, UnsupportedAlgorithm.
    """
    book, now = services.book(), services.clock.now()
    opened = letter.open_letter(mail_in(data), ring(book))
    signature, findings = opened.signature, list(opened.findings)
    shown = [each.certificate for each in opened.signers if each.certificate is not None]
    pool = [der for each in opened.signers for der in each.certificates]
    trusted = anchors(services) if shown else ()
    for der in shown:
        path = chain.build(der, pool=(*pool, *_known(book)), anchors=trusted, at=now)
        if not path.trusted:
            findings.extend(replace(each, level=Level.WARNING) for each in path.findings)
            if signature is Signature.VALID:
                signature = Signature.UNVERIFIABLE
    signer = certificate.read(shown[0]) if shown else None
    return Read(opened, signature, signer, tuple(findings))


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
