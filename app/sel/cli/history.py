"""`id timeline` and `id remove`: every key there ever was, and what goes with one."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from sel.cli import shapes
from sel.cli.context import Answer, Context
from sel.text import history
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.timeline import KeyHistory


def timeline(context: Context, arguments: Namespace) -> Answer:
    """Every key, oldest first, with its certificates and the mail it opens."""
    from sel.flows import presence
    from sel.flows import timeline as flow

    presence.seen_now(context.services)
    every = flow.timeline(context.services)
    lines = tuple(text for each in every for text in _lines(each, context.speaker))
    nothing = context.speaker.say("cli-no-ids", "No certificates and no keys yet.")
    return Answer({"keys": [_shape(each) for each in every]}, lines or (nothing,))


def remove(context: Context, arguments: Namespace) -> Answer:
    """Take a key away, after saying what becomes unreadable."""
    from sel.base.progress import Cancelled
    from sel.flows import removals, timeline
    from sel.flows.identities import find

    services = context.services
    one = find(services.book(), arguments.id, services.clock.now())
    if not arguments.without_backup:
        removals.refuse_unsaved(services, one)
    line = next(each for each in timeline.timeline(services) if each.id == one.id)
    loss = history.loss(line, context.speaker)
    saved = history.saved(line, context.speaker)
    if not context.ask(
        "ask-remove-key", "{loss} {saved} Remove the key {id}?", loss=loss, saved=saved, id=one.id
    ):
        raise Cancelled
    removals.remove(services, one.id, without_backup=arguments.without_backup)
    removed = context.speaker.say("cli-id-removed", "Removed: {id}", id=one.id)
    return Answer({"removed": one.id, "opened": _opens(line)}, (removed, loss, saved))


def _lines(line: KeyHistory, speaker: Speaker) -> list[str]:
    emails = ", ".join(line.emails)
    head = f"{line.id}  {emails}  {history.standing(line, speaker)}"
    below = [history.opens(line, speaker), history.saved(line, speaker)]
    if line.places:
        places = speaker.say("cli-key-places", "Ready in: {places}", places=line.places)
        below.append(places)
    if line.lost:
        below.append(speaker.say("cli-key-missing", "Key missing: {places}", places=line.lost))
    return [head, *(f"  {each}" for each in below)]


def _shape(line: KeyHistory) -> dict[str, Any]:
    return {
        "id": line.id,
        "state": line.state.value,
        "held": line.held.value,
        "origin": line.origin.value if line.origin is not None else None,
        "emails": list(line.emails),
        "since": shapes.time(line.since),
        "certificates": [
            {
                "sha256": each.sha256.hex(),
                "serial": f"{each.serial:x}",
                "issuer": each.issuer,
                "not_before": shapes.time(each.not_before),
                "not_after": shapes.time(each.not_after),
            }
            for each in line.certificates
        ],
        "opens": _opens(line),
        "installed": list(line.places),
        "lost": list(line.lost),
        "backups": [
            {"path": each.path, "verified": shapes.time(each.verified)} for each in line.backups
        ],
    }


def _opens(line: KeyHistory) -> dict[str, Any] | None:
    if line.opens is None:
        return None
    return {"from": shapes.time(line.opens.begins), "until": shapes.time(line.opens.ends)}
