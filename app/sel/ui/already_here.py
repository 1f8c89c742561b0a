"""On Home: a certificate for mail that is in a store of this computer and not known here yet.

Or a store with a password of its own, in which there may be one: said only to who has none yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sel.ports.services import Services
from sel.ports.store import StoreSpec
from sel.text.speaker import Speaker
from sel.ui.context import Context
from sel.ui.offering import Offering
from sel.ui.pages._store_names import store_name

if TYPE_CHECKING:
    from sel.flows.adoptable import Offered


class AlreadyHere(Offering["Offered | tuple[StoreSpec, ...]"]):
    """Looks into the stores once, and again while it has something to offer."""

    errand = "adopt"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._looked = False

    def wanted(self, services: Services) -> bool:
        again = not self._looked or self.found is not None
        self._looked = True
        return again

    def look(self, services: Services) -> Offered | tuple[StoreSpec, ...] | None:
        from sel.flows import adoptable
        from sel.flows.identities import identities, only_here

        book, now = services.book(), services.clock.now()
        seen = adoptable.look(services)
        offer = seen.newest(now)
        if offer is not None or identities(book, now) or only_here(book, now):
            return offer
        return seen.locked or None

    def words(self, found: Offered | tuple[StoreSpec, ...], speaker: Speaker) -> tuple[str, str]:
        if isinstance(found, tuple):
            stores = speaker.listed(store_name(each, speaker) for each in found)
            maybe = speaker.say(
                "may-be-behind-password",
                "If you already have a certificate, it may be behind this program's own password:"
                " {stores}",
                stores=stores,
            )
            return maybe, speaker.say("look-there", "&Look there")
        facts = found.certificate
        what = speaker.say(
            "already-here",
            "You already have a certificate that works until {until}: {email}",
            until=speaker.date(facts.not_after),
            email=", ".join(facts.emails),
        )
        return what, speaker.say("use-it", "&Use it")

    def subject(self, found: Offered | tuple[StoreSpec, ...]) -> None:
        return None
