"""What `people check` could not find out, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.people_revoked import Unknown


def unknown(one: Unknown, speaker: Speaker) -> str:
    """Of how many it is not known whether they are revoked, and why."""
    from sel.flows.people_revoked import Why

    say, n = speaker.say, one.certificates
    match one.why:
        case Why.NO_PATH:
            return say(
                "cli-unknown-path",
                "Not asked whether revoked, as no path leads to a trusted root: {n}",
                n=n,
            )
        case Why.NOT_ALLOWED:
            return say(
                "cli-unknown-network",
                "Not asked whether revoked, as nothing may be asked of the network: {n}",
                n=n,
            )
        case Why.NAMES_NOTHING:
            return say(
                "cli-unknown-nowhere",
                "Nowhere to ask whether revoked, as no list and no responder is named: {n}",
                n=n,
            )
        case Why.NOT_ASKED:
            return say(
                "cli-unknown-responder",
                "Only a responder could say whether revoked ({hosts}): {n}. It would learn which "
                "certificates you use: sel people check --ocsp",
                n=n,
                hosts=", ".join(one.hosts),
            )
        case Why.NO_ANSWER:
            return say(
                "cli-unknown-silent", "Asked whether revoked, and no answer counted: {n}", n=n
            )
        case Why.STOPPED_ASKING:
            return say(
                "cli-unknown-stopped",
                "Not asked whether revoked, as too many other hosts did not answer: {n}",
                n=n,
            )
