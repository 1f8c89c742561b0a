"""`inspect`, `status`, `doctor`: look, and change nothing."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from sel.cli import shapes
from sel.cli.context import Answer, Context, Failed
from sel.cli.mine import read, ready, write
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker


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
    doctor.add_argument("--out", type=Path, metavar="FILE.zip")
    doctor.add_argument("--replace", action="store_true")
    doctor.set_defaults(run=_doctor)


def _inspect(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import inspecting

    listed = list(inspecting.files(tuple(arguments.paths)))
    in_folder = any(inside for _, inside in listed)
    entries, lines, problems = [], [], []
    for place, (path, _) in enumerate(listed):
        context.progress.step(place, len(listed), _reading())
        for seen in _looked(context, path):
            shape = _file_shape(seen, context.speaker)
            entries.append(shape)
            lines.extend(_file_lines(seen, shape, context.speaker))
            if seen.error is not None:
                problems.append(seen.error)
    if problems and len(entries) == 1 and not in_folder:
        raise Failed(problems[0], {"files": entries})
    if not listed:
        lines.append(context.speaker.say("cli-no-files", "There are no files here."))
    return Answer({"files": entries}, tuple(lines), int(bool(problems)))


def _looked(context: Context, path: Path) -> Any:
    """What the file is, and what every file in it is."""
    from sel.flows import inspecting

    passphrase = context.passphrases.given("pass")
    if str(path) == "-":
        return inspecting.look_inside_of(context.services, read(context, path), path, passphrase)
    return inspecting.look_inside(context.services, path, passphrase)


def _reading() -> Any:
    from sel.base.message import Message

    return Message("reading-file")


def _file_shape(seen: Any, speaker: Speaker) -> dict[str, Any]:
    problems = shapes.problems(seen.findings, speaker)
    if seen.error is not None and not any(p["code"] == seen.error.code for p in problems):
        told = speaker.error(seen.error, command=True)
        problems.append(
            {
                "code": told.code,
                "severity": "error",
                "message": told.what,
                "hint": told.hint,
                "source": None,
            }
        )
    return {
        "path": str(seen.path),
        "kind": seen.kind.value,
        "looks_like": seen.looks_like,
        "counts": {"certificates": seen.certificates, "private_keys": seen.private_keys},
        "objects": [_object_shape(each) for each in seen.objects],
        "problems": problems,
    }


def _object_shape(seen: Any) -> dict[str, Any]:
    from sel.core.request import RequestFacts
    from sel.flows.inspecting import CertificateSeen, CrlSeen, MailSeen

    if isinstance(seen, MailSeen):
        return _mail_shape(seen)
    if isinstance(seen, CertificateSeen):
        return shapes.certificate(
            seen.facts, has_private_key=seen.has_private_key, friendly_name=seen.friendly_name
        )
    if isinstance(seen, RequestFacts):
        return shapes.request(seen)
    if isinstance(seen, CrlSeen):
        return {
            "kind": "crl",
            "issuer": seen.issuer,
            "this_update": shapes.time(seen.this_update),
            "next_update": shapes.time(seen.next_update),
            "revoked": seen.revoked,
            "sha256": seen.sha256.hex(),
        }
    return {
        "kind": "private-key",
        "key": shapes.key(seen.key),
        "encrypted": seen.encrypted,
        "spki_sha256": seen.spki_sha256.hex() if seen.spki_sha256 else None,
    }


def _mail_shape(seen: Any) -> dict[str, Any]:
    outline = seen.outline
    shape: dict[str, Any] = {"kind": outline.kind, "from": outline.from_}
    if outline.kind == "signed-mail":
        signers = [each.certificate for each in outline.signers if each.certificate is not None]
        shape["signature"] = outline.signature.value
        shape["signer"] = hashlib.sha256(signers[0]).hexdigest() if signers else None
    elif outline.kind == "encrypted-mail":
        shape["recipients"] = list(map(shapes.recipient, outline.recipients))
        shape["whereabouts"] = list(map(shapes.whereabouts, seen.places))
        shape["content_encryption"] = outline.content_encryption
        shape["key_here"] = seen.key_here
    return shape


_SHOWN = 12
"""Objects of one file that a person is shown; JSON has them all."""


def _file_lines(seen: Any, shape: dict[str, Any], speaker: Speaker) -> list[str]:
    from sel.base.message import Message
    from sel.text.visible import visible

    named = seen.looks_like or "unknown"
    kind = f"looks-like.{named}" if seen.kind.value == "unknown" else f"kind.{seen.kind.value}"
    lines = [f"{visible(str(seen.path))}: {speaker.message(Message(kind))}"]
    for each in seen.objects[:_SHOWN]:
        lines.extend(f"  {line}" for line in _object_lines(each, speaker))
    more = len(seen.objects) - _SHOWN
    if more > 0:
        lines.append("  " + speaker.count("cli-and-more", "and {n} more", "and {n} more", n=more))
    lines.extend(f"  {each['message']} {each['hint']}".rstrip() for each in shape["problems"])
    return lines


def _object_lines(seen: Any, speaker: Speaker) -> list[str]:
    from sel.core.request import RequestFacts
    from sel.flows.inspecting import CertificateSeen, CrlSeen, MailSeen
    from sel.text.visible import visible

    if isinstance(seen, CertificateSeen):
        facts = seen.facts
        line = speaker.say(
            "cli-certificate-line",
            "{name} · {emails} · valid from {start} to {end}",
            name=visible(facts.common_name or facts.subject),
            emails=", ".join(facts.emails) or "-",
            start=speaker.date(facts.not_before),
            end=speaker.date(facts.not_after),
        )
        return [line, f"SHA-256 {facts.sha256.hex()}"]
    if isinstance(seen, RequestFacts):
        emails = ", ".join(seen.emails) or "-"
        return [f"{visible(seen.common_name or seen.subject)} · {visible(emails)}"]
    if isinstance(seen, CrlSeen):
        return [visible(seen.issuer)]
    if isinstance(seen, MailSeen) and seen.outline.from_:
        return [visible(seen.outline.from_)]
    return []


def _status(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import status

    found = status.status(context.services)
    say = context.speaker.message
    sentence = say(found.sentence)
    steps = [
        {"id": step.id, "state": step.state.value, "message": say(step.what)}
        for step in found.steps
    ]
    notices = [{"code": each.code, "message": say(each)} for each in found.notices]
    marks = {"done": "✓", "attention": "!", "waiting": "…"}
    lines = [sentence, *(each["message"] for each in notices)]
    lines.extend(f"{marks.get(step['state'], '›')} {step['message']}" for step in steps)
    return Answer({"sentence": sentence, "steps": steps, "notices": notices}, tuple(lines))


def _doctor(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import doctor

    if arguments.out is not None:
        ready(context, arguments)
    report = doctor.report(context.services)
    if arguments.out is not None:
        write(context, arguments, doctor.packed(report))
        if str(arguments.out) == "-":
            return Answer({"out": "-"})
    lines = tuple(f"{name}: {value}" for name, value in doctor.flat(report))
    out = str(arguments.out) if arguments.out is not None else None
    return Answer({**report, "out": out}, lines)
