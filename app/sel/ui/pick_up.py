"""On Home: the school left a certificate file for this person."""

from __future__ import annotations

from pathlib import Path

from sel.base.message import Message
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.offering import Offering


class PickUp(Offering[Path]):
    """The first file in the folder that policy names."""

    errand = "given-file"

    def wanted(self, services: Services) -> bool:
        return bool(services.policy.pick_up)

    def look(self, services: Services) -> Path | None:
        from sel.flows import pick_up

        return next(iter(pick_up.waiting(services)), None)

    def words(self, found: Path, speaker: Speaker) -> tuple[str, str]:
        what = speaker.message(Message("pick-up-waiting", {"name": found.name}))
        return what, speaker.say("pick-it-up", "&Use this certificate")

    def subject(self, found: Path) -> Path:
        return found
