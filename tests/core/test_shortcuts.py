"""Shortcuts that save time where thousands are read: the same answers as the long way."""

from __future__ import annotations

import random
from math import isqrt

import pytest

from sel.base.errors import TooLarge
from sel.core import ber
from sel.core.envelope import structure
from sel.core.rules import key_weakness

PRIMITIVE = bytes.fromhex("0403616263")
ENCODINGS = {
    "definite": bytes.fromhex("300a 3003020101 0403616263"),
    "context": bytes.fromhex("a0053003020101"),
    "indefinite": bytes.fromhex("3080 3003020101 0000"),
    "indefinite inside": bytes.fromhex("3009 3080 3003020101 0000"),
    "segments": bytes.fromhex("240a 0403616263 0403646566"),
    "segments inside": bytes.fromhex("300c 240a 0403616263 0403646566"),
    "long length": bytes.fromhex("308105 3003020101"),
    "long length inside": bytes.fromhex("3006 308103 020101"),
    "long tag": bytes.fromhex("3004 1f 2101 00"),
    "primitive": PRIMITIVE,
}


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_octets_with_definite_lengths_are_those_of_the_long_way(encoding: bytes) -> None:
    def slowly() -> bytes:
        return b"".join(structure._definite(ber.parse(encoding), structure.MAX_DEPTH))

    assert structure.as_der(ber.parse(encoding)) == slowly()


def test_what_lies_too_deep_is_refused_by_both_ways() -> None:
    def nested(depth: int) -> bytes:
        data = PRIMITIVE
        for _ in range(depth):
            data = bytes((0x30, len(data))) + data if len(data) < 0x80 else b""
        return data

    fits = nested(structure.MAX_DEPTH - 2)
    assert structure.as_der(ber.parse(fits)) == fits
    for too_deep in (nested(structure.MAX_DEPTH), nested(structure.MAX_DEPTH + 3)):
        with pytest.raises(TooLarge):
            structure.as_der(ber.parse(too_deep))


def test_close_factors_are_found_as_by_trying_every_root() -> None:
    def slowly(modulus: int) -> bool:
        a = isqrt(modulus - 1) + 1
        rests = ((a + step) ** 2 - modulus for step in range(key_weakness._FERMAT_ROUNDS))
        return any(isqrt(rest) ** 2 == rest for rest in rests)

    chance = random.Random(7)
    seen = set()
    for bits in (20, 64, 300):
        for _ in range(150):
            one = chance.getrandbits(bits) | 1 << bits | 1
            far = 2 * chance.randrange(1 << chance.randrange(4, bits))
            modulus = one * (one + far)
            found = key_weakness._has_close_factors(modulus)
            assert found == slowly(modulus)
            seen.add(found)
    assert seen == {True, False}
