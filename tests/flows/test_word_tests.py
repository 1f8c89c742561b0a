"""The test of opening: two words that stand nowhere but in the encrypted text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sel.base.errors import NotTheTestMail, WordTestOver, WrongWords
from sel.base.secret import Secret
from sel.core import letter, passphrase
from sel.core.people.folding import folded
from sel.flows import letters, trying, word_tests
from sel.flows.word_tests import LIFE, TICK, Made
from sel.ports.services import Services
from tests.screens import protection
from tests.screens.people import SIAN

WRONG = Secret("nid hwn")


class Later:
    """The clock of a day after."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    (tmp_path / "sian").mkdir()
    return protection.ready(tmp_path / "sian")


def made(services: Services, language: passphrase.Language = "cy") -> tuple[Made, Secret]:
    """The mail, and its words as the mail program would show them: opened past Sêl's own door."""
    done = word_tests.make(
        services, language=language, subject="Prawf", text=lambda words: f"geiriau: {words}\n"
    )
    opened = letter.open_letter(done.eml, letters.ring(services.book()))
    return done, Secret(opened.text.partition(": ")[2].strip())


def noted(services: Services) -> bool:
    return TICK in services.preferences().read().ticks


@pytest.mark.parametrize("language", ["en", "cy"])
def test_who_read_the_words_can_say_them(sian: Services, language: passphrase.Language) -> None:
    done, words = made(sian, language)
    listed = passphrase.words(language)
    assert len(set(words.reveal_text().split())) == 2
    assert all(each in listed for each in words.reveal_text().split())
    word_tests.answer(sian, done.eml, words)
    assert noted(sian)
    assert word_tests.begun(sian) is None
    with pytest.raises(WordTestOver):
        word_tests.answer(sian, done.eml, words)


def test_accents_capitals_and_spaces_are_not_what_is_tested(sian: Services) -> None:
    done, words = made(sian)
    word_tests.answer(sian, done.eml, Secret(f"  {folded(words.reveal_text()).upper()} "))
    assert noted(sian)


def test_the_mail_is_for_one_certificate_and_says_nothing_outside(sian: Services) -> None:
    done, words = made(sian)
    outline = letter.describe(done.eml)
    assert (len(outline.recipients), outline.subject, done.to) == (1, "Prawf", SIAN)
    head, _, body = done.eml.partition(b"\r\n\r\n")
    for each in words.reveal_text().split():
        assert each.encode() not in head
    assert b"geiriau" not in body, "the text is sealed"


def test_the_words_are_nowhere_in_the_data_folder(sian: Services) -> None:
    done, words = made(sian)
    files = [each for each in sian.data.rglob("*") if each.is_file()]
    assert files
    for each in files:
        data = each.read_bytes()
        for word in words.reveal_text().split():
            assert folded(word).encode() not in data, each
            assert word.encode() not in data, each
    with pytest.raises(WrongWords):
        word_tests.answer(sian, done.eml, WRONG)
    for each in files:
        assert b"nid hwn" not in each.read_bytes(), each
    assert all("hwn" not in str(each.what) for each in sian.book().journal())


def test_three_tries(sian: Services) -> None:
    done, words = made(sian)
    for left in (2, 1):
        with pytest.raises(WrongWords) as refused:
            word_tests.answer(sian, done.eml, WRONG)
        assert refused.value.what.facts["n"] == left
    with pytest.raises(WordTestOver):
        word_tests.answer(sian, done.eml, WRONG)
    with pytest.raises(WordTestOver):
        word_tests.answer(sian, done.eml, words)
    assert not noted(sian)


def test_the_third_try_counts(sian: Services) -> None:
    done, words = made(sian)
    for _ in range(2):
        with pytest.raises(WrongWords):
            word_tests.answer(sian, done.eml, WRONG)
    word_tests.answer(sian, done.eml, words)
    assert noted(sian)


def test_a_day_and_no_longer(sian: Services) -> None:
    done, words = made(sian)
    just = replace(sian, clock=Later(done.until - timedelta(seconds=1)))
    assert word_tests.begun(just) == done.until
    with pytest.raises(WordTestOver):
        word_tests.answer(replace(sian, clock=Later(done.until)), done.eml, words)
    assert sian.book().draft("word-test") is None, "the mark is gone with its day"
    assert done.until - sian.clock.now() <= LIFE


@pytest.mark.parametrize("how", ["read", "tried"])
def test_what_sel_opened_itself_proves_nothing(sian: Services, how: str) -> None:
    done, words = made(sian)
    if how == "read":
        letters.read(sian, done.eml)
    else:
        assert not trying.look(sian, done.eml).passed
    with pytest.raises(WordTestOver):
        word_tests.answer(sian, done.eml, words)
    assert not noted(sian)


def test_another_mail_is_not_it_and_costs_no_try(sian: Services) -> None:
    first, _ = made(sian)
    other = letters.write(sian, to=(), subject="x", text="x").eml
    second, words = made(sian)
    letters.read(sian, other)
    for each in (first.eml, other, b"From: a@x.example\r\nSubject: x\r\n\r\n"):
        with pytest.raises(NotTheTestMail):
            word_tests.answer(sian, each, words)
    word_tests.answer(sian, second.eml, words)


def test_as_a_mail_program_saves_it(sian: Services) -> None:
    """Other header fields, other line lengths: it is the same mail."""
    done, words = made(sian)
    head, _, body = done.eml.partition(b"\r\n\r\n")
    solid = body.replace(b"\r\n", b"")
    lines = b"\r\n".join(solid[at : at + 60] for at in range(0, len(solid), 60))
    saved = b"Received: from x\r\n" + head + b"\r\n\r\n" + lines + b"\r\n"
    assert letter.sealed_digest(saved) == letter.sealed_digest(done.eml)
    word_tests.answer(sian, saved, words)


def test_the_mark_cannot_be_moved_to_another_mail_or_book(sian: Services, tmp_path: Path) -> None:
    done, words = made(sian)
    kept = sian.book().draft("word-test")
    assert kept is not None
    (tmp_path / "other").mkdir()
    other = protection.ready(tmp_path / "other")
    other.book().keep_draft("word-test", kept)
    with pytest.raises(WrongWords):
        word_tests.answer(other, done.eml, words)
    other.book().keep_draft("word-test", '{"mail": "zz"}')
    assert word_tests.begun(other) is None


def meanwhile(
    services: Services, monkeypatch: pytest.MonkeyPatch, does: Callable[[], None]
) -> None:
    """What another program does once, after the test is read and before the answer is judged."""
    kind, left = type(services.book()), [does]
    mark = kind.mark

    def marking(self: Any, data: bytes) -> bytes:
        if left:
            left.pop()()
        return mark(self, data)

    monkeypatch.setattr(kind, "mark", marking)


def test_two_answers_at_once_use_up_two_tries(
    sian: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, _ = made(sian)

    def other() -> None:
        with pytest.raises(WrongWords):
            word_tests.answer(sian, done.eml, WRONG)

    meanwhile(sian, monkeypatch, other)
    with pytest.raises(WrongWords) as refused:
        word_tests.answer(sian, done.eml, WRONG)
    assert refused.value.what.facts["n"] == 1
    with pytest.raises(WordTestOver):
        word_tests.answer(sian, done.eml, WRONG)


@pytest.mark.parametrize("right", [True, False])
def test_a_test_that_was_voided_meanwhile_does_not_come_back(
    sian: Services, monkeypatch: pytest.MonkeyPatch, right: bool
) -> None:
    done, words = made(sian)
    meanwhile(sian, monkeypatch, lambda: letters.read(sian, done.eml) and None)
    with pytest.raises(WordTestOver):
        word_tests.answer(sian, done.eml, words if right else WRONG)
    assert word_tests.begun(sian) is None
    assert not noted(sian)


def test_one_that_was_begun_meanwhile_is_not_lost(
    sian: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, words = made(sian)
    second: list[tuple[Made, Secret]] = []
    meanwhile(sian, monkeypatch, lambda: second.append(made(sian)))
    with pytest.raises(NotTheTestMail):
        word_tests.answer(sian, done.eml, words)
    newer, its_words = second[0]
    word_tests.answer(sian, newer.eml, its_words)
    assert noted(sian)


def test_a_new_book_key_ends_the_test(sian: Services) -> None:
    """Its mark is of the old one: the right words would be called wrong."""
    done, words = made(sian)
    sian.book().renew_key(Secret("gair cyfrinachol hollol newydd"))
    assert word_tests.begun(sian) is None
    with pytest.raises(WordTestOver):
        word_tests.answer(sian, done.eml, words)
