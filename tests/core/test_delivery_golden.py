"""Golden files of partner domains: each is judged and said as it has it itself, in both languages.

That there is one for every finding is seen to in tests/flows/test_golden.py.
"""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from sel.core.delivery.judging import CODES
from sel.core.delivery.judging_hosts import HOST_CODES
from tests.core.golden import reading
from tests.core.golden.delivery import describing, files

FILES = {path.stem: path for path in files.every()}
AS_IT_SHOULD_BE = "nothing-to-say"


@pytest.mark.parametrize("path", FILES.values(), ids=FILES.keys())
def test_judged_and_said_as_written(path: Path) -> None:
    golden = files.read(path)
    judged = files.judged(golden)
    assert files.wrong(golden, judged) is None
    today = reading.said(judged.every_finding)
    difference = unified_diff(golden.said.splitlines(), today.splitlines(), "file", "today", n=0)
    assert golden.said == today, "\n".join(
        [
            f"{path.name}: said differently. If the new words are right:",
            "  python -m tests.core.golden.make words",
            *difference,
        ]
    )


def test_the_file_is_named_after_what_it_shows() -> None:
    for name in FILES.keys() - {AS_IT_SHOULD_BE}:
        codes = {each.partition(" ")[2] for each in files.read(FILES[name]).finds}
        assert any(name == code or name.startswith(f"{code}-") for code in codes), name


def test_each_code_of_the_judge_has_its_file() -> None:
    """Read from the judge's own list, and not from the table of findings."""
    shown = {each.partition(" ")[2] for path in FILES.values() for each in files.read(path).finds}
    assert shown == {*CODES, *HOST_CODES}


def test_everything_said_is_said_in_two_languages() -> None:
    for name, path in FILES.items():
        lines = files.read(path).said.splitlines()
        english = [line[4:] for line in lines if line.startswith("en: ")]
        welsh = [line[4:] for line in lines if line.startswith("cy: ")]
        assert len(english) == len(welsh) == 2 * len(files.read(path).finds), name
        assert "" not in english[::2] + welsh[::2], name
        assert [bool(each) for each in english] == [bool(each) for each in welsh], name
        assert not {each for each in english if each} & set(welsh), name


def test_no_place_is_left_unfilled() -> None:
    for name, path in FILES.items():
        assert not {"{", "}"} & set(files.read(path).said), name


def test_other_words_do_not_hide_another_finding(tmp_path: Path) -> None:
    """`make words` renews sentences; what is found stays with whoever wrote the description."""
    other = FILES["mx-none"].read_text("utf-8").replace("error mx-none", "warning mx-none", 1)
    path = tmp_path / "mx-none.txt"
    path.write_text(other, "utf-8")
    assert files.say(path) == "mx-none: bad: error mx-none, not warning mx-none"
    assert path.read_text("utf-8") == other


def test_other_words_are_written(tmp_path: Path) -> None:
    written = FILES["mx-none"].read_text("utf-8")
    path = tmp_path / "mx-none.txt"
    path.write_text(written.partition(files.LINE)[0] + files.LINE + "old words\n", "utf-8")
    assert files.say(path) is None
    assert path.read_text("utf-8") == written


@pytest.mark.parametrize(
    "described",
    [
        {"host": []},
        {"hosts": [{"name": "mx"}]},
        {"mx": {"state": "empty"}},
        {"hosts": [{"talk": {"tls": {"certificate": {"name": "mx"}}}}]},
        {"mx": {"status": "lost"}},
    ],
)
def test_a_slip_in_a_description_is_none_that_passes(described: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"unknown|is not a valid"):
        describing.seen(described)
