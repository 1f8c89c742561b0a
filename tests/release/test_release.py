"""What a release is described with: notes, list of parts, licences, and the workflow files."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "installer"))

import licences  # noqa: E402
import locked  # noqa: E402
import release_notes  # noqa: E402
import sbom  # noqa: E402

LOCK = ROOT / "requirements" / "run.txt"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CHANGELOG = """# News

## Not released yet

### English

- later

### Cymraeg

- wedyn

## 1.2.0 · 1 December 2026 · 1 Rhagfyr 2026

### English

- One.
- Two,
  and more of it.

### Cymraeg

- Un.
- Dau.

## 1.1.0

### English

- Old.
"""


class TestNotes:
    def test_both_languages_whole_and_nothing_else(self) -> None:
        notes = release_notes.notes(CHANGELOG, "1.2.0")
        assert notes.index("- Un.") < notes.index("## English") < notes.index("- One.")
        assert "and more of it." in notes
        assert "SHA256SUMS" in notes
        assert "later" not in notes
        assert "Old" not in notes

    @pytest.mark.parametrize("version", ["1.1.0", "9.9.9", "1.2", "1.2.0 "])
    def test_half_a_section_or_none_is_no_release(self, version: str) -> None:
        with pytest.raises(release_notes.NotReady):
            release_notes.notes(CHANGELOG, version)

    def test_one_language_that_says_more_is_no_release(self) -> None:
        more = CHANGELOG.replace("- Un.\n", "- Un.\n- Tri.\n")
        with pytest.raises(release_notes.NotReady, match="same in both"):
            release_notes.notes(more, "1.2.0")

    def test_our_own_changelog_has_the_form(self) -> None:
        text = release_notes.CHANGELOG.read_text("utf-8")
        assert release_notes._section(text, r"## Not released yet.*", "## ")


class TestLocked:
    def test_every_package_is_read_with_who_wants_it(self) -> None:
        packages = {each.name: each for each in locked.read(LOCK)}
        assert packages["cryptography"].direct
        assert packages["cryptography"].via == ("-r run.in", "secretstorage")
        assert packages["cffi"].via == ("cryptography",)
        assert "win32" in packages["pywin32-ctypes"].when
        assert len(packages["asn1crypto"].hashes) == 2
        pins = re.findall(r"^[A-Za-z0-9].*==", LOCK.read_text("utf-8"), re.MULTILINE)
        assert len(packages) == len(pins)

    def test_what_is_not_pinned_by_hash_is_refused(self, tmp_path: Path) -> None:
        for text in ("idna>=3\n", "idna==3.20\n"):
            (tmp_path / "x.txt").write_text(text)
            with pytest.raises(ValueError):
                locked.read(tmp_path / "x.txt")


class TestListOfParts:
    @pytest.fixture
    def shape(self) -> dict[str, Any]:
        return sbom.document("1.2.0", locked.read(LOCK), sbom.licences(), "3.11.7")

    def test_it_has_what_cyclonedx_asks_for(self, shape: dict[str, Any]) -> None:
        """CycloneDX 1.6, the required properties and the forms of identifiers."""
        assert (shape["bomFormat"], shape["specVersion"], shape["version"]) == (
            "CycloneDX", "1.6", 1
        )  # fmt: skip
        uuid = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
        assert re.fullmatch(uuid, shape["serialNumber"])
        for each in shape["components"]:
            assert {"type", "name", "version", "bom-ref", "purl", "licenses"} <= set(each)
            assert re.fullmatch(r"pkg:(pypi|generic)/[a-z0-9-]+@[^@]+", each["purl"])
            assert list(each["licenses"][0]) == ["expression"]

    def test_every_locked_package_is_in_it_once(self, shape: dict[str, Any]) -> None:
        listed = [(each["name"], each["version"]) for each in shape["components"]]
        wanted = [(each.name, each.version) for each in locked.read(LOCK)]
        assert sorted(listed) == sorted([*wanted, ("Python", "3.11.7")])

    def test_references_point_at_parts(self, shape: dict[str, Any]) -> None:
        known = {each["bom-ref"] for each in shape["components"]}
        ours = shape["metadata"]["component"]["bom-ref"]
        assert shape["dependencies"][0]["ref"] == ours
        assert {each["ref"] for each in shape["dependencies"]} == known | {ours}
        tree = {each["ref"]: each.get("dependsOn", []) for each in shape["dependencies"]}
        assert {one for needs in tree.values() for one in needs} == known  # nothing is idle
        crypto = next(each for each in known if "/cryptography@" in each)
        assert any("/cffi@" in each for each in tree[crypto])

    def test_the_same_lock_gives_the_same_bytes(self, shape: dict[str, Any]) -> None:
        again = sbom.document("1.2.0", locked.read(LOCK), sbom.licences(), "3.11.7")
        assert json.dumps(again) == json.dumps(shape)
        other = sbom.document("1.2.1", locked.read(LOCK), sbom.licences(), "3.11.7")
        assert other["serialNumber"] != shape["serialNumber"]


class TestLicences:
    def test_every_locked_package_has_its_text(self) -> None:
        assert licences.main(["check"]) == 0

    def test_what_is_lacking_is_named(self) -> None:
        entries = json.loads(licences.LIST.read_text("utf-8"))
        packages = locked.read(LOCK)
        fewer = [each for each in entries if each["name"] != "cffi"]
        assert "cffi" in next(licences.faults(fewer, packages))
        older = [each | ({"version": "0"} if each["name"] == "idna" else {}) for each in entries]
        assert "idna" in next(licences.faults(older, packages))
        lost = [each | {"text": "none.txt"} if each["name"] == "zipp" else each
                for each in entries]  # fmt: skip
        assert "zipp has no text" in set(licences.faults(lost, packages))

    def test_qts_terms_are_whole(self) -> None:
        text = (licences.FOLDER / "pyside6-essentials.txt").read_text("utf-8")
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
        assert "GNU GENERAL PUBLIC LICENSE" in text


class TestWorkflows:
    @pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
    def text(self, request: pytest.FixtureRequest) -> str:
        return request.param.read_text("utf-8")

    def test_there_are_two(self) -> None:
        assert [each.stem for each in WORKFLOWS] == ["release", "test"]

    def test_actions_are_pinned_to_commits(self, text: str) -> None:
        uses = re.findall(r"uses: (\S+)(.*)", text)
        assert uses
        for action, comment in uses:
            if not action.startswith("./"):
                assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", action)
                assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)

    def test_one_action_has_one_commit(self) -> None:
        pins = {tuple(pin.split("@")) for path in WORKFLOWS
                for pin in re.findall(r"uses: (\S+@\S+)", path.read_text("utf-8"))}  # fmt: skip
        assert len({name for name, _ in pins}) == len(pins)

    def test_nothing_is_permitted_but_reading(self, text: str) -> None:
        assert re.search(r"^permissions:\n  contents: read\n", text, re.MULTILINE)
        writing = re.findall(r"^ +([a-z-]+): write", text, re.MULTILINE)
        assert set(writing) <= {"contents", "id-token", "attestations"}
        checkouts = text.count("actions/checkout@")
        assert text.count("persist-credentials: false") == checkouts

    def test_what_is_called_is_there(self, text: str) -> None:
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
        assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= targets
        for script in re.findall(r"\binstaller/[\w./-]+\.(?:py|sh|ps1)", text):
            assert (ROOT / script).is_file(), script
        for folder in re.findall(r"\btests/\w+", text):
            assert (ROOT / folder).is_dir(), folder

    def test_no_text_of_outsiders_reaches_a_shell(self, text: str) -> None:
        """A branch's or a tag's name inside `run:` would be run."""
        for block in re.findall(r"run: (?:[|>].*\n(?: {10,}.*\n)+|.*\n)", text):
            assert "github.event" not in block
            assert "github.ref" not in block
            assert "github.head" not in block
