"""The list at the left: what stands in it is known at once, a place itself only when wanted.

A place brings its pages, flows and half of the core with it: all of them together take longer to
import than everything else the window needs for its first paint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.ui.place import Place


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list.

    drawing  its icon
    word     its word
    load     imports the place and gives its class; cheap after the first time
    """

    drawing: str
    word: Callable[[Speaker], str]
    load: Callable[[], type[Place]]


def _home() -> type[Place]:
    from sel.ui.places.home import HomePlace

    return HomePlace


def _certificates() -> type[Place]:
    from sel.ui.places.certificates import CertificatesPlace

    return CertificatesPlace


def _colleagues() -> type[Place]:
    from sel.ui.places.colleagues import ColleaguesPlace

    return ColleaguesPlace


def _backups() -> type[Place]:
    from sel.ui.places.backups import BackupsPlace

    return BackupsPlace


def _guides() -> type[Place]:
    from sel.ui.places.guides import GuidesPlace

    return GuidesPlace


def _protection() -> type[Place]:
    from sel.ui.places.protection import ProtectionPlace

    return ProtectionPlace


def _partners() -> type[Place]:
    from sel.ui.places.partners import PartnersPlace

    return PartnersPlace


def _settings() -> type[Place]:
    from sel.ui.places.settings import SettingsPlace

    return SettingsPlace


def _help() -> type[Place]:
    from sel.ui.places.help import HelpPlace

    return HelpPlace


PLACES: dict[str, Listed] = {
    "home": Listed("home", lambda speaker: speaker.say("place-home", "Home"), _home),
    "certificates": Listed(
        "certificate",
        lambda speaker: speaker.say("place-certificates", "My certificates"),
        _certificates,
    ),
    "colleagues": Listed(
        "colleagues", lambda speaker: speaker.say("place-colleagues", "Colleagues"), _colleagues
    ),
    "backups": Listed("backup", lambda speaker: speaker.say("place-backups", "Backups"), _backups),
    "guides": Listed("mail", lambda speaker: speaker.say("place-guides", "Mail program"), _guides),
    "protection": Listed(
        "shield",
        lambda speaker: speaker.say("place-protection", "Which protection?"),
        _protection,
    ),
    "partners": Listed(
        "server", lambda speaker: speaker.say("place-partners", "Partner domains"), _partners
    ),
    "settings": Listed(
        "settings", lambda speaker: speaker.say("place-settings", "Settings"), _settings
    ),
    "help": Listed("help", lambda speaker: speaker.say("place-help", "Help"), _help),
}
"""By their names, in the order in which they stand."""
