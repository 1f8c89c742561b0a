"""What reaches a helpdesk report."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.workers.scrub import KEPT, scrub


@pytest.mark.parametrize(
    ("text", "hide", "left"),
    [
        ("password was cwtsh", {"password": "cwtsh"}, "password was …"),
        ("password was cwtsh", {"a": [{"b": b"cwtsh"}]}, "password was …"),
        ("key 00ff10aa", {"key": b"\x00\xff\x10\xaa"}, "key …"),
        ("said b'\\x00\\xff\\x10'", b"\x00\xff\x10", "said b'…'"),
        ("longer first: cwtsh mawr", ["cwtsh", "cwtsh mawr"], "longer first: …"),
        ("data " + "QUJD" * 20, None, "data …"),
        ("bell \x07 and \x1b[2J", None, "bell   and  [2J"),
        ("one\ntwo\n", None, "one\ntwo"),
    ],
)
def test_what_is_left(text: str, hide: object, left: str) -> None:
    assert scrub(text, hide=hide) == left


@given(st.text(min_size=3, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_secret_never_stays(secret: str, before: str, after: str) -> None:
    secret = "§" + secret + "§"
    left = scrub(before + secret + after, hide={"secret": secret})
    assert secret not in left


def test_the_home_folder_is_not_named() -> None:
    assert scrub(f"in {Path.home()}/x") == "in ~/x"


def test_only_the_end_is_kept() -> None:
    assert len(scrub("a b " * 5000)) <= KEPT
