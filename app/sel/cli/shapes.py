"""The JSON shapes of the contract, made from dataclasses of the core and the flows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sel.core.address import display
from sel.text.speaker import Speaker

if TYPE_CHECKING:  # only the commands that need these load them
    from sel.core.certificate import CertificateFacts
    from sel.core.envelope import RecipientId
    from sel.core.finding import Finding
    from sel.core.keypair import KeyFacts
    from sel.core.request import RequestFacts
    from sel.flows.addressed import Whereabouts
    from sel.flows.identities import Identity
    from sel.flows.presence import Held


def time(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC, whole seconds."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{moment.isoformat()[:_SECONDS]}Z"


_SECONDS = len("2026-11-24T12:00:00")


def key(facts: KeyFacts | None) -> dict[str, Any] | None:
    """{"algorithm", "size" or "curve"}."""
    if facts is None:
        return None
    shape: dict[str, Any] = {"algorithm": facts.algorithm}
    if facts.size is not None:
        shape["size"] = facts.size
    if facts.curve is not None:
        shape["curve"] = facts.curve
    return shape


def certificate(
    facts: CertificateFacts, *, has_private_key: bool = False, friendly_name: str | None = None
) -> dict[str, Any]:
    """A certificate as the contract writes it."""
    return {
        "kind": "certificate",
        "subject": facts.subject,
        "issuer": facts.issuer,
        "emails": list(facts.emails),
        "emails_display": list(map(display, facts.emails)),
        "serial": f"{facts.serial:x}",
        "not_before": time(facts.not_before),
        "not_after": time(facts.not_after),
        "key": key(facts.key),
        "signature_algorithm": facts.signature_algorithm,
        "usages": {"sign": facts.can_sign, "encrypt": facts.can_encrypt},
        "extended_key_usages": list(facts.extended or ()),
        "is_ca": facts.is_ca,
        "self_signed": facts.self_signed,
        "sha256": facts.sha256.hex(),
        "sha1": facts.sha1.hex(),
        "has_private_key": has_private_key,
        "friendly_name": friendly_name,
        "check_code": facts.check_code,
    }


def request(facts: RequestFacts) -> dict[str, Any]:
    """A request as the contract writes it."""
    return {
        "kind": "request",
        "subject": facts.subject,
        "emails": list(facts.emails),
        "key": key(facts.key),
        "signature_algorithm": facts.signature_algorithm,
        "sha256": facts.sha256.hex(),
        "signature": "valid" if facts.holds else "invalid",
    }


_WAITING: dict[str, Any] = {
    "subject": None, "issuer": None, "serial": None, "not_before": None, "not_after": None,
    "signature_algorithm": None, "usages": {"sign": False, "encrypt": False},
    "extended_key_usages": [], "is_ca": False, "self_signed": False, "sha256": None,
    "sha1": None, "check_code": None,
}  # fmt: skip


def identity(one: Identity) -> dict[str, Any]:
    """An own certificate: the certificate's fields (null while it waits) and the identity's."""
    if one.certificate is not None:
        shape = certificate(one.certificate, has_private_key=True, friendly_name=one.friendly_name)
    else:
        asked = one.request
        shape = {
            "kind": "certificate",
            **_WAITING,
            "subject": asked.subject if asked is not None else None,
            "emails": list(one.emails),
            "emails_display": [display(each) for each in one.emails],
            "key": key(asked.key if asked is not None else None),
            "has_private_key": True,
            "friendly_name": one.friendly_name,
        }
    return {
        **shape,
        "id": one.id,
        "state": one.state.value,
        "backed_up": time(one.backed_up),
        "installed": list(one.installed),
        "origin": one.origin.value,
        "only_here": one.only_here,
    }


def placed(one: Identity, held: Held) -> dict[str, Any]:
    """The same with where it is, by looking: `installed`, `lost`, `unseen` are ids of stores."""
    return {
        **identity(one),
        "installed": list(held.installed),
        "lost": list(held.lost),
        "unseen": list(held.unseen),
    }


def recipient(one: RecipientId) -> dict[str, Any]:
    """{"issuer", "serial"} or {"key_id"}."""
    if one.key_id is not None:
        return {"key_id": one.key_id.hex()}
    return {"issuer": one.issuer, "serial": f"{one.serial:x}"}


def whereabouts(one: Whereabouts) -> dict[str, Any]:
    """What is known here of one recipient of a mail, and where the key is."""
    facts = one.certificate
    return {
        **recipient(one.recipient),
        "certificate": facts.sha256.hex() if facts is not None else None,
        "emails": list(facts.emails) if facts is not None else [],
        "mine": one.mine,
        "key_here": one.key,
        "stores": list(one.stores),
        "backups": [
            {"path": each.path, "made": time(each.made), "verified": time(each.verified)}
            for each in one.backups
        ],
    }


def problem(finding: Finding, speaker: Speaker) -> dict[str, Any]:
    """A finding as the contract's problem."""
    told = speaker.finding(finding, command=True)
    return {
        "code": finding.code,
        "severity": finding.level.value,
        "message": told.what,
        "hint": told.hint,
        "source": finding.source,
    }


def problems(findings: Iterable[Finding], speaker: Speaker) -> list[dict[str, Any]]:
    """All of them, in their order."""
    return [problem(each, speaker) for each in findings]


def exit_status(findings: Iterable[Finding]) -> int:
    """1 if a judgement found an error, else 0."""
    from sel.core.finding import Level

    return int(any(each.level is Level.ERROR for each in findings))
