"""Every finding there is has a golden file: a file's own, a domain's, or a scene on a desk."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from sel.text.catalog import find
from tests.core.golden import reading
from tests.core.golden.delivery import files
from tests.core.registry import findings
from tests.flows.golden import showing
from tests.flows.golden.showing import SCENES
from tests.flows.golden.world import World

NEVER_SHOWN = {
    "warning ocsp-other-certificate": "an answer about another certificate is passed over",
}
"""What the sources could find and nobody is shown, with the reason."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world"))


@pytest.mark.parametrize("name", SCENES)
def test_found_and_said_as_written(name: str, world: World) -> None:
    written, today = showing.path_of(name).read_text("utf-8"), showing.shown(name, world)
    difference = unified_diff(written.splitlines(), today.splitlines(), "file", "today", n=0)
    assert written == today, "\n".join(
        [
            f"{name}: shown differently. If the new words are right:",
            "  python -m tests.core.golden.make words",
            *difference,
        ]
    )


def test_each_file_has_its_scene_and_is_named_after_what_it_shows() -> None:
    assert {path.stem for path in showing.FOLDER.glob("*.txt")} == set(SCENES)
    for name in SCENES:
        codes = {each.partition(" ")[2] for each in showing.finds(name)}
        assert any(name == code or name.startswith(f"{code}-") for code in codes), name


def test_every_finding_of_the_table_has_a_golden_file_at_each_of_its_levels() -> None:
    shown = {each for path in reading.every() for each in reading.read(path).finds}
    shown |= {each for path in files.every() for each in files.read(path).finds}
    shown |= {each for name in SCENES for each in showing.finds(name)}
    every = findings.collect(*findings.ROOMS)
    wanted = {f"{level} {said.code}" for said in every for level in said.levels}
    missing = wanted - shown
    lines = [f"{each}: {NEVER_SHOWN.get(each, 'no golden file')}" for each in sorted(missing)]
    assert missing == NEVER_SHOWN.keys(), "\n".join(lines)


def test_everything_shown_has_words_in_both_languages() -> None:
    for name in SCENES:
        lines = showing.path_of(name).read_text("utf-8").splitlines()
        told = [line for line in lines if line.startswith(("en: ", "cy: "))]
        assert not [line for line in told if len(line) < len("en: Sêl.")], name
        english = {line[4:] for line in told if line.startswith("en: ")}
        assert not [line for line in told if line.startswith("cy: ") and line[4:] in english]


def test_what_is_passed_over_has_no_words() -> None:
    """See NEVER_SHOWN."""
    assert find("ocsp-other-certificate") is None


def test_new_words_do_not_hide_another_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make words` renews sentences; what is found it leaves to the author of the scene."""
    name = "backup-of-others"
    other = showing.path_of(name).read_text("utf-8").replace("info backup", "error backup")
    (tmp_path / f"{name}.txt").write_text(other, "utf-8")
    monkeypatch.setattr(showing, "FOLDER", tmp_path)
    monkeypatch.setattr(showing, "SCENES", {name: SCENES[name]})
    assert showing.write() == [f"{name}: info {name}, not error {name}"]
    assert (tmp_path / f"{name}.txt").read_text("utf-8") == other
