"""`rehearse`: the whole journey with real files in a scratch folder."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from sel.cli.context import Answer, Context
from sel.text.speaker import Speaker


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the command."""
    rehearse = commands.add_parser(
        "rehearse",
        parents=[everywhere],
        help=speaker.say("cli-rehearse", "try the whole journey in a scratch folder"),
    )
    rehearse.add_argument("--keep", type=Path, metavar="DIR")
    rehearse.set_defaults(run=_rehearse)


def _rehearse(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import rehearsal

    results = rehearsal.rehearse(context.services, context.progress, keep=arguments.keep)
    speaker = context.speaker
    steps = [
        {
            "id": each.id,
            "held": each.held,
            "tried": each.tried,
            "message": speaker.message(each.what),
            "witnesses": dict(each.witnesses),
            "seconds": round(each.seconds, 2),
        }
        for each in results
    ]
    failed = [each for each in results if not each.held]
    verdicts = {
        rehearsal.AGREED: speaker.say("rehearse-agreed", "agreed"),
        rehearsal.MISSING: speaker.say("rehearse-not-installed", "not installed"),
        rehearsal.UNABLE: speaker.say("rehearse-cannot-judge", "cannot judge this"),
    }
    lines = []
    for each, step in zip(results, steps, strict=True):
        mark = "✗" if not each.held else "✓" if each.tried else "–"
        said = ", ".join(
            f"{name}: {verdicts.get(verdict, verdict)}" for name, verdict in each.witnesses
        )
        lines.append(f"{mark} {step['message']}" + (f" ({said})" if said else ""))
        if each.detail:
            lines.append(f"    {each.detail}")
    if failed:
        lines.append(
            speaker.say(
                "rehearse-failed",
                "The rehearsal failed at: {step}",
                step=speaker.message(failed[0].what),
            )
        )
    else:
        lines.append(
            speaker.count(
                "rehearse-passed",
                "The rehearsal passed: {n} step.",
                "The rehearsal passed: all {n} steps.",
                n=len(results),
            )
        )
    document = {"passed": not failed, "steps": steps, "failed": failed[0].id if failed else None}
    return Answer(document, tuple(lines), 1 if failed else 0)
