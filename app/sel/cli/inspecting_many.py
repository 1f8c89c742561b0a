"""`inspect` over thousands of files: printed as they come, from children on all processors."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from sel.base.errors import SelError
from sel.base.progress import Cancelled
from sel.cli import seeing
from sel.cli.context import Answer, Context, standard_output
from sel.cli.pretty import pretty
from sel.cli.whole_writes import WholeWrites
from sel.flows import inspecting_many
from sel.flows.seen import FileSeen
from sel.text.visible import visible

if TYPE_CHECKING:
    from sel.base.secret import Secret

# How the one JSON document begins; the rest is written as it comes.
_BEGINS = '{\n  "files": ['


def inspect(context: Context, paths: Sequence[str]) -> Answer:
    """Print what each file is, in their order, and never hold more than a few hundred.

    JSON is one document however it ends: what stopped it stands behind the files as `error`.
    Raises SelError (without --json), DiskFull, OutputFailed, Cancelled, KeyboardInterrupt.
    """
    status = 0
    with standard_output(), WholeWrites() as output:
        write = _as_json if context.json else _as_lines
        status = write(context, paths, output)
    return Answer({}, status=status, printed=True)


def _as_json(context: Context, paths: Sequence[str], output: WholeWrites) -> int:
    status = 0
    error: dict[str, str] | None = None
    between = "\n"
    try:
        output.write(_BEGINS)
        with closing(_answers(context, paths)) as answers:
            for text, broken in answers:
                output.write(f"{between}{text}")
                between = ",\n"
                status |= broken
    except (KeyboardInterrupt, Cancelled):
        told = context.speaker.say("cancelled", "Cancelled.")
        error, status = {"code": "cancelled", "message": told, "hint": ""}, 130
    except SelError as problem:
        said = context.speaker.error(problem, command=True)
        sys.stderr.write(f"{visible(said.what)}\n{visible(said.hint)}\n")
        error = {"code": said.code, "message": said.what, "hint": said.hint}
        status = problem.exit_status
    stopped = "" if error is None else f',\n  "error": {pretty(error, "  ")}'
    try:
        output.write(f"\n  ]{stopped}\n}}\n", flush=True)
    except KeyboardInterrupt:
        return 130  # too late to be said in a document that has ended
    return status


def _as_lines(context: Context, paths: Sequence[str], output: WholeWrites) -> int:
    status = 0
    with closing(_answers(context, paths)) as answers:
        for text, broken in answers:
            context.clear()
            output.write(text)
            status |= broken
    context.clear()
    output.write("", flush=True)
    return status


def _answers(context: Context, paths: Sequence[str]) -> Generator[tuple[str, bool], None, None]:
    """What to print of each file, and whether something in it cannot be used."""
    opening = {
        "data": str(context.services.data),
        "unlock": _revealed(context.passphrases.given("unlock")),
        "policy": context.services.policy.file,
        "passphrase": _revealed(context.passphrases.given("pass")),
        "language": context.speaker.language,
        "json": context.json,
    }
    looked = inspecting_many.look(context.services, paths, opening, context.progress)
    with closing(looked) as answers:
        for answer in answers:
            if isinstance(answer, FileSeen):
                yield seeing.written(answer, context.speaker, json=context.json), True
            elif isinstance(answer, str):
                yield answer, False
            else:
                yield answer[0], True


def _revealed(secret: Secret | None) -> bytes | None:
    return None if secret is None else secret.reveal()
