"""On Home: a certificate for mail that is in a store of this computer and not known here yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.context import Context
from sel.ui.offering import Offering

if TYPE_CHECKING:
    from sel.flows.adopting import Offered


class AlreadyHere(Offering["Offered"]):
    """Looks into the stores once, and again while it has something to offer."""

    errand = "adopt"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._looked = False

    def wanted(self, services: Services) -> bool:
        again = not self._looked or self.found is not None
        self._looked = True
        return again

    def look(self, services: Services) -> Offered | None:
        from sel.flows import adopting

        return adopting.look(services).newest(services.clock.now())

    def words(self, found: Offered, speaker: Speaker) -> tuple[str, str]:
        facts = found.certificate
        what = speaker.say(
            "already-here",
            "You already have a certificate that works until {until}: {email}",
            until=speaker.date(facts.not_after),
            email=", ".join(facts.emails),
        )
        return what, speaker.say("use-it", "&Use it")

    def subject(self, found: Offered) -> None:
        return None
