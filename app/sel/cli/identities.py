"""`id …`: my own certificates."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from sel.cli import shapes
from sel.cli.context import Answer, Context
from sel.cli.files import add_output, ask_file, forgets_accepted, read, ready, write
from sel.cli.lines import identity_line
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker

_FORMS = ("der", "pem", "p7c", "vcf", "draft-mail", "revocation-mail")


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    group = commands.add_parser("id", help=say("cli-id", "my own certificates")).add_subparsers(
        dest="action", metavar="ACTION", required=True
    )
    listed = group.add_parser(
        "list", parents=[everywhere], help=say("cli-id-list", "every certificate of mine")
    )
    listed.set_defaults(run=_list_ids)
    told = group.add_parser(
        "timeline",
        parents=[everywhere],
        help=say("cli-id-timeline", "every key there ever was, and the old mail each opens"),
    )
    told.set_defaults(run=_timeline)
    imported = group.add_parser(
        "import",
        parents=[everywhere],
        help=say("cli-id-import", "take keys from a PKCS#12 file"),
    )
    imported.add_argument("file", type=Path, metavar="FILE")
    add_options(imported, speaker)
    imported.set_defaults(run=_import)
    export = group.add_parser(
        "export",
        parents=[everywhere],
        help=say("cli-id-export", "hand out the public part of a certificate"),
    )
    export.add_argument("id", metavar="ID")
    export.add_argument("--format", choices=_FORMS, required=True)
    add_output(export)
    export.set_defaults(run=_export)
    remove = group.add_parser(
        "remove",
        parents=[everywhere],
        help=say("cli-id-remove", "remove a key; mail encrypted to it stays shut"),
    )
    remove.add_argument("id", metavar="ID")
    remove.add_argument("--without-backup", action="store_true")
    remove.set_defaults(run=_remove)


def _list_ids(context: Context, arguments: Namespace) -> Answer:
    from sel.flows.identities import identities

    everything = identities(context.services.book(), context.services.clock.now())
    lines = tuple(identity_line(each, context.speaker) for each in everything)
    nothing = context.speaker.say("cli-no-ids", "No certificates and no keys yet.")
    return Answer({"ids": [shapes.identity(each) for each in everything]}, lines or (nothing,))


def _import(context: Context, arguments: Namespace) -> Answer:
    from sel.base.errors import PassphraseNeeded
    from sel.flows import imports

    data = read(context, arguments.file)
    imports.outline(data)
    given = context.passphrases.given("pass")
    try:
        opened = imports.open_file(context.services, data, given, context.progress)
    except PassphraseNeeded:
        typed = context.passphrases.wanted("pass", ask_file)
        opened = imports.open_file(context.services, data, typed, context.progress)
    taken = imports.take_in(
        context.services, opened, context.progress, forgets_accepted=forgets_accepted(context)
    )
    problems = shapes.problems(taken.findings, context.speaker)
    document = {
        "imported": len(taken.new),
        "unchanged": len(taken.unchanged),
        "ids": [each.id for each in taken.identities],
        "new_certificates": taken.new_certificates,
        "problems": problems,
    }
    lines = [identity_line(each, context.speaker) for each in taken.identities]
    lines.extend(each["message"] for each in problems)
    return Answer(document, tuple(lines))


def _export(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import exports

    ready(context, arguments)
    subject, text = _draft_words(context, arguments.id, arguments.format)
    data = exports.export(
        context.services, arguments.id, exports.Form(arguments.format), subject=subject, text=text
    )
    write(context, arguments, data)
    if str(arguments.out) == "-":
        return Answer({"out": "-"})
    written = context.speaker.say("cli-written", "Written: {path}", path=arguments.out)
    return Answer({"out": str(arguments.out), "format": arguments.format}, (written,))


def _draft_words(context: Context, key_id: str, form: str) -> tuple[str, str]:
    """Subject and text of a draft: to colleagues, or to whoever is to revoke it."""
    from sel.flows import renewals
    from sel.flows.identities import find, identities
    from sel.text import mails

    services = context.services
    one = find(services.book(), key_id, services.clock.now())
    if form == "revocation-mail" and one.certificate is not None:
        words = mails.revoke([mails.named(one.certificate)])
    elif renewals.replaced(one, identities(services.book(), services.clock.now())):
        words = mails.share_renewed()
    else:
        words = mails.share()
    return words.subject, words.text


def _timeline(context: Context, arguments: Namespace) -> Answer:
    from sel.cli import history

    return history.timeline(context, arguments)


def _remove(context: Context, arguments: Namespace) -> Answer:
    from sel.cli import history

    return history.remove(context, arguments)
