"""Passphrases offered and judged, in both languages."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.base.errors import NotEnoughWords, WeakPassphrase
from sel.base.resources import resource
from sel.base.secret import Secret
from sel.core.passphrase import (
    NEEDED_LOG10,
    WORDS,
    Language,
    guesses_log10,
    offer,
    offered_bits,
    strong_enough,
    words,
    words_only,
)

BOTH: list[Language] = ["en", "cy"]


@pytest.mark.parametrize(
    ("language", "size", "sha256"),
    [
        ("en", 7776, "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522"),
        ("cy", 2048, "9b66f69026d51452c7509fb48dc8e05becf9e6872e15b5fd24136b9d93d2bfbd"),
    ],
)
def test_the_lists_are_frozen(language: Language, size: int, sha256: str) -> None:
    octets = resource("words", f"{language}.txt").read_bytes()
    assert hashlib.sha256(octets).hexdigest() == sha256
    assert len(words(language)) == size
    assert list(words(language)) == sorted(set(words(language)))


def test_welsh_words_are_told_apart_and_typed_on_any_keyboard() -> None:
    """No accents, no letters outside the alphabet, none the start of another, none English."""
    welsh = words("cy")
    assert all(re.fullmatch("[a-pr-uwy]{4,8}", word) for word in welsh)
    assert not {letter for word in welsh for letter in word} & set("kqvxz")
    assert len({word[:5] for word in welsh}) == len(welsh)
    assert not [pair for pair in pairwise(welsh) if pair[1].startswith(pair[0])]
    assert not set(welsh) & set(words("en"))


@pytest.mark.parametrize("language", BOTH)
def test_what_is_offered(language: Language) -> None:
    offered = {offer(language).reveal_text() for _ in range(20)}
    assert len(offered) == 20
    for text in offered:
        chosen = text.split(" ")
        assert len(set(chosen)) == WORDS[language]
        assert set(chosen) <= set(words(language))
        words_only(Secret(text))
    strong_enough(Secret(text))


def test_every_word_is_offered_sooner_or_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The choice spans the whole list, first and last word included."""
    monkeypatch.setitem(WORDS, "cy", 2048)
    assert set(offer("cy").reveal_text().split()) == set(words("cy"))


@pytest.mark.parametrize("language", BOTH)
def test_both_languages_are_equally_strong(language: Language) -> None:
    assert 76.9 < offered_bits(language) < 77.6


WEAK = [
    "",
    "Croeso1",
    "llygoden",
    "Llanfairpwllgwyngyll",
    "bendigedig",
    "tŷ",
    "Cymraeg2026!",
    "ysgolgyfun",
    "YsgolBontnewydd",
    "Aberystwyth99",
    "p@ssw0rd",
    "correcthorse",
    "Siân Llŷr",
    "cyfrinymadrodd",
    "dwrdwrdwrdwrdwr",
    "1234567890123456",
    "qwertyuiopasdfgh",
]


@pytest.mark.parametrize("text", WEAK)
def test_what_people_choose_is_refused(text: str) -> None:
    with pytest.raises(WeakPassphrase) as caught:
        strong_enough(Secret(text))
    facts = caught.value.what.facts
    assert facts["needed_log10"] == NEEDED_LOG10 == 14
    assert 0 <= float(str(facts["guesses_log10"])) < 14
    if len(text) > 2:
        assert text not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "tafarn oren gwdihw eira simdde cath",
        "j7#Lw0!zQp4&mB9x",
        "mae'r haul yn codi dros y bont am saith",
    ],
)
def test_good_ones_are_taken(text: str) -> None:
    strong_enough(Secret(text))


def test_one_welsh_word_is_one_word() -> None:
    """Without our lists the estimator takes it for random letters."""
    from zxcvbn import zxcvbn

    word = "gwerthfawrogiad"
    assert zxcvbn(word)["score"] == 4
    assert guesses_log10(word) < 5


@pytest.mark.parametrize(("accented", "plain"), [("dŵr", "dwr"), ("pêl-droed", "pel-droed")])
def test_accents_hide_nothing(accented: str, plain: str) -> None:
    assert guesses_log10(accented) <= guesses_log10(plain) + 0.01


def test_what_others_know_of_a_person_counts_for_little() -> None:
    text = "Xanthippe Zborowska"
    assert guesses_log10(text) > 14
    for own in (("Xanthippe Zborowska",), ("xanthippe.zborowska@school.example",)):
        with pytest.raises(WeakPassphrase):
            strong_enough(Secret(text), own_words=own)
    # … and is forgotten again.
    assert guesses_log10(text) > 14
    from zxcvbn import matching

    assert "zborowska" not in str(matching.RANKED_DICTIONARIES.get("user_inputs", {}))


def test_any_length_is_judged() -> None:
    long = offer("en").reveal_text() * 20
    assert guesses_log10(long) > 14
    assert guesses_log10("a" * 10_000) < 5


@settings(max_examples=25)
@given(st.text(max_size=40))
def test_any_text_is_judged(text: str) -> None:
    assert guesses_log10(text) >= 0


def test_bytes_that_are_no_text_are_judged() -> None:
    with pytest.raises(WeakPassphrase):
        strong_enough(Secret(b"\xff\xfe"))
    with pytest.raises(NotEnoughWords):
        words_only(Secret(b"\xff\xfe"))


CY = list(words("cy")[:7])


@pytest.mark.parametrize(
    "text",
    [
        " ".join(words("en")[:6]),
        "-".join(words("en")[:6]),
        " ".join(words("en")[:6]).upper(),
        "  ".join(CY) + "\n",
        "-".join(CY).title(),
        "yo-yo t-shirt felt-tip drop-down abacus abdomen",
        " ".join([*CY[:4], *words("en")[:3]]),
    ],
)
def test_enough_listed_words(text: str) -> None:
    words_only(Secret(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ".join(words("en")[:5]),
        " ".join(CY[:6]),
        " ".join([*CY[:3], *words("en")[:3]]),
        " ".join([words("en")[0]] * 6),
        " ".join(words("en")[:6]) + " gwdihw",
        " ".join(words("en")[:6]) + "1",
        "".join(words("en")[:6]),
    ],
)
def test_not_enough_listed_words(text: str) -> None:
    with pytest.raises(NotEnoughWords):
        words_only(Secret(text))


@pytest.mark.parametrize("name", ["EFF-words.txt", "Bangor-words.txt"])
def test_the_lists_carry_their_notices(name: str) -> None:
    notice = resource("licences", name).read_text(encoding="utf-8")
    assert "Copyright" in notice
    assert "Electronic Frontier Foundation" in notice or "Prifysgol Bangor University" in notice
