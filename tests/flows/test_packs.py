"""School packs from both sides: IT makes and signs one, a teacher's Sêl takes it in or refuses."""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sel.base.errors import (
    BadAddress,
    NotAPack,
    PackBroken,
    PackExpired,
    PackNotYet,
    PackNumberUsed,
    PackOfAnother,
    PackOlder,
    PackOtherSigner,
    PackSignerEnded,
    PackSignerUnknown,
    SelError,
    UnknownPack,
)
from sel.base.message import Message
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import authority, certificate, keypair, pack, request
from sel.core.keypair import KeyKind
from sel.core.people import Standing, eligibility
from sel.core.request import Asked
from sel.flows import pack_looking, pack_making, pack_taking, packs, people_adding, requests
from sel.flows.pack_making import Wanted
from sel.keeping import rows
from sel.ports.people import CHECKED, TRUSTED
from sel.ports.services import Services
from tests.flows.desk import FOUNDED, desk, issued, now
from tests.pilot import person

PASSPHRASE = Secret(secrets.token_urlsafe(12))
NAME = {"en": "Ysgol Llŷr", "cy": "Ysgol Llŷr"}
EVERYBODY = [person(f"person{n}@school.example", founded=FOUNDED) for n in range(4)]
PROFILE = (
    b'{"version": 1, "id": "county", "route": "mail", "key_made_by": "person",'
    b' "comes_back": ["p7b"], "name": {"en": "County", "cy": "Sir"},'
    b' "takes": {"en": "A week", "cy": "Wythnos"}, "cost": {"en": "Nothing", "cy": "Dim"},'
    b' "note": {"en": "Ring first.", "cy": "Ffoniwch gyntaf."}}'
)


class School:
    """IT's desk with a certificate to sign with, and a teacher's."""

    def __init__(self, folder: Path, key_id: str = "", signer: bytes = b"") -> None:
        self.folder = folder
        self.it = desk(folder / "it", PASSPHRASE)
        self.teacher = desk(folder / "teacher", PASSPHRASE)
        self.key_id, self.signer = key_id, signer

    def signing(self, services: Services, name: str = "it.desk") -> tuple[str, bytes]:
        asked = Asked((f"{name}@school.example",), "IT desk")
        made = requests.make(services, asked, KeyKind.EC_P256, Silent())
        answer = issued(made, asked.emails)
        requests.finish(services, answer, (FOUNDED.issuer, FOUNDED.root), Silent())
        return made.id, answer

    def meet(self, services: Services, *several: int) -> None:
        files = []
        for n in several:
            path = self.folder / f"{n}.cer"
            path.write_bytes(EVERYBODY[n].certificate)
            files.append(path)
        people_adding.add(services, files, Silent())

    def make(self, *several: int, name: str = "one", **wanted: object) -> bytes:
        """A pack with these people, by IT."""
        out = self.folder / f"{name}.selpack"
        self.meet(self.it, *several)
        shape = Wanted(**{"name": NAME, "days": 90, **wanted})  # type: ignore[arg-type]
        pack_making.make(self.it, self.key_id, shape, out, replace=True)
        return out.read_bytes()

    def sealed(self, one: pack.Pack) -> bytes:
        """Anything at all, with IT's good signature."""
        return pack.seal(
            one,
            key=self.it.book().private_key(self.key_id),
            certificate=self.signer,
            chain=(),
            when=now(),
        )

    def known(self) -> None:
        """The teacher had the code read."""
        data = self.make()
        pack_looking.know_signer(self.teacher, data, how="telephone")

    def emails(self) -> list[str]:
        return [each.email for each in self.teacher.book().people().people()]


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> School:
    """IT can encrypt to those it hands out: it trusts the pilot that issued them."""
    one = School(tmp_path_factory.mktemp("school"))
    one.key_id, one.signer = one.signing(one.it)
    one.it.book().trust("authority", certificate.read(FOUNDED.root).sha256, how="own pilot")
    return one


@pytest.fixture
def school(founded: School, tmp_path: Path) -> School:
    """A copy for each test."""
    folder = tmp_path / "school"
    shutil.copytree(founded.folder, folder)
    return School(folder, founded.key_id, founded.signer)


def test_nothing_is_taken_before_the_signer_is_known(school: School) -> None:
    data = school.make(0, 1)
    looked = pack_looking.look(school.teacher, data)
    assert looked.known_by is None
    with pytest.raises(PackSignerUnknown) as caught:
        pack_taking.take(school.teacher, data, Silent())
    assert caught.value.what.facts["check_code"] == certificate.read(school.signer).check_code
    assert school.emails() == []
    assert school.teacher.book().packs().held() == ()


def test_the_code_was_read_by_telephone(school: School) -> None:
    data = school.make(0, 1)
    pack_looking.know_signer(school.teacher, data, how="telephone")
    done = pack_taking.take(school.teacher, data, Silent())
    assert (done.added, done.withdrawn, done.rejected) == (2, 0, ())
    assert school.emails() == ["person0@school.example", "person1@school.example"]
    assert pack_taking.take(school.teacher, data, Silent()).added == 0


def test_policy_names_the_signer(school: School) -> None:
    data = school.make(0)
    sha256 = certificate.read(school.signer).sha256
    managed = replace(
        school.teacher, policy=replace(school.teacher.policy, pack_signers=(sha256,))
    )
    assert pack_looking.look(managed, data).known_by is pack_looking.KnownBy.POLICY
    assert pack_taking.take(managed, data, Silent()).added == 1
    with pytest.raises(SelError):
        pack_taking.take(school.teacher, data, Silent())


def test_it_trusts_nobody_by_itself(school: School) -> None:
    """People in a pack are judged like all others: no root here, so no path."""
    school.known()
    pack_taking.take(school.teacher, school.make(0), Silent())
    (one,) = school.teacher.book().people().people()
    assert eligibility(one, now()).reason is Standing.PATH
    marks = {fact.kind for fact in school.teacher.book().trusted()}
    assert marks == {"pack-signer"}


def test_another_key_for_a_known_address_is_a_change(school: School) -> None:
    other = person("person0@school.example", founded=FOUNDED)
    school.known()
    (school.folder / "other.cer").write_bytes(other.certificate)
    people_adding.add(school.teacher, [school.folder / "other.cer"], Silent())
    pack_taking.take(school.teacher, school.make(0), Silent())
    (one,) = school.teacher.book().people().people()
    assert len(eligibility(one, now()).changes) == 1


def test_an_update_replaces_what_it_brought_and_nothing_else(school: School) -> None:
    school.known()
    first = school.folder / "one.selpack"
    pack_taking.take(school.teacher, school.make(0, 1, 2), Silent())
    school.meet(school.teacher, 1)  # this one also came by a file
    kept = certificate.read(EVERYBODY[2].certificate).sha256
    school.teacher.book().trust(CHECKED, kept, how="telephone")  # and this one was checked
    one = pack.opened(first.read_bytes()).pack
    second = school.sealed(replace(one, number=one.number + 1, people=(EVERYBODY[3].certificate,)))
    done = pack_taking.take(school.teacher, second, Silent())
    assert (done.added, done.withdrawn) == (1, 1)
    assert school.emails() == [f"person{n}@school.example" for n in (1, 2, 3)]
    (held,) = school.teacher.book().packs().held()
    assert held.number == one.number + 1
    (checked,) = school.teacher.book().people().holders(kept)
    assert checked.certificates[0].checked is not None


def test_taken_out_again(school: School) -> None:
    school.known()
    data = school.make(0, 1)
    pack_taking.take(school.teacher, data, Silent())
    school.meet(school.teacher, 1)
    held = pack.opened(data).pack.id
    assert pack_taking.remove(school.teacher, held[:8]) == 1
    assert school.emails() == ["person1@school.example"]
    with pytest.raises(UnknownPack):
        pack_taking.remove(school.teacher, held)
    with pytest.raises(UnknownPack):
        pack_taking.remove(school.teacher, "")


def test_older_and_doubtful_editions_are_refused(school: School) -> None:
    school.known()
    data = school.make(0, name="first")
    one = pack.opened(data).pack
    newer = school.sealed(replace(one, number=5))
    pack_taking.take(school.teacher, newer, Silent())
    with pytest.raises(PackOlder):
        pack_taking.take(school.teacher, data, Silent())
    with pytest.raises(PackNumberUsed):
        pack_taking.take(
            school.teacher, school.sealed(replace(one, number=5, people=())), Silent()
        )
    assert school.teacher.book().packs().held()[0].file == newer
    assert school.emails() == ["person0@school.example"]


def test_a_foreign_signer_does_not_take_a_pack_over(school: School) -> None:
    school.known()
    data = school.make(0)
    pack_taking.take(school.teacher, data, Silent())
    thief = desk(school.folder / "thief")
    key_id, signer = school.signing(thief, "thief")
    one = pack.opened(data).pack
    stolen = pack.seal(
        replace(one, number=9, people=()),
        key=thief.book().private_key(key_id),
        certificate=signer,
        chain=(),
        when=now(),
    )
    with pytest.raises(PackOtherSigner):
        pack_taking.take(school.teacher, stolen, Silent())
    assert school.emails() == ["person0@school.example"]


def test_who_the_person_named_does_not_go_on_with_a_pack_of_policys_signer(
    school: School,
) -> None:
    data = school.make(0)
    sha256 = certificate.read(school.signer).sha256
    managed = replace(
        school.teacher, policy=replace(school.teacher.policy, pack_signers=(sha256,))
    )
    pack_taking.take(managed, data, Silent())
    other = desk(school.folder / "other")
    key_id, signer = school.signing(other, "other")
    taken_over = pack.seal(
        replace(pack.opened(data).pack, number=9, people=()),
        key=other.book().private_key(key_id),
        certificate=signer,
        chain=(),
        when=now(),
    )
    pack_looking.know_signer(managed, taken_over, how="telephone")
    with pytest.raises(PackOtherSigner):
        pack_taking.take(managed, taken_over, Silent())
    assert school.emails() == ["person0@school.example"]
    # Where policy names nobody, IT's next certificate goes on with IT's pack.
    pack_looking.know_signer(school.teacher, data, how="telephone")
    assert pack_taking.take(school.teacher, taken_over, Silent()).withdrawn == 1


def test_the_name_a_pack_gave_goes_with_it(school: School) -> None:
    school.known()
    school.meet(school.teacher, 0)
    later = person(
        "person0@school.example", name="The Head", starts=now() - timedelta(minutes=1),
        founded=FOUNDED,
    )  # fmt: skip
    one = pack.opened(school.make()).pack
    pack_taking.take(
        school.teacher, school.sealed(replace(one, people=(later.certificate,))), Silent()
    )
    people = school.teacher.book().people()
    assert [each.name for each in people.people()] == ["The Head"]
    assert pack_taking.remove(school.teacher, one.id) == 1
    assert [each.name for each in people.people()] == ["Siân Llŷr"]
    assert [each.email for each in people.search("llŷr")] == ["person0@school.example"]
    assert people.search("the head") == ()


def test_one_source_a_file_and_one_a_pack(school: School) -> None:
    """A certificate for two addresses; the person forgot one, and the pack brought it again."""
    school.known()
    both = ("person8@school.example", "person9@school.example")
    key = keypair.generate(KeyKind.EC_P256)
    der = authority.issue(
        request.read(request.build(Asked(both, "Two Desks"), key=key)),
        both,
        issuer=FOUNDED.issuer,
        issuer_key=FOUNDED.issuer_key,
        serial=authority.new_serial(),
        not_before=now(),
        not_after=now() + timedelta(days=9),
    )
    (school.folder / "both.cer").write_bytes(der)
    people_adding.add(school.teacher, [school.folder / "both.cer"], Silent())
    book = school.teacher.book()
    book.people().remove(both[1], note=Message("person-removed"))
    one = pack.opened(school.make()).pack
    pack_taking.take(school.teacher, school.sealed(replace(one, people=(der,))), Silent())
    assert pack_taking.remove(school.teacher, one.id) == 0
    sources = {row.source for each in book.people().people() for row in each.certificates}
    assert sources == {str(school.folder / "both.cer")}
    assert school.emails() == list(both)


def test_its_days(school: School) -> None:
    school.known()
    one = pack.opened(school.make(0)).pack
    day = timedelta(days=1)
    ended = replace(one, issued=now() - 3 * day, expires=now() - day)
    with pytest.raises(PackExpired):
        pack_taking.take(school.teacher, school.sealed(ended), Silent())
    with pytest.raises(PackNotYet):
        pack_taking.take(school.teacher, school.sealed(replace(one, issued=now() + day)), Silent())
    with pytest.raises(PackSignerEnded):
        pack_taking.take(
            school.teacher, school.sealed(replace(one, issued=now() - 9 * day)), Silent()
        )


def test_what_ended_is_no_longer_used(school: School) -> None:
    school.known()
    domains = school.folder / "partners.txt"
    domains.write_text("# Hwb\ngov.wales\nLLYW.cymru\n\n", encoding="utf-8")
    profile = school.folder / "county.json"
    profile.write_bytes(PROFILE)
    data = school.make(
        name="full",
        partners=domains,
        source={"en": "Hwb", "cy": "Hwb"},
        dated=date(2026, 9, 1),
        authorities=[profile],
    )
    pack_taking.take(school.teacher, data, Silent())
    (found,) = packs.partners(school.teacher)
    assert found.domains == ("gov.wales", "llyw.cymru")
    assert [each.id for each in school.teacher.profiles()][:1] == ["county"]
    later = _at(school.teacher, timedelta(days=91))
    assert packs.partners(later) == ()
    assert packs.profiles(later) == ()
    assert packs.kept(later)[0].why_not == "pack-expired"


def _at(services: Services, ahead: timedelta) -> Services:
    class Later:
        def now(self) -> object:
            return now() + ahead

    return replace(services, clock=Later())  # type: ignore[arg-type]


def test_whoever_writes_in_the_book_plants_nothing(school: School) -> None:
    """A pack put into the file without its signer being known there, or with other content."""
    school.known()
    data = school.make(0)
    pack_taking.take(school.teacher, data, Silent())
    altered = data.replace(b"Ysgol", b"Ysgal")
    with sqlite3.connect(school.teacher.data / "sel.db") as connection:
        connection.execute("DELETE FROM trust")
    assert packs.kept(school.teacher)[0].why_not == "pack-signer-unknown"
    with pytest.raises(SelError):
        pack_looking.look(school.teacher, altered)


def test_a_pack_that_is_here_is_opened_once_and_its_trust_is_asked_each_time(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def counting(data: bytes) -> pack.Sealed:
        opened.append(data)
        return _opened(data)

    _opened = pack.opened
    school.known()
    data = school.make(0)
    pack_taking.take(school.teacher, data, Silent())
    monkeypatch.setattr(pack, "opened", counting)
    (one,) = packs.kept(school.teacher)
    assert (one.people, one.why_not) == (1, None)
    assert packs.kept(school.teacher) == (one,)
    assert len(opened) == 1
    assert packs.kept(_at(school.teacher, timedelta(days=91)))[0].why_not == "pack-expired"
    with sqlite3.connect(school.teacher.data / "sel.db") as connection:
        connection.execute("DELETE FROM trust")
    assert packs.kept(school.teacher)[0].why_not == "pack-signer-unknown"
    assert len(opened) == 1
    # One that somebody altered in the book, row digest and all, is not the one that was opened.
    altered = data.replace(b"Ysgol", b"Ysgal")
    with sqlite3.connect(school.teacher.data / "sel.db") as connection:
        connection.row_factory = sqlite3.Row
        row = rows.one(connection, "pack")
        assert row is not None
        rows.amend(connection, "pack", row, {"file": altered})
    for _ in range(2):
        assert packs.kept(school.teacher)[0].why_not == "pack-altered"
    assert len(opened) == 3


def test_the_next_edition_is_made_by_whoever_made_the_one_before(school: School) -> None:
    first = school.folder / "first.selpack"
    school.make(0, name="first")
    assert pack.opened(school.make(1, name="second", previous=first)).pack.number == 2
    renewed, _ = school.signing(school.it, "renewed")
    school.key_id = renewed  # the same book, another key of it
    assert pack.opened(school.make(name="third", previous=first)).pack.number == 2
    stranger = desk(school.folder / "stranger")
    key_id, _ = school.signing(stranger, "stranger")
    out = school.folder / "stolen.selpack"
    with pytest.raises(PackOfAnother) as caught:
        pack_making.make(stranger, key_id, Wanted(NAME, 9, previous=first), out, replace=False)
    assert caught.value.what.facts == {"signer": "it.desk@school.example"}
    assert not out.exists()


def test_the_place_that_policy_names(school: School) -> None:
    shared = school.folder / "shared"
    shared.mkdir()
    sha256 = certificate.read(school.signer).sha256
    policy = replace(school.teacher.policy, pack_signers=(sha256,), school_pack=str(shared))
    managed = replace(school.teacher, policy=policy)
    assert pack_taking.offered(managed) is None
    data = school.make(0)
    one = pack.opened(data).pack
    (shared / "a.selpack").write_bytes(school.sealed(replace(one, number=3)))
    (shared / "b.selpack").write_bytes(data)
    (shared / "c.selpack").write_bytes(b"rubbish")
    found = pack_taking.offered(managed)
    assert found is not None
    assert (found[0].name, found[1].pack.number) == ("a.selpack", 3)
    taken = pack_taking.update(managed, Silent())
    assert taken is not None
    assert taken.pack.number == 3
    assert pack_taking.offered(managed) is None
    for each in shared.iterdir():
        if each.name != "a.selpack":
            each.unlink()
    assert pack_taking.update(managed, Silent()) is None
    (shared / "a.selpack").write_bytes(b"rubbish")
    with pytest.raises(NotAPack):
        pack_taking.update(managed, Silent())


def test_what_cannot_be_a_pack_is_not_made(school: School) -> None:
    domains = school.folder / "partners.txt"
    domains.write_text("'; Remove-Item\n", encoding="utf-8")
    with pytest.raises(BadAddress):
        school.make(partners=domains, source=NAME, dated=date(2026, 9, 1))
    domains.write_text("gov.wales\n", encoding="utf-8")
    with pytest.raises(PackBroken):
        school.make(partners=domains)
    with pytest.raises(PackBroken):
        school.make(name="nameless", days=0)
    assert not list(school.folder.glob("nameless*"))


@pytest.mark.parametrize(
    "odd",
    [
        {"route": ["mail"]},
        {"route": {}},
        {"key_made_by": []},
        {"id": {"an": "object"}},
        {"id": ""},
        {"id": "pilot"},
        {"route": "book"},
        {"note": {"en": "Ring \u202e01234", "cy": "Ffoniwch"}},
        {"note": {"en": "x" * 10_000, "cy": "Ffoniwch"}},
        {"note": {"en": ["Ring"], "cy": "Ffoniwch"}},
    ],
)
def test_an_authority_that_is_none_or_passes_itself_off_as_the_pilot(
    school: School, odd: dict[str, object]
) -> None:
    one = pack.opened(school.make()).pack
    profile = json.dumps(json.loads(PROFILE) | odd).encode()
    with pytest.raises(PackBroken):
        pack_looking.look(school.teacher, school.sealed(replace(one, profiles=(profile,))))


def test_no_authority_twice(school: School) -> None:
    one = pack.opened(school.make()).pack
    other = PROFILE.replace(b"A week", b"Two days")
    with pytest.raises(PackBroken):
        pack_looking.look(school.teacher, school.sealed(replace(one, profiles=(PROFILE, other))))


def test_a_second_edition_follows_the_first(school: School) -> None:
    school.make(0, name="first")
    data = school.make(1, name="second", previous=school.folder / "first.selpack")
    one, two = pack.opened((school.folder / "first.selpack").read_bytes()).pack, pack.opened(data)
    assert (two.pack.id, two.pack.number) == (one.id, 2)
    assert len(two.pack.people) == 2


def test_marks_of_the_person_are_of_this_kind() -> None:
    """`withdraw` spares what was trusted, confirmed or checked; a new kind belongs there too."""
    from sel.ports import people

    named = {name: value for name, value in vars(people).items() if name.isupper()}
    kinds = {value for value in named.values() if isinstance(value, str)}
    assert kinds == {TRUSTED, people.CONFIRMED, CHECKED}
