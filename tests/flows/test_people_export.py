"""Colleagues handed over: read back by OpenSSL, NSS, a vCard library, and by Sêl itself."""

from __future__ import annotations

import csv
import io
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import vobject

from sel.base.errors import NobodyToHandOver, OutputExists, OutputFailed, UnknownPerson
from sel.base.progress import Cancelled, Silent
from sel.core import certificate
from sel.core.contact_card import write
from sel.core.recognise import recognise
from sel.flows import people_adding, people_export
from sel.ports.services import Services
from sel.text import people_report
from sel.text.people_table import table
from tests.flows.desk import FOUNDED, desk, now
from tests.pilot import Person, person

SIAN, GWEN, OLD = "siân.llŷr@school.example", "gwen@school.example", "old@school.example"


@dataclass(frozen=True)
class Desk:
    services: Services
    people: dict[str, Person]
    folder: Path


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("export")
    services = desk(folder / "desk")
    people = {
        GWEN: person(GWEN, name="Gwen; =HYPERLINK, Rhys", founded=FOUNDED),
        "con.smith@school.example": person(
            "con.smith@school.example", name="Con Smith", founded=FOUNDED
        ),
        OLD: person(
            OLD,
            founded=FOUNDED,
            starts=now() - timedelta(days=60),
            ends=now() - timedelta(days=1),
        ),
    }
    pile = folder / "pile"
    pile.mkdir()
    for email, one in people.items():
        (pile / f"{email}.cer").write_bytes(one.certificate)
    people_adding.add(services, [pile], Silent())
    for email in people:
        (held,) = services.book().people().person(email).certificates  # type: ignore[union-attr]
        services.book().trust("person-path", held.sha256, how="test")
    return Desk(services, people, folder)


def _ready(here: Desk, *emails: str) -> tuple[people_export.HandedOver, ...]:
    return people_export.ready(here.services, people_export.chosen(here.services, emails))


def test_whoever_is_not_ready_is_left_out(here: Desk) -> None:
    assert [each.email for each in _ready(here)] == ["con.smith@school.example", GWEN]
    with pytest.raises(NobodyToHandOver):
        _ready(here, OLD)
    with pytest.raises(UnknownPerson):
        _ready(here, "nobody@school.example")


def test_cards_are_read_by_a_vcard_library_and_by_sel(here: Desk) -> None:
    data = people_export.cards(_ready(here))
    cards = list(vobject.readComponents(data.decode()))
    assert [card.email.value for card in cards] == ["con.smith@school.example", GWEN]
    assert cards[1].fn.value == "Gwen; =HYPERLINK, Rhys"
    for card in cards:
        assert card.key.value == here.people[card.email.value].certificate
        assert (card.key.params["ENCODING"], card.key.params["TYPE"]) == (["b"], ["X509"])
    found = [piece.der for piece in recognise(data).pieces]
    assert found == [here.people[each].certificate for each in ("con.smith@school.example", GWEN)]
    assert max(map(len, data.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("name", ["", "Siân\nLlŷr\u202e", "Ll" + "ŷ" * 90, "a\\,b;c", "😀" * 40])
def test_any_name_makes_a_card_that_is_read(name: str) -> None:
    der = person().certificate
    data = write(name, [SIAN], der, organisation=name)
    card = vobject.readOne(data.decode())
    plain = "".join(sign for sign in name if sign.isprintable())
    assert card.fn.value == (plain or SIAN)
    assert card.key.value == der
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_one_bundle_for_openssl_and_nss(here: Desk, tmp_path: Path) -> None:
    path = tmp_path / "colleagues.p7b"
    path.write_bytes(people_export.bundle(_ready(here)))
    printed = subprocess.run(
        ["openssl", "pkcs7", "-inform", "DER", "-in", path, "-print_certs"],
        capture_output=True,
        check=True,
    ).stdout
    assert printed.count(b"BEGIN CERTIFICATE") == 2
    database = f"sql:{tmp_path}"
    subprocess.run(["certutil", "-N", "-d", database, "--empty-password"], check=True)
    for name, trust, der in (("root", ",C,", FOUNDED.root), ("issuer", ",,", FOUNDED.issuer)):
        subprocess.run(
            ["certutil", "-A", "-d", database, "-n", name, "-t", trust], input=der, check=True
        )
    subprocess.run(["cmsutil", "-D", "-d", database, "-i", path, "-n", "-k"], check=True)
    listed = subprocess.run(
        ["certutil", "-L", "-d", database], capture_output=True, text=True, check=True
    ).stdout
    assert GWEN in listed
    assert "con.smith@school.example" in listed


def test_a_folder_with_names_every_system_takes(here: Desk, tmp_path: Path) -> None:
    files = people_export.files(_ready(here))
    assert set(files) == {"_con.smith@school.example.cer", f"{GWEN}.cer"}
    out = tmp_path / "colleagues"
    here.services.outputs.write_folder(out, files, replace=False, progress=Silent())
    for name, der in files.items():
        assert certificate.read((out / name).read_bytes()).der == der
    with pytest.raises(OutputExists):
        here.services.outputs.write_folder(out, files, replace=False, progress=Silent())
    (out / "mine.txt").write_text("stays")
    here.services.outputs.write_folder(out, files, replace=True, progress=Silent())
    assert (out / "mine.txt").read_text() == "stays"
    assert {each.name for each in out.iterdir()} == {*files, "mine.txt"}


def test_what_an_earlier_export_left_is_deleted_and_nothing_else(
    here: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "colleagues"
    gone = person("gone@school.example", founded=FOUNDED).certificate
    write_folder = here.services.outputs.write_folder
    earlier = {"gone@school.example.cer": gone, "gone@school.example-2.cer": gone}
    write_folder(out, earlier, replace=False, progress=Silent())
    stays = {
        "notes.txt": b"mine",
        "gone.cer": gone,  # a name that a person gave
        "other@school.example.cer": gone,  # of somebody else's address
        "gone@school.example-x.cer": gone,
        "gone@school.example.crt": gone,
        "damaged@school.example.cer": gone[:-1],
        "key@school.example.cer": b"-----BEGIN PRIVATE KEY-----",
    }
    for name, data in stays.items():
        (out / name).write_bytes(data)
    (out / "sub@school.example.cer").mkdir()
    (out / "gone@school.example-3.cer").symlink_to(out / "gone.cer")
    files = people_export.files(_ready(here))
    for number in (2, 0):
        done = write_folder(
            out, files, replace=True, progress=Silent(), ours=people_export.of_earlier
        )
        assert done == number
    assert {each.name for each in out.iterdir()} == {
        *files, *stays, "sub@school.example.cer", "gone@school.example-3.cer",
    }  # fmt: skip
    assert (out / "notes.txt").read_bytes() == b"mine"


def test_no_name_leads_out_of_the_folder() -> None:
    hostile = ["../../x@y.example", "a/b@y.example", "a\\b:c*?@y.example", "...", "A@y", "a@y"]
    people = [people_export.HandedOver(each, "", "", bytes([n])) for n, each in enumerate(hostile)]
    names = list(people_export.files(people))
    assert len(names) == len(hostile)
    assert not any(set("/\\:*?") & set(name) or name.startswith(".") for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_a_folder_that_was_stopped_is_not_there(here: Desk, tmp_path: Path) -> None:
    class Stops:
        def step(self, done: int, total: int, what: object) -> None:
            if done:
                raise Cancelled

    out = tmp_path / "colleagues"
    with pytest.raises(Cancelled):
        here.services.outputs.write_folder(
            out, people_export.files(_ready(here)), replace=False, progress=Stops()
        )
    assert list(tmp_path.iterdir()) == []
    out.write_text("a file")
    with pytest.raises(OutputFailed):
        here.services.outputs.write_folder(out, {}, replace=True, progress=Silent())


def test_the_table_is_one_for_a_spreadsheet(here: Desk) -> None:
    data = table(people_export.chosen(here.services))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 4
    by = {row[0]: row for row in rows[1:]}
    assert by[OLD][3] == "expired"
    assert by[GWEN][3] == "ready"
    facts = certificate.read(here.people[GWEN].certificate)
    assert by[GWEN][5:7] == [facts.check_code, facts.sha256.hex()]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert all(row[-1] and row[-2] for row in rows)


@pytest.mark.parametrize("text", [" =1+1", "\uff1d1+1", "\uff20SUM(A1)", "=1", "\t=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert people_report.cell(text).startswith("'")
