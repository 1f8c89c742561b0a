"""`guide`: how to set up and use each mail program. Asks for no key and changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.cli.context import Answer, Context
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.core.guides import Guide


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    group = commands.add_parser(
        "guide", parents=[everywhere], help=say("cli-guide", "set up and use a mail program")
    )
    inside = group.add_subparsers(dest="subcommand", required=True)
    listing = inside.add_parser(
        "list", parents=[everywhere], help=say("cli-guide-list", "list the guides")
    )
    listing.set_defaults(run=_list)
    show = inside.add_parser(
        "show", parents=[everywhere], help=say("cli-guide-show", "show a guide, or write it")
    )
    show.add_argument("name", metavar="NAME")
    show.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=say("cli-guide-out", "a web page or a PDF (.html, .pdf), in English and Welsh"),
    )
    show.add_argument("--replace", action="store_true")
    show.set_defaults(run=_show)


def _list(context: Context, _arguments: Namespace) -> Answer:
    from sel.flows import guides

    speaker = context.speaker
    words = _words(context)
    shape: list[dict[str, Any]] = []
    lines: list[str] = []
    for seen in guides.programs(context.services):
        told = " ".join(speaker.message(each) for each in seen.said)
        lines += ["", words.program(seen.program), f"  {told}"]
        for one in guides.guides(speaker.language):
            if one.program is seen.program:
                lines.append(f"  {one.name}: {one.title}")
                other = {each: guides.guide(one.name, each) for each in guides.LANGUAGES}
                shape.append(
                    {
                        "name": one.name,
                        "program": str(one.program),
                        "topic": str(one.topic),
                        "title": {each: guide.title for each, guide in other.items()},
                        "here": seen.here,
                        "able": str(seen.able),
                        "steps": [step.id for step in one.steps],
                        "ticked": sorted(guides.ticked(context.services, one)),
                        "checked": {each: guide.checked or None for each, guide in other.items()},
                        "sources": one.sources,
                        "unchecked_labels": _unchecked(one),
                    }
                )
    return Answer({"guides": shape}, tuple(lines[1:]))


def _unchecked(one: Guide) -> list[str]:
    """Ids of labels that were taken from somebody's description and not from the program."""
    from sel.core.guides import label_ids
    from sel.flows import guides

    return [each for each in label_ids(one) if not guides.labels()[each].checked]


def _show(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import guides

    one = guides.guide(arguments.name, context.speaker.language)
    if arguments.out is not None:
        return _write(context, arguments)
    from sel.text.guides import lines

    words = _words(context)
    steps = [
        {"id": step.id, "title": step.title, "ticked": step.id in done}
        for done in [guides.ticked(context.services, one)]
        for step in one.steps
    ]
    told = lines(words, one)
    document = {
        "name": one.name,
        "title": one.title,
        "language": one.language,
        "steps": steps,
        "checked": one.checked or None,
        "text": "\n".join(told),
    }
    return Answer(document, told)


def _write(context: Context, arguments: Namespace) -> Answer:
    from sel.cli import files
    from sel.text.guide_files import ending, written

    wanted = ending(arguments.out)
    files.ready(context, arguments)
    files.write(context, arguments, written(context.services, arguments.name, wanted))
    said = context.speaker.say("cli-guide-written", "Written: {file}", file=arguments.out)
    return Answer({"name": arguments.name, "out": str(arguments.out)}, (said,))


def _words(context: Context) -> Any:
    from sel.flows import guides
    from sel.text.guides import GuideWords

    return GuideWords(context.speaker, guides.own(context.services), guides.labels())
