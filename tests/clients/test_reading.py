"""The small readers below the programs: what is odd is read as nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.clients._machine import ini, numbers, plist, read, there
from sel.clients._prefs import preferences


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("16.0.8518.1000", (16, 0, 8518, 1000)),
        ("16", (16,)),
        ("", ()),
        ("16.0b1", ()),
        ("1.²", ()),
        ("1." + "9" * 5000, ()),  # Python reads no number of so many digits
        ("1..2", ()),
    ],
)
def test_versions(version: str, expected: tuple[int, ...]) -> None:
    assert numbers(version) == expected


def test_a_name_that_no_file_can_have_is_nowhere() -> None:
    odd = Path("a\0b")
    assert not there(odd)
    assert read(odd) == b""
    assert plist(odd) == {}
    assert ini(odd, "App", "Version") == ""


def test_a_file_beyond_all_measure_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "prefs.js"
    with huge.open("wb") as stream:
        stream.truncate((16 << 20) + 1)
    assert read(huge) == b""
    with huge.open("wb") as stream:
        stream.truncate(16 << 20)
    assert len(read(huge)) == 16 << 20


def test_preferences(tmp_path: Path) -> None:
    path = tmp_path / "prefs.js"
    path.write_text(
        "\n".join(
            (
                '// user_pref("comment", 1);',
                'user_pref("text", "Si\u00e2n \\"Ll\\u0177r\\", \\\\");',
                'user_pref("number", -5);',
                'user_pref("yes", true);',
                'user_pref("twice", 1);',
                'user_pref("twice", 2);',
                'user_pref("list", [1]);',
                'user_pref("nothing", null);',
                'user_pref("half", "x;',
                f'user_pref("deep", {"[" * 200_000});',
                'user_pref("last", "with ); inside");\r',
            )
        ),
        "utf-8",
    )
    assert preferences(path) == {
        "text": 'Siân "Llŷr", \\',
        "number": -5,
        "yes": True,
        "twice": 2,
        "last": "with ); inside",
    }
    assert preferences(tmp_path / "none.js") == {}
