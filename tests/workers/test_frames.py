"""What goes through the pipe comes out the same, and nothing else comes out."""

from __future__ import annotations

import contextlib
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.workers import frames

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def through(value: object) -> object:
    pipe = io.BytesIO()
    frames.write(pipe, value)
    pipe.seek(0)
    return frames.read(pipe)


@given(VALUES)
def test_a_value_comes_out_the_same(value: object) -> None:
    assert through(value) == value


@given(st.lists(VALUES, max_size=4))
def test_frames_stand_one_after_another(values: list[object]) -> None:
    pipe = io.BytesIO()
    for value in values:
        frames.write(pipe, value)
    pipe.seek(0)
    assert [frames.read(pipe) for _ in values] == values
    with pytest.raises(EOFError):
        frames.read(pipe)


@pytest.mark.parametrize("value", [1.5, {1: 2}, {"a": object()}, {1, 2}, bytearray(b"x")])
def test_other_values_are_refused_before_anything_is_written(value: object) -> None:
    pipe = io.BytesIO()
    with pytest.raises(frames.BadFrame):
        frames.write(pipe, value)
    assert pipe.getvalue() == b""


def framed(body: bytes) -> io.BytesIO:
    return io.BytesIO(struct.pack(">I", len(body)) + body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"1.5",
        b"NaN",
        b"Infinity",
        b"[]",
        b'["x"]',
        b'["b"]',
        b'["b",1]',
        b'["b","=="]',
        b'["b","a b="]',
        b'["d","a"]',
        b'["d",1,2]',
        b'["d",["l"],2]',
        b'["d","a",1,"a",2]',
        b'"\xff"',
        b"[" * 100_000,
        b'["l",' * 50_000,
        b"null null",
    ],
)
def test_what_is_no_frame_is_refused(body: bytes) -> None:
    with pytest.raises(frames.BadFrame):
        frames.read(framed(body))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_refused(body: bytes) -> None:
    with contextlib.suppress(frames.BadFrame):
        frames.read(framed(body))


def test_a_cut_frame_is_refused() -> None:
    pipe = io.BytesIO()
    frames.write(pipe, {"verb": "list", "arguments": {}})
    whole = pipe.getvalue()
    for length in range(1, len(whole)):
        with pytest.raises(frames.BadFrame):
            frames.read(io.BytesIO(whole[:length]))


def test_a_giant_is_refused_unread() -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            self.asked += size
            return struct.pack(">I", 0xFFFFFFFF)[:size]

    pipe = Endless()
    with pytest.raises(frames.BadFrame):
        frames.read(pipe)  # type: ignore[arg-type]
    assert pipe.asked == 4


def test_one_number_too_long_for_python_is_refused() -> None:
    with pytest.raises(frames.BadFrame):
        frames.read(framed(b"1" * 10_000))
