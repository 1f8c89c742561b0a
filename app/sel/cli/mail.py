"""`mail …`: write a mail that proves it works, and say what a mail really is."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.base.errors import (
    Damaged,
    DamagedKey,
    KeyringForgot,
    NotDecrypted,
    OptionMissing,
    SelError,
    SlotDamaged,
    TooLarge,
    UnsupportedAlgorithm,
    WordsAlone,
    WordTestOver,
    WrongBookKey,
)
from sel.cli import shapes
from sel.cli.context import Answer, Context, Failed
from sel.cli.files import read, ready, write
from sel.cli.lines import told
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.core.envelope import Signer
    from sel.core.letter import Layer
    from sel.flows.letters import Read


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    group = commands.add_parser(
        "mail", help=say("cli-mail", "signed and encrypted mail")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    test = group.add_parser(
        "test",
        parents=[everywhere],
        help=say("cli-mail-test", "write a signed and encrypted mail, to yourself or colleagues"),
    )
    test.add_argument("--to", nargs="+", default=[], metavar="EMAIL")
    test.add_argument("--attach", nargs="+", type=Path, default=[], metavar="FILE")
    test.add_argument("--out", type=Path, required=True, metavar="FILE.eml")
    test.add_argument("--replace", action="store_true")
    test.add_argument(
        "--words",
        action="store_true",
        help=say(
            "cli-mail-words",
            "to yourself, with two words in the encrypted text: does your mail program open it?",
        ),
    )
    test.set_defaults(run=_test)
    answer = group.add_parser(
        "answer",
        parents=[everywhere],
        help=say("cli-mail-answer", "say the two words of a test mail (--words) that you read"),
    )
    answer.add_argument("file", type=Path, metavar="FILE")
    add_options(answer, speaker, "words")
    answer.set_defaults(run=_answer)
    opened = group.add_parser(
        "open", parents=[everywhere], help=say("cli-mail-open", "open a mail and check it")
    )
    opened.add_argument("file", type=Path, metavar="FILE")
    opened.add_argument("--out", type=Path, metavar="DIR")
    opened.add_argument(
        "--number",
        type=int,
        metavar="N",
        help=say("cli-mail-number", "which mail of a file with several, counted from 1"),
    )
    opened.set_defaults(run=_open)


def _test(context: Context, arguments: Namespace) -> Answer:
    from sel.core.address import normal
    from sel.core.letter import Attachment
    from sel.flows import letters

    ready(context, arguments)
    if arguments.words:
        return _word_test(context, arguments)
    speaker = context.speaker
    attached = tuple(
        Attachment(name=path.name, data=context.services.inputs.read(path))
        for path in arguments.attach
    )
    written = letters.write(
        context.services,
        to=tuple(normal(each) for each in arguments.to),
        subject=speaker.say("test-mail-subject", "Test of signed and encrypted mail"),
        text=speaker.say(
            "test-mail-text",
            "If you can read this, your mail program opened it with your key.\n"
            "The subject line is never encrypted.",
        )
        + "\n",
        attachments=attached,
    )
    write(context, arguments, written.eml)
    document = {
        "out": str(arguments.out),
        "from": written.sender,
        "to": list(written.recipients),
    }
    if str(arguments.out) == "-":
        return Answer(document)
    line = speaker.say(
        "cli-mail-written",
        "Signed and encrypted for {to}: {path}",
        to=", ".join(written.recipients),
        path=arguments.out,
    )
    return Answer(document, (line,))


def _word_test(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import word_tests
    from sel.text import word_test

    if arguments.to or arguments.attach:
        raise WordsAlone()
    speaker = context.speaker
    made = word_tests.make(
        context.services,
        language="cy" if speaker.language == "cy" else "en",
        subject=word_test.subject(speaker),
        text=lambda words: word_test.text(speaker, words),
    )
    write(context, arguments, made.eml)
    document = {
        "out": str(arguments.out),
        "from": made.to,
        "to": [made.to],
        "until": shapes.time(made.until),
    }
    if str(arguments.out) == "-":
        return Answer(document)
    written = speaker.say(
        "cli-mail-written",
        "Signed and encrypted for {to}: {path}",
        to=made.to,
        path=arguments.out,
    )
    then = speaker.say(
        "cli-mail-then",
        "Open it in your mail program, not in Sêl, and read its two words. Then, until {until}:"
        " sel mail answer {path}",
        until=made.until,
        path=arguments.out,
    )
    return Answer(document, (written, then))


def _answer(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import word_tests

    data = read(context, arguments.file)
    if word_tests.begun(context.services) is None:
        raise WordTestOver()
    if context.passphrases.given("words") is None and not context.passphrases.prompting:
        raise OptionMissing(option="--words-file")
    word_tests.answer(context.services, data, context.passphrases.wanted("words", _ask_words))
    said = context.speaker.say("program-opens", "The program you read it in opens your mail.")
    return Answer({"opens": True}, (said,))


def _ask_words(speaker: Speaker) -> str:
    return speaker.say("cli-ask-words", "The two words you read in the mail: ")


def _open(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import letters

    data = letters.one_of(read(context, arguments.file), arguments.number)
    try:
        found = letters.read(context.services, data)
    except SelError as problem:
        raise _unopened(context, data, problem) from problem
    opened, speaker = found.letter, context.speaker
    saved: tuple[str, ...] = ()
    if arguments.out is not None:
        from sel.flows import attachments

        saved = attachments.save(context.services, opened, arguments.out)
    problems = shapes.problems(found.findings, speaker)
    document = {
        "decrypted": opened.decrypted,
        "signature": found.signature.value,
        "signer": found.signer.sha256.hex() if found.signer is not None else None,
        "layers": list(map(_layer, opened.layers)),
        "from": opened.from_,
        "subject": opened.subject,
        "protected_subject": opened.protected_subject,
        "text": opened.text,
        "signed_part": _part(found),
        "attachments": [
            {"name": each.name, "size": len(each.data)} for each in opened.attachments
        ],
        "saved": list(saved),
        "problems": problems,
    }
    lines = [_signature_line(found.signature, found.signer, speaker)]
    if opened.decrypted:
        lines.insert(0, speaker.say("mail-decrypted", "It was encrypted, and your key opened it."))
    lines.extend(line for each in problems for line in told(each))
    if saved:
        lines.append(speaker.say("cli-mail-saved", "Saved: {names}", names=", ".join(saved)))
    elif opened.attachments:
        names = ", ".join(each.name for each in opened.attachments)
        lines.append(
            speaker.say(
                "cli-mail-attached", "Attached: {names} (--out DIR saves them)", names=names
            )
        )
    if opened.signed_part is not None:
        lines.extend(["", _signature_line(found.part, found.part_signer, speaker)])
        lines.extend(["", *opened.signed_part.text.splitlines(), ""])
        lines.append(speaker.say("mail-added", "Added to it, signed by nobody:"))
    lines.extend(["", *opened.text.splitlines()])
    bad = found.signature.value == "invalid" or shapes.exit_status(found.findings)
    return Answer(document, tuple(lines), int(bad))


def _unopened(context: Context, data: bytes, problem: SelError) -> Failed:
    """What can be said of a mail that does not open: every field that needs no key."""
    from sel.core import letter
    from sel.flows import addressed, letters

    document: dict[str, Any] = {
        "decrypted": False, "signature": "none", "signer": None, "layers": [], "from": None,
        "subject": None, "protected_subject": None, "text": "", "signed_part": None,
        "attachments": [], "saved": [],
        "recipients": [], "whereabouts": [], "problems": [],
    }  # fmt: skip
    try:
        outline = letter.describe(letters.mail_in(data))
    except SelError:
        return Failed(problem, document)
    places = addressed.whereabouts(context.services, outline)
    readable = not isinstance(problem, DamagedKey | WrongBookKey | KeyringForgot | SlotDamaged)
    found = [*outline.findings, *addressed.findings(places, outline, readable=readable)]
    if isinstance(problem, NotDecrypted | UnsupportedAlgorithm | Damaged | TooLarge):
        # The key is here and did not help: that Sêl can open it would be no longer true.
        found = [each for each in found if each.code != "mail-key-here"]
    problems = shapes.problems(found, context.speaker)
    document |= {
        "layers": list(map(_layer, outline.layers)),
        "from": outline.from_,
        "subject": outline.subject,
        "recipients": list(map(shapes.recipient, outline.recipients)),
        "whereabouts": list(map(shapes.whereabouts, places)),
        "problems": problems,
    }
    # What to do for want of a key is the error's own hint already.
    lines = [
        line
        for each in problems
        for line in told(each)[: 1 if each["code"] == "mail-not-for-you" else None]
    ]
    return Failed(problem, document, tuple(lines))


def _layer(layer: Layer) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "kind": layer.kind.value,
        "algorithm": layer.algorithm,
        "opened": layer.opened,
    }
    if layer.kind.value == "encrypted":
        shape["key_management"] = layer.key_management
        shape["authenticated"] = layer.authenticated
    elif layer.signers:
        shape["signers"] = list(map(_signer, layer.signers))
    return shape


def _signer(one: Signer) -> dict[str, Any]:
    """One of perhaps several; each is judged on its own, by its mathematics alone."""
    held = one.certificate
    return {
        "certificate": hashlib.sha256(held).hexdigest() if held is not None else None,
        "holds": one.holds,
        "reason": one.reason.value,
        "algorithm": one.algorithm,
        "signed_at": shapes.time(one.signed_at),
    }


def _part(found: Read) -> dict[str, Any] | None:
    """The only part that is signed, where a mailing list added the rest."""
    part, verdict = found.letter.signed_part, found.part
    if part is None or verdict is None:
        return None
    return {
        "signature": verdict.value,
        "signer": found.part_signer.sha256.hex() if found.part_signer is not None else None,
        "text": part.text,
        "attachments": [{"name": each.name, "size": len(each.data)} for each in part.attachments],
    }


def _signature_line(signature: Any, signer: Any, speaker: Speaker) -> str:
    say = speaker.say
    match signature.value:
        case "valid":
            return say(
                "mail-signature-valid",
                "Signed by {name}, and unchanged since.",
                name=", ".join(signer.emails),
            )
        case "unverifiable":
            return say(
                "mail-signature-unverifiable",
                "Signed, but who signed it cannot be made sure here.",
            )
        case "invalid":
            return say(
                "mail-signature-invalid", "The signature does not hold: do not rely on this mail."
            )
        case _:
            return say("mail-signature-none", "It is not signed.")
