"""Scenes of "Which protection?": asked, and each of the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sel.base.progress import Silent
from sel.core.finding import info
from sel.core.keypair import KeyKind
from sel.core.letter import Signature
from sel.core.policy import Policy
from sel.core.request import Asked
from sel.flows import people_adding, requests
from sel.flows.identities import current
from sel.flows.trying import Reader, Tried
from sel.journeys.opening import Opening
from sel.ports.clients import ALL_WORKS, Build, Known, MailProgram, ProgramId, Works
from sel.ports.services import Services
from sel.ui.app import Program
from sel.ui.places.protection import ProtectionPlace
from tests.flows.desk import FOUNDED, desk, issued
from tests.pilot import person
from tests.screens.people import LONG, SIAN

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

OWAIN = "owain@school.example"
LISTED, PARENT = "swyddog.addysg@gov.wales", "rhiant@cartref.example"


@dataclass(frozen=True)
class Mail:
    """What somebody says of their mail."""

    to: tuple[str, ...]
    content: str
    app: str = "outlook-classic"
    besides: tuple[str, ...] = ()
    sender: str = "sian.llyr@hwbcymru.net"


MAILS = {
    "nothing": Mail((PARENT, LISTED), "ordinary", besides=("parents",)),
    "tls": Mail((LISTED,), "personal"),
    "words": Mail((PARENT, LISTED, LONG), "sensitive", "outlook-web", ("parents", "families")),
    "words-highest": Mail((LISTED, "x@llyw.cymru"), "highest", "outlook-new"),
    "smime": Mail((OWAIN,), "highest", "thunderbird", sender=SIAN),
    "other-sender": Mail((PARENT,), "personal", sender="sian@cartref.example"),
}


KEYWORD = Tried(
    encrypted=False, signature=Signature.NONE, mine=False,
    subject="secure mail: Gwenllian", otherwise=info("mail-keyword-only", words="secure mail"),
)  # fmt: skip


BEGUN = Opening(
    Path("/home/sian/prawf-sel.eml"), datetime(2026, 11, 25, 9, 14, tzinfo=UTC)
)  # fmt: skip


def tried(services: Services, *, others: bool = False) -> Tried:
    """A mail that was signed and encrypted, to oneself or to colleagues too."""
    mine = current(services.book(), services.clock.now())[0]
    more = (Reader(OWAIN, mine=False), Reader(LONG, mine=False), Reader("", mine=False))
    return Tried(
        encrypted=True, signature=Signature.VALID, mine=True, signer=mine.certificate,
        readers=(Reader(SIAN, mine=True), *(more if others else ())),
        subject="Prawf / Test",
    )  # fmt: skip


def ready(folder: Path) -> Services:
    """Siân has a certificate that counts, a program that can, and one colleague who has one."""
    works = Works(*ALL_WORKS, keys_in="thunderbird")
    program = MailProgram(ProgramId.THUNDERBIRD, Build(), Known.YES, (), works)
    policy = Policy(own_domains=("school.example",), roots=(FOUNDED.root,))
    services = replace(desk(folder / "sel"), policy=policy, mail_programs=lambda: (program,))
    made = requests.make(services, Asked((SIAN,), "Siân Llŷr"), KeyKind.EC_P256, Silent())
    requests.finish(services, issued(made), (FOUNDED.issuer, FOUNDED.root), Silent())
    given = folder / "owain.cer"
    given.write_bytes(person(OWAIN, founded=FOUNDED).certificate)
    people_adding.add(services, [given], Silent())
    return services


def fill(place: ProtectionPlace, mail: Mail) -> None:
    """As if it was typed and chosen."""
    asking = place.asking
    asking.recipients.clear()
    asking.recipients.field.show_text("; ".join(mail.to))
    asking.recipients.take()
    asking.contents.choose(mail.content)
    asking.besides.choose(*mail.besides)
    asking.app.setCurrentIndex(asking.app.findData(mail.app))
    asking.writes_as.show_text(mail.sender)


def scene(name: str, *, answered: bool) -> Callable[[Program], QWidget]:
    """The place with one of the mails."""

    def prepare(program: Program) -> QWidget:
        program.window.go_to("protection")
        place = program.window.place("protection")
        assert isinstance(place, ProtectionPlace)
        place.turn(answered=False)
        fill(place, MAILS[name])
        if answered:
            place.ask()
        else:
            place.asking.recipients.field.show_text("sian.llyr")
        return program.window

    return prepare
