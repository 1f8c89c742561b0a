"""`people find --ldap`: what directories offer, and taking it in."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from sel.cli import people_shapes
from sel.cli import shapes as common
from sel.cli.context import Answer, Context, Failed
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.people_directories import Answer as Said

_POLICYS = "policy"


def look_up(context: Context, arguments: Namespace) -> Answer:
    """Ask the directories and show what they say; with --take it goes into the book.

    One that cannot be asked among several is said; exit 4 if none answered.
    """
    from sel.flows import people_directories, people_finding

    services, speaker = context.services, context.speaker
    urls = [each for each in arguments.ldap if each != _POLICYS]
    addresses = people_directories.asked(services, urls)
    if _POLICYS in arguments.ldap and urls:
        addresses = tuple(dict.fromkeys((*people_directories.asked(services), *addresses)))
    said = people_directories.search(services, arguments.text, addresses, context.progress)
    now = services.clock.now()
    document: dict[str, Any] = {"directories": [_shape(each, speaker) for each in said]}
    lines = [line for each in said for line in _lines(each, speaker)]
    if arguments.take:
        report = people_directories.take(services, said)
        document |= people_shapes.report(report, speaker, now)
        lines.append(
            speaker.count(
                "cli-people-taken",
                "{n} certificate was taken in.",
                "{n} certificates were taken in.",
                n=len(report.taken),
            )
        )
    found = people_finding.search(services, arguments.text)
    document["people"] = [people_shapes.person(each, now) for each in found]
    lines += [line for each in found for line in people_shapes.lines(each, speaker, hints=True)]
    failed = [each.failure for each in said if each.failure is not None]
    if failed and len(failed) == len(said):
        raise Failed(failed[0], document, tuple(lines))
    return Answer(document, tuple(lines), 1 if failed else 0)


def _shape(said: Said, speaker: Speaker) -> dict[str, Any]:
    failure = None
    if said.failure is not None:
        told = speaker.error(said.failure, command=True)
        failure = {"code": said.failure.code, "message": told.what, "hint": told.hint}
    return {
        "url": said.url,
        "offers": [
            {
                "name": each.name,
                "emails": list(each.emails),
                "fits": each.fits,
                "certificate": common.certificate(each.met.facts),
            }
            for each in said.offers
        ],
        "without": said.without,
        "more": said.more,
        "elsewhere": said.elsewhere,
        "error": failure,
    }


def _lines(said: Said, speaker: Speaker) -> list[str]:
    if said.failure is not None:
        told = speaker.error(said.failure, command=True)
        return [told.what, f"  {told.hint}"]
    lines = [
        speaker.count(
            "cli-people-offers",
            "{url} offers {n} certificate. It is not trusted by that.",
            "{url} offers {n} certificates. They are not trusted by that.",
            n=len(said.offers),
            url=said.url,
        )
    ]
    for each in said.offers:
        facts = each.met.facts
        line = speaker.say(
            "cli-people-offer",
            "  {name}  {emails}  until {date}  {code}",
            name=each.name,
            emails=", ".join(facts.emails),
            date=speaker.date(facts.not_after),
            code=facts.check_code,
        )
        lines.append(line)
    if said.more:
        more = speaker.say(
            "cli-people-more", "  There are more: give more of the name or the address."
        )
        lines.append(more)
    if said.elsewhere:
        away = speaker.say(
            "cli-people-elsewhere", "  It names other directories, which Sêl does not ask."
        )
        lines.append(away)
    return lines
