"""Backups of 1, 20 and 200 keys: brought back by Sêl, OpenSSL and NSS, every key of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import bundle
from sel.core.bundle import Bundle, Entry, Protection, writer
from sel.core.keypair import KeyKind, load
from sel.core.request import Asked
from sel.flows import backups, imports, requests
from sel.flows.identities import State, identities
from sel.ports.services import Services
from tests.core.pfx_material import run
from tests.flows.desk import desk, now
from tests.pilot import person

COUNTS = (1, 20, 200)
WORDS = "castell mynydd afon derwen lleuad pysgodyn gwanwyn"


@pytest.fixture(scope="module")
def few_rounds() -> Iterator[None]:
    """What is slow about a backup on purpose says nothing about how many keys it holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(writer.ROUNDS, Protection.MODERN, 300)
        yield


@pytest.fixture(scope="module", params=COUNTS)
def backed_up(
    request: pytest.FixtureRequest, few_rounds: None, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Services, Path]:
    """Somebody with so many keys, the last of which still waits, and the backup of them."""
    folder = tmp_path_factory.mktemp("backup")
    services = desk(folder / "sel")
    if request.param > 1:
        people = [person(f"p{number}@school.example") for number in range(request.param - 1)]
        held = Bundle(tuple(Entry(each.key, each.certificate) for each in people))
        data = bundle.write(held, Secret("abc"), protection=Protection.MODERN, rounds=1)
        opened = imports.open_file(services, data, Secret("abc"), Silent())
        imports.take_in(services, opened, Silent())
    requests.make(services, Asked(("last@school.example",), "Siân"), KeyKind.EC_P256, Silent())
    path = folder / "backup.p12"
    made = backups.make(services, path, Secret(WORDS), Silent())
    assert len(made.ids) == request.param
    found = backups.verify(services, path, Secret(WORDS), Silent())
    assert found.sound
    assert len(found.proofs) == request.param
    (folder / "pass.txt").write_text(f"{WORDS}\n", "utf-8")
    return services, path


def test_by_sel_on_another_computer_and_twice(
    backed_up: tuple[Services, Path], tmp_path: Path
) -> None:
    services, path = backed_up
    new = desk(tmp_path / "new")
    opened = backups.look(new, path.read_bytes(), Secret(WORDS), Silent())
    assert opened.known == frozenset()
    taken = backups.restore(new, opened, Silent())
    before = {each.id: each for each in identities(services.book(), now())}
    assert set(taken.new) == before.keys()
    assert taken.unchanged == ()
    for each in taken.identities:
        assert new.book().private_key(each.id) == services.book().private_key(each.id)
        assert each.state is before[each.id].state
        assert (each.certificate is None) == (each.state is State.WAITING)
    again = backups.restore(
        new, backups.look(new, path.read_bytes(), Secret(WORDS), Silent()), Silent()
    )
    assert (again.new, set(again.unchanged)) == ((), before.keys())


def test_by_openssl(backed_up: tuple[Services, Path]) -> None:
    services, path = backed_up
    shown = run(
        *("openssl", "pkcs12", "-in", path.name, "-nodes", "-passin", "file:pass.txt"),
        folder=path.parent,
    )
    found = re.findall(rb"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----", shown, re.S)
    assert {_number(load_pem_private_key(pem, None)) for pem in found} == _numbers(services)
    certificates = [
        x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
        for pem in re.findall(rb"-----BEGIN CERT.*?-----END CERTIFICATE-----", shown, re.S)
    ]
    mine = [each.certificate for each in identities(services.book(), now())]
    assert {each.der for each in mine if each is not None} <= set(certificates)
    assert len(certificates) == len(mine)  # a placeholder for the one that waits


def test_by_nss(backed_up: tuple[Services, Path], tmp_path: Path) -> None:
    services, path = backed_up
    run("certutil", "-N", "-d", f"sql:{tmp_path}", "--empty-password", folder=tmp_path)
    run(
        *("pk12util", "-i", str(path), "-d", f"sql:{tmp_path}", "-w", "pass.txt", "-K", ""),
        folder=path.parent,
    )
    listed = run("certutil", "-K", "-d", f"sql:{tmp_path}", folder=tmp_path).decode()
    assert len(re.findall(r"^<\s*\d+>", listed, re.M)) == len(_numbers(services))


def _numbers(services: Services) -> set[int]:
    book = services.book()
    return {_number(load(book.private_key(key.id))) for key in book.keys()}


def _number(key: object) -> int:
    return key.private_numbers().private_value  # type: ignore[attr-defined]  all are P-256
