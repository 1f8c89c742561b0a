"""`inspect`, `status`, `doctor`: look, and change nothing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.base.errors import OptionMissing
from sel.cli.context import Answer, Context, Failed
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.diagnosing import Diagnosis
    from sel.flows.seen import FileSeen


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    inspect = commands.add_parser(
        "inspect",
        parents=[everywhere],
        help=say("cli-inspect", "say what files are and what stands in them"),
    )
    inspect.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    add_options(inspect, speaker)
    inspect.set_defaults(run=_inspect)
    status = commands.add_parser(
        "status", parents=[everywhere], help=say("cli-status", "say where you stand")
    )
    status.set_defaults(run=_status)
    doctor = commands.add_parser(
        "doctor",
        parents=[everywhere],
        help=say("cli-doctor", "collect what the helpdesk needs to know"),
    )
    doctor.add_argument(
        "--message",
        metavar="TEXT",
        help=say(
            "cli-doctor-message",
            "what your mail program says, or - for standard input: looks for the causes here",
        ),
    )
    doctor.add_argument(
        "--to",
        nargs="+",
        action="extend",
        metavar="ADDRESS",
        help=say("cli-doctor-to", "who you wrote to when that message came"),
    )
    doctor.add_argument(
        "--messages",
        action="store_true",
        help=say("cli-doctor-messages", "list the messages that are known"),
    )
    doctor.add_argument("--out", type=Path, metavar="FILE.zip")
    doctor.add_argument("--replace", action="store_true")
    doctor.set_defaults(run=_doctor)


def _inspect(context: Context, arguments: Namespace) -> Answer:
    from sel.cli import seeing
    from sel.flows.seen import names

    listed = list(names(arguments.paths))
    if _worth_children(listed):
        from sel.cli import inspecting_many

        return inspecting_many.inspect(context, [path for path, _ in listed])
    in_folder = any(inside for _, inside in listed)
    entries, lines, problems = [], [], []
    for place, (path, _) in enumerate(listed):
        context.progress.step(place, len(listed), _reading())
        for seen in _looked(context, Path(path)):
            entries.append(seeing.shape(seen, context.speaker))
            lines.extend(seeing.lines(seen, context.speaker))
            if seen.error is not None:
                problems.append(seen.error)
    if problems and len(entries) == 1 and not in_folder:
        raise Failed(problems[0], {"files": entries})
    if not listed:
        lines.append(context.speaker.say("cli-no-files", "There are no files here."))
    return Answer({"files": entries}, tuple(lines), int(bool(problems)))


def _worth_children(listed: Sequence[tuple[str, bool]]) -> bool:
    """Whether there are so many files that children look at them sooner; they have no stdin."""
    if len(listed) < FEWEST:
        return False
    return all(path != "-" for path, _ in listed)


FEWEST = 200
"""Fewer files are looked at sooner here than children have started."""


def _looked(context: Context, path: Path) -> Iterator[FileSeen]:
    """What the file is, and what every file in it is."""
    passphrase = context.passphrases.given("pass")
    if str(path) == "-":
        from sel.cli.files import read
        from sel.flows import inspecting

        return inspecting.look_inside_of(context.services, read(context, path), path, passphrase)
    from sel.flows import ordinary

    return ordinary.look(context.services, path, passphrase)


def _reading() -> Any:
    from sel.base.message import Message

    return Message("reading-file")


def _status(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import presence, status

    found = status.status(context.services, presence.seen_now(context.services))
    say = context.speaker.message
    sentence = say(found.sentence)
    steps = [
        {"id": step.id, "state": step.state.value, "message": say(step.what)}
        for step in found.steps
    ]
    notices = [{"code": each.code, "message": say(each)} for each in found.notices]
    marks = {"done": "✓", "attention": "!", "waiting": "…"}
    lines = [sentence, *(each["message"] for each in notices)]
    names = _step_names(context.speaker)
    lines.extend(
        f"{marks.get(step['state'], '›')} {names[step['id']]}: {step['message']}" for step in steps
    )
    return Answer({"sentence": sentence, "steps": steps, "notices": notices}, tuple(lines))


def _step_names(speaker: Speaker) -> dict[str, str]:
    """The steps in the words of Home."""
    say = speaker.say
    return {
        "certificate": say("step-name-certificate", "Certificate"),
        "ready": say("step-name-ready", "Ready in"),
        "backup": say("step-name-backup", "Backup"),
        "mail-program": say("step-name-mail-program", "Mail program"),
        "colleagues": say("sheet-people", "Colleagues"),
    }


def _doctor(context: Context, arguments: Namespace) -> Answer:
    from sel.cli.files import ready, write
    from sel.flows import doctor
    from sel.text import helpdesk

    if arguments.messages:
        return _messages(context.speaker)
    if arguments.to is not None and arguments.message is None:
        raise OptionMissing(option="--message")
    if arguments.out is not None:
        ready(context, arguments)
    diagnosis = _diagnosed(context, arguments) if arguments.message is not None else None
    report = doctor.report(context.services, diagnosis)
    if arguments.out is not None:
        write(
            context,
            arguments,
            doctor.packed(
                report, helpdesk.report(report, diagnosis, first=context.speaker.language)
            ),
        )
        if str(arguments.out) == "-":
            return Answer({"out": "-"})
    out = str(arguments.out) if arguments.out is not None else None
    if diagnosis is not None:
        told = tuple(helpdesk.lines(context.speaker, diagnosis, masked=False))
        return Answer({**report, "out": out}, told, int(bool(diagnosis.found)))
    lines = (
        *(f"{name}: {value}" for name, value in doctor.flat(report)),
        *_programs(context),
    )
    return Answer({**report, "out": out}, lines)


def _diagnosed(context: Context, arguments: Namespace) -> Diagnosis:
    from sel.flows import diagnosing

    said = arguments.message
    if said == "-":
        from sel.cli.files import read

        said = read(context, Path("-")).decode("utf-8", "replace")
    to = tuple(arguments.to) if arguments.to is not None else None
    return diagnosing.diagnose(context.services, diagnosing.meant(said), to, context.progress)


def _messages(speaker: Speaker) -> Answer:
    """Those that are known, with the wording in this language where it is known."""
    from sel.flows import diagnosing
    from sel.text import helpdesk

    known = diagnosing.messages()
    lines = []
    for each in known:
        said = each.text(speaker.language)
        lines.append(f"{each.id}: {helpdesk.symptom(speaker, each.id)}")
        lines.extend([f"  “{said}”"] if said else [])
    shape = [
        {"id": each.id, "program": each.program or None, "causes": list(each.causes)}
        for each in known
    ]
    return Answer({"messages": shape}, tuple(lines))


def _programs(context: Context) -> Iterator[str]:
    """The mail programs of this computer, in words: what works in each and what is set."""
    from sel.base.message import Message
    from sel.flows import mail_programs

    say, found = context.speaker.message, mail_programs.here(context.services)
    for one in found:
        facts = {"program": one.program.id.value, "version": one.program.build.version}
        head = say(Message("mail-program-here", facts)).strip()
        yield f"{head}: {' '.join(map(say, (*one.said, *one.placing, *one.changed)))}"
    if not found:
        yield say(mail_programs.nothing())
