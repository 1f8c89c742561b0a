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

_FORMS = ("der", "pem", "p7c", "vcf", "draft-mail")


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
    subject, text = draft_words()
    data = exports.export(
        context.services, arguments.id, exports.Form(arguments.format), subject=subject, text=text
    )
    write(context, arguments, data)
    if str(arguments.out) == "-":
        return Answer({"out": "-"})
    written = context.speaker.say("cli-written", "Written: {path}", path=arguments.out)
    return Answer({"out": str(arguments.out), "format": arguments.format}, (written,))


def draft_words() -> tuple[str, str]:
    """Subject and text of the mail that hands out a certificate: both languages, Welsh first."""
    subjects, texts = [], []
    for language in ("cy", "en"):
        speaker = Speaker(language)
        subjects.append(speaker.say("share-subject", "My certificate for encrypted mail"))
        texts.append(
            speaker.say(
                "share-text",
                "My certificate (public key) is attached.\n"
                "Add it to your contacts, then you can encrypt mail to me.",
            )
        )
    return " / ".join(subjects), "\n\n".join(texts) + "\n"


def _remove(context: Context, arguments: Namespace) -> Answer:
    from sel.base.progress import Cancelled
    from sel.flows import removals
    from sel.flows.identities import find

    services = context.services
    one = find(services.book(), arguments.id, services.clock.now())
    if not arguments.without_backup:
        removals.refuse_unsaved(one)
    if not context.ask(
        "ask-remove",
        "Mail that was encrypted to {emails} with this key becomes unreadable here. Remove it?",
        emails=", ".join(one.emails) or one.id,
    ):
        raise Cancelled
    removals.remove(services, one.id, without_backup=arguments.without_backup)
    line = context.speaker.say("cli-id-removed", "Removed: {id}", id=one.id)
    return Answer({"removed": one.id}, (line,))
