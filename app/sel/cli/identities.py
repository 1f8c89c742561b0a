"""`id …`: my own certificates."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.base.errors import SelError
from sel.cli import adopting, shapes
from sel.cli.context import Answer, Context
from sel.cli.files import add_output, ask_file, forgets_accepted, read, ready, write
from sel.cli.lines import identity_line
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.presence import Held
    from sel.ports.store import StoreSpec

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
    adopting.register(group, everywhere, speaker)
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
    from sel.flows import presence
    from sel.flows.identities import identities, only_here

    services, speaker = context.services, context.speaker
    book, now = services.book(), services.clock.now()
    everything = (*identities(book, now), *only_here(book, now))
    seen = presence.look(services, everything)
    with suppress(SelError):  # who only asks gets an answer, also if nothing can be written
        presence.settle(services, everything, seen)
    lines: list[str] = []
    for each in everything:
        held = seen.of(each)
        lines.append(identity_line(seen.told(each), speaker))
        lines.extend(_where_lines(held, seen.specs, speaker))
    nothing = speaker.say("cli-no-ids", "No certificates and no keys yet.")
    shown = [shapes.placed(seen.told(each), seen.of(each)) for each in everything]
    return Answer({"ids": shown}, tuple(lines) or (nothing,))


def _where_lines(held: Held, specs: Mapping[str, StoreSpec], speaker: Speaker) -> Iterator[str]:
    """Where it is, where it was lost, and where nobody could look."""
    say = speaker.say
    if held.there:
        stores = ", ".join(spec.label for spec in held.there)
        yield "  " + say("cli-id-there", "in: {stores}", stores=stores)
    for store in held.lost:
        name = specs[store].label if store in specs else store
        yield "  " + say("cli-id-lost-there", "not there any more: {store}", store=name)
    for store in held.unseen:
        yield "  " + say("cli-id-unseen", "could not be looked into: {store}", store=store)


def _import(context: Context, arguments: Namespace) -> Answer:
    from sel.base.errors import PassphraseNeeded
    from sel.flows import imports, pick_up

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
    pick_up.picked(context.services, arguments.file)
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
