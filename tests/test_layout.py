"""What the tree promises: documents that name what is there, pins with hashes, one place each."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
SEL = CHECKOUT / "app" / "sel"
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
DOCUMENTS = ("README.md", "README.cy.md", "docs/architecture.md")
MODULES = sorted(SEL.rglob("*.py"))


def read(path: str) -> str:
    return (CHECKOUT / path).read_text("utf-8")


def tracked() -> list[Path]:
    """Every file that git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True).stdout
    return [CHECKOUT / name for name in listed.decode().split("\0") if name]


def sections(text: str) -> list[str]:
    return re.findall(r"^#+", text, re.MULTILINE)


def name_of(module: Path) -> str:
    return module.relative_to(SEL).as_posix()


# --- documents ------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_is_there(document: str) -> None:
    text = read(document)
    folder = (CHECKOUT / document).parent
    links = [folder / path for path in re.findall(r"\]\(([^):#]+)\)", text)]
    named = re.findall(r"`((?:app|docs|i18n|installer|tests|resources)/[\w./-]*)`", text)
    paths = [*links, *(CHECKOUT / path for path in named)]
    assert paths
    assert [str(path) for path in paths if not path.exists()] == []


def test_both_readmes_say_the_same_things() -> None:
    english, welsh = read("README.md"), read("README.cy.md")
    assert sections(english) == sections(welsh)
    for what in (r"^    .+", r"`(?:app|i18n|make|sel)[ /\w.-]*`"):
        found = [sorted(set(re.findall(what, text, re.MULTILINE))) for text in (english, welsh)]
        assert found[0] == found[1]
    assert english.count("\n| ") == welsh.count("\n| ")


def test_news_is_told_in_both_languages() -> None:
    releases = read("CHANGELOG.md").split("\n## ")[1:]
    assert releases
    for release in releases:
        english, welsh = release.split("\n### English\n")[1].split("\n### Cymraeg\n")
        assert english.count("\n- ") == welsh.count("\n- ") > 0


def test_the_map_of_rooms_is_the_one_that_is_enforced() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["id"] == "down-only")
    enforced = [room for layer in layers for room in layer.split(" | ")]
    table = read("docs/architecture.md").split("## The rules")[0]
    drawn = [
        room
        for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
        for room in re.findall(r"`(\w+)`", row)
    ]
    assert drawn == enforced
    there = {path.stem for path in SEL.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert set(enforced) == there - {"__init__", "__pycache__", "_data"}


def test_every_verb_of_make_has_its_line_of_help() -> None:
    makefile = read("Makefile")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    verbs = [verb for verb in phony.split() if not verb.startswith("ready-")]
    said = subprocess.run(["make", "help"], cwd=CHECKOUT, capture_output=True, check=True).stdout
    explained = re.findall(r"^  make ([\w-]+) +\S", said.decode(), re.MULTILINE)
    assert explained == verbs


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(path.name[:3] for path in (CHECKOUT / "docs" / "decisions").iterdir())
    assert numbers == [f"{n:03}" for n in range(1, len(numbers) + 1)]


# --- dependencies ---------------------------------------------------------------------------


def pins(lock: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==([^ ;\\]+)", read(f"requirements/{lock}.txt"), re.MULTILINE)
    return {name.lower(): version for name, version in found}


@pytest.mark.parametrize("lock", ["build", "dev", "run"])
def test_every_pin_has_hashes_and_nobody_is_told_where_to_fetch(lock: str) -> None:
    logical = read(f"requirements/{lock}.txt").replace("\\\n", " ").splitlines()
    lines = [line for line in logical if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    assert [line for line in lines if "--hash=sha256:" not in line or "==" not in line] == []
    assert "://" not in "".join(lines)


def test_what_is_tested_is_what_is_run() -> None:
    tested = pins("dev")
    assert pins("run").items() <= tested.items()
    assert pins("build").items() <= tested.items()


def test_every_dependency_is_pinned_and_has_its_reason() -> None:
    names = [re.split(r"[<>=~]", line)[0] for line in PROJECT["project"]["dependencies"]]
    reasons = read("docs/decisions/001-dependencies.md")
    given = re.findall(r"^\| (\w[\w-]*) \|", reasons, re.MULTILINE)
    assert sorted(given) == sorted(names)
    assert {name.lower() for name in names} <= pins("run").keys()


# --- code -----------------------------------------------------------------------------------


def test_a_module_says_what_lives_in_it() -> None:
    mute = [each for each in MODULES if not ast.get_docstring(ast.parse(each.read_text("utf-8")))]
    assert [name_of(module) for module in mute] == []


def test_programs_are_started_in_two_places_only() -> None:
    """Ours by workers, others' by witnesses: there it is seen to what they are told."""
    starters = re.compile(
        r"\b(subprocess|QProcess|os\.(system|popen|exec\w+|(posix_)?spawn\w*))\b"
    )
    found = {name_of(each) for each in MODULES if starters.search(each.read_text("utf-8"))}
    assert found == {"witnesses/_tool.py", "workers/children.py"}


def test_silenced_checks_say_which_check() -> None:
    silenced = re.compile(r"#\s*(type: ignore(?!\[)|noqa(?!: ))")
    files = [path for path in tracked() if path.suffix == ".py" and path != Path(__file__)]
    assert [str(path) for path in files if silenced.search(path.read_text("utf-8"))] == []


def test_test_folders_are_packages() -> None:
    """So that two rooms may each have a test_mail.py."""
    folders = {path.parent for path in (CHECKOUT / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_test_is_switched_off() -> None:
    """One that cannot be run here may say so with pytest.skip and a reason, which is printed."""
    off = re.compile(r"mark\.(skip\b|xfail)|pytest\.xfail\(|pytest\.skip\(\)|importorskip")
    tests = [path for path in (CHECKOUT / "tests").rglob("*.py") if path != Path(__file__)]
    assert [str(path) for path in tests if off.search(path.read_text("utf-8"))] == []


def test_nothing_names_a_registry_or_somebodys_computer() -> None:
    registries = "|".join(("pypi", "pythonhosted", "npmjs", "debian"))
    places = "|".join(("work", "tmp"))
    banned = re.compile(rf"({registries})[.](org|com)|/({places})/[A-Za-z.]".encode())
    files = [path for path in tracked() if path.is_file()]
    assert [str(path) for path in files if banned.search(path.read_bytes())] == []


@pytest.mark.parametrize(
    "script", [".ci/run", "installer/setup.sh", "tests/run.sh", "tests/desk.sh"]
)
def test_scripts_can_be_started(script: str) -> None:
    path = CHECKOUT / script
    assert path.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", path], check=True)
