"""Colleagues in the book: batches, searching, marks, forgetting, salvage."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sel.base.errors import UnknownPerson
from sel.base.message import Message
from sel.base.secret import Secret
from sel.core.people import PathState, Person
from sel.keeping.book import SqliteBook, open_book
from sel.ports.book import Role
from sel.ports.people import CHECKED, CONFIRMED, NewPersonCertificate, TakeIn
from tests.keeping.material import SteadyClock

CLOCK = SteadyClock()
NOW = CLOCK.now()


def book(data: Path, words: str | None = "un dau tri") -> SqliteBook:
    """A book with a passphrase and no keyring; without words its key is not at hand."""
    secret = None if words is None else Secret(words)
    return open_book(data, unlock=lambda: secret, keyring=None, clock=CLOCK)


def new(
    email: str = "sian.llyr@school.example", name: str = "Siân Llŷr", **more: object
) -> NewPersonCertificate:
    """A certificate that nobody parses here."""
    der = f"{email} {name} {sorted(more.items())!r}".encode()
    digest = hashlib.sha256(der).digest()
    fields: dict[str, object] = {
        "der": der,
        "sha256": digest,
        "spki_sha256": hashlib.sha256(digest).digest(),
        "emails": (email,),
        "other_emails": (),
        "name": name,
        "organisation": "Ysgol Gyfun Tŷ Môn",
        "not_before": NOW - timedelta(days=1),
        "not_after": NOW + timedelta(days=90),
        "algorithm": "rsa",
        "encrypts": True,
        "source": "a.cer",
        "announced_by": None,
        "path": PathState.TRUSTED,
    }
    return NewPersonCertificate(**(fields | more))  # type: ignore[arg-type]  # fields by name


def taken(data: Path, *some: NewPersonCertificate) -> SqliteBook:
    """A book that has met these."""
    here = book(data)
    here.people().take_in(TakeIn(NOW, some, last=True))
    return here


def emails(people: object) -> list[str]:
    assert isinstance(people, tuple)
    return [each.email for each in people if isinstance(each, Person)]


def test_a_batch_is_kept_and_its_second_time_changes_nothing(tmp_path: Path) -> None:
    one, other = new(), new("owain@school.example", "Owain")
    people = taken(tmp_path / "data", one, other).people()
    before = (tmp_path / "data" / "sel.db").read_bytes()
    again = people.take_in(TakeIn(NOW, (one, other)))
    assert (again.added, again.updated) == ((), ())
    assert set(again.unchanged) == {one.sha256, other.sha256}
    after = (tmp_path / "data" / "sel.db").read_bytes()
    assert len(before) == len(after)
    assert people.count().people == people.count().certificates == 2
    assert people.certificate(one.sha256) == one.der


def test_nothing_asks_for_the_books_key(tmp_path: Path) -> None:
    here = open_book(tmp_path / "data", unlock=_never, keyring=None, clock=CLOCK)
    here.people().take_in(TakeIn(here.people().begin("x"), (new(),), last=True))
    here.people().ended()
    assert emails(here.people().search("sian")) == ["sian.llyr@school.example"]


def _never() -> Secret | None:
    raise AssertionError("asked for the passphrase")


@pytest.mark.parametrize(
    "text",
    ["sian", "SIÂN", "ian", "llyr", "Llŷr", "ty mon", "school.ex", "li y", "sl"[:1], "sian mon"],
)
def test_any_part_finds(tmp_path: Path, text: str) -> None:
    people = taken(
        tmp_path / "data",
        new(),
        new("owain@other.example", "Owain", organisation="Coleg"),
    ).people()
    found = emails(people.search(text))
    wanted = "sian.llyr@school.example"
    assert (wanted in found) == (text != "li y")
    assert people.matching(text) == len(found)


@pytest.mark.parametrize("text", ["%", "_", '"', "sian OR x", "a*", "-", "\\", "' --"])
def test_nothing_in_a_search_is_a_command(tmp_path: Path, text: str) -> None:
    people = taken(tmp_path / "data", new(), new("x@y.example", '100 % "a_b\\')).people()
    found = emails(people.search(text))
    assert people.matching(text) == len(found)
    holds = all(word in '100 % "a_b\\ x@y.example' for word in text.split())
    assert ("x@y.example" in found) == holds or text == "-"


def test_what_is_found_comes_a_page_at_a_time(tmp_path: Path) -> None:
    every = [f"{letter}@school.example" for letter in "abcde"]
    people = taken(tmp_path / "data", *(new(each) for each in every)).people()
    for text in ("school", "ch"):
        pages = [emails(people.search(text, 2))]
        while pages[-1]:
            pages.append(emails(people.search(text, 2, after=pages[-1][-1])))
        assert pages == [every[:2], every[2:4], every[4:], []]


def test_a_new_name_is_found_and_the_old_one_no_more(tmp_path: Path) -> None:
    people = taken(tmp_path / "data", new(name="Siân Prys")).people()
    later = new(name="Siân Bowen", not_before=NOW)
    people.take_in(TakeIn(NOW, (later,)))
    assert emails(people.search("bowen")) == ["sian.llyr@school.example"]
    assert not people.search("prys")
    older = new(name="Siân Hen", not_before=NOW - timedelta(days=900))
    people.take_in(TakeIn(NOW, (older,)))
    assert not people.search("hen")
    assert people.search("bowen")


def test_one_mailbox_is_one_person_whatever_its_case(tmp_path: Path) -> None:
    people = taken(tmp_path / "data", new(), new("Sian.Llyr@school.example", "S")).people()
    (person,) = people.people()
    assert len(person.certificates) == 2
    assert people.person("SIAN.LLYR@school.example") == person


def test_pages(tmp_path: Path) -> None:
    some = tuple(new(f"{letter}@school.example", letter) for letter in "edcba")
    people = taken(tmp_path / "data", *some).people()
    assert emails(people.people(limit=2)) == ["a@school.example", "b@school.example"]
    assert emails(people.people(after="b@school.example", limit=2)) == [
        "c@school.example",
        "d@school.example",
    ]


def test_who_ends_soon(tmp_path: Path) -> None:
    soon = new("soon@school.example", "A", not_after=NOW + timedelta(days=5))
    later = new("later@school.example", "B", not_after=NOW + timedelta(days=20))
    people = taken(tmp_path / "data", later, soon, new()).people()
    ending = people.ending(NOW, NOW + timedelta(days=30))
    assert emails(ending) == ["soon@school.example", "later@school.example"]


def test_where_it_was_seen(tmp_path: Path) -> None:
    one = new()
    people = taken(tmp_path / "data", one).people()
    again = new(source="b.zip/a.cer", der=one.der, sha256=one.sha256)
    for _ in range(2):
        assert people.take_in(TakeIn(NOW, (again,))).unchanged == (one.sha256,)
    assert [each.source for each in people.sightings(one.sha256)] == ["a.cer", "b.zip/a.cer"]


def test_an_announcement_that_comes_later_is_kept(tmp_path: Path) -> None:
    one = new()
    people = taken(tmp_path / "data", one).people()
    announced = new(der=one.der, sha256=one.sha256, announced_by=b"k" * 32)
    assert people.take_in(TakeIn(NOW, (announced,))).updated == (one.sha256,)
    (person,) = people.people()
    assert person.certificates[0].announced_by == b"k" * 32


def test_a_mark_holds_only_with_the_books_key(tmp_path: Path) -> None:
    one = new()
    taken(tmp_path / "data", one).trust(CHECKED, one.sha256, how="dros y ffôn")
    (person,) = book(tmp_path / "data").people().people()
    assert person.certificates[0].checked is not None
    assert person.certificates[0].checked.holds
    (shut,) = book(tmp_path / "data", None).people().people()
    assert shut.certificates[0].checked is not None
    assert not shut.certificates[0].checked.holds


def test_a_mark_that_somebody_planted_does_not_hold(tmp_path: Path) -> None:
    one, other = new(), new("owain@school.example", "Owain")
    taken(tmp_path / "data", one, other).trust(CONFIRMED, one.sha256, how="person")
    with closing(sqlite3.connect(tmp_path / "data" / "sel.db")) as file:
        file.row_factory = sqlite3.Row
        from sel.keeping import rows

        row = file.execute("SELECT * FROM trust").fetchone()
        fields = {name: row[name] for name in row.keys() if name not in {"n", "digest"}}
        rows.insert(file, "trust", **(fields | {"subject": other.sha256}))
        file.commit()
    marks = {
        each.email: each.certificates[0].confirmed
        for each in book(tmp_path / "data").people().people()
    }
    assert marks["sian.llyr@school.example"].holds  # type: ignore[union-attr]
    assert not marks["owain@school.example"].holds  # type: ignore[union-attr]


def test_a_forgotten_person_leaves_nothing(tmp_path: Path) -> None:
    both = new(emails=("a@school.example", "b@school.example"))
    mine = new("a@school.example", "A")
    here = taken(tmp_path / "data", both, mine)
    here.trust(CONFIRMED, mine.sha256, how="person")
    gone = here.people().remove("A@school.example", note=Message("person-removed"))
    assert (gone.email, gone.certificates) == ("a@school.example", 1)
    assert emails(here.people().people()) == ["b@school.example"]
    assert here.people().certificate(mine.sha256) is None
    assert here.people().certificate(both.sha256) == both.der
    assert not here.trusted()
    assert not here.people().search("a@school")
    with pytest.raises(UnknownPerson):
        here.people().remove("a@school.example", note=Message("person-removed"))


def _all_rows(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything about people, row by row; a digest too, for it is of the same columns."""
    tables = ("person", "person_certificate", "certificate", "sighting", "trust")
    with closing(sqlite3.connect(data / "sel.db")) as file:
        return {
            each: file.execute(f"SELECT * FROM {each} ORDER BY n").fetchall() for each in tables
        }


def test_whoever_is_brought_back_is_as_they_were(tmp_path: Path) -> None:
    data = tmp_path / "data"
    both = new(emails=("a@school.example", "b@school.example"))
    mine, later = new("a@school.example", "A"), new("a@school.example", "Â Newer", not_before=NOW)
    here = taken(data, both, mine, later, new("c@school.example", "C"))
    here.trust(CONFIRMED, mine.sha256, how="person")
    here.trust(CHECKED, mine.sha256, how="telephone")
    people = here.people()
    people.take_in(TakeIn(NOW, (replace(mine, source="another place"),)))
    people.judged({later.sha256: PathState.REVOKED}, at=NOW)
    before, seen = _all_rows(data), people.sightings(mine.sha256)
    person = people.person("a@school.example")
    forgotten = people.remove("a@school.example", note=Message("person-removed"))
    assert people.sightings(mine.sha256) == ()
    assert _all_rows(data) != before
    people.bring_back(forgotten, note=Message("person-brought-back"))
    assert _all_rows(data) == before
    assert (people.person("a@school.example"), people.sightings(mine.sha256)) == (person, seen)
    assert emails(people.search("newer")) == ["a@school.example"]
    assert person is not None
    assert person.certificates[1].confirmed is not None
    assert person.certificates[1].confirmed.holds
    people.bring_back(forgotten, note=Message("person-brought-back"))
    assert _all_rows(data) == before, "twice is once"


def test_marks_under_a_book_key_of_before_do_not_come_back(tmp_path: Path) -> None:
    """They would look as if somebody had planted them; what came back without says so."""
    data, mine = tmp_path / "data", new("a@school.example", "A")
    here = taken(data, mine)
    here.trust(CHECKED, mine.sha256, how="telephone")
    forgotten = here.people().remove("a@school.example", note=Message("person-removed"))
    here.renew_key(Secret("pedwar pump chwech"))
    note = Message("person-brought-back")
    people = book(data, "pedwar pump chwech").people()
    people.bring_back(forgotten, note=note)
    person = people.person("a@school.example")
    assert person is not None
    assert person.certificates[0].sha256 == mine.sha256
    assert person.certificates[0].checked is None
    said = Message("person-marks-gone", {"address": "a@school.example"})
    assert [each.what for each in here.journal()][:2] == [said, note]
    assert here.trusted() == ()


def test_what_came_again_in_the_meantime_stays_as_it_came(tmp_path: Path) -> None:
    data = tmp_path / "data"
    mine, old = new("a@school.example", "A"), new("a@school.example", "A Old")
    people = taken(data, mine, old).people()
    forgotten = people.remove("a@school.example", note=Message("person-removed"))
    other = new("z@school.example", "Z")
    people.take_in(TakeIn(NOW, (other, replace(mine, source="again", name="A Again"))))
    people.bring_back(forgotten, note=Message("person-brought-back"))
    (a, z) = people.people()
    assert (a.name, z.name) == ("A Again", "Z")
    sources = {each.sha256: each.source for each in a.certificates}
    assert sources == {mine.sha256: "again", old.sha256: old.source}
    assert people.certificate(other.sha256) == other.der
    assert emails(people.search("again")) == ["a@school.example"]


def test_revoked_stays_revoked(tmp_path: Path) -> None:
    one = new()
    people = taken(tmp_path / "data", one).people()
    assert people.judged({one.sha256: PathState.REVOKED}, at=NOW) == 1
    people.take_in(TakeIn(NOW, (one,)))
    (person,) = people.people()
    assert person.certificates[0].path is PathState.REVOKED


def test_one_that_was_killed_goes_on_under_its_own_time(tmp_path: Path) -> None:
    people = book(tmp_path / "data").people()
    began = people.begin("/some/folder")
    assert book(tmp_path / "data").people().begin("/some/folder") == began
    people.ended()
    assert people.begin("/some/folder") > began
    assert people.begin("/other/folder") > began


def test_authorities_on_the_way_are_no_people(tmp_path: Path) -> None:
    here = book(tmp_path / "data")
    here.people().take_in(TakeIn(NOW, (new(),), chain=((b"issuer", b"i" * 32),), last=True))
    assert [each.der for each in here.certificates(Role.CHAIN)] == [b"issuer"]
    assert here.people().count().people == 1


def test_names_are_found_after_a_damaged_book_was_mended(tmp_path: Path) -> None:
    data = tmp_path / "data"
    taken(data, *(new(f"p{number}@school.example", f"Person {number}") for number in range(30)))
    with (data / "sel.db").open("r+b") as file:
        file.write(bytes(4096))
    mended = book(data)
    assert mended.recovery is not None
    assert mended.recovery.lost == ()
    assert len(mended.people().people()) == 30
    assert len(mended.people().search("person 17")) == 1
    mended.people().remove("p17@school.example", note=Message("person-removed"))
    assert not mended.people().search("person 17")
    assert book(data).recovery is None
