"""`people …`: colleagues met, judged, found, spoken for."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.cli import people_saying
from sel.cli import people_shapes as shapes
from sel.cli.context import Answer, Context
from sel.cli.files import add_output
from sel.cli.people_unknown import unknown
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.people_adding import Report
    from sel.flows.people_finding import Colleague


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    group = commands.add_parser(
        "people", help=say("cli-people", "colleagues and their certificates")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(name: str, run: Any, words: str) -> ArgumentParser:
        added: ArgumentParser = group.add_parser(name, parents=[everywhere], help=words)
        added.set_defaults(run=run)
        return added

    add = action(
        "add", _add, say("cli-people-add", "take colleagues in from files, folders and mails")
    )
    add.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    add.add_argument(
        "--report",
        type=Path,
        metavar="FILE.csv",
        help=say("cli-people-report", "write what became of each as a table"),
    )
    add.add_argument("--replace", action="store_true")
    find = action(
        "find", _find, say("cli-people-find", "find by any part of name, address, organisation")
    )
    find.add_argument("text", metavar="TEXT")
    find.add_argument(
        "--ldap",
        action="append",
        metavar="URL",
        help=say(
            "cli-people-ldap", 'ask this directory, too (policy\'s with "policy"); it learns TEXT'
        ),
    )
    find.add_argument(
        "--take",
        action="store_true",
        help=say(
            "cli-people-take", "take in what the directories offer; nothing is trusted by it"
        ),
    )
    listed = action(
        "list", _list, say("cli-people-list", "everybody, and who mail can be encrypted to")
    )
    listed.add_argument(
        "--expiring",
        type=int,
        metavar="DAYS",
        help=say("cli-people-expiring", "only those whose certificate ends in so many days"),
    )
    check = action("check", _check, say("cli-people-check", "judge every certificate anew"))
    check.add_argument("emails", nargs="*", metavar="EMAIL")
    check.add_argument(
        "--ocsp",
        action="store_true",
        help=say(
            "cli-people-ocsp",
            "ask responders about what no list says; each learns which certificates you use",
        ),
    )
    trust = action(
        "trust",
        people_saying.trust,
        say("cli-people-trust", "trust one certificate, whoever issued it"),
    )
    confirm = action(
        "confirm",
        people_saying.confirm,
        say("cli-people-confirm", "confirm a certificate with another key than before"),
    )
    checked = action(
        "checked",
        people_saying.checked,
        say("cli-people-checked", "note that its check code was compared"),
    )
    for each in (trust, confirm, checked):
        each.add_argument("sha256", metavar="SHA256")
    checked.add_argument("--how", required=True, metavar="TEXT")
    export = action(
        "export",
        people_saying.export,
        say("cli-people-export", "hand certificates to mail programs and people"),
    )
    export.add_argument("emails", nargs="*", metavar="EMAIL")
    export.add_argument("--format", required=True, choices=("vcf", "p7c", "csv", "folder"))
    add_output(export)
    ask = action(
        "ask",
        people_saying.ask,
        say("cli-people-ask", "draft a mail that asks for the new certificate"),
    )
    whom = ask.add_mutually_exclusive_group(required=True)
    whom.add_argument("emails", nargs="*", default=(), metavar="EMAIL")
    whom.add_argument(
        "--expiring",
        type=int,
        metavar="DAYS",
        help=say(
            "cli-people-ask-expiring",
            "everybody whose certificate ends in so many days and whose next one is not here",
        ),
    )
    add_output(ask)
    remove = action("remove", people_saying.remove, say("cli-people-remove", "forget somebody"))
    remove.add_argument("email", metavar="EMAIL")
    remove.add_argument(
        "--keep",
        type=Path,
        metavar="FILE.p7c",
        help=say("cli-people-keep", "write their certificates first, to take them in again"),
    )
    remove.add_argument("--replace", action="store_true")


# --- taking in ------------------------------------------------------------------------------


def _add(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import people_adding

    services = context.services
    if arguments.report is not None:
        services.outputs.ready(arguments.report, replace=arguments.replace)
    sources = [each for each in arguments.sources if str(each) != "-"]
    pasted = sys.stdin.buffer.read() if len(sources) < len(arguments.sources) else None
    report = people_adding.add(services, sources, context.progress, pasted=pasted)
    if arguments.report is not None:
        from sel.text.people_report import table

        data = table(report)
        services.outputs.write(arguments.report, data, replace=arguments.replace)
    now = services.clock.now()
    document = shapes.report(report, context.speaker, now)
    lines = _told(report, context.speaker)
    if report.stopped:
        sys.stderr.write(f"{context.speaker.say('cancelled', 'Cancelled.')}\n")
        return Answer({**document, "error": _cancelled(context.speaker)}, lines, 130)
    if report.rejected and not report.taken:
        return Answer({**document, "error": _all_rejected(report, context.speaker)}, lines, 3)
    return Answer(document, lines, int(bool(report.rejected)))


def _cancelled(speaker: Speaker) -> dict[str, str]:
    return {"code": "cancelled", "message": speaker.say("cancelled", "Cancelled."), "hint": ""}


def _all_rejected(report: Report, speaker: Speaker) -> dict[str, str]:
    first = shapes.told(report.rejected[0].what, speaker)
    return {"code": first.code, "message": first.what, "hint": first.hint}


def _told(report: Report, speaker: Speaker) -> tuple[str, ...]:
    from sel.flows.people_adding import Outcome

    lines = []
    for each in report.rejected:
        said = shapes.told(each.what, speaker)
        lines += [f"{each.source}: {said.what}", *([f"  {said.hint}"] if said.hint else [])]
    for person in report.changes:
        lines.append(
            speaker.say(
                "cli-people-change",
                "{email} came with another key than before: it is not used until you confirm it.",
                email=person.email,
            )
        )
    if report.changes:
        lines.append(f"  {speaker.say('cli-people-change-hint', _CHANGE_HINT)}")
    lines.append(
        speaker.say(
            "cli-people-added",
            "New: {added}. Updated: {updated}. Known already: {unchanged}. Not taken: {rejected}.",
            added=report.count(Outcome.ADDED),
            updated=report.count(Outcome.UPDATED),
            unchanged=report.count(Outcome.UNCHANGED),
            rejected=len(report.rejected),
        )
    )
    return tuple(lines)


_CHANGE_HINT = (
    "Most often this is a renewal. Ring a number you already had, compare the check code, then: "
    "sel people confirm SHA256"
)


# --- found and listed -----------------------------------------------------------------------


def _find(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import people_finding

    if arguments.ldap:
        from sel.cli.people_directories import look_up

        return look_up(context, arguments)
    found = people_finding.search(context.services, arguments.text)
    return _people(context, found, hints=True)


def _list(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import people_finding

    services = context.services
    if arguments.expiring is None:
        return _people(context, people_finding.everybody(services))
    return _people(context, people_finding.expiring(services, max(0, arguments.expiring)))


def _people(context: Context, found: tuple[Colleague, ...], *, hints: bool = False) -> Answer:
    speaker, now = context.speaker, context.services.clock.now()
    document = {"people": [shapes.person(each, now) for each in found]} if context.json else {}
    lines = [line for each in found for line in shapes.lines(each, speaker, hints=hints)]
    none = speaker.say("cli-people-nobody", "Nobody was found.")
    return Answer(document, tuple(lines) or (none,))


def _check(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import people

    done = people.check(
        context.services, context.progress, arguments.emails, responders=arguments.ocsp
    )
    document = {
        "certificates": done.certificates,
        "changed": done.changed,
        "revocation_unknown": sum(each.certificates for each in done.unknown),
        "not_checked": [
            {"why": each.why.value, "certificates": each.certificates, "hosts": list(each.hosts)}
            for each in done.unknown
        ],
    }
    speaker = context.speaker
    line = speaker.say(
        "cli-people-judged",
        "Certificates judged: {certificates}. Judged otherwise than before: {changed}.",
        certificates=done.certificates,
        changed=done.changed,
    )
    return Answer(document, (line, *(unknown(each, speaker) for each in done.unknown)))
