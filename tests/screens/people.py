"""Sample people and what they have: real keys, real certificates, long and odd names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import bundle
from sel.core.bundle import Protection
from sel.core.keypair import KeyKind
from sel.core.request import Asked, RequestFacts
from sel.flows import authority, backups, imports, requests
from sel.flows.identities import bundle_of, identities
from sel.flows.imports import Opened
from sel.flows.requests import Made
from sel.keeping.book import open_book
from sel.keeping.keyrings import Keyring
from sel.ports.clients import ALL_WORKS, Build, Known, MailProgram, ProgramId, Works
from sel.ports.services import Services
from sel.ports.store import CertStore, StoreSpec
from tests.clients import fixture
from tests.contract.memory import MemoryStore
from tests.flows.desk import desk, issued

SIAN = "sian.llyr@school.example"
LONG = "gwenllian.llanfairpwllgwyngyllgogerychwyrndrobwllll@school.example"
PASSWORD = "cwmwl-afon-7"
ORGANISATION = "Ysgol Gyfun Gymunedol Llanfairpwllgwyngyllgogerychwyrndrobwll"


class MemoryKind:
    """A kind of store with the profiles it is told of."""

    id = "thunderbird"

    def __init__(self, *names: str) -> None:
        self.specs = tuple(StoreSpec(f"thunderbird:{name}", name) for name in names)
        self.stores = {spec.id: MemoryStore() for spec in self.specs}

    def unusable(self) -> str | None:
        return None

    def found(self) -> tuple[StoreSpec, ...]:
        return self.specs

    def spec(self, store: str) -> StoreSpec | None:
        return next((spec for spec in self.specs if spec.id == store), None)

    def open(self, spec: StoreSpec, unlock: Secret | None) -> CertStore:
        return self.stores[spec.id]


def with_keyring(
    services: Services, keyring: Keyring, unlock: Callable[[], Secret | None] = lambda: None
) -> Services:
    """The same desk as a program that was just started finds it: its keys behind a keyring."""
    book = open_book(services.data, unlock=unlock, keyring=keyring, clock=services.clock)
    return replace(services, book=lambda: book)


@dataclass(frozen=True, slots=True)
class Form:
    """A request as whoever issues certificates has it: the file alone."""

    request: RequestFacts


def with_mail_programs(services: Services, computer: str, folder: Path) -> Services:
    """The same services on a computer that is not here, of tests/clients/computers."""
    found = fixture.computer(computer, folder / computer)
    return replace(services, mail_programs=lambda: found)


def with_stores(services: Services, *names: str) -> Services:
    """The same services with Thunderbird profiles of these names."""
    kind = MemoryKind(*names)
    program = MailProgram(
        ProgramId.THUNDERBIRD,
        Build("115.16.0", "system"),
        Known.YES,
        (),
        Works(*ALL_WORKS, keys_in=kind.id),
    )
    return replace(services, stores=lambda: (kind,), mail_programs=lambda: (program,))


@dataclass(frozen=True, slots=True)
class Given:
    """A file somebody was given, as bytes and opened."""

    path: Path
    opened: Opened


def given_file(folder: Path, email: str = SIAN, name: str = "Siân Llŷr") -> Given:
    """Made on another desk: request, answer, PKCS#12 with a password."""
    elsewhere = desk(folder / f"elsewhere-{len(email)}")
    with_certificate(elsewhere, email, name)
    book = elsewhere.book()
    data = bundle.write(
        bundle_of(book, identities(book, elsewhere.clock.now())),
        Secret(PASSWORD),
        protection=Protection.MODERN,
    )
    path = folder / f"{email.partition('@')[0][:24]}.p12"
    path.write_bytes(data)
    return Given(path, imports.open_file(elsewhere, data, Secret(PASSWORD), Silent()))


def with_pilot(services: Services, *domains: str) -> Services:
    """A pilot authority in this book, for school.example unless told otherwise."""
    chosen = domains or (SIAN.partition("@")[2],)
    authority.found(services, "Ysgol", chosen, Silent(), kind=KeyKind.EC_P256)
    return services


def with_request(
    services: Services, email: str = SIAN, name: str = "Siân Llŷr", organisation: str = ""
) -> Made:
    """A form that waits for its answer."""
    asked = Asked((email,), name, organisation=organisation)
    return requests.make(services, asked, KeyKind.EC_P256, Silent())


def with_certificate(
    services: Services, email: str = SIAN, name: str = "Siân Llŷr", *, days: int = 90
) -> Made:
    """A form and its answer, taken in."""
    made = with_request(services, email, name)
    answer = issued(made, (email,), days=days)
    requests.finish(services, answer, (), Silent())
    return made


def with_backup(services: Services, path: Path) -> backups.Verified:
    """Everything backed up and tested."""
    words = Secret("derwen llwybr afon menyn ceffyl eira golau")
    backups.make(services, path, words, Silent())
    return backups.verify(services, path, words, Silent())
