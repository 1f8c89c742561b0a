"""`store …`: the places where mail programs look."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.base.errors import BadDigest, StoreLocked, StoreUnavailable, UnknownId
from sel.base.secret import Secret
from sel.cli import accounts, shapes
from sel.cli.context import Answer, Context, Failed
from sel.cli.files import read
from sel.cli.passphrases import add_options
from sel.cli.store_passwords import unlocked
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.putting_in import InStore


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    group = commands.add_parser(
        "store", help=say("cli-store", "where mail programs look for certificates")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    kinds = group.add_parser(
        "kinds", parents=[everywhere], help=say("cli-store-kinds", "what is on this computer")
    )
    kinds.set_defaults(run=_kinds)
    listed = group.add_parser(
        "list", parents=[everywhere], help=say("cli-store-list", "what a store holds")
    )
    listed.add_argument("--which", choices=("mine", "people", "authorities"), default="mine")
    install = group.add_parser(
        "install",
        parents=[everywhere],
        help=say("cli-store-install", "put a certificate with its key in, and prove it"),
    )
    install.add_argument("id", nargs="+", metavar="ID")
    install.add_argument("--set-up-accounts", action="store_true")
    install.add_argument(
        "--keep-going",
        action="store_true",
        help=say("cli-keep-going", "if one store fails, leave what works in the others"),
    )
    add = group.add_parser(
        "add",
        parents=[everywhere],
        help=say("cli-store-add", "add somebody's certificate or an authority, for mail only"),
    )
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--which", choices=("people", "authorities"), default="people")
    remove = group.add_parser(
        "remove", parents=[everywhere], help=say("cli-store-remove", "take a certificate out")
    )
    remove.add_argument("sha256", metavar="SHA256")
    remove.add_argument("--without-backup", action="store_true")
    remove.add_argument(
        "--for-good",
        action="store_true",
        help=say("cli-for-good", "remove one that has ended, too, instead of hiding it"),
    )
    for action, run in ((listed, _list), (install, _install), (add, _add), (remove, _remove)):
        action.set_defaults(run=run)
    for action in (install, add, remove):
        accounts.add_wait(action)
    for action in (listed, install, add, remove, *accounts.register(group, everywhere, speaker)):
        action.add_argument("--store", default="auto", metavar="S")
        add_options(action, speaker, "store-pass")


def _kinds(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import store_places

    found = store_places.kinds(context.services)
    document = {
        "stores": [
            {
                "id": each.id,
                "usable": each.reason is None,
                "reason": each.reason,
                "found": [{"id": spec.id, "label": spec.label} for spec in each.found],
            }
            for each in found
        ]
    }
    lines = []
    for each in found:
        if each.reason is not None:
            why = StoreUnavailable(store=each.id, reason=each.reason)
            lines.append(context.speaker.error(why).what)
        lines.extend(f"{spec.id}  {spec.label}" for spec in each.found)
    none = context.speaker.say("cli-no-stores", "No store was found on this computer.")
    return Answer(document, tuple(lines) or (none,))


def _list(context: Context, arguments: Namespace) -> Answer:
    from sel.core import certificate
    from sel.flows import installs
    from sel.ports.store import Which

    which = Which(arguments.which)
    held = unlocked(
        context,
        lambda unlock: installs.listed(
            context.services, which, store=arguments.store, unlock=unlock
        ),
    )
    document: dict[str, Any] = {"certificates": []}
    lines = []
    for spec, each in held:
        facts = certificate.read(each.der)
        shape = shapes.certificate(facts, has_private_key=each.has_key, friendly_name=each.name)
        document["certificates"].append({**shape, "store": spec.id})
        name = ", ".join(facts.emails) or facts.subject
        lines.append(f"{facts.sha256.hex()}  {name}  {spec.label}")
    return Answer(document, tuple(lines))


def _install(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import installs
    from sel.flows.identities import find

    services = context.services
    book, now = services.book(), services.clock.now()
    chosen = [find(book, each, now) for each in arguments.id]
    accounts.wait(context, arguments.store, arguments.wait)

    def work(unlock: Secret | None) -> installs.Installed:
        found = installs.install(
            services,
            chosen,
            context.progress,
            store=arguments.store,
            unlock=unlock,
            keep_going=arguments.keep_going,
        )
        locked = found.problem if isinstance(found.problem, StoreLocked) else None
        if locked is not None and unlock is None and context.passphrases.prompting:
            raise locked
        return found

    done = unlocked(context, work)
    document = {
        "installed": [
            {"store": each.store.id, "proved": all(proof.holds for _, proof in each.proved)}
            for each in done.stores
        ],
        "ids": [each.id for each in done.identities],
        "stores": [_outcome(context, each) for each in done.all],
        "failed": [_outcome(context, each) for each in done.all if each.problem is not None],
    }
    lines = tuple(_said(context, each) for each in done.all)
    if done.problem is not None and not done.stores:
        raise Failed(done.problem, document, lines)
    if arguments.set_up_accounts:
        stores = [each.store.id for each in done.stores]
        found, problem = accounts.after_install(context, chosen, stores, unlocked)
        document["accounts"] = [accounts.shape(each) for each in found]
        lines = (*lines, *(accounts.line(each, context.speaker) for each in found))
        if problem is not None:
            raise Failed(problem, document, lines)
    return Answer(document, lines, int(done.problem is not None))


def _outcome(context: Context, one: InStore) -> dict[str, Any]:
    """A store and what came of it; code and message where something failed."""
    problem = one.problem
    return {
        "store": one.store.id,
        "state": one.state.value,
        "code": problem.code if problem is not None else None,
        "message": context.speaker.error(problem).what if problem is not None else None,
    }


def _said(context: Context, one: InStore) -> str:
    say, store = context.speaker.say, one.store.label
    match one.state.value:
        case "proved":
            return say("cli-installed", "Ready and tested in: {store}", store=store)
        case "unchanged":
            return say("cli-was-ready", "Was there, tested again, in: {store}", store=store)
        case "put-back":
            return say("cli-put-back", "As it was before: {store}", store=store)
        case "kept":
            return say(
                "cli-could-not-put-back", "It could not be taken out of: {store}", store=store
            )
        case _:
            assert one.problem is not None
            return f"{store}: {context.speaker.error(one.problem).what}"


def _add(context: Context, arguments: Namespace) -> Answer:
    from sel.base.progress import Cancelled
    from sel.core import certificate
    from sel.flows import installs
    from sel.flows.unfolding import certificates
    from sel.ports.store import Which

    data = [read(context, path) for path in arguments.files]
    which = Which(arguments.which)
    accounts.wait(context, arguments.store, arguments.wait)
    if which is Which.AUTHORITIES:
        for der in (der for each in data for der in certificates(each)):
            facts = certificate.read(der)
            if facts.is_ca and not context.ask(
                "ask-trust",
                "Mail certificates signed by {name} will be trusted. SHA-256: {sha256}. Add it?",
                name=facts.subject,
                sha256=facts.sha256.hex(),
            ):
                raise Cancelled
    added = unlocked(
        context,
        lambda unlock: installs.add(
            context.services, data, which, store=arguments.store, unlock=unlock
        ),
    )
    document = {"added": [{"store": spec.id, "sha256": d.hex()} for spec, d in added]}
    line = context.speaker.count(
        "cli-store-added", "{n} certificate added.", "{n} certificates added.", n=len(added)
    )
    return Answer(document, (line,))


def _remove(context: Context, arguments: Namespace) -> Answer:
    from sel.base.progress import Cancelled
    from sel.flows import installs, removals
    from sel.ports.store import Which

    try:
        sha256 = bytes.fromhex(arguments.sha256.replace(":", ""))
    except ValueError as problem:
        raise BadDigest(given=arguments.sha256) from problem
    if len(sha256) != 32:
        raise BadDigest(given=arguments.sha256)
    accounts.wait(context, arguments.store, arguments.wait)
    mine = unlocked(
        context,
        lambda unlock: installs.listed(
            context.services, Which.MINE, store=arguments.store, unlock=unlock
        ),
    )
    if any(each.sha256 == sha256 for _, each in mine):
        if not arguments.without_backup:
            removals.refuse_unsaved_certificate(context.services, sha256)
        if not context.ask(
            "ask-store-remove",
            "The mail program will no longer open mail with this key. Remove it?",
        ):
            raise Cancelled
    where = unlocked(
        context,
        lambda unlock: removals.from_stores(
            context.services,
            sha256,
            store=arguments.store,
            unlock=unlock,
            for_good=arguments.for_good,
        ),
    )
    if not where:
        raise UnknownId(id=arguments.sha256)
    removed = [each.store for each in where if each.state.value == "removed"]
    hidden = [each.store for each in where if each.state.value == "hidden"]
    document = {
        "removed": [spec.id for spec in removed],
        "hidden": [spec.id for spec in hidden],
    }
    say, lines = context.speaker.say, []
    if removed:
        names = ", ".join(spec.label for spec in removed)
        lines.append(say("cli-store-removed", "Removed from: {stores}", stores=names))
    if hidden:
        names = ", ".join(spec.label for spec in hidden)
        lines.append(
            say("cli-store-hidden", "Hidden, and still opens old mail, in: {stores}", stores=names)
        )
    return Answer(document, tuple(lines))
