"""Judge a certificate: its path, its revocation, and what mail programs ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import revocation
from sel.core.chain import Found, Path, Pool, Settings, find, names
from sel.core.chain.link import Link
from sel.core.finding import Finding, Level, error, info, warning
from sel.core.revocation import Evidence, Judge, State, Status, points
from sel.flows import anchoring
from sel.flows.anchoring import Source, Trusted
from sel.flows.subjects import Subject, certificates_of, subject
from sel.ports.services import Services

Look = Callable[[Services, Sequence[tuple[Link, Link]], Progress], Evidence]
_SOURCE: Final = "RFC 5280 6.3"


class Wanted(StrEnum):
    """What a certificate is checked for. PATH: RFC 5280 path and revocation alone."""

    ANY = "any"
    SIGN = "sign"
    ENCRYPT = "encrypt"
    PATH = "path"


class Mode(StrEnum):
    """How much it matters whether the certificate is revoked."""

    OFF = "off"
    PREFER = "prefer"
    REQUIRE = "require"


class Verdict(StrEnum):
    """The outcome in one word."""

    GOOD = "good"
    WARNINGS = "warnings"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Options:
    """How to check. Files are given as their bytes, in any form that is recognised.

    mailbox     an address it has to speak for
    passphrase  of a PKCS#12
    roots       only the certificates of these files are trusted; None: whoever is trusted here
    chain       files with authorities to build the path with
    crls        (name, file) with revocation lists or OCSP responses
    at          aware; None is now
    mode        None: PREFER, but OFF where the network is forbidden and no list is given
    settings    the inputs of RFC 5280 6.1.1
    """

    wanted: Wanted = Wanted.ANY
    mailbox: str | None = None
    passphrase: Secret | None = None
    roots: tuple[bytes, ...] | None = None
    chain: tuple[bytes, ...] = ()
    crls: tuple[tuple[str, bytes], ...] = ()
    at: datetime | None = None
    mode: Mode | None = None
    settings: Settings | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found.

    leaf        DER of the certificate that was judged
    path        SHA-256 of each certificate, the leaf first, as far as it goes
    anchor      who said that the root is trusted, or None without a path to one
    revocation  "good", "revoked", "unknown" or "not-checked"
    """

    verdict: Verdict
    leaf: bytes
    path: tuple[bytes, ...]
    anchor: Source | None
    revocation: str
    findings: tuple[Finding, ...]


def check(services: Services, data: bytes, options: Options, progress: Progress) -> Checked:
    """Judge the certificate that a file is about.

    The network is asked only if it is allowed, only about revocation, and only once a path to a
    trusted root stands. Raises NotACertificate, PassphraseNeeded, WrongPassphrase, Damaged,
    TooLarge for the file; NotACertificate for roots and chains.
    """
    about = subject(data, options.passphrase)
    at = options.at or services.clock.now()
    alone = options.wanted is Wanted.PATH
    settings = options.settings or Settings(weak=alone, mail=not alone)
    trust = _trust(services, options)
    progress.step(0, 2, Message("building-path"))
    pool = _pool(about, options, trust)
    roots = Pool(der for _, der in trust.roots)
    found = find(about.leaf, pool, roots, at=at, settings=settings)
    findings = [*about.findings, *_doubts(found, about.leaf, pool, trust, at, settings)]
    mode = options.mode or _default_mode(services, options)
    state = "not-checked"
    if len(found.links) == 1 and found.anchor is not None:
        # An anchor has nobody above it who could revoke it.
        if mode is Mode.REQUIRE:
            findings.append(_not_known(found.anchor))
    elif mode is not Mode.OFF:
        progress.step(1, 2, Message("checking-revocation"))
        evidence = _evidence(options, about, trust)
        status = _status(services, found, pool, evidence, trust, at, settings, progress)
        findings.extend(status.findings)
        findings.extend(
            _unknown(status, mode, options, about.leaf) if found.anchor is not None else ()
        )
        state = status.state.value
    unasked = any(each.code == "revocation-unasked" for each in findings)
    for each in _judged(about.leaf, found, options, at):
        # That it names no list is told once, as what it means for this check.
        if not (unasked and each.code == "no-revocation-source"):
            findings.append(each)
    progress.step(2, 2, Message("done"))
    root = found.anchor.der if found.anchor is not None else None
    return Checked(
        verdict=_verdict(findings),
        leaf=about.leaf,
        path=tuple(each.sha256 for each in found.links),
        anchor=trust.source(root) if root is not None else None,
        revocation=state,
        findings=_in_order(findings),
    )


def _trust(services: Services, options: Options) -> Trusted:
    if options.roots is None:
        return anchoring.trusted(services)
    return anchoring.given([der for data in options.roots for der in certificates_of(data)])


def _pool(about: Subject, options: Options, trust: Trusted) -> Pool:
    given = (der for data in options.chain for der in certificates_of(data))
    return Pool((*about.pool, *given, *trust.pool))


def _default_mode(services: Services, options: Options) -> Mode:
    asked = bool(options.crls) or services.fetch() is not None
    return Mode.PREFER if asked else Mode.OFF


def _doubts(
    found: Found, leaf: bytes, pool: Pool, trust: Trusted, at: datetime, settings: Settings
) -> Iterator[Finding]:
    """A root that somebody trusted, which could not be proved without Sêl's own keys."""
    if found.anchor is None and trust.unverified:
        else_ = find(leaf, pool, Pool(trust.unverified), at=at, settings=settings)
        if else_.anchor is not None:
            yield warning("trust-not-verified", root=_name(else_.anchor))


def _evidence(options: Options, about: Subject, trust: Trusted) -> Evidence:
    """Lists and answers at hand: those given, those in the file, the pilot's own."""
    found = Evidence()
    for name, data in options.crls:
        found += _given_list(name, data)
    found += revocation.read_all(("", der) for der in about.crls)
    if trust.pilot is not None:
        found += revocation.read(trust.pilot.root_crl)
    return found


def _given_list(name: str, data: bytes) -> Evidence:
    """One file: DER at once, however large; anything else is recognised first."""
    if data[:1] == b"\x30":
        found = revocation.read(data, origin=name)
        if found.crls or found.responses:
            return found
    from sel.core.asn1 import unarmour
    from sel.core.recognise import Kind, recognise

    ders = [der for label, der in unarmour(data) if label in {"X509 CRL", "OCSP RESPONSE"}]
    ders = ders or [each.der for each in recognise(data).pieces if each.kind is Kind.CRL]
    if not ders:
        return revocation.read(data, origin=name)
    return revocation.read_all((name, der) for der in ders)


def _status(
    services: Services,
    found: Found,
    pool: Pool,
    evidence: Evidence,
    trust: Trusted,
    at: datetime,
    settings: Settings,
    progress: Progress,
) -> Status:
    """What is known of the path's revocation, asking the network for what is not."""
    faults = evidence.findings
    if found.anchor is None:
        return Status(State.UNKNOWN, faults)
    anchor = found.anchor
    known = _by_ourselves(found, trust)
    if known is not None:
        return Status(State.REVOKED, (known, *faults))

    def judged() -> Status:
        judge = Judge(pool, anchor, evidence, at=at, settings=settings)
        return judge.status(found.links)

    status = judged()
    for look in _lookups(services, status):
        if status.state is not State.UNKNOWN:
            break
        evidence += look(services, status.open, progress)
        status = judged()
    if status.state is not State.UNKNOWN:
        # What could not be fetched no longer matters; what was given and is broken still does.
        return Status(status.state, (*status.findings, *faults))
    return Status(status.state, (*status.findings, *evidence.findings), status.open)


def _by_ourselves(found: Found, trust: Trusted) -> Finding | None:
    """What this book's own pilot authority has revoked, on a list already or not."""
    if trust.pilot is None or found.anchor is None or found.anchor.der != trust.pilot.root:
        return None
    leaf = found.links[0]
    for each in trust.pilot.issued:
        if each.der == leaf.der and each.revoked is not None:
            return error(
                "revoked",
                source=_SOURCE,
                name=_name(leaf),
                since=each.revoked,
                because="unspecified",
            )
    return None


def _lookups(services: Services, status: Status) -> tuple[Look, ...]:
    """What to ask the network, one after the other: lists, then answers."""
    if status.state is not State.UNKNOWN or services.fetch() is None:
        return ()
    from sel.flows import lookups

    return lookups.lists, lookups.answers


def _unknown(status: Status, mode: Mode, options: Options, leaf: bytes) -> Iterator[Finding]:
    """How much it matters that nothing is known depends on what was asked for."""
    for each, _ in status.open:
        facts = {"name": _name(each)}
        if mode is Mode.REQUIRE:
            yield _not_known(each)
        elif points.named(each):
            yield warning("revocation-unknown", source=_SOURCE, **facts)
        elif each.der != leaf or options.wanted is Wanted.PATH:
            # Of the leaf, the rules for mail say it too, with what follows from it.
            yield info("revocation-unasked", source=_SOURCE, **facts)


def _not_known(each: Link) -> Finding:
    return error("revocation-unknown", source=_SOURCE, name=_name(each))


def _judged(leaf: bytes, found: Found, options: Options, at: datetime) -> tuple[Finding, ...]:
    """What the path says, and unless only that was asked, what mail programs ask for."""
    why = () if found.why is None else (found.why,)
    if options.wanted is Wanted.PATH:
        return why
    from sel.core import certificate, rules

    facts = certificate.read(leaf)
    ders = tuple(each.der for each in found.links) or (leaf,)
    path = Path(ders, found.anchor.der if found.anchor is not None else None, why)
    said = rules.judge(
        facts,
        at=at,
        purpose=rules.Purpose(options.wanted.value),
        mailbox=options.mailbox,
        path=path,
    )
    # The leaf's own dates are told once, in the words for the person's own certificate.
    own = {"expired": "path-expired", "not-yet-valid": "path-not-yet-valid"}
    told = {own[each.code] for each in said if each.code in own}
    return tuple(each for each in said if each.code not in told)


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors first; otherwise as they were found."""
    weight = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2}
    return tuple(sorted(findings, key=lambda each: weight[each.level]))


def _verdict(findings: Sequence[Finding]) -> Verdict:
    levels = {each.level for each in findings}
    if Level.ERROR in levels:
        return Verdict.BAD
    return Verdict.WARNINGS if Level.WARNING in levels else Verdict.GOOD


def _name(each: Link) -> str:
    return names.shown(each.subject)
