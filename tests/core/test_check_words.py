"""The reading aid beside the check code: frozen lists, told apart by ear, and a golden answer."""

from __future__ import annotations

import hashlib
import re

import pytest

from sel.base.resources import resource
from sel.core.check_words import check_words

FROZEN = {
    "spoken-en": "e699ccab34b438cc54ff914275364d25059aa1f9b6f3fac1ef255985de2e535f",
    "cy": "9b66f69026d51452c7509fb48dc8e05becf9e6872e15b5fd24136b9d93d2bfbd",
}


@pytest.mark.parametrize("name", FROZEN)
def test_a_list_never_changes(name: str) -> None:
    data = resource(f"words/{name}.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == FROZEN[name]
    assert len(set(data.decode().split())) == 2048


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "museum jester broken hangup morphine abstain "
            "envoy glisten endorse lagged subgroup espionage",
        ),
        (
            "cy",
            "hogi glaw brawd etifedd helpu addoli darnau eirlys cyswllt gramadeg sigledig degawd",
        ),
    ],
)
def test_golden(language: str, expected: str) -> None:
    digest = hashlib.sha256("Siân Llŷr".encode()).digest()
    assert " ".join(check_words(digest, language)) == expected


def test_every_one_of_the_first_132_bits_counts_and_no_other() -> None:
    digest = hashlib.sha256(b"x").digest()
    number = int.from_bytes(digest, "big")
    told = check_words(digest, "en")
    for bit in range(256):
        other = (number ^ (1 << (255 - bit))).to_bytes(32, "big")
        differ = [one != two for one, two in zip(told, check_words(other, "en"), strict=True)]
        assert sum(differ) == (1 if bit < 132 else 0)
        assert bit >= 132 or differ[bit // 11]


SOUNDS = (
    ("^(kn|gn|pn)", "n"), ("^wr", "r"), ("^ps", "s"), ("^wh", "w"), ("ph", "f"),
    ("tch|ch|sh|ti(?=on)|ci(?=a|o)|si(?=on)", "X"), ("dg|j|g(?=[eiy])", "J"), ("gh(?=t|$)", ""),
    ("c(?=[eiy])", "s"), ("ck|c|q|kh", "k"), ("x", "ks"), ("z", "s"), ("th", "T"),
    ("[vf]", "f"), ("[dt]", "t"), ("[bp]", "p"), ("[kg]", "k"), ("[mn]", "n"),
)  # fmt: skip
"""English spelling, roughly to sound: what a bad line does not tell apart is one."""


def test_english_words_are_told_apart_by_ear_and_by_their_beginning() -> None:
    words = resource("words/spoken-en.txt").read_text().split()
    assert len({word[:4] for word in words}) == len(words)
    assert len({sound(word) for word in words}) == len(words)


def test_welsh_words_are_told_apart_by_their_beginning() -> None:
    words = resource("words/cy.txt").read_text().split()
    assert len({word[:5] for word in words}) == len(words)


def sound(word: str) -> str:
    """Its consonants, those alike as one, behind its first sound."""
    for spelt, heard in SOUNDS:
        word = re.sub(spelt, heard, word)
    first = "V" if word[0] in "aeiouy" else word[0]
    return re.sub(r"(.)\1+", r"\1", first + re.sub("[aeiouyhw]", "", word[1:]))
