"""`sel --smoke`, which tells whether a package holds all it has to: here of the checkout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sel import __main__, wiring
from sel.base.secret import Secret
from sel.smoke import check, errands, parts, window

EVERYTHING = {
    "resources", "languages", "libraries", "stores", "keyrings", "search", "journey", "children",
    "tls", "paper", "window",
}  # fmt: skip


# The journey is the rehearsal, which has its own tests, and the window is drawn by tests/screens.
# With them it runs in the packed program (installer/pack.sh).
SHORT = {name: check for name, check in errands.CHECKS.items() if name != "journey"}


def test_every_part_has_a_name() -> None:
    assert {*parts.CHECKS, *errands.CHECKS, *window.CHECKS} == EVERYTHING


def test_a_checkout_holds_and_nothing_of_the_person_is_touched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home, scratch, out = tmp_path / "home", tmp_path / "scratch", tmp_path / "smoke.json"
    home.mkdir()
    scratch.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.setattr(errands, "CHECKS", SHORT)
    monkeypatch.setattr(window, "CHECKS", {})
    assert __main__.main(["--smoke", str(out)]) == 0
    document = json.loads(out.read_text("utf-8"))
    assert {name for name, each in document["checks"].items() if not each["held"]} == set()
    assert (document["held"], document["frozen"]) == (True, False)
    assert not list(home.iterdir())
    assert not list(scratch.iterdir())


def _fails(_given: check.Given) -> Mapping[str, Any]:
    check.expect(False, "a font is missing")
    return {}


def test_one_part_that_is_missing_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parts, "CHECKS", {"resources": _fails, "search": parts.CHECKS["search"]})
    monkeypatch.setattr(errands, "CHECKS", {})
    monkeypatch.setattr(window, "CHECKS", {})
    assert __main__.main(["--smoke"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert not document["held"]
    assert document["checks"]["resources"]["problem"] == "Unmet: a font is missing"
    assert document["checks"]["search"]["held"]


def test_a_store_that_is_not_there_is_found_missing(tmp_path: Path) -> None:
    services = wiring.build(tmp_path, lambda: Secret("x"), False, ())
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patch:
        patch.setattr("sel.stores.thunderbird.ThunderbirdKind.id", "tb")
        with pytest.raises(check.Unmet):
            parts.CHECKS["stores"](check.Given(services, tmp_path))
