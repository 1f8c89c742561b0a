"""Pages for people exist in both languages and say the same; what they tell to run is real."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sel.flows.status import StepState

ROOT = Path(__file__).parents[2]
PAIRS = sorted(each for each in (ROOT / "docs").rglob("*.cy.md"))
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def english(welsh: Path) -> Path:
    return welsh.with_name(welsh.name.replace(".cy.md", ".md"))


def test_the_pages_of_it_staff_and_helpdesk_are_there() -> None:
    names = {each.relative_to(ROOT).as_posix() for each in PAIRS}
    assert {"docs/helpdesk.cy.md", "docs/it/deployment.cy.md", "docs/it/intune.cy.md"} <= names


@pytest.mark.parametrize("welsh", PAIRS, ids=lambda path: path.stem)
class TestBothLanguages:
    def test_the_same_parts_in_the_same_order(self, welsh: Path) -> None:
        one, other = english(welsh).read_text("utf-8"), welsh.read_text("utf-8")
        for sign in (r"^#+ ", r"^\| ", r"^- ", r"^\d\. ", r"^```"):
            counts = [len(re.findall(sign, text, re.MULTILINE)) for text in (one, other)]
            assert counts[0] == counts[1], sign

    def test_the_same_names_of_things(self, welsh: Path) -> None:
        """Switches, places and values are not translated."""
        names = re.compile(r"`((?:HK|/|%|\./|\./Device|--|sel |[a-z]+_)[^`]*)`")
        one, other = (
            {
                name
                for name in names.findall(path.read_text("utf-8"))
                if not re.search("FILE|FFEIL|FOLDER", name)
            }
            for path in (english(welsh), welsh)
        )
        assert one == other

    def test_each_names_the_other(self, welsh: Path) -> None:
        assert f"({english(welsh).name})" in welsh.read_text("utf-8")
        assert f"({welsh.name})" in english(welsh).read_text("utf-8")


PAGES = [*PAIRS, *map(english, PAIRS), ROOT / "SECURITY.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("ending", ["md", "cy.md"])
def test_the_recipe_asks_for_what_status_says(ending: str) -> None:
    text = (ROOT / "docs" / "it" / f"deployment.{ending}").read_text("utf-8")
    (code,) = re.findall(r"```powershell\n(.*?)```", text, re.DOTALL)
    assert set(re.findall(r"-eq '([a-z-]+)'", code)) == {"backup", "certificate"}
    states = set(re.findall(r"\.state -ne '([a-z]+)'", code))
    assert states <= {each.value for each in StepState}
    assert set(re.findall(r"\$status\.(\w+)", code)) <= {"steps", "sentence", "notices"}
