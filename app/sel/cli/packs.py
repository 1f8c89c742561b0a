"""`pack …`: school packs, for those who take them in and for IT staff who make them."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.base.errors import OptionMissing
from sel.cli.context import Answer, Context
from sel.cli.files import add_output, read
from sel.cli.shapes import time
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.core.pack import Pack
    from sel.flows.pack_looking import Looked
    from sel.flows.pack_taking import Taken
    from sel.flows.packs import Kept

_MOST_DAYS = 3650


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    group = commands.add_parser(
        "pack", help=say("cli-pack", "what IT hands out to a whole school in one signed file")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, run, words in (
        ("show", _show, say("cli-pack-show", "what is in a pack, and who signed it")),
        ("install", _install, say("cli-pack-install", "take a pack in")),
    ):
        one = group.add_parser(name, parents=[everywhere], help=words)
        one.add_argument("file", type=Path, metavar="FILE")
        one.set_defaults(run=run)
    trust = group.add_parser(
        "trust",
        parents=[everywhere],
        help=say(
            "cli-pack-trust", "its signer read the code to you: take their packs from now on"
        ),
    )
    trust.add_argument("file", type=Path, metavar="FILE")
    trust.add_argument("--how", required=True, metavar="TEXT")
    trust.set_defaults(run=_trust)
    update = group.add_parser(
        "update",
        parents=[everywhere],
        help=say("cli-pack-update", "take in the newest pack from the place that policy names"),
    )
    update.set_defaults(run=_update)
    listed = group.add_parser(
        "list", parents=[everywhere], help=say("cli-pack-list", "the packs that are here")
    )
    listed.set_defaults(run=_list)
    remove = group.add_parser(
        "remove",
        parents=[everywhere],
        help=say("cli-pack-remove", "take out a pack with what only it brought"),
    )
    remove.add_argument("id", metavar="ID")
    remove.set_defaults(run=_remove)
    _register_make(group, everywhere, speaker)


def _register_make(group: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    say = speaker.say
    make = group.add_parser(
        "make",
        parents=[everywhere],
        help=say("cli-pack-make", "make and sign a pack; the people in it are those of this book"),
    )
    make.add_argument("--id", required=True, metavar="ID", dest="key_id")
    make.add_argument("--name-en", required=True, metavar="TEXT")
    make.add_argument("--name-cy", required=True, metavar="TEXT")
    make.add_argument("--days", type=_days, default=180, metavar="DAYS")
    make.add_argument("--previous", type=Path, metavar="FILE")
    make.add_argument("--no-people", action="store_true")
    make.add_argument("--authority", type=Path, action="append", default=[], metavar="FILE")
    make.add_argument("--partners", type=Path, metavar="FILE")
    make.add_argument("--source-en", metavar="TEXT")
    make.add_argument("--source-cy", metavar="TEXT")
    make.add_argument("--dated", type=_date, metavar="YYYY-MM-DD")
    add_output(make)
    make.set_defaults(run=_make)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_DAYS:
        raise ArgumentTypeError(text)
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise ArgumentTypeError(text) from problem


def _show(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import pack_looking

    looked = pack_looking.look(context.services, read(context, arguments.file))
    return Answer(_looked(looked, context.speaker), tuple(_lines(looked, context.speaker)))


def _install(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import pack_taking

    done = pack_taking.take(context.services, read(context, arguments.file), context.progress)
    return _taken(done, context.speaker)


def _update(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import pack_taking

    done = pack_taking.update(context.services, context.progress)
    if done is None:
        line = context.speaker.say("cli-pack-nothing-newer", "There is no newer pack.")
        return Answer({"pack": None}, (line,))
    return _taken(done, context.speaker)


def _trust(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import pack_looking

    data = read(context, arguments.file)
    signer = pack_looking.know_signer(context.services, data, how=arguments.how)
    who = signer.emails[0] if signer.emails else signer.subject
    line = context.speaker.say(
        "cli-pack-trusted", "From now on packs signed by {who} are taken.", who=who
    )
    document = {"sha256": signer.sha256.hex(), "check_code": signer.check_code, "name": who}
    return Answer({"signer": document}, (line,))


def _list(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import packs

    found = packs.kept(context.services)
    speaker = context.speaker
    lines = [line for each in found for line in _kept_lines(each, speaker)]
    if not found:
        lines = [speaker.say("cli-pack-none", "There is no school pack here.")]
    return Answer({"packs": [_kept(each) for each in found]}, tuple(lines))


def _remove(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import pack_taking

    gone = pack_taking.remove(context.services, arguments.id)
    line = context.speaker.count(
        "cli-pack-removed",
        "The pack is gone, with {n} certificate that only it had brought.",
        "The pack is gone, with {n} certificates that only it had brought.",
        n=gone,
    )
    return Answer({"withdrawn": gone}, (line,))


def _make(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import pack_making

    source = _source(arguments)
    made = pack_making.make(
        context.services,
        arguments.key_id,
        pack_making.Wanted(
            name={"en": arguments.name_en, "cy": arguments.name_cy},
            days=arguments.days,
            people=not arguments.no_people,
            authorities=arguments.authority,
            partners=arguments.partners,
            source=source,
            dated=arguments.dated,
            previous=arguments.previous,
        ),
        arguments.out,
        replace=arguments.replace,
    )
    say = context.speaker.say
    lines = (
        say("cli-written", "Written: {path}", path=arguments.out),
        say(
            "cli-pack-made",
            "Pack number {number}, until {date}. Before people take it in, tell them your code by"
            " telephone, or name your certificate in the policy (pack_signers).",
            number=made.number,
            date=context.speaker.date(made.expires),
        ),
    )
    return Answer({"path": str(arguments.out), "pack": _pack(made)}, lines)


def _source(arguments: Namespace) -> dict[str, str] | None:
    """Who says which domains are partners. Raises OptionMissing: a list needs all of it."""
    about = {
        "--source-en": arguments.source_en,
        "--source-cy": arguments.source_cy,
        "--dated": arguments.dated,
    }
    if arguments.partners is None:
        if any(about.values()):
            raise OptionMissing(option="--partners")
        return None
    for option, given in about.items():
        if not given:
            raise OptionMissing(option=option)
    return {"en": arguments.source_en, "cy": arguments.source_cy}


def _pack(one: Pack, people: int | None = None) -> dict[str, Any]:
    """people: how many it has, where they were left out of it."""
    import json

    partners = one.partners
    return {
        "kind": "pack",
        "id": one.id,
        "number": one.number,
        "name": dict(one.name),
        "issued": time(one.issued),
        "expires": time(one.expires),
        "people": len(one.people) if people is None else people,
        "authorities": [json.loads(each).get("id") for each in one.profiles],
        "partners": None
        if partners is None
        else {"dated": partners.dated.isoformat(), "domains": len(partners.domains)},
    }


def _name(one: Pack, speaker: Speaker) -> str:
    return one.name.get(speaker.language, one.name["en"])


def _looked(looked: Looked, speaker: Speaker) -> dict[str, Any]:
    against = None
    if looked.against is not None:
        said = speaker.error(looked.against, command=True)
        against = {"code": looked.against.code, "message": said.what, "hint": said.hint}
    signer = looked.signer
    return {
        **_pack(looked.pack),
        "signer": {
            "sha256": signer.sha256.hex(),
            "name": signer.emails[0] if signer.emails else signer.subject,
            "check_code": signer.check_code,
            "known_by": None if looked.known_by is None else looked.known_by.value,
        },
        "held": None if looked.held is None else looked.held.number,
        "against": against,
    }


def _lines(looked: Looked, speaker: Speaker) -> list[str]:
    one, signer = looked.pack, looked.signer
    say = speaker.say
    lines = [
        say(
            "cli-pack-line",
            "{name}, number {number}, until {date}",
            name=_name(one, speaker),
            number=one.number,
            date=speaker.date(one.expires),
        ),
        speaker.count(
            "cli-pack-people",
            "{n} colleague's certificate",
            "{n} colleagues' certificates",
            n=len(one.people),
        ),
        say(
            "cli-pack-signer",
            "Signed by {who}, code {code}",
            who=signer.emails[0] if signer.emails else signer.subject,
            code=signer.check_code,
        ),
    ]
    if one.partners is not None:
        lines.append(
            speaker.count(
                "cli-pack-partners",
                "{n} partner domain, as of {date}",
                "{n} partner domains, as of {date}",
                n=len(one.partners.domains),
                date=one.partners.dated.isoformat(),
            )
        )
    if looked.against is not None:
        said = speaker.error(looked.against, command=True)
        lines += [said.what, f"  {said.hint}"]
    elif looked.same:
        lines.append(say("cli-pack-same", "This very pack is here already."))
    return lines


def _taken(done: Taken, speaker: Speaker) -> Answer:
    document = {
        "pack": _pack(done.pack),
        "added": done.added,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "withdrawn": done.withdrawn,
        "rejections": [
            {"code": each.what.code, "message": speaker.message(each.what)}
            for each in done.rejected
        ],
    }
    lines = [
        speaker.say(
            "cli-pack-taken",
            "{name}, number {number}: certificates new {added}, changed {updated}, as before"
            " {unchanged}, taken out {withdrawn}",
            name=_name(done.pack, speaker),
            number=done.pack.number,
            added=done.added,
            updated=done.updated,
            unchanged=done.unchanged,
            withdrawn=done.withdrawn,
        ),
        *(speaker.message(each.what) for each in done.rejected),
    ]
    return Answer(document, tuple(lines), 1 if done.rejected else 0)


def _kept(each: Kept) -> dict[str, Any]:
    shape = {"id": each.held.id, "number": each.held.number} if each.pack is None else {}
    return {
        **(_pack(each.pack, each.people) if each.pack is not None else shape),
        "taken": time(each.held.taken),
        "signer": each.held.signer.hex(),
        "why_not": each.why_not,
    }


def _kept_lines(each: Kept, speaker: Speaker) -> list[str]:
    name = each.held.id if each.pack is None else _name(each.pack, speaker)
    line = speaker.say(
        "cli-pack-kept",
        "{name}, number {number}, taken in on {date} ({id})",
        name=name,
        number=each.held.number,
        date=speaker.date(each.held.taken),
        id=each.held.id[:8],
    )
    if each.why_not is None:
        return [line]
    unused = speaker.say(
        "cli-pack-unused", "  Nothing of it is used at present ({code}).", code=each.why_not
    )
    return [line, unused]
