"""From nothing to a certificate: make a key and a request, take in the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sel.base.errors import (
    AlreadyFinished,
    AnswerExpired,
    AnswerIsAuthority,
    AnswerOtherAddress,
    ComputerForgets,
    KeyMismatch,
    NoMatch,
    UnknownId,
)
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core import certificate, keypair, proof, request
from sel.core.address import same_mailbox
from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info, warning
from sel.core.keypair import KeyKind
from sel.core.request import Asked, RequestFacts
from sel.flows import decided
from sel.flows.identities import Identity, find, identities
from sel.flows.unfolding import certificates
from sel.ports.book import (
    Additions,
    HeldRequest,
    NewCertificate,
    NewKey,
    NewRequest,
    Origin,
    Role,
)
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Made:
    """A request whose key is safe in the book."""

    id: str
    request: RequestFacts


@dataclass(frozen=True, slots=True)
class Finished:
    """An answer that was taken in."""

    identity: Identity
    new: bool
    findings: tuple[Finding, ...]


def make(
    services: Services,
    asked: Asked,
    kind: KeyKind | None,
    progress: Progress,
    *,
    forgets_accepted: bool = False,
) -> Made:
    """Make a key, keep it, and only then hand out the request.

    kind  None for the organisation's, or Sêl's own choice
    Safe to stop until the key is being kept. Raises BadAddress, UsageError, PolicyForbids,
    SharedMailbox, ComputerForgets (unless accepted), and what `Book.add` raises; then nothing was
    kept.
    """
    wanted = asked.checked()
    decided.refuse_shared(services.policy, wanted.emails)
    chosen = decided.key_kind(services.policy, kind)
    refuse_on_forgetting(services, accepted=forgets_accepted)
    progress.step(0, 3, Message("making-key"))
    private = keypair.generate(chosen)
    progress.step(1, 3, Message("keeping-key"))
    facts = request.read(request.build(wanted, key=private))
    book = services.book()
    added = book.add(
        Additions(
            keys=(NewKey(private, facts.spki, Origin.MADE),),
            requests=(NewRequest(facts.der, facts.spki_sha256),),
            note=Message("request-made", {"key": chosen.value}),
        )
    )
    progress.step(3, 3, Message("done"))
    return Made(added.new_keys[0], facts)


def waiting(services: Services) -> tuple[tuple[Identity, HeldRequest], ...]:
    """Requests that have no certificate yet and were not cancelled, oldest first."""
    book = services.book()
    held = {each.spki_sha256: each for each in book.requests()}
    return tuple(
        (each, held[each.spki_sha256])
        for each in identities(book, services.clock.now())
        if each.certificate is None and each.request is not None and not each.cancelled
    )


def show(services: Services, key_id: str) -> RequestFacts:
    """The request of this id, waiting or not. Raises UnknownId."""
    identity = find(services.book(), key_id, services.clock.now())
    if identity.request is None:
        raise UnknownId(id=key_id)
    return identity.request


def cancel(services: Services, key_id: str) -> Identity:
    """Hide a waiting request; its key stays, and a late answer still finishes it.

    Raises UnknownId, AlreadyFinished.
    """
    book = services.book()
    identity = find(book, key_id, services.clock.now())
    if identity.request is None:
        raise UnknownId(id=key_id)
    if identity.certificate is not None:
        raise AlreadyFinished(id=identity.id)
    book.cancel_request(identity.spki_sha256)
    return identity


def finish(
    services: Services, answer: bytes, chain: Sequence[bytes], progress: Progress
) -> Finished:
    """Take in what an authority sent back; it finds its key itself.

    answer  the file: one certificate or many (PEM, DER, PKCS#7), in any order
    chain   further files with authorities
    Raises NotACertificate (looks_like), NoMatch, AnswerIsAuthority, AnswerExpired,
    AnswerOtherAddress, KeyMismatch; then nothing was changed.
    """
    progress.step(0, 3, Message("reading-answer"))
    found = _certificates(answer)
    others = [facts for data in chain for facts in _certificates(data)]
    book = services.book()
    keys = {key.spki_sha256: key for key in book.keys()}
    requests = {held.spki_sha256: request.read(held.der) for held in book.requests()}
    mine = [facts for facts in found if facts.spki_sha256 in keys]
    leaf = _chosen(mine, found)
    findings = _compared(leaf, requests.get(leaf.spki_sha256), services)
    progress.step(1, 3, Message("testing-key"))
    key = keys[leaf.spki_sha256]
    held = proof.prove(book.private_key(key.id), leaf.der)
    if not held.holds:
        raise KeyMismatch(proof=held.code)
    progress.step(2, 3, Message("keeping-certificate"))
    added = book.add(_additions(leaf, mine, (*found, *others)))
    progress.step(3, 3, Message("done"))
    identity = find(book, key.id, services.clock.now())
    return Finished(identity, leaf.sha256 in added.new_certificates, findings)


def refuse_on_forgetting(services: Services, *, accepted: bool) -> None:
    """Keys do not go where they are lost at sign-out without somebody saying so first."""
    reason = services.forgets()
    if reason is not None and not accepted:
        raise ComputerForgets(reason=reason)


def _certificates(data: bytes) -> list[CertificateFacts]:
    """Every certificate of an answer, packed or not.

    Raises NotACertificate saying what it is instead, and as `unfolding.certificates`.
    """
    return [certificate.read(der) for der in certificates(data)]


def _chosen(
    mine: Sequence[CertificateFacts], found: Sequence[CertificateFacts]
) -> CertificateFacts:
    if not mine:
        if all(facts.is_ca for facts in found):
            raise AnswerIsAuthority(subject=found[0].subject)
        leaf = next(facts for facts in found if not facts.is_ca)
        raise NoMatch(subject=leaf.subject, emails=", ".join(leaf.emails))
    people = [facts for facts in mine if not facts.is_ca]
    if not people:
        raise AnswerIsAuthority(subject=mine[0].subject)
    return max(people, key=lambda facts: facts.not_before)


def _compared(
    leaf: CertificateFacts, asked: RequestFacts | None, services: Services
) -> tuple[Finding, ...]:
    now = services.clock.now()
    if now > leaf.not_after:
        raise AnswerExpired(ended=leaf.not_after)
    findings: list[Finding] = []
    if asked is not None and asked.emails:
        lacking = [each for each in asked.emails if not leaf.has_address(each)]
        extra = [
            each
            for each in leaf.match_emails
            if not any(same_mailbox(each, wanted) for wanted in asked.emails)
        ]
        if len(lacking) == len(asked.emails):
            raise AnswerOtherAddress(
                asked=", ".join(asked.emails), found=", ".join(leaf.match_emails)
            )
        if lacking:
            findings.append(warning("answer-lacks-address", lacking=", ".join(lacking)))
        if extra:
            findings.append(info("answer-extra-address", extra=", ".join(extra)))
    if now < leaf.not_before:
        findings.append(info("answer-not-yet-valid", starts=leaf.not_before))
    if not leaf.can_encrypt:
        findings.append(warning("cannot-encrypt", source="RFC 8550 4.4.2"))
    return tuple(findings)


def _additions(
    leaf: CertificateFacts,
    mine: Sequence[CertificateFacts],
    everything: Sequence[CertificateFacts],
) -> Additions:
    own = [facts for facts in mine if not facts.is_ca]
    above = [facts for facts in everything if facts.is_ca]
    return Additions(
        certificates=(
            *(NewCertificate(facts.der, facts.spki_sha256, Role.OWN) for facts in own),
            *(NewCertificate(facts.der, facts.spki_sha256, Role.CHAIN) for facts in above),
        ),
        note=Message("request-finished", {"sha256": leaf.sha256.hex()}),
    )


def text_of(made: RequestFacts) -> str:
    """The request as the text that people paste into portals (PEM)."""
    from sel.core.asn1 import armour

    return armour("CERTIFICATE REQUEST", made.der).decode("ascii")
