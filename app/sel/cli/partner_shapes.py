"""Partner domains as the contract writes them, and as lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sel.cli import shapes
from sel.cli.lines import told
from sel.core.delivery.judged import HostJudged, Judged, Verdict
from sel.text import delivery
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.partner_checks import Checked, Report
    from sel.flows.partner_domains import Listed


def listed(one: Listed, speaker: Speaker) -> dict[str, Any]:
    """One row of a list."""
    source = one.of.source
    last = one.last
    return {
        "domain": one.partner.domain,
        "organisation": one.partner.organisation,
        "group": one.partner.group,
        "source": source.get(speaker.language, source["en"]),
        "dated": one.of.dated.isoformat() if one.of.dated is not None else None,
        "checked": shapes.time(last.checked) if last is not None else None,
        "verdict": last.verdict.value if last is not None else None,
    }


def listed_line(one: Listed, speaker: Speaker) -> str:
    """The same for a person."""
    if one.last is None:
        return speaker.say(
            "cli-partner",
            "{domain}  {organisation}",
            domain=one.partner.domain,
            organisation=one.partner.organisation,
        ).rstrip()
    return speaker.say(
        "cli-partner-checked",
        "{domain}  {organisation}  {date}: {verdict}",
        domain=one.partner.domain,
        organisation=one.partner.organisation,
        date=speaker.date(one.last.checked),
        verdict=delivery.verdict(speaker, one.last.verdict.value),
    )


def checked(one: Checked, speaker: Speaker) -> dict[str, Any]:
    """One domain."""
    judged = one.judged
    policy = judged.sts.policy
    return {
        "domain": judged.domain,
        "checked": shapes.time(judged.moment),
        "mx": [_host(each, speaker) for each in judged.hosts],
        "dnssec": judged.dnssec.value,
        "mta_sts": {
            "found": judged.sts.found,
            "id": judged.sts.id or None,
            "mode": policy.mode.value if policy is not None else None,
            "mx": list(policy.mx) if policy is not None else [],
            "max_age": policy.max_age if policy is not None else None,
        },
        "caa": {
            "at": judged.caa_at or None,
            "mail_limited": judged.issuers.limited,
            "mail_issuers": list(judged.issuers.issuers),
        },
        "problems": shapes.problems(judged.findings, speaker),
        "before": shapes.time(one.before.checked) if one.before is not None else None,
        "changes": [{"code": each.code, "message": speaker.message(each)} for each in one.changes],
        "verdict": judged.verdict.value,
    }


def _host(one: HostJudged, speaker: Speaker) -> dict[str, Any]:
    certificate = one.certificate
    return {
        "host": one.host,
        "preference": one.preference,
        "addresses": list(one.addresses),
        "reached": one.reach.value if one.reach is not None else None,
        "starttls": one.starttls,
        "tls_version": one.tls_version,
        "certificate": shapes.certificate(certificate) if certificate is not None else None,
        "names": list(one.names.alternative),
        "trusted": one.trust.value == "trusted" if one.trust is not None else None,
        "name_matches": one.name_matches,
        "dane": one.dane.value,
        "problems": shapes.problems(one.findings, speaker),
    }


def lines(one: Checked, speaker: Speaker) -> list[str]:
    """The answer first, then each server with what is wrong with it, then what is different."""
    judged = one.judged
    found = [delivery.answer(speaker, judged)]
    for each in judged.hosts:
        found.append(f"  {delivery.host(speaker, each)}")
        found += _told(each.findings, speaker, "    ")
    found += [f"  {line}" for line in delivery.besides(speaker, judged)]
    found += _told(judged.findings, speaker, "  ")
    if one.changes and one.before is not None:
        since = speaker.date(one.before.checked)
        found.append(speaker.say("cli-partner-changes", "Different since {date}:", date=since))
        found += [f"  {speaker.message(each)}" for each in one.changes]
    return found


def _told(findings: Any, speaker: Speaker, before: str) -> list[str]:
    return [
        f"{before}{line}"
        for problem in shapes.problems(findings, speaker)
        for line in told(problem)
    ]


def report(one: Report, speaker: Speaker) -> dict[str, Any]:
    """Many domains."""
    return {
        "checked": shapes.time(one.moment),
        "domains": [checked(each, speaker) for each in one.checked],
        "counts": {each.value: one.count(each) for each in Verdict},
        "changed": [each.domain for each in one.changed],
        "nobody_reached": one.nobody,
    }


def report_lines(one: Report, speaker: Speaker) -> list[str]:
    """The sums first, then what is different, then each domain that is not good."""
    first, *others = delivery.sums(speaker, one)
    found = [first, *(f"  {each}" for each in others)]
    if one.nobody:
        from sel.base.message import Message

        return [*found, speaker.message(Message("delivery-nobody"))]
    for changed in one.changed:
        found += ["", *lines(changed, speaker)]
    quiet = {each.domain for each in one.changed}
    for checked_one in one.checked:
        if checked_one.judged.verdict is not Verdict.GOOD and checked_one.domain not in quiet:
            found += ["", *lines(checked_one, speaker)]
    return found


def is_trouble(judged: Judged) -> bool:
    """Whether a script should stop at it."""
    return judged.verdict in {Verdict.BAD, Verdict.UNKNOWN}
