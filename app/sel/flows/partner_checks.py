"""Partner domains checked, many at once, and held against the last check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from traceback import extract_tb

from sel.base.errors import DomainNotChecked, NoNetwork, NotACertificate
from sel.base.message import Message
from sel.base.progress import Cancelled, Progress
from sel.core.asn1 import armour
from sel.core.delivery import Reply, Seen, Status
from sel.core.delivery.changing import Kept, changes, kept
from sel.core.delivery.judged import Judged, Verdict
from sel.core.delivery.judging import judge
from sel.core.finding import Finding, Level
from sel.core.recognise import certificates
from sel.flows.partner_looking import look
from sel.ports.delivery import Way
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Checked:
    """One domain.

    before   what the last check kept; None if there was none, or it said nothing
    changes  what is different from then
    """

    judged: Judged
    before: Kept | None
    changes: tuple[Message, ...]

    @property
    def domain(self) -> str:
        """As A-labels."""
        return self.judged.domain


@dataclass(frozen=True, slots=True)
class Report:
    """All domains of one check, in the order they were named.

    nobody  not one mail server could be reached, of several domains: most likely this network
            lets nobody call mail servers (port 25)
    """

    moment: datetime
    checked: tuple[Checked, ...]

    @property
    def nobody(self) -> bool:
        """See above."""
        return len(self.checked) > 1 and all(
            each.judged.verdict is Verdict.UNKNOWN for each in self.checked
        )

    def count(self, verdict: Verdict) -> int:
        """How many ended so."""
        return sum(each.judged.verdict is verdict for each in self.checked)

    @property
    def changed(self) -> tuple[Checked, ...]:
        """Those that are not as they were."""
        return tuple(each for each in self.checked if each.changes)


def roots_of(files: Sequence[bytes]) -> bytes:
    """Roots from files of any kind, as PEM. Raises NotACertificate if there are none."""
    found = dict.fromkeys(der for data in files for der in certificates(data))
    if not found:
        raise NotACertificate(looks_like="unknown")
    return b"".join(armour("CERTIFICATE", der) for der in found)


def check(services: Services, domains: Sequence[str], way: Way, progress: Progress) -> Report:
    """Check these (A-labels, each once), many at a time, and keep what is worth it.

    Safe to stop at any time: what was found until then is forgotten. `progress` is told from
    several threads. A fault of our own at one domain is that one's answer: the others are still
    wanted.
    Raises NoNetwork, NoResolver, NotACertificate, BadAnchors, Cancelled, DiskFull, OutputFailed.
    """
    opening = services.delivery()
    if opening is None:
        raise NoNetwork
    last = services.partner_checks().read()
    moment = services.clock.now()
    line = opening(way)
    checked: list[Checked] = []

    def one(domain: str) -> Judged:
        def heed() -> None:
            try:
                what = Message("checking-domain", {"domain": domain})
                progress.step(len(checked), len(domains), what)
            except Cancelled:
                line.close()  # those that wait for an answer need not wait for it
                raise

        try:
            return judge(look(line.asking(), domain, moment, heed))
        except Cancelled:
            raise
        except Exception as fault:  # noqa: BLE001  see above
            return _not_checked(domain, moment, fault)

    found = services.abreast(one, domains)
    try:
        for domain in domains:
            checked.append(_compared(next(found), last.get(domain)))
    finally:
        line.close()
        found.close()
    progress.step(len(domains), len(domains), Message("checked-domains"))
    keeping = [fact for each in checked if (fact := kept(each.judged, each.before)) is not None]
    if keeping:
        services.partner_checks().keep(keeping)
    return Report(moment, tuple(checked))


def _not_checked(domain: str, moment: datetime, fault: Exception) -> Judged:
    """Nothing is known of it; the fault is named by its kind and place, never by a value."""
    place = extract_tb(fault.__traceback__)[-1]
    named = f"{type(fault).__name__} at {Path(place.filename).stem}:{place.lineno}"
    nothing = judge(Seen(domain, moment, Reply(Status.SILENT, domain), (), None, None))
    what = DomainNotChecked(domain=domain, fault=named).what
    return replace(nothing, findings=(Finding(Level.WARNING, what),))


def _compared(judged: Judged, before: Kept | None) -> Checked:
    now = kept(judged, before)
    different = changes(before, now) if before is not None and now is not None else ()
    return Checked(judged, before, different)
