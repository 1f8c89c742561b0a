"""Every guide, in both languages: the same steps, and nothing in it leads nowhere."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import html5lib
import pytest

from sel.base.errors import GuideEnding
from sel.base.resources import resource
from sel.core.guides import (
    Drawing,
    Fact,
    Guide,
    Link,
    Paragraph,
    Points,
    Program,
    Topic,
    label_ids,
    name_of,
)
from sel.flows import guides
from sel.flows.guides import Own
from sel.text import guide_files
from sel.text.columns import Columns
from sel.text.guide_drawings import ACCENT, INK, SOFT
from sel.text.guide_page import page
from sel.text.guide_sheet import sheet
from sel.text.guides import GuideWords, lines, links, targets
from sel.text.voice import Voice

MADE = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
OWN = Own("gwenllian.ŵyn@ysgol-llŷr.example", datetime(2028, 3, 3, 12, tzinfo=UTC))
MARKUP = "<b>\"&'{address}"
SVG = "{http://www.w3.org/2000/svg}"
NAMES = [each.name for each in guides.guides("en")]
LONGEST = 26
MIDDLE, FOOT = 105.0, 281.5  # of the paper, in millimetres
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 120"/>'
SHAPES = {"rect", "path", "circle"}


def words(language: str, own: Own = OWN) -> GuideWords:
    return GuideWords(Voice(language), own, guides.labels())


def both(name: str, own: Own = OWN) -> list[tuple[GuideWords, Guide]]:
    return [(words(each, own), guides.guide(name, each)) for each in guides.LANGUAGES]


def title(name: str, language: str) -> str:
    return guides.guide(name, language).title


def html(name: str, own: Own = OWN) -> str:
    return page(both(name, own), guides.drawing, title)


def blocks(guide: Guide):
    return (*guide.beginning, *(each for step in guide.steps for each in step.blocks))


def spans(guide: Guide):
    for block in blocks(guide):
        if isinstance(block, Paragraph):
            yield from block.spans
        elif isinstance(block, Points):
            yield from (each for item in block.items for each in item)


def shape(block) -> tuple:
    """What has to be the same in every language."""
    match block:
        case Drawing(name, _):
            return ("drawing", name)
        case Points(items):
            return ("points", len(items))
        case Paragraph(kind, _):
            return ("paragraph", kind)


def contents(guide: Guide) -> dict:
    """Facts, labels and links of each step; their order is the language's own."""
    return {
        step.id: (
            [shape(each) for each in step.blocks],
            sorted(
                str(each.target if isinstance(each, Link) else each)
                for each in spans_of(step.blocks)
                if not hasattr(each, "text") or isinstance(each, Link)
            ),
        )
        for step in guide.steps
    }


def spans_of(of):
    for block in of:
        if isinstance(block, Paragraph):
            yield from block.spans
        elif isinstance(block, Points):
            yield from (each for item in block.items for each in item)


def test_there_is_every_guide_that_was_promised() -> None:
    able = (Program.OUTLOOK, Program.OUTLOOK_MAC, Program.THUNDERBIRD, Program.APPLE_MAIL)
    topics = (Topic.SET_UP, Topic.WRITE, Topic.COLLEAGUE, Topic.OLD_MAIL, Topic.MESSAGES)
    wanted = {name_of(program, topic) for program in able for topic in topics}
    wanted |= {"outlook-publish", "new-outlook", "outlook-web", "phone"}
    for language in guides.LANGUAGES:
        assert {each.name for each in guides.guides(language)} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same(name: str) -> None:
    """Steps, drawings, kinds of paragraphs, facts, labels and links, step by step."""
    welsh, english = (guides.guide(name, each) for each in guides.LANGUAGES)
    assert [each.id for each in welsh.steps] == [each.id for each in english.steps]
    assert contents(welsh) == contents(english)
    assert [shape(each) for each in welsh.beginning] == [shape(each) for each in english.beginning]
    for of in ("program", "topic", "ticks", "sources"):
        assert getattr(welsh, of) == getattr(english, of)
    assert welsh.title != english.title
    for one, other in zip(welsh.steps, english.steps, strict=True):
        quoted = other.title.startswith("“")  # a message is what it is in the program
        assert quoted or one.title != other.title
        for mine, theirs in zip(one.blocks, other.blocks, strict=True):
            if isinstance(mine, Drawing):
                assert mine.text != theirs.text


def test_nothing_leads_nowhere() -> None:
    """Labels and drawings that are named exist, and those that exist are named."""
    labels, drawn = set(), set()
    for guide in (each for language in guides.LANGUAGES for each in guides.guides(language)):
        labels |= set(label_ids(guide))
        drawn |= {each.name for each in blocks(guide) if isinstance(each, Drawing)}
        steps = {f"#{each.id}" for each in guide.steps}
        for link in targets(guide):
            assert link.target in {*steps, *NAMES} or link.target.startswith("sel:"), link
            assert link.target != guide.name
            assert len(link.text) <= LONGEST, link  # a button that fits at 200 %
    assert labels == set(guides.labels())
    folder = resource("guides", "drawings")
    assert drawn == {each.stem for each in folder.glob("*.svg")}


def test_no_label_of_outlook_is_made_up_in_welsh() -> None:
    """Its Welsh labels are not known; Thunderbird's were read in its language pack."""
    for label in guides.labels().values():
        assert label.source
        assert ("cy" in label.texts) == label.id.startswith("thunderbird."), label.id
        assert label.checked == label.id.startswith("thunderbird."), label.id


def test_every_set_up_ends_with_the_test_that_counts() -> None:
    for guide in guides.guides("en"):
        if guide.topic is Topic.SET_UP:
            assert [each.target for each in links(guide.steps[-1].blocks[-1])] == ["sel:try-it"]
            assert guide.ticks


def test_the_drawings_are_our_own_and_have_three_colours() -> None:
    for file in resource("guides", "drawings").glob("*.svg"):
        text = file.read_text("utf-8")
        root = ET.fromstring(text)
        assert root.attrib["viewBox"] == "0 0 240 120"
        assert {each.tag.removeprefix(SVG) for each in root} <= SHAPES
        assert set(re.findall(r"#\w+", text)) <= {INK, ACCENT, SOFT}


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_valid_stands_alone_and_has_everything(name: str) -> None:
    text = html(name)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    found = list(tree.iter())
    assert tree.attrib["lang"] == "cy"
    assert {each.attrib["lang"] for each in found if each.tag == "div" and each.get("lang")} == {
        "cy",
        "en",
    }
    tags = {each.tag for each in found if isinstance(each.tag, str)}
    assert not tags & {"script", "img", "iframe", "link", "object", "form", "input"}
    assert not re.search(r"\son\w+\s*=|javascript:|src=|@import|url\(", text)
    policy = next(each for each in found if each.get("http-equiv"))
    assert policy.attrib["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    ids = [each.attrib["id"] for each in found if each.get("id")]
    assert len(ids) == len(set(ids))
    for each in found:
        if each.tag == "a":
            assert each.attrib["href"].removeprefix("#") in ids
    said = " ".join("".join(tree.itertext()).split())
    for maker, guide in both(name):
        assert guide.title in said
        for place, step in enumerate(guide.steps):
            assert maker.numbered(guide, place) in said
            for each in step.blocks:
                if isinstance(each, Drawing):
                    assert each.text in said
        if any(isinstance(each, Fact) and each.name == "address" for each in spans(guide)):
            assert OWN.address in said


def test_what_stands_in_a_certificate_is_never_markup() -> None:
    text = html("outlook-set-up", Own(MARKUP, OWN.until))
    assert "<b>\"&'" not in text
    html5lib.HTMLParser(strict=True).parse(text)
    assert "&lt;b&gt;&quot;&amp;&#x27;{address}" in text


def test_an_address_that_turns_the_line_round_is_made_visible() -> None:
    turned = "sian\u202e@school.example"
    assert "\u202e" not in html("outlook-set-up", Own(turned, OWN.until))
    assert "\u202e" not in "".join(lines(*both("outlook-set-up", Own(turned))[0]))


def test_without_a_certificate_the_sentences_hold() -> None:
    english, welsh = (
        " ".join(" ".join(lines(words(each, Own()), guides.guide("outlook-set-up", each))).split())
        for each in ("en", "cy")
    )
    assert "Your certificate:" not in english
    assert "Take the certificate for your address, until its last day." in english
    assert "Eich tystysgrif:" not in welsh
    assert "Cymerwch y dystysgrif ar gyfer eich cyfeiriad, tan ei diwrnod olaf." in welsh


def test_a_label_is_said_as_the_program_says_it_in_both_languages() -> None:
    assert words("en").quoted("outlook.file") == "“File”"
    assert words("cy").quoted("outlook.file") == "“File”"
    assert words("en").quoted("thunderbird.select") == "“Select…” (“Dewis…”)"
    assert words("cy").quoted("thunderbird.select") == "“Dewis…” (“Select…”)"
    assert words("cy").quoted("thunderbird.smime") == "“S/MIME”"


def test_who_has_not_tried_it_is_told() -> None:
    for language, said in (("en", "Not yet tried"), ("cy", "Heb ei drio")):
        for guide in guides.guides(language):
            assert guide.checked or lines(words(language), guide)[-2].startswith(said)


class _Recorded(Columns):
    """What stands where. One paper for all guides: loading its fonts takes longest."""

    def __init__(self) -> None:
        super().__init__(title="", language="cy", made=MADE)

    def begin(self, title: str) -> _Recorded:
        self.told: list[tuple[float, str]] = []
        self.lowest = 0.0
        self._title, self._pages = title, 0
        self._new_page()
        return self

    def _write(self, text, style, left, y, *, bold) -> float:
        self.told.append((left, text))
        ends = super()._write(text, style, left, y, bold=bold)
        self.lowest = max(self.lowest, ends)
        return ends

    def data(self) -> bytes:
        return b""


def test_every_sheet_has_everything_in_two_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = _Recorded()
    monkeypatch.setattr("sel.text.guide_sheet.Columns", lambda title, **_how: paper.begin(title))
    for name in NAMES:
        sheet(both(name), lambda _name: EMPTY, made=MADE)
        assert paper._pages <= 3, name
        assert paper.lowest <= FOOT, name
        for (maker, guide), side in zip(both(name), (0, 1), strict=True):
            told = {text for left, text in paper.told if (left > MIDDLE) == bool(side)}
            steps = {maker.numbered(guide, place) for place in range(len(guide.steps))}
            said = [each for each in blocks(guide) if isinstance(each, Paragraph)]
            assert {guide.title, maker.checked(guide), *steps} <= told
            assert {maker.plain(each.spans) for each in said} <= told


def test_the_sheet_is_a_pdf_with_every_welsh_letter(tmp_path: Path) -> None:
    file = tmp_path / "guide.pdf"
    file.write_bytes(sheet(both("thunderbird-set-up"), guides.drawing, made=MADE))
    done = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    )
    for said in (OWN.address, "Paratoi Thunderbird", "Thunderbird: set it up", "Dylech weld"):
        assert said in done.stdout
    assert "\\u{" not in done.stdout


@pytest.mark.parametrize("file", ["guide.doc", "guide", ".pdf", "guide.htm", "a.pdf.exe"])
def test_a_name_that_says_no_kind_is_refused(file: str) -> None:
    with pytest.raises(GuideEnding):
        guide_files.ending(Path(file))


def test_capital_endings_are_endings() -> None:
    assert guide_files.ending(Path("GUIDE.PDF")) == ".pdf"
