"""The recovery sheet: both languages, one page each, everything on it, no room for a secret."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

import pytest

from sel.text.paper import Paper, drawable
from sel.text.sheet import SheetFacts, SheetKey, recovery_sheet

MADE = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
LONG = "llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch.school.example"


def _key(number: int, *, name: str = "Siân Llŷr", waiting: bool = False) -> SheetKey:
    return SheetKey(
        name,
        (f"sian.llyr{number}@school.example",),
        hashlib.sha256(bytes([number])).digest(),
        None if waiting else datetime(2026, 3, 3, tzinfo=UTC),
        None if waiting else datetime(2028, 3, 3, tzinfo=UTC),
    )


def _facts(*keys: SheetKey, **more: object) -> SheetFacts:
    return SheetFacts("sel.p12", "USB (E:)", MADE, MADE, keys, **more)


class Recorded:
    """What was written on which page, and how much room was left above its foot."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pages: list[list[str]] = []
        self.left: list[float] = []
        begin, text, foot = Paper.begin, Paper._text, Paper.foot

        def begun(paper: Paper, title: str, under: str) -> None:
            self.pages.append([])
            begin(paper, title, under)

        def written(paper: Paper, words: str, **how: object) -> None:
            paper._pdf.set_font(how.get("family", "sans"), how.get("style", ""), how["size"])
            self.pages[-1].append(drawable(paper._pdf, words))
            text(paper, words, **how)
            self.left.append(paper.left)

        def footed(paper: Paper, words: str) -> None:
            foot(paper, words)
            self.left.pop()

        monkeypatch.setattr(Paper, "begin", begun)
        monkeypatch.setattr(Paper, "_text", written)
        monkeypatch.setattr(Paper, "foot", footed)

    def text(self, page: int) -> str:
        return "\n".join(self.pages[page])


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    return Recorded(monkeypatch)


def _page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_one_page_in_each_language_welsh_first(recorded: Recorded) -> None:
    pdf = recovery_sheet(_facts(_key(1), _key(2, waiting=True), people="people.p7c"))
    assert pdf.startswith(b"%PDF-")
    assert _page_count(pdf) == len(recorded.pages) == 2
    welsh, english = recorded.text(0), recorded.text(1)
    assert "Taflen adfer" in welsh
    assert "dilys o 3 Mawrth 2026 hyd 3 Mawrth 2028" in welsh
    assert "Recovery sheet" in english
    assert "valid from 3 March 2026 to 3 March 2028" in english
    assert "still waiting for its certificate" in english
    for page in (welsh, english):
        for fact in (
            "sel.p12",
            "USB (E:)",
            "people.p7c",
            "Siân Llŷr",
            "sian.llyr2@school.example",
        ):
            assert fact in page
        written = hashlib.sha256(b"\x01").hexdigest()
        assert " ".join(written[at : at + 4] for at in range(0, 64, 4)) in page


def test_both_pages_say_the_same_things(recorded: Recorded) -> None:
    recovery_sheet(_facts(_key(1)))
    assert len(recorded.pages[0]) == len(recorded.pages[1])
    commands = [
        [line for line in page if line.startswith(("sel ", "openssl ", "security "))]
        for page in recorded.pages
    ]
    assert commands[0] == commands[1] != []


@pytest.mark.parametrize("old", [False, True])
def test_the_longest_names_still_fit(recorded: Recorded, old: bool) -> None:
    keys = tuple(
        SheetKey(
            "Gwenllian Angharad Myfanwy Prydderch-Llywelyn ap Gruffydd o Lanfairpwllgwyngyll",
            (f"gwenllian{number}@{LONG}", f"g.prydderch{number}@{LONG}"),
            hashlib.sha256(bytes([number])).digest(),
            MADE,
            MADE,
        )
        for number in range(3)
    )
    name = "copi-wrth-gefn-" + "o" * 180 + ".p12"
    facts = SheetFacts(name, LONG * 2, MADE, MADE, keys, old_devices=old, people="people.p7c")
    pages = _page_count(recovery_sheet(facts))
    drawn = recorded.pages[-pages:]
    assert min(recorded.left[-sum(map(len, drawn)) + len(drawn) // 2 :]) > 2
    english = "\n".join("\n".join(page) for page in drawn)
    for number in range(3):
        assert english.count(f"g.prydderch{number}@{LONG}") == 2


@pytest.mark.parametrize("count", [5, 20])
def test_many_keys_stay_on_one_page(recorded: Recorded, count: int) -> None:
    pdf = recovery_sheet(_facts(*(_key(number, waiting=number == 3) for number in range(count))))
    assert _page_count(pdf) == 2
    for page in recorded.pages[-2:]:
        named = sum("@school.example" in line for line in page)
        assert named == min(count, 11)
    english = recorded.text(len(recorded.pages) - 1)
    # The one that waits comes first: nothing else names it yet.
    assert english.index("sian.llyr3@") < english.index("sian.llyr0@")
    assert ("and 9 more keys." in english) is (count == 20)
    assert min(recorded.left[-60:]) > 0


def test_old_devices_are_named(recorded: Recorded) -> None:
    recovery_sheet(_facts(_key(1), old_devices=True))
    assert "3DES" in recorded.text(0)
    assert "1709" not in recorded.text(1)


def test_there_is_no_place_for_a_passphrase(recorded: Recorded) -> None:
    recovery_sheet(_facts(_key(1)))
    assert "the place only, never the passphrase" in recorded.text(1)
    assert "y lle yn unig, byth y cyfrinymadrodd" in recorded.text(0)


def test_names_cannot_hide_or_become_commands(recorded: Recorded) -> None:
    facts = SheetFacts(
        '$(rm -r ~)".p12', "a\nb", MADE, MADE, (_key(1, name="gpj.\u202esign 漢 ŵŷ"),)
    )
    recovery_sheet(facts)
    page = recorded.text(1)
    assert "gpj.\\u{202E}sign \\u{6F22} ŵŷ" in page
    assert "a\\u{000A}b" in page
    assert [line for line in recorded.pages[1] if "rm -r" in line] == ['$(rm -r ~)".p12']


def test_the_same_facts_make_the_same_file() -> None:
    assert recovery_sheet(_facts(_key(1))) == recovery_sheet(_facts(_key(1)))


def test_the_welsh_letters_are_embedded() -> None:
    pdf = recovery_sheet(_facts(_key(1)))
    assert pdf.count(b"/FontFile2") == 3
    assert b"/Lang (cy)" in pdf
