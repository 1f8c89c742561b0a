"""The whole set of what flows are handed; built by `sel.wiring`, frozen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sel.base.spread import Spread, in_turn
from sel.ports.partner_checks import NothingKept, PartnerChecks

if TYPE_CHECKING:  # only named here, so that a command loads no more than it uses
    from sel.base.secret import Secret
    from sel.core.policy import Policy
    from sel.ports.book import Book
    from sel.ports.children import Children
    from sel.ports.clients import MailProgram
    from sel.ports.delivery import Open
    from sel.ports.directories import Directories
    from sel.ports.enrolment import AuthorityProfile
    from sel.ports.fetch import Fetch, Fetched
    from sel.ports.inputs import Inputs
    from sel.ports.outputs import Outputs
    from sel.ports.preferences import Preferences
    from sel.ports.store import StoreKind, TrustAnchors
    from sel.ports.surroundings import Clock, Witness


def no_network() -> None:
    """Where nothing may leave this computer."""


def no_mail_programs() -> Sequence[MailProgram]:
    """Where nobody looks for any: rehearsals."""
    return ()


def no_copies() -> Sequence[Path]:
    """Where no program's profile is written: rehearsals."""
    return ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Services:
    """Factories that import inside, so that a command loads only what it uses.

    data     Sêl's own data folder
    policy   managed settings; defaults where there are none
    scratch  the same set in a folder of its own, with a passphrase instead of any keyring and no
             store but those inside it: for rehearsals
    forgets  why this computer loses the data folder at sign-out ("temporary-profile", …), or None
    profiles      authorities to ask: those of policy and of packs in force, then the built-in ones
    read_profile  one of them from its file; raises Damaged
    spread   does the same work on many things, on the processors there are
    abreast  does it in many threads: for work that waits for other computers
    fetch    asks the network for revocation lists and answers; None where nothing may leave
    directories  looks colleagues up; None where nothing may leave
    delivery  asks how mail gets to a domain; None where nothing may leave
    partner_checks  what the last check of partner domains found
    fetched  what was fetched before; None where nothing is kept
    mail_programs  looks what is installed, anew at each call
    copies   folders with copies of a mail program's keys, left while it is written (`sel.stores`)
    """

    data: Path
    policy: Policy
    clock: Clock
    book: Callable[[], Book]
    stores: Callable[[], Sequence[StoreKind]]
    anchors: Callable[[], TrustAnchors]
    children: Callable[[], Children]
    witnesses: Callable[[], Sequence[Witness]]
    inputs: Inputs
    outputs: Outputs
    preferences: Callable[[], Preferences]
    forgets: Callable[[], str | None]
    profiles: Callable[[], Sequence[AuthorityProfile]]
    read_profile: Callable[[bytes], AuthorityProfile]
    scratch: Callable[[Path, Secret], Services]
    spread: Spread = in_turn
    abreast: Spread = in_turn
    fetch: Callable[[], Fetch | None] = no_network
    directories: Callable[[], Directories | None] = no_network
    delivery: Callable[[], Open | None] = no_network
    partner_checks: Callable[[], PartnerChecks] = NothingKept
    fetched: Callable[[], Fetched | None] = no_network
    mail_programs: Callable[[], Sequence[MailProgram]] = no_mail_programs
    copies: Callable[[], Sequence[Path]] = no_copies
