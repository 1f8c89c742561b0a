"""Small choices: never an error, never lost to a newer version."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sel.base.errors import DiskFull
from sel.keeping.preferences import FilePreferences
from sel.ports.preferences import Choices
from tests.keeping.volumes import small_volume

CHOICES = Choices(
    language="cy",
    window=(10, -20, 800, 600),
    ticks=frozenset({"mail-program", "sheet-printed"}),
    later={"backup": datetime(2026, 12, 1, 8, 30, tzinfo=UTC)},
)


def test_defaults_without_a_file(data: Path) -> None:
    assert FilePreferences(data).read() == Choices()
    assert not data.exists()


def test_there_and_back(data: Path) -> None:
    FilePreferences(data).keep(CHOICES)
    assert FilePreferences(data).read() == CHOICES
    FilePreferences(data).keep(Choices())
    assert FilePreferences(data).read() == Choices()
    (path,) = data.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_a_newer_version_wrote_stays(data: Path) -> None:
    data.mkdir()
    path = data / "preferences.json"
    path.write_text('{"version": 9, "colour": "coch", "language": "en"}')
    FilePreferences(data).keep(CHOICES)
    assert json.loads(path.read_text())["colour"] == "coch"
    assert FilePreferences(data).read() == CHOICES


@pytest.mark.parametrize("broken", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_broken_file_is_set_aside(broken: bytes, data: Path) -> None:
    data.mkdir()
    path = data / "preferences.json"
    path.write_bytes(broken)
    assert FilePreferences(data).read() == Choices()
    assert path.read_bytes() == broken, "reading changes nothing"
    FilePreferences(data).keep(CHOICES)
    assert FilePreferences(data).read() == CHOICES
    assert (data / "preferences.json.broken").read_bytes() == broken


@pytest.mark.parametrize(
    "odd",
    [
        {"language": "fr"},
        {"language": 1},
        {"window": [1, 2, 3]},
        {"window": [1, 2, 0, 4]},
        {"window": [True, 2, 3, 4]},
        {"window": [10**9, 2, 3, 4]},
        {"window": "big"},
        {"ticks": "all"},
        {"ticks": [1, None]},
        {"later": {"backup": "soon"}},
        {"later": {"backup": None}},
        {"later": []},
    ],
)
def test_odd_values_count_as_not_chosen(odd: dict[str, object], data: Path) -> None:
    data.mkdir()
    (data / "preferences.json").write_text(json.dumps(odd))
    assert FilePreferences(data).read() == Choices()


def test_a_full_disk_keeps_the_old_choices(tmp_path: Path) -> None:
    with small_volume(tmp_path / "disk", kilobytes=64) as disk:
        FilePreferences(disk).keep(CHOICES)
        (disk / "filler").write_bytes(bytes(48 * 1024))
        many = Choices(ticks=frozenset(f"{number:06}" for number in range(4000)))
        with pytest.raises(DiskFull):
            FilePreferences(disk).keep(many)
        assert FilePreferences(disk).read() == CHOICES
