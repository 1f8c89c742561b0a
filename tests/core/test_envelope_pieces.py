"""Octets in pieces are the same octets, however they were cut."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest

from sel.core import envelope
from sel.core.envelope import Content
from sel.core.envelope.pieces import Stream, flat, joined, size
from sel.core.letter import writing
from tests.core.mail_material import BODY, NOW, person

WHO = person()
BLOCK = 57 * 1024


def cut(data: bytes, *lengths: int) -> list[bytes]:
    pieces, at = [], 0
    for length in lengths:
        pieces.append(data[at : at + length])
        at += length
    return [*pieces, data[at:]]


@pytest.mark.parametrize("length", [0, 1, 2, 3, 56, 57, 58, 114, BLOCK - 1, BLOCK, BLOCK + 1])
@pytest.mark.parametrize("lengths", [(), (1,), (57, 0, 1), (BLOCK - 1, 2), (BLOCK, BLOCK)])
def test_base64_of_pieces(length: int, lengths: tuple[int, ...]) -> None:
    data = bytes(i * 7 & 0xFF for i in range(length))
    encoded = writing.base64(cut(data, *lengths))
    for _ in range(2):  # it can be gone through again
        lines = b"".join(encoded)
        assert len(lines) == len(encoded)
        assert base64.b64decode(lines) == data
        assert re.fullmatch(rb"(?:[^\r\n]{76}\r\n)*(?:[^\r\n]{1,76}\r\n)?", lines)


@pytest.mark.parametrize("cipher", Content)
@pytest.mark.parametrize("length", [0, 15, 16, 17, len(BODY)])
def test_encrypting_pieces(cipher: Content, length: int) -> None:
    content = cut(BODY[:length], 3, 0, 20)
    made = envelope.encrypt_pieces(content, recipients=[WHO.certificate], cipher=cipher)
    whole = joined(made)
    assert len(whole) == size(made)
    assert envelope.decrypt(whole, WHO.ring).content == BODY[:length]
    # Never two messages under one key and nonce.
    with pytest.raises(RuntimeError):
        joined(made)


def test_signing_pieces() -> None:
    made = envelope.sign_pieces(
        cut(BODY, 1, 50), key=WHO.key, certificate=WHO.certificate, chain=(), when=NOW
    )
    (signer,) = envelope.verify(made, BODY)
    assert signer.holds


def test_a_stream_is_made_when_it_is_wanted() -> None:
    made: list[int] = []

    def numbers() -> Iterator[bytes]:
        made.append(1)
        yield b"ab"
        yield b"c"

    stream = Stream(3, numbers)
    assert (len(stream), size([b"x", stream]), made) == (3, 4, [])
    assert list(flat([b"x", stream, b""])) == [b"x", b"ab", b"c", b""]
    assert joined([stream, stream]) == b"abcabc"
    assert len(made) == 3
