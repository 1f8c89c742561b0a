"""`unlock …`, `backup …`: the passphrase of the keys, and their backups."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from sel.base.message import Message
from sel.cli import shapes
from sel.cli.context import Answer, Context
from sel.cli.files import ask_file, ask_new, forgets_accepted, ready_file
from sel.cli.lines import told
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    unlock = commands.add_parser(
        "unlock", help=say("cli-unlock", "the passphrase of Sêl's own keys")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    status = unlock.add_parser(
        "status", parents=[everywhere], help=say("cli-unlock-status", "how the keys open")
    )
    status.set_defaults(run=_unlock_status)
    for name, run, text in (
        ("set", _unlock_set, say("cli-unlock-set", "set or change the passphrase")),
        ("renew", _unlock_renew, say("cli-unlock-renew", "seal every key again")),
        (
            "anew",
            _unlock_anew,
            say("cli-unlock-anew", "begin anew when the key to the keys is lost for good"),
        ),
    ):
        action = unlock.add_parser(name, parents=[everywhere], help=text)
        add_options(action, speaker, "new-pass")
        action.set_defaults(run=run)
    remember = unlock.add_parser(
        "remember",
        parents=[everywhere],
        help=say("cli-unlock-remember", "let this computer's key store open the keys (again)"),
    )
    remember.set_defaults(run=_unlock_remember)
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
    known = backup.add_parser(
        "status", parents=[everywhere], help=say("cli-backup-status", "what is backed up")
    )
    known.set_defaults(run=_status)


def _slots(context: Context, slots: Any) -> Answer:
    say = context.speaker.say
    document = {
        "keyring": slots.keyring,
        "passphrase": slots.passphrase,
        "open": slots.open,
        "reason": slots.why_not,
        "independent": slots.independent,
    }
    lines = []
    if slots.keyring:
        lines.append(say("cli-slot-keyring", "This computer's key store holds the key to them."))
    if slots.passphrase:
        lines.append(say("cli-slot-passphrase", "A passphrase opens them."))
    if not (slots.keyring or slots.passphrase):
        lines.append(say("cli-slot-none", "There are no keys yet."))
    elif not slots.open:
        lines.append(
            say(
                "cli-slot-shut",
                "They do not open now: {reason}",
                reason=context.speaker.message(Message(f"why.{slots.why_not or 'unknown'}")),
            )
        )
    return Answer(document, tuple(lines))


def _unlock_status(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import unlocking

    return _slots(context, unlocking.status(context.services))


def _unlock_set(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import unlocking

    unlocking.open_keys(context.services)  # by the old passphrase, before the new one is typed
    new, again = context.passphrases.chosen("new-pass", ask_new)
    return _slots(context, unlocking.set_passphrase(context.services, new, again))


def _unlock_renew(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import unlocking

    unlocking.open_keys(context.services)
    if unlocking.status(context.services).passphrase:
        new, again = context.passphrases.chosen("new-pass", ask_new)
        return _slots(context, unlocking.renew(context.services, new, again))
    given = context.passphrases.given("new-pass")
    return _slots(context, unlocking.renew(context.services, given, given))


def _unlock_remember(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import unlocking

    return _slots(context, unlocking.remember(context.services))


def _unlock_anew(context: Context, arguments: Namespace) -> Answer:
    from sel.base.progress import Cancelled
    from sel.flows import unlocking

    if not context.ask(
        "ask-anew",
        "Keys that were sealed before stay shut until a backup brings them back. Begin anew?",
    ):
        raise Cancelled
    given = context.passphrases.given("new-pass")
    return _slots(context, unlocking.begin_anew(context.services, given, given))


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
    return Answer({"path": str(made.path), "ids": list(made.ids)}, tuple(lines))


def _verify(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import backups

    given = context.passphrases.wanted("pass", ask_file)
    found = backups.verify(context.services, arguments.file, given, context.progress)
    problems = shapes.problems(found.findings, context.speaker)
    document = {
        "sound": found.sound,
        "ids": list(found.ids),
        "missing": list(found.missing),
        "problems": problems,
    }
    say = context.speaker
    lines = []
    if found.sound:
        lines.append(
            say.count(
                "cli-backup-sound",
                "Tested: {n} key in it works.",
                "Tested: all {n} keys in it work.",
                n=len(found.proofs),
            )
        )
    lines.extend(line for each in problems for line in told(each))
    return Answer(document, tuple(lines), 0 if found.sound else 1)


def _restore(context: Context, arguments: Namespace) -> Answer:
    from sel.cli.files import read
    from sel.flows import backups

    data = read(context, arguments.file)
    given = context.passphrases.wanted("pass", ask_file)
    opened = backups.look(context.services, data, given, context.progress)
    taken = backups.restore(
        context.services, opened, context.progress, forgets_accepted=forgets_accepted(context)
    )
    document = {
        "new": len(taken.new),
        "unchanged": len(taken.unchanged),
        "ids": [each.id for each in taken.identities],
    }
    line = context.speaker.say(
        "cli-restored",
        "New keys: {new}. Already here: {unchanged}.",
        new=len(taken.new),
        unchanged=len(taken.unchanged),
    )
    return Answer(document, (line,))


def _status(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import backups

    found = backups.status(context.services)
    document = {
        "verified": shapes.time(found.verified),
        "path": found.path,
        "covers": list(found.covers),
        "missing": list(found.missing),
    }
    speaker = context.speaker
    if found.verified is None:
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
