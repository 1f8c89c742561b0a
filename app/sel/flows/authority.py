"""The pilot authority, for trials and schools without one: it can do nothing but mail."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sel.base.errors import (
    AddressOutsideAuthority,
    AuthorityExists,
    BackupUnsound,
    BadAddress,
    BadLifetime,
    NoAuthority,
    NotACertificate,
    NotARequest,
    PolicyForbids,
    RequestSignatureInvalid,
    RootKeyElsewhere,
    UnknownId,
    UnsupportedAlgorithm,
)
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import authority, bundle, certificate, proof, request
from sel.core.address import ascii_domain, domain_of, same_mailbox
from sel.core.bundle import Bundle, Entry, Protection
from sel.core.certificate import CertificateFacts
from sel.core.keypair import KeyKind, spki_of, spki_sha256
from sel.core.recognise import certificates, seems
from sel.flows import decided
from sel.flows.backups import check_passphrase
from sel.flows.requests import refuse_on_forgetting
from sel.ports.book import AuthorityKey, AuthorityState, Issued, NewAuthority
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class IssuedFacts:
    """A certificate the pilot issued, and whether it was revoked."""

    certificate: CertificateFacts
    revoked: datetime | None


def found(
    services: Services,
    label: str,
    domains: Sequence[str],
    progress: Progress,
    *,
    kind: KeyKind | None = None,
    crl_url: str | None = None,
    forgets_accepted: bool = False,
) -> AuthorityState:
    """Make root and issuer and keep them; this book trusts its own pilot from then on.

    domains  those of the policy without any
    kind     None for the organisation's, or Sêl's own choice
    Raises AuthorityExists, PolicyForbids, BadAddress for what is no domain, ComputerForgets
    (unless accepted).
    """
    _refuse_by_policy(services)
    refuse_on_forgetting(services, accepted=forgets_accepted)
    book = services.book()
    if book.authority() is not None:
        raise AuthorityExists()
    permitted = tuple(dict.fromkeys(map(ascii_domain, domains or services.policy.own_domains)))
    chosen = decided.key_kind(services.policy, kind)
    progress.step(0, 2, Message("making-key"))
    made = authority.found(label, permitted, now=services.clock.now(), kind=chosen)
    progress.step(1, 2, Message("keeping-key"))
    book.found_authority(
        NewAuthority(
            root=made.root,
            issuer=made.issuer,
            root_crl=made.root_crl,
            root_key=made.root_key,
            issuer_key=made.issuer_key,
            domains=permitted,
            crl_url=crl_url,
        )
    )
    progress.step(2, 2, Message("done"))
    return state(services)


def state(services: Services) -> AuthorityState:
    """The pilot of this book. Raises NoAuthority."""
    found_state = services.book().authority()
    if found_state is None:
        raise NoAuthority()
    return found_state


def issue(
    services: Services,
    data: bytes,
    *,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> CertificateFacts:
    """Answer a request. It is in the book before it is handed out.

    From the request come the public key, the name and the addresses; every address has to be in
    a domain of this authority. Raises NotARequest, RequestSignatureInvalid,
    UnsupportedAlgorithm, AddressOutsideAuthority, BadLifetime.
    """
    pilot = state(services)
    try:
        asked = request.read(data)
    except NotARequest as problem:
        raise NotARequest(looks_like=seems(data), detail=problem.detail) from problem
    if not asked.holds:
        raise RequestSignatureInvalid()
    if not _acceptable(asked):
        raise UnsupportedAlgorithm(algorithm=asked.key.algorithm)
    emails = _allowed(asked.emails, pilot.domains)
    now = services.clock.now()
    start = not_before or now - authority.BACKDATED
    end = not_after or start + authority.PERSON_LIFE
    issuer = certificate.read(pilot.issuer)
    if not start < end or start >= issuer.not_after:
        raise BadLifetime(starts=start, ends=end)
    end = min(end, start + authority.PERSON_LIFE)
    serial = authority.new_serial()
    book = services.book()
    der = authority.issue(
        asked,
        emails,
        issuer=pilot.issuer,
        issuer_key=book.authority_key(AuthorityKey.ISSUER),
        serial=serial,
        not_before=start,
        not_after=end,
        crl_url=pilot.crl_url,
    )
    book.authority_issued(Issued(serial, der))
    return certificate.read(der)


def answer(services: Services, facts: CertificateFacts) -> bytes:
    """What is sent back: the certificate and the authorities above it, PEM, leaf first."""
    from sel.core.asn1 import armour

    pilot = state(services)
    ders = (facts.der, pilot.issuer, pilot.root)
    return b"".join(armour("CERTIFICATE", der) for der in ders)


def revoke(services: Services, which: bytes | int) -> IssuedFacts:
    """Revoke by serial or by a file with the certificate. Raises UnknownId, NotACertificate."""
    pilot = state(services)
    if isinstance(which, int):
        serial = which
    else:
        ders = certificates(which)
        if not ders:
            raise NotACertificate(looks_like=seems(which))
        facts = certificate.read(ders[0])
        issuer = certificate.read(pilot.issuer)
        if not certificate.names_equal(facts.issuer_der, issuer.subject_der):
            raise UnknownId(id=f"{facts.serial:x}")
        serial = facts.serial
    if all(issued.serial != serial for issued in pilot.issued):
        raise UnknownId(id=f"{serial:x}")
    services.book().authority_revoked(serial)
    return next(each for each in issued(services) if each.certificate.serial == serial)


def issued(services: Services) -> tuple[IssuedFacts, ...]:
    """Every certificate the pilot issued, oldest first. Raises NoAuthority."""
    return tuple(
        IssuedFacts(certificate.read(each.der), each.revoked) for each in state(services).issued
    )


def crl(services: Services) -> bytes:
    """A fresh CRL of the issuer, DER; its number rises each time. Raises NoAuthority."""
    pilot = state(services)
    book = services.book()
    revoked = [(each.serial, each.revoked) for each in pilot.issued if each.revoked is not None]
    return authority.crl(
        pilot.issuer,
        book.authority_key(AuthorityKey.ISSUER),
        revoked,
        number=book.next_crl_number(),
        now=services.clock.now(),
    )


def back_up(
    services: Services, path: Path, chosen: Secret, progress: Progress, *, replace: bool = False
) -> Path:
    """Write the authority's keys, what it issued and revoked; read it back and prove it.

    Only then the root key leaves the book. A later backup holds the issuer's key alone.
    Raises WeakPassphrase, NoAuthority, BackupUnsound, RootKeyElsewhere, and as `Outputs.write`.
    """
    check_passphrase(services.policy, chosen, Protection.MODERN)
    services.outputs.ready(path, replace=replace)
    pilot = state(services)
    if not pilot.root_key_here and path.exists():
        # This backup has no root key to hold, and the file there may be all that has it.
        raise RootKeyElsewhere(path=str(path))
    book = services.book()
    progress.step(0, 3, Message("sealing-backup"))
    entries = [Entry(book.authority_key(AuthorityKey.ISSUER), pilot.issuer, "issuer")]
    if pilot.root_key_here:
        entries.append(Entry(book.authority_key(AuthorityKey.ROOT), pilot.root, "root"))
    held = Bundle(
        tuple(entries),
        (pilot.root, *(each.der for each in pilot.issued)),
        crls=(pilot.root_crl, crl(services)),
    )
    data = bundle.write(held, chosen, protection=Protection.MODERN)
    progress.step(1, 3, Message("writing-file"))
    services.outputs.write(path, data, replace=replace, private=True)
    progress.step(2, 3, Message("reading-back"))
    back = bundle.read(services.inputs.read(path, from_medium=True), chosen)
    broken = [e for e in back.entries if not proof.signs(e.key, spki_of(e.key))]
    if broken or _contents(back) != _contents(held):
        raise BackupUnsound(detail=hashlib.sha256(data).hexdigest())
    if pilot.root_key_here:
        book.drop_root_key()
    progress.step(3, 3, Message("done"))
    return path


def restore(
    services: Services,
    data: bytes,
    given: Secret,
    progress: Progress,
    *,
    forgets_accepted: bool = False,
) -> AuthorityState:
    """Bring a pilot back from its backup into a book that has none.

    Raises AuthorityExists, WrongPassphrase, BackupUnsound for a file that is no such backup,
    ComputerForgets (unless accepted).
    """
    _refuse_by_policy(services)
    refuse_on_forgetting(services, accepted=forgets_accepted)
    book = services.book()
    if book.authority() is not None:
        raise AuthorityExists()
    progress.step(0, 1, Message("opening-file"))
    held = bundle.read(data, given)
    named = {entry.friendly_name: entry for entry in held.entries}
    issuer, root = named.get("issuer"), named.get("root")
    if issuer is None or issuer.certificate is None or len(held.crls) != 2:
        raise BackupUnsound(detail="not a backup of a pilot authority")
    facts = certificate.read(issuer.certificate)
    above = [
        der
        for der in (*held.others, *(e.certificate for e in held.entries))
        if der is not None and certificate.read(der).self_signed
    ]
    if facts.spki_sha256 != spki_sha256(spki_of(issuer.key)) or not above:
        raise BackupUnsound(detail="issuer or root missing")
    numbers, revoked = authority.read_crl(held.crls[1])
    book.found_authority(
        NewAuthority(
            root=above[0],
            issuer=issuer.certificate,
            root_crl=held.crls[0],
            root_key=root.key if root is not None else None,
            issuer_key=issuer.key,
            domains=authority.domains_of(issuer.certificate),
            crl_number=numbers,
            issued=tuple(
                Issued(one.serial, one.der, revoked.get(one.serial))
                for one in map(certificate.read, held.others)
                if not one.is_ca
            ),
            crl_url=next(
                (url for der in held.others for url in certificate.read(der).crl_urls), None
            ),
        )
    )
    progress.step(1, 1, Message("done"))
    return state(services)


def _refuse_by_policy(services: Services) -> None:
    if not services.policy.pilot:
        raise PolicyForbids(rule="pilot")


def _contents(held: Bundle) -> tuple[set[bytes], set[bytes], tuple[bytes, ...]]:
    """Keys (by SPKI), certificates and CRLs, however a file orders them."""
    keys = {spki_of(entry.key) for entry in held.entries}
    ders = {entry.certificate for entry in held.entries if entry.certificate is not None}
    return keys, ders | set(held.others), held.crls


def _acceptable(asked: request.RequestFacts) -> bool:
    key = asked.key
    if key.algorithm == "rsa":
        return (key.size or 0) >= 2048
    return key.algorithm == "ec" and key.curve in {"P-256", "P-384", "P-521"}


def _allowed(emails: Sequence[str], domains: Sequence[str]) -> tuple[str, ...]:
    if not emails:
        raise AddressOutsideAuthority(address="", domains=", ".join(domains))
    kept: list[str] = []
    for each in emails:
        try:
            inside = domain_of(each) in domains
        except BadAddress:
            inside = False
        if not inside:
            raise AddressOutsideAuthority(address=each, domains=", ".join(domains))
        if not any(same_mailbox(each, known) for known in kept):
            kept.append(each)
    return tuple(kept)
