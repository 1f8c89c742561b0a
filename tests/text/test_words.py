"""installer/words.py: what it finds, keeps, refuses and compiles."""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sel"
    (folder / "ui").mkdir(parents=True)
    (folder / "text" / "catalog").mkdir(parents=True)
    return folder


def _page(sources: Path, text: str) -> None:
    (sources / "ui" / "page.py").write_text(text, "utf-8")


def _found(words: ModuleType, sources: Path) -> list[tuple[str, str, str]]:
    return [(each.context, each.one, each.many) for each in words.extract(sources)]


def test_it_finds_say_and_count(words: ModuleType, sources: Path) -> None:
    _page(
        sources,
        'speaker.say("a", "One " "text {x}", x=1)\n'
        'say("b", "Two")\n'
        'self.speaker.count("c", "{n} key", "{n} keys", n=2)\n'
        '"abc".count("a"); [].count(x); say.later("no")\n',
    )
    assert _found(words, sources) == [
        ("a", "One text {x}", ""),
        ("b", "Two", ""),
        ("c", "{n} key", "{n} keys"),
    ]


def test_it_finds_what_is_handed_on(words: ModuleType, sources: Path) -> None:
    _page(
        sources,
        "def ask(self, code, english, /, **facts):\n"
        "    return self.speaker.say(code, english, **facts)\n"
        'context.ask("a", "Go on?", n=1); label.say(words); ask("x")\n'
        "speaker.say(entry.code, entry.what)\n",
    )
    assert _found(words, sources) == [("a", "Go on?", "")]


def test_it_finds_every_part_of_a_catalogue_entry(words: ModuleType, sources: Path) -> None:
    (sources / "text" / "catalog" / "x.py").write_text(
        'message("a", "What.", hint="Do.", lost="None.")\nplural("b", "{n} x", "{n} xs")\n'
    )
    assert _found(words, sources) == [
        ("a", "What.", ""),
        ("a.hint", "Do.", ""),
        ("a.lost", "None.", ""),
        ("b", "{n} x", "{n} xs"),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('speaker.say("a", text)', "literal"),
        ('speaker.say("a", f"{x} y")', "literal"),
        ('speaker.say(code, "A")', "literal"),
        ('speaker.say("a", "")', "literal"),
        ('speaker.count("a", "{n} b")', "wants 3"),
        ('speaker.say("a", "A", name)', "wants 2"),
        ('def ask(self, code, english): ...\nself.ask("a", text)', "literal"),
        ('speaker.say("a", "{}")', "placeholders"),
        ('speaker.say("a", "{x:.2f}")', "placeholders"),
        ('speaker.say("a", "{x")', "placeholders"),
        ('speaker.say("a", "A"); speaker.say("a", "B")', "one text in"),
    ],
)
def test_it_refuses_what_nobody_could_translate(
    words: ModuleType, sources: Path, line: str, why: str
) -> None:
    _page(sources, line)
    with pytest.raises(words.IllFormed, match=why):
        words.extract(sources)


def test_a_page_may_word_a_code_of_the_core_its_own_way(
    words: ModuleType, sources: Path, tmp_path: Path
) -> None:
    _page(sources, 'speaker.say("a", "Short")')
    (sources / "text" / "catalog" / "x.py").write_text('message("a", "A long one.")\n')
    assert _found(words, sources) == [("a", "A long one.", ""), ("a", "Short", "")]
    _merge(words, tmp_path, ("a", "A long one.", ""), ("a", "Short", ""))
    catalogue = words.read("cy", tmp_path)
    for message in catalogue:
        if message.id:
            message.string = f"cy: {message.id}"
    words.write("cy", catalogue, tmp_path)
    _merge(words, tmp_path, ("a", "A long one.", ""), ("a", "Short", ""))
    assert words.problems(words.extract(sources), tmp_path) == []
    assert {each.string for each in words.read("cy", tmp_path) if each.id} == {
        "cy: A long one.",
        "cy: Short",
    }


def _merge(words: ModuleType, folder: Path, *found: tuple[str, str, str]) -> None:
    texts = [words.Found(*each, "ui/page.py") for each in found]
    for language in words.LANGUAGES:
        words.write(language, words.merged(language, texts, words.read(language, folder)), folder)


def _translate(words: ModuleType, folder: Path, **strings: object) -> None:
    catalogue = words.read("cy", folder)
    for message in catalogue:
        if message.context in strings:
            message.string = strings[message.context]
    words.write("cy", catalogue, folder)


def test_new_words_are_missing_until_translated(words: ModuleType, tmp_path: Path) -> None:
    found = [words.Found("a", "A", "", "x.py"), words.Found("b", "{n} b", "{n} bs", "x.py")]
    assert words.problems(found, tmp_path) == [
        "en: missing: b", "cy: missing: a", "cy: missing: b"
    ]  # fmt: skip
    _merge(words, tmp_path, ("a", "A", ""), ("b", "{n} b", "{n} bs"))
    assert words.problems(found, tmp_path) == ["cy: untranslated: a", "cy: untranslated: b"]
    _translate(words, tmp_path, a="Â", b=("{n} b",) * 5 + ("",))
    assert words.problems(found, tmp_path) == ["cy: untranslated: b"]
    _translate(words, tmp_path, b=("{n} b",) * 6)
    assert words.problems(found, tmp_path) == []
    assert "page.py:" not in (tmp_path / "cy.po").read_text("utf-8")


def test_changed_english_keeps_its_welsh_as_unsure(words: ModuleType, tmp_path: Path) -> None:
    _merge(words, tmp_path, ("a", "A", ""))
    _translate(words, tmp_path, a="Â")
    found = [words.Found("a", "A new one", "", "x.py")]
    assert words.problems(found, tmp_path) == ["cy: missing: a", "cy: stale: a"]
    _merge(words, tmp_path, ("a", "A new one", ""))
    assert words.problems(found, tmp_path) == ["cy: unsure (fuzzy): a"]


def test_words_that_are_gone_go_away(words: ModuleType, tmp_path: Path) -> None:
    _merge(words, tmp_path, ("a", "A", ""), ("b", "B", ""))
    _translate(words, tmp_path, a="Â", b="B̂")
    assert words.problems([words.Found("a", "A", "", "x.py")], tmp_path) == ["cy: stale: b"]
    _merge(words, tmp_path, ("a", "A", ""))
    assert words.problems([words.Found("a", "A", "", "x.py")], tmp_path) == []
    assert '"b"' not in (tmp_path / "cy.po").read_text("utf-8")


def test_writing_again_changes_nothing(words: ModuleType, tmp_path: Path) -> None:
    _merge(words, tmp_path, ("a", "A", ""), ("b", "{n} b", "{n} bs"))
    before = (tmp_path / "cy.po").read_bytes()
    assert not words.write("cy", words.read("cy", tmp_path), tmp_path)
    assert (tmp_path / "cy.po").read_bytes() == before


def test_the_sources_of_this_tree_are_merged(words: ModuleType, tmp_path: Path) -> None:
    """`update` would leave i18n as it is."""
    for language in words.LANGUAGES:
        committed = words.ROOT / "i18n" / f"{language}.po"
        merged = words.merged(language, words.extract(), words.read(language))
        words.write(language, merged, tmp_path)
        assert (tmp_path / committed.name).read_bytes() == committed.read_bytes()


def test_compiling_is_done_once(words: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "po", tmp_path / "mo"
    source.mkdir()
    _merge(words, source, ("b", "{n} b", "{n} bs"))
    _translate(words, source, b=("0", "1", "2", "3", "6", "other {n}"))
    assert words.compile_words(target, source) == [target / "en.mo", target / "cy.mo"]
    assert words.compile_words(target, source) == []
    with (target / "cy.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    said = [catalogue.npgettext("b", "{n} b", "{n} bs", n) for n in range(8)]
    assert said == ["0", "1", "2", "3", "other {n}", "other {n}", "6", "other {n}"]
    later = (target / "cy.mo").stat().st_mtime + 10
    os.utime(source / "cy.po", (later, later))
    assert words.compile_words(target, source) == [target / "cy.mo"]


def test_a_build_compiles_the_words(
    words: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The hook finds words.py beside itself, wherever the build was started."""
    hook = words.ROOT / "installer" / "compile_words.py"
    names: dict[str, object] = {"__file__": str(hook), "__name__": "hook"}
    exec(compile(hook.read_text("utf-8"), str(hook), "exec"), names)
    kind = names["CompileWords"]
    asked: list[bool] = []
    monkeypatch.setitem(
        sys.modules, "words", SimpleNamespace(compile_words=lambda: asked.append(True))
    )
    monkeypatch.chdir(tmp_path)
    built = kind(str(tmp_path), {}, None, None, str(tmp_path), "wheel")
    assert built.dependencies() == ["Babel"]
    before = list(sys.path)
    built.initialize("standard", {})
    assert asked == [True]
    assert sys.path == before


def test_the_verbs(words: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert words.main(["check"]) == 0
    assert capsys.readouterr().out == "words: complete\n"
    assert words.main(["sing"]) == 2
    assert "update" in capsys.readouterr().out
