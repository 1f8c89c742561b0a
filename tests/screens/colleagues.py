"""Desks with colleagues: one, some of every kind, and ten thousand; a school pack; a report."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from sel.base.errors import DirectoryFailed
from sel.base.progress import Silent
from sel.core import certificate
from sel.core.directory import Address
from sel.core.keypair import KeyKind
from sel.core.people import PathState
from sel.core.policy import Policy
from sel.core.request import Asked
from sel.flows import pack_looking, pack_making, pack_taking, people, people_adding, requests
from sel.flows.exports import certificates_only
from sel.flows.people_adding import Report
from sel.journeys import meet, school_pack
from sel.ports.directories import DirectoryAnswer, DirectoryEntry
from sel.ports.people import Forgotten, NewPersonCertificate, TakeIn
from sel.ports.services import Services
from tests import pile
from tests.flows.desk import FOUNDED, desk, issued, now
from tests.pile import DER, Authority
from tests.screens.people import LONG, ORGANISATION, SIAN

MANY = 10_000
SERVERS = ("ldaps://ldap.school.example", "ldaps://ldap.county.example")
FIRST = ("Siân", "Gwenllian", "Rhys", "Owain", "Ffion", "Dafydd", "Megan", "Huw", "Bethan")
LAST = ("Llŷr", "ap Rhys", "Jones", "Davies", "Prydderch", "Roberts", "Môn", "Tŷ-Gwyn")
RHYS, OWAIN, MAIR = (f"{each}@school.example" for each in ("rhys.bowen", "owain.pugh", "mair.mon"))
GONE = Forgotten(OWAIN, 1, ())


class _Nobody:
    """A computer that trusts nobody of itself: quick, and the same everywhere."""

    def anchors(self) -> tuple[bytes, ...]:
        return ()


@dataclass
class Office:
    """Made when somebody looks."""

    folder: Path

    @cached_property
    def authority(self) -> Authority:
        """Of everybody here; trusted by policy."""
        return Authority(now())

    def desk(self, name: str, **policy: Any) -> Services:
        """An empty one that trusts the authority."""
        root = self.authority.root.public_bytes(DER)
        wanted = Policy(roots=(root,), **policy)
        return replace(desk(self.folder / name), policy=wanted, anchors=_Nobody)

    def certificate(self, email: str, name: str, **more: Any) -> bytes:
        """Of somebody, DER; another key each time."""
        key = ec.generate_private_key(ec.SECP256R1())
        return self.authority.issue(key.public_key(), email, name, **more).public_bytes(DER)

    def meet(self, services: Services, *certificates: bytes) -> Report:
        """Taken in together."""
        chain = [each.public_bytes(DER) for each in (self.authority.issuer, self.authority.root)]
        folder = self.folder / f"given-{len(list(self.folder.iterdir()))}"
        folder.mkdir(parents=True)
        (folder / "given.p7b").write_bytes(certificates_only((*certificates, *chain)))
        return people_adding.add(services, [folder], Silent())

    @cached_property
    def one(self) -> Services:
        """Siân alone."""
        services = self.desk("one")
        self.meet(services, self.certificate(SIAN, "Siân Llŷr", organisation="Ysgol Llŷr"))
        return services

    @cached_property
    def some(self) -> Services:
        """Ready, soon to end, ended, changed, vouched for by nobody, signing only."""
        services = self.desk("some", ldap_servers=SERVERS)
        services = replace(services, directories=lambda: Listed(self))
        sian = self.certificate(SIAN, "Siân Llŷr", organisation="Ysgol Llŷr")
        stranger = Authority(now())
        key = ec.generate_private_key(ec.SECP256R1()).public_key()
        mair = stranger.issue(key, MAIR, "Mair Môn").public_bytes(DER)
        made = (
            sian,
            mair,
            self.certificate(LONG, "Gwenllian Angharad", organisation=ORGANISATION,
                             days=(-300, 40)),
            self.certificate(OWAIN, "Owain Pugh", days=(-500, -3)),
            self.certificate("ffion.prys@school.example", "Ffion Prys", encrypts=False),
            self.certificate("ceri@county.example", "Ceri"),
            self.certificate(RHYS, "Rhys Bowen", days=(-700, 20)),
        )  # fmt: skip
        self.meet(services, *made)
        self.meet(services, self.certificate(RHYS, "Rhys Bowen", days=(-2, 700)))
        people.checked(services, certificate.read(sian).sha256, "dros y ffôn / by telephone")
        return services

    @cached_property
    def many(self) -> Services:
        """Ten thousand, straight into the book: no certificate of theirs can be opened."""
        services = self.desk("many")
        put_in(services, MANY)
        return services

    @cached_property
    def report(self) -> Report:
        """Of a small pile with its faults, and a change."""
        services = self.desk("report")
        made = pile.make(self.folder / "pile", 40)
        self.meet(services, self.certificate(RHYS, "Rhys Bowen"))
        changed = self.meet(services, self.certificate(RHYS, "Rhys Bowen", days=(-2, 700)))
        done = people_adding.add(services, [made.folder], Silent())
        return replace(done, changes=changed.changes)

    @cached_property
    def pack(self) -> bytes:
        """With two people, signed by the IT desk."""
        services = self.desk("it")
        asked = Asked(("it.desk@school.example",), "Desg TG / IT desk")
        made = requests.make(services, asked, KeyKind.EC_P256, Silent())
        answer = issued(made, asked.emails)
        requests.finish(services, answer, (FOUNDED.issuer, FOUNDED.root), Silent())
        self.meet(services, self.certificate(SIAN, "Siân Llŷr"),
                  self.certificate("ceri@county.example", "Ceri"))  # fmt: skip
        name = {"en": "Ysgol Llŷr colleagues", "cy": "Cydweithwyr Ysgol Llŷr"}
        out = self.folder / "school.selpack"
        wanted = pack_making.Wanted(name=name, days=90)
        pack_making.make(services, made.id, wanted, out, replace=True)
        return out.read_bytes()

    @cached_property
    def with_pack(self) -> Services:
        """Siân, and the two of the pack, whose signer was compared."""
        services = self.desk("with-pack")
        pack_looking.know_signer(services, self.pack, how="by telephone")
        pack_taking.take(services, self.pack, Silent())
        return services

    def pack_state(self, *, taken: bool = False) -> school_pack.SchoolPack:
        """A pack that somebody was given."""
        services = self.desk("teacher")
        state = school_pack.SchoolPack(self.pack, pack_looking.look(services, self.pack))
        if not taken:
            return state
        one = pack_taking.Taken(state.looked.pack, added=2, unchanged=1)
        return replace(state, taken=one)

    def met(self) -> meet.Meet:
        """After a taking-in."""
        return meet.Meet(report=self.report)


class Listed:
    """Two directories: one that gives a certificate and one for another address, one silent."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def search(self, address: Address, filter_: str) -> DirectoryAnswer:
        if "county" in address.host:
            raise DirectoryFailed(host=address.host, reason="too-slow")
        found = [
            DirectoryEntry("Siân Llŷr", (listed,), (self.office.certificate(email, "Siân Llŷr"),))
            for email, listed in ((SIAN, SIAN), ("s.llyr@other.example", "sian@county.example"))
        ]
        nobody = DirectoryEntry("Siôn Prys", ("sion@school.example",), ())
        return DirectoryAnswer((*found, nobody), more=True, elsewhere=0)


def put_in(services: Services, number: int) -> None:
    """So many made-up people, without certificates that can be read."""
    chance, at = random.Random(1), services.clock.now()
    book = services.book().people()
    made = []
    for n in range(number):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        sha256 = hashlib.sha256(n.to_bytes(4, "big")).digest()
        made.append(
            NewPersonCertificate(
                der=b"0\x06\x02\x04" + n.to_bytes(4, "big"),
                sha256=sha256,
                spki_sha256=hashlib.sha256(sha256).digest(),
                emails=(f"{n:05}.{name.split()[0].casefold()}@school{n % 40}.example",),
                other_emails=(),
                name=name,
                organisation=f"Ysgol {n % 40}",
                not_before=at - timedelta(days=100),
                not_after=at + timedelta(days=chance.randrange(-50, 700)),
                algorithm="rsa",
                encrypts=True,
                source="pile",
                announced_by=None,
                path=PathState.TRUSTED if n % 9 else PathState.UNKNOWN,
            )
        )
    book.take_in(TakeIn(book.begin("many"), tuple(made), last=True))
    book.ended()
