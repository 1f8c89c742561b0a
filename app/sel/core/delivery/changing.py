"""What is kept of a check, and what is different from the last one.

The mail servers of a partner changing is ordinary; that nobody noticed is how mail is led astray.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sel.base.message import Message
from sel.core.delivery.judged import DaneState, HostJudged, Judged, Verdict
from sel.core.delivery.model import Reach


@dataclass(frozen=True, slots=True)
class HostKept:
    """One mail server as it was when it last answered.

    answered  whether it ever did; nothing below means anything without
    sha256    of its certificate, in hexadecimal; "" without
    """

    host: str
    preference: int
    answered: bool
    starttls: bool
    tls_version: str
    sha256: str
    trusted: bool
    name_matches: bool
    dane: str

    @property
    def proves_itself(self) -> bool:
        """Whether a connector may insist on its certificate and its name."""
        return self.trusted and self.name_matches


@dataclass(frozen=True, slots=True)
class Kept:
    """One domain as it was. sts: the mode of its policy; "" without."""

    domain: str
    checked: datetime
    verdict: Verdict
    hosts: tuple[HostKept, ...]
    sts: str


def kept(judged: Judged, before: Kept | None) -> Kept | None:
    """What is worth keeping; None if no server answered, which says nothing of the partner.

    A server that does not answer today stays as it was before.
    """
    if judged.verdict is Verdict.UNKNOWN:
        return None
    known = {each.host: each for each in before.hosts} if before is not None else {}
    hosts = tuple(
        known[each.host]
        if each.host in known and not _answered(each)
        else HostKept(
            host=each.host,
            preference=each.preference,
            answered=_answered(each),
            starttls=each.starttls,
            tls_version=each.tls_version or "",
            sha256=each.certificate.sha256.hex() if each.certificate is not None else "",
            trusted=each.trust == "trusted",
            name_matches=bool(each.name_matches),
            dane=each.dane.value,
        )
        for each in judged.hosts
    )
    mode = judged.sts.policy.mode.value if judged.sts.policy is not None else ""
    return Kept(judged.domain, judged.moment, judged.verdict, hosts, mode)


def _answered(host: HostJudged) -> bool:
    return host.reach is Reach.SPOKEN


def as_shape(one: Kept) -> dict[str, Any]:
    """As JSON."""
    return {**asdict(one), "checked": one.checked.isoformat(), "verdict": one.verdict.value}


def from_shape(shape: Mapping[str, Any]) -> Kept:
    """The reverse. Raises ValueError, KeyError, TypeError for what does not fit."""
    checked = datetime.fromisoformat(shape["checked"])
    if checked.tzinfo is None:
        raise ValueError("a time without a zone")
    hosts = tuple(HostKept(**each) for each in shape["hosts"])
    for each in hosts:
        texts = (each.host, each.tls_version, each.sha256, each.dane)
        flags = (each.answered, each.starttls, each.trusted, each.name_matches)
        if not all(isinstance(one, str) for one in texts):
            raise TypeError("host")
        if type(each.preference) is not int or not all(type(one) is bool for one in flags):
            raise TypeError("host")
    domain, sts = shape["domain"], shape["sts"]
    if not isinstance(domain, str) or not isinstance(sts, str):
        raise TypeError("domain")
    return Kept(domain, checked, Verdict(shape["verdict"]), hosts, sts)


def changes(before: Kept, now: Kept) -> tuple[Message, ...]:
    """What is different, the weightiest first; () if nothing is."""
    return tuple(_changes(before, now))


def _changes(before: Kept, now: Kept) -> Iterator[Message]:
    if before.verdict is not now.verdict:
        verdicts = {"verdict_before": before.verdict.value, "verdict_now": now.verdict.value}
        yield Message("changed-verdict", verdicts)
    old = {each.host: each for each in before.hosts}
    new = {each.host: each for each in now.hosts}
    for host in new:
        if host not in old:
            yield Message("changed-host-new", {"host": host})
    for host in old:
        if host not in new:
            yield Message("changed-host-gone", {"host": host})
    for host, one in new.items():
        if host in old and old[host].answered and one.answered:
            yield from _of_host(old[host], one)
    if before.sts != now.sts:
        modes = {"mode_before": before.sts or "absent", "mode_now": now.sts or "absent"}
        yield Message("changed-sts", modes)


def _of_host(before: HostKept, now: HostKept) -> Iterator[Message]:
    host = now.host
    if before.starttls != now.starttls:
        yield Message(f"changed-starttls-{'new' if now.starttls else 'gone'}", {"host": host})
    elif before.tls_version != now.tls_version:
        versions = {"before": before.tls_version or "-", "now": now.tls_version or "-"}
        yield Message("changed-tls-version", {"host": host, **versions})
    if before.proves_itself != now.proves_itself and now.sha256:
        code = "changed-proof-new" if now.proves_itself else "changed-proof-gone"
        yield Message(code, {"host": host})
    elif before.sha256 != now.sha256 and before.sha256 and now.sha256:
        yield Message("changed-certificate", {"host": host})
    if (before.dane == DaneState.HOLDS) != (now.dane == DaneState.HOLDS):
        code = "changed-dane-new" if now.dane == DaneState.HOLDS else "changed-dane-gone"
        yield Message(code, {"host": host})
