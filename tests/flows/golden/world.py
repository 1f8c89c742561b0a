"""The desks that the scenes share: books, keys and mails, each made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import certificate
from sel.core.bundle import Protection, write
from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import inspecting, letters, people_adding, requests
from sel.flows.identities import bundle_of, identities
from sel.ports.services import Services
from tests.flows.desk import FOUNDED, desk, issued, now
from tests.pilot import GWEN, SIAN, person

SAID = "castell mynydd afon derwen lleuad pysgodyn gwanwyn"
WORDS = Secret(SAID)
ASKED = Asked((SIAN,), "Siân Llŷr")


class World:
    """Siân's book with one key and Gwenllian's certificate; desks of their own for the rest.

    A scene that takes something away has a desk to itself.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._desks: dict[str, Services] = {}

    def desk(self, name: str) -> Services:
        """The desk of this name; nothing was done on it before somebody asked for it."""
        if name not in self._desks:
            self._desks[name] = desk(self.folder / name)
        return self._desks[name]

    def with_a_key(self, name: str) -> Services:
        """A new desk whose book holds one key in use."""
        services = self.desk(name)
        made = requests.make(services, ASKED, KeyKind.EC_P256, Silent())
        requests.finish(services, issued(made), (FOUNDED.issuer, FOUNDED.root), Silent())
        return services

    @cached_property
    def sian(self) -> Services:
        """Siân's own."""
        services = self.with_a_key("sian")
        people_adding.add(services, (), Silent(), pasted=self.gwen.der)
        return services

    @cached_property
    def gwen(self) -> CertificateFacts:
        """Gwenllian's certificate."""
        return certificate.read(person(GWEN, starts=now(), founded=FOUNDED).certificate)

    @cached_property
    def certificate(self) -> bytes:
        """Siân's certificate (DER)."""
        (one,) = identities(self.sian.book(), now())
        assert one.certificate is not None
        return one.certificate.der


def backup_of(services: Services) -> bytes:
    """A backup of all keys of a book, as Sêl writes it but with few rounds, for it is opened
    at once.
    """
    held = bundle_of(services.book(), identities(services.book(), now()))
    return write(held, WORDS, protection=Protection.MODERN, rounds=2)


def mail_to_myself(services: Services) -> bytes:
    """Signed and encrypted by the one key of a book."""
    return letters.write(services, to=[], subject="Prawf", text="Bore da").eml


def looked_at(services: Services, data: bytes) -> list[Finding]:
    """What `inspect` finds in a file and all that is in it."""
    seen = inspecting.look_inside_of(services, data, Path("A"), None)
    return [finding for each in seen for finding in each.findings]


Scene: TypeAlias = Callable[[World], Sequence[Finding]]
