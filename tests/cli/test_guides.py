"""`sel guide`: listed, shown, written in both languages; refused clearly."""

from __future__ import annotations

import html5lib

from tests.cli.program import Program

FIELDS = {
    "name", "program", "topic", "title", "here", "able", "steps", "ticked", "checked", "sources",
    "unchecked_labels",
}  # fmt: skip


def test_the_list_has_every_guide_once_and_what_nobody_has_tried(sel: Program) -> None:
    done = sel("guide", "list", "--json", unlock=False)
    assert (done.status, done.err) == (0, "")
    found = done.json["guides"]
    assert all(set(each) == FIELDS for each in found)
    names = [each["name"] for each in found]
    assert len(names) == len(set(names)) == 24
    able = {each["program"]: each["able"] for each in found if not each["here"]}
    assert able["outlook-web"] == able["phone"] == "no"
    assert able["new-outlook"] == "unknown"
    assert able["outlook"] == "yes"
    assert [each["here"] for each in found] == sorted(
        (each["here"] for each in found), reverse=True
    )
    assert {tuple(each["checked"]) for each in found} == {("cy", "en")}
    assert all(each["sources"] and each["ticked"] == [] for each in found)
    unchecked = {each["name"]: each["unchecked_labels"] for each in found}
    assert "outlook.hash" in unchecked["outlook-set-up"]
    assert unchecked["thunderbird-set-up"] == []
    assert not sel.data.exists()


def test_the_list_is_in_both_languages(sel: Program) -> None:
    for language, said in (("en", "Outlook on the web"), ("cy", "Outlook ar y we")):
        done = sel("--lang", language, "guide", "list", unlock=False)
        assert done.status == 0
        assert said in done.out
        assert "outlook-set-up: " in done.out


def test_a_guide_is_shown_in_the_language_that_was_asked_for(sel: Program) -> None:
    english = sel("guide", "show", "outlook-set-up", "--lang", "en", unlock=False)
    assert english.out.startswith("Classic Outlook: set it up\n")
    assert "You should now see:" in english.out
    welsh = sel("guide", "show", "outlook-set-up", "--lang", "cy", "--json", unlock=False).json
    assert (welsh["title"], welsh["language"]) == ("Paratoi Outlook clasurol", "cy")
    assert welsh["steps"][0]["id"] == "ready"
    assert welsh["checked"] is None
    assert not sel.data.exists()


def test_it_is_written_as_a_page_and_as_a_sheet(sel: Program) -> None:
    page, pdf = sel.path("guide.html"), sel.path("guide.pdf")
    for out in (page, pdf):
        done = sel("guide", "show", "phone", "--out", out, "--json", unlock=False)
        assert done.json == {"name": "phone", "out": str(out)}
    assert pdf.read_bytes().startswith(b"%PDF-")
    text = page.read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(text)
    assert "Phones and tablets" in text
    assert "Ffonau a thabledi" in text
    again = sel("guide", "show", "phone", "--out", page, "--json", unlock=False)
    assert (again.status, again.json["error"]["code"]) == (4, "output-exists")
    sel.done("guide", "show", "phone", "--out", page, "--replace", unlock=False)


def test_what_is_no_guide_or_no_kind_of_file_is_refused(sel: Program) -> None:
    nothing = sel("guide", "show", "lotus-notes", "--json", unlock=False)
    assert (nothing.status, nothing.json["error"]["code"]) == (2, "unknown-guide")
    out = sel.path("guide.doc")
    ending = sel("guide", "show", "phone", "--out", out, "--json", unlock=False)
    assert (ending.status, ending.json["error"]["code"]) == (2, "guide-ending")
    outside = sel("guide", "show", "../../LICENCE", "--json", unlock=False)
    assert (outside.status, outside.json["error"]["code"]) == (2, "unknown-guide")
    assert not out.exists()
