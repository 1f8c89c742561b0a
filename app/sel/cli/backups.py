"""`backup …`: backups of one's keys."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.cli import shapes
from sel.cli.context import Answer, Context
from sel.cli.files import add_output, ask_file, ask_new, forgets_accepted, ready, ready_file, write
from sel.cli.lines import told
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.backups import Verified


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    backup = commands.add_parser(
        "backup", help=say("cli-backup", "backups of your keys, proved")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    make = backup.add_parser(
        "make", parents=[everywhere], help=say("cli-backup-make", "write a backup")
    )
    make.add_argument("--out", type=Path, required=True, metavar="FILE")
    make.add_argument("--replace", action="store_true")
    make.add_argument("--id", action="append", default=[], metavar="ID")
    make.add_argument(
        "--for", dest="protection", choices=("modern", "old-devices"), default="modern"
    )
    add_options(make, speaker)
    make.set_defaults(run=_make)
    for name, run, text in (
        ("verify", _verify, say("cli-backup-verify", "open a backup and prove its keys")),
        ("restore", _restore, say("cli-backup-restore", "bring keys back from a backup")),
    ):
        action = backup.add_parser(name, parents=[everywhere], help=text)
        action.add_argument("file", type=Path, metavar="FILE")
        add_options(action, speaker)
        action.set_defaults(run=run)
    move = backup.add_parser(
        "move",
        parents=[everywhere],
        help=say("cli-backup-move", "make a file with your keys your backup, at another place"),
    )
    move.add_argument("file", type=Path, metavar="FILE")
    move.add_argument("--out", type=Path, required=True, metavar="FILE")
    add_options(move, speaker)
    move.set_defaults(run=_move)
    for name, run, text in (
        ("reminder", _reminder, say("cli-backup-reminder", "dates for your calendar (.ics)")),
        ("sheet", _sheet, say("cli-backup-sheet", "the recovery sheet of a tested backup (PDF)")),
    ):
        action = backup.add_parser(name, parents=[everywhere], help=text)
        add_output(action)
        action.set_defaults(run=run)
        if name == "sheet":
            action.add_argument("file", type=Path, nargs="?", metavar="FILE")
    known = backup.add_parser(
        "status", parents=[everywhere], help=say("cli-backup-status", "what is backed up")
    )
    known.set_defaults(run=_status)


def _make(context: Context, arguments: Namespace) -> Answer:
    from sel.core.bundle import Protection
    from sel.flows import backups

    ready_file(context, arguments)
    chosen, _ = context.passphrases.chosen("pass", ask_new)
    made = backups.make(
        context.services,
        arguments.out,
        chosen,
        context.progress,
        ids=arguments.id,
        protection=Protection(arguments.protection),
        replace=arguments.replace,
    )
    say = context.speaker.say
    lines = [
        say("cli-backup-made", "Written: {path}. Not tested yet.", path=made.path),
        say("cli-backup-verify-next", "Test it now: sel backup verify FILE"),
    ]
    if arguments.protection == "old-devices":
        lines.append(
            say(
                "old-devices-cost",
                "Old protection is weaker: only the length of the passphrase guards this file.",
            )
        )
    problems = shapes.problems(made.findings, context.speaker)
    lines.extend(line for each in problems for line in told(each))
    document = {
        "path": str(made.path),
        "ids": list(made.ids),
        "people": made.people,
        "problems": problems,
    }
    if made.people:
        lines.append(
            context.speaker.count(
                "cli-backup-people",
                "{n} colleague beside it, in people.p7c.",
                "{n} colleagues beside it, in people.p7c.",
                n=made.people,
            )
        )
    return Answer(document, tuple(lines))


def _verify(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import backups

    given = context.passphrases.wanted("pass", ask_file)
    found = backups.verify(context.services, arguments.file, given, context.progress)
    document, lines = _found(context, found)
    return Answer(document, lines, 0 if found.sound else 1)


def _found(context: Context, found: Verified) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a backup holds, as a document and as lines."""
    problems = shapes.problems(found.findings, context.speaker)
    lines = []
    if found.sound:
        lines.append(
            context.speaker.count(
                "cli-backup-sound",
                "Tested: {n} key in it works.",
                "Tested: all {n} keys in it work.",
                n=len(found.proofs),
            )
        )
    lines.extend(line for each in problems for line in told(each))
    document = {
        "sound": found.sound,
        "ids": list(found.ids),
        "missing": list(found.missing),
        "problems": problems,
    }
    return document, tuple(lines)


def _move(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import backups

    given = context.passphrases.wanted("pass", ask_file)
    moved = backups.move(context.services, arguments.file, arguments.out, given, context.progress)
    document, lines = _found(context, moved.verified)
    problems = shapes.problems(moved.findings, context.speaker)
    document["problems"] += problems
    document |= {"path": str(moved.path), "deleted": moved.gone}
    say = context.speaker.say
    gone = (
        say("cli-backup-moved", "Kept: {path}. Deleted: {file}",
            path=moved.path, file=arguments.file)
        if moved.gone
        else say("cli-backup-not-moved", "Nothing was deleted: {file}", file=arguments.file)
    )  # fmt: skip
    more = [line for each in problems for line in told(each)]
    return Answer(document, (*lines, gone, *more), 0 if moved.gone else 1)


def _reminder(context: Context, arguments: Namespace) -> Answer:
    from sel.flows.reminders import reminders
    from sel.text.dates import calendar_file

    ready(context, arguments)
    services, speaker = context.services, context.speaker
    dates = reminders(services)
    now = services.clock.now()
    write(context, arguments, calendar_file(dates, language=speaker.language, now=now))
    document = {
        "path": str(arguments.out),
        "dates": [
            {"kind": each.kind.value, "when": shapes.time(each.when), "about": each.about}
            for each in dates
        ],
    }
    lines = [
        speaker.say("cli-date", "{date}: {what}", date=speaker.date(each.when), what=each.about)
        for each in dates
    ]
    return Answer(document, tuple(lines))


def _sheet(context: Context, arguments: Namespace) -> Answer:
    from sel.text.recovery import sheet_of

    ready(context, arguments)
    path, data = sheet_of(context.services, arguments.file)
    write(context, arguments, data)
    line = context.speaker.say(
        "cli-backup-sheet-made",
        "Recovery sheet of {file}: {path}",
        file=path,
        path=arguments.out,
    )
    return Answer({"path": str(arguments.out), "backup": path}, (line,))


def _restore(context: Context, arguments: Namespace) -> Answer:
    from sel.cli.files import read
    from sel.flows import backups
    from sel.flows.backups import people

    services = context.services
    data = read(context, arguments.file)
    given = context.passphrases.wanted("pass", ask_file)
    opened = backups.look(services, data, given, context.progress)
    taken = backups.restore(
        services, opened, context.progress, forgets_accepted=forgets_accepted(context)
    )
    beside = people.look(services, arguments.file) if str(arguments.file) != "-" else None
    colleagues = people.restore(services, beside, context.progress) if beside is not None else 0
    document = {
        "new": len(taken.new),
        "unchanged": len(taken.unchanged),
        "ids": [each.id for each in taken.identities],
        "people": colleagues,
    }
    speaker = context.speaker
    lines = [
        speaker.say(
            "cli-restored",
            "New keys: {new}. Already here: {unchanged}.",
            new=len(taken.new),
            unchanged=len(taken.unchanged),
        )
    ]
    if beside is not None:
        lines.append(
            speaker.say(
                "cli-restored-people",
                "New certificates of colleagues: {new}, of {total}.",
                new=colleagues,
                total=beside.total,
            )
        )
    lines.append(
        speaker.say("cli-restored-not", "Marks of trust and settings are not in a backup.")
    )
    return Answer(document, tuple(lines))


def _status(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import backups

    found = backups.status(context.services)
    document = {
        "verified": shapes.time(found.verified),
        "path": found.path,
        "covers": list(found.covers),
        "missing": list(found.missing),
        "unproved": list(found.unproved),
        "backups": [
            {
                "path": each.path,
                "made": shapes.time(each.made),
                "verified": shapes.time(each.verified),
                "state": each.condition.value,
                "ids": list(each.ids),
            }
            for each in found.backups
        ],
    }
    speaker = context.speaker
    if found.verified is None and found.unproved:
        lines = [
            speaker.say(
                "cli-backup-not-known",
                "Whether a backup was tested cannot be told while your keys are closed.",
            )
        ]
    elif found.verified is None:
        lines = [speaker.say("cli-backup-never", "No tested backup yet.")]
    else:
        lines = [
            speaker.say(
                "cli-backup-newest",
                "Newest tested backup: {date}, {path}",
                date=speaker.date(found.verified),
                path=found.path or "",
            )
        ]
    lines.extend(
        speaker.say(
            "cli-backup-no-more", "Damaged or replaced, does not count: {path}", path=each.path
        )
        for each in found.backups
        if each.condition.value == "damaged"
    )
    if found.missing:
        lines.append(
            speaker.count(
                "cli-backup-lacking",
                "{n} key is in no tested backup.",
                "{n} keys are in no tested backup.",
                n=len(found.missing),
            )
        )
    return Answer(document, tuple(lines))
