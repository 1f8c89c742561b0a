"""What a check of partner domains found, in words and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sel.base.message import Message
from sel.core.delivery import Reach
from sel.core.delivery.judged import DaneState, HostJudged, Judged, Verdict
from sel.text.people_report import cell
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.partner_checks import Report


def answer(speaker: Speaker, judged: Judged) -> str:
    """The one sentence about a domain."""
    return speaker.message(Message(f"delivery-{judged.verdict}", {"domain": judged.domain}))


def verdict(speaker: Speaker, value: str) -> str:
    """A verdict in few words, as it stands in a table."""
    return speaker.message(Message(f"delivery-verdict.{value}"))


def host(speaker: Speaker, one: HostJudged) -> str:
    """A mail server in one line: its name, and how it encrypts."""
    say = speaker.say
    if one.reach is not Reach.SPOKEN:
        how = say("delivery-host-not-asked", "could not be asked")
    elif not one.starttls:
        how = say("delivery-host-plain", "no encryption")
    elif one.tls_version is None:
        how = say("delivery-host-broken", "encryption is offered and fails")
    elif one.certificate is None:
        how = one.tls_version
    else:
        until = speaker.date(one.certificate.not_after)
        how = say(
            "delivery-host-tls",
            "{version}, certificate until {date}",
            version=one.tls_version,
            date=until,
        )
    return say("delivery-host", "{host}: {how}", host=one.host or ".", how=how)


def besides(speaker: Speaker, judged: Judged) -> Iterator[str]:
    """What holds besides STARTTLS, and is worth a line of its own."""
    if judged.sts.policy is not None:
        mode = judged.sts.policy.mode.value
        yield speaker.message(Message("delivery-sts", {"mode_now": mode}))
    if any(each.dane is DaneState.HOLDS for each in judged.hosts):
        yield speaker.message(Message("delivery-dane"))


def sums(speaker: Speaker, report: Report) -> Iterator[str]:
    """How many were checked, and how many ended how."""
    yield speaker.count(
        "delivery-checked",
        "{n} domain was checked.",
        "{n} domains were checked.",
        n=len(report.checked),
    )
    for each in Verdict:
        if number := report.count(each):
            word = verdict(speaker, each.value)
            yield speaker.say("delivery-sum", "{word}: {number}", word=word, number=number)


def table(report: Report) -> bytes:
    """CSV (RFC 4180) in UTF-8 with the mark that Excel asks for: a line for each finding.

    A domain without one has a line, too. Both languages.
    """
    english, welsh = Speaker("en"), Speaker("cy")
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    both = [" / ".join(pair) for pair in zip(_heads(english), _heads(welsh), strict=True)]
    rows.writerow([*both, "English", "Cymraeg"])
    for each in report.checked:
        judged = each.judged
        servers = " ".join(one.host for one in judged.hosts)
        start = (judged.domain, judged.verdict.value, servers)
        told = [
            (one.level.value, one.code, english.finding(one).what, welsh.finding(one).what)
            for one in judged.every_finding
        ]
        told += [
            ("change", one.code, english.message(one), welsh.message(one)) for one in each.changes
        ]
        for line in told or [("", "", answer(english, judged), answer(welsh, judged))]:
            rows.writerow(map(cell, (*start, *line)))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _heads(speaker: Speaker) -> tuple[str, ...]:
    return (
        speaker.say("delivery-column-domain", "Domain"),
        speaker.say("delivery-column-verdict", "Answer"),
        speaker.say("delivery-column-servers", "Mail servers"),
        speaker.say("delivery-column-level", "Weight"),
        speaker.say("delivery-column-code", "Code"),
    )
