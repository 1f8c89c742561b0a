"""Speaker: codes and facts in, words of one language out."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sel.base.errors import (
    KeyringLocked,
    NoAuthority,
    NotACertificate,
    NotProved,
    OutputExists,
    OutputFailed,
    SelError,
    WrongPassphrase,
)
from sel.base.message import Message
from sel.base.secret import Secret
from sel.core.finding import error, info, warning
from sel.text import voice as voice_module
from sel.text.speaker import Speaker


@pytest.fixture(scope="module")
def english() -> Speaker:
    return Speaker("en")


@pytest.fixture(scope="module")
def welsh() -> Speaker:
    return Speaker("cy")


@pytest.fixture
def cardiff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_two_languages_speak_side_by_side(english: Speaker, welsh: Speaker) -> None:
    fact = Message("making-key")
    assert (english.message(fact), welsh.message(fact)) == (
        "Making your key",
        "Wrthi'n gwneud eich allwedd",
    )


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        Speaker("fr")


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "0 diwrnod"),
        (1, "1 diwrnod"),
        (2, "2 ddiwrnod"),
        (3, "3 diwrnod"),
        (4, "4 diwrnod"),
        (6, "6 diwrnod"),
        (12, "12 diwrnod"),
    ],
)
def test_welsh_days(welsh: Speaker, n: int, expected: str) -> None:
    assert welsh.days(n) == expected


def test_welsh_years_with_four_as_its_own(welsh: Speaker) -> None:
    assert [welsh.years(n) for n in range(13)] == [
        "0 mlynedd",
        "1 flwyddyn",
        "2 flynedd",
        "3 blynedd",
        "4 blynedd",
        "5 mlynedd",
        "6 blynedd",
        "7 mlynedd",
        "8 mlynedd",
        "9 mlynedd",
        "10 mlynedd",
        "11 mlynedd",
        "12 mlynedd",
    ]


def test_months_and_weeks(english: Speaker, welsh: Speaker) -> None:
    assert [welsh.months(n) for n in (1, 2, 3)] == ["1 mis", "2 fis", "3 mis"]
    assert [welsh.weeks(n) for n in (1, 2, 6)] == ["1 wythnos", "2 wythnos", "6 wythnos"]
    assert [english.months(n) for n in (0, 1, 2)] == ["0 months", "1 month", "2 months"]
    assert [english.weeks(n) for n in (1, 4)] == ["1 week", "4 weeks"]


@pytest.mark.parametrize("n", range(13))
def test_english_counts(english: Speaker, n: int) -> None:
    assert english.days(n) == ("1 day" if n == 1 else f"{n} days")


def test_dates_are_local_and_spoken(cardiff: None, english: Speaker, welsh: Speaker) -> None:
    summer = datetime(2026, 7, 31, 23, 5, tzinfo=UTC)  # already August in Cardiff
    assert english.when(summer) == "1 August 2026, 00:05"
    assert welsh.when(summer) == "1 Awst 2026, 00:05"
    assert welsh.date(summer) == "1 Awst 2026"
    assert welsh.time(summer) == "00:05"
    assert english.date(date(2026, 11, 24)) == "24 November 2026"


def test_every_month_has_its_welsh_name(welsh: Speaker) -> None:
    said = " ".join(welsh.date(date(2026, month, 1)).split()[1] for month in range(1, 13))
    assert said == (
        "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"
    )


def test_a_moment_without_a_zone_is_refused(welsh: Speaker) -> None:
    with pytest.raises(ValueError, match="time zone"):
        welsh.when(datetime(2026, 1, 1))


@pytest.mark.parametrize(
    ("octets", "en", "cy"),
    [
        (0, "0 bytes", "0 beit"),
        (1, "1 byte", "1 beit"),
        (2, "2 bytes", "2 feit"),
        (999, "999 bytes", "999 beit"),
        (1000, "1 KB", "1 KB"),
        (12_300, "12 KB", "12 KB"),
        (999_499, "999 KB", "999 KB"),
        (999_600, "1.0 MB", "1.0 MB"),
        (3_400_000, "3.4 MB", "3.4 MB"),
        (34_000_000, "34 MB", "34 MB"),
        (2_500_000_000_000, "2,500 GB", "2,500 GB"),
    ],
)
def test_sizes(english: Speaker, welsh: Speaker, octets: int, en: str, cy: str) -> None:
    assert (english.size(octets), welsh.size(octets)) == (en, cy)


def test_facts_are_written_as_the_language_writes_them(english: Speaker) -> None:
    said = english.say(
        "only-here",
        "{day} {few} {many} {hex} {file} {list} {share} {none} {yes}",
        day=date(2026, 1, 2),
        few=3072,
        many=600_000,
        hex=b"\x0a\xff",
        file=Path("a.p12"),
        list=("a", "b"),
        share=1234.56,
        none=None,
        yes=True,
    )
    assert said == "2 January 2026 3072 600,000 0aff a.p12 a, b 1,234.6 None True"


def test_a_secret_never_shows(english: Speaker) -> None:
    assert english.say("only-here", "{it}", it=Secret("abc")) == "•••"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Siân Llŷr", "Siân Llŷr"),
        ("gpj.\u202efdp", "gpj.\\u{202E}fdp"),
        ("a\nb\tc\x00", "a\\u{000A}b\\u{0009}c\\u{0000}"),
        ("in\u200bvisible\u00ad", "in\\u{200B}visible\\u{00AD}"),
        ("\ud800", "\\u{D800}"),
        ("{other} &amp; <b>", "{other} &amp; <b>"),
    ],
)
def test_text_from_outside_cannot_hide(english: Speaker, given: str, shown: str) -> None:
    assert english.say("only-here", "{name}", name=given, other="no") == shown
    assert english.say("only-here", "{names}", names=[given]) == shown


def test_a_missing_fact_shows_its_name(english: Speaker) -> None:
    assert english.say("only-here", "at {place}") == "at {place}"


class _Translated:
    """A catalogue with one answer for everything."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def pgettext(self, context: str, message: str) -> str:
        return self.answer

    def npgettext(self, context: str, one: str, many: str, n: int) -> str:
        return self.answer


@pytest.mark.parametrize("answer", ["Ffeil", "Ffeil: {ffeil}", "{file} {file2}", "Ffeil: {file"])
def test_a_translation_with_other_facts_is_refused(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(voice_module, "_catalogue", lambda language: _Translated(answer))
    assert Speaker("cy").say("x", "File: {file}", file="a") == "File: a"
    assert Speaker("cy").count("x", "{n} file", "{n} files", n=2) == "2 files"


def test_a_translation_with_the_same_facts_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_module, "_catalogue", lambda language: _Translated("Y: {file}"))
    assert Speaker("cy").say("x", "File: {file}", file="a") == "Y: a"


def test_the_pseudo_language_is_longer_and_keeps_facts() -> None:
    english = "Save {name} & go, {{so}}"
    said = Speaker("xx").say("only-here", english, name="bundle.p12")
    assert "bundle.p12" in said
    assert "&" in said
    assert "{so}" not in english.format(name="")[:0] + said.replace("{sô}", "")
    assert len(said) >= 1.3 * len(english.format(name="bundle.p12")) - len("bundle.p12")


def test_the_command_line_is_told_an_option_and_the_window_is_not(english: Speaker) -> None:
    failure = OutputExists(path="a.p12")
    assert "--replace" in english.error(failure, command=True).hint
    assert "--" not in english.error(failure).hint
    assert "sel ca init" in english.error(NoAuthority(), command=True).hint
    assert "sel ca" not in english.error(NoAuthority()).hint
    unusual = english.error(KeyringLocked(), command=True)
    assert unusual.hint == english.error(KeyringLocked()).hint, "one hint does for both"


def test_an_error_says_what_was_lost_and_what_to_do(english: Speaker, welsh: Speaker) -> None:
    told = english.error(WrongPassphrase(detail="MAC"))
    assert (told.what, told.lost, told.code, told.detail) == (
        "That is not the password (passphrase) of this file.",
        "Nothing was changed.",
        "wrong-passphrase",
        "MAC",
    )
    assert told.hint
    told = welsh.error(NotProved(store="thunderbird", proof="cannot-sign"))
    assert told.what.endswith("Storfa: thunderbird. Prawf: nid yw'r allwedd yn llofnodi")
    assert told.lost == "Tynnwyd hi allan eto; mae'r storfa fel yr oedd."


def test_a_fact_that_is_a_code_is_said_in_words(english: Speaker, welsh: Speaker) -> None:
    failure = NotACertificate(looks_like="html")
    assert english.error(failure).what.endswith("It looks like: a web page")
    assert welsh.error(failure).what.endswith("Mae'n edrych fel: tudalen we")
    assert english.error(NotACertificate(looks_like="cuneiform")).what.endswith(": cuneiform")
    listed = NotACertificate(looks_like=("html", "pdf"))
    assert english.error(listed).what.endswith(": a web page, a PDF document")
    nested = OutputFailed(path="a", reason=Message("done"))
    assert english.error(nested).what.endswith("(Done)")


def test_an_error_nobody_has_words_for_is_still_told(english: Speaker) -> None:
    class Strange(SelError):
        code = "strange-and-new"

    told = english.error(Strange(detail="why"))
    assert (told.what, told.code, told.detail) == (
        "Something went wrong.",
        "strange-and-new",
        "why",
    )


def test_findings_count_and_name_their_source(english: Speaker, welsh: Speaker) -> None:
    ends = datetime(2028, 3, 3, 12, tzinfo=UTC)
    soon = warning("ends-soon", source="RFC 5280 4.1.2.5", n=2, ends=ends)
    assert english.finding(soon).what == "This certificate ends in 2 days, on 3 March 2028."
    assert welsh.finding(soon).what == (
        "Bydd y dystysgrif hon yn dod i ben ymhen 2 ddiwrnod, ar 3 Mawrth 2028."
    )
    assert english.finding(soon).detail == "RFC 5280 4.1.2.5"
    assert english.finding(info("sign-only")).detail == ""
    assert english.finding(error("nobody-knows-this")).what == "nobody-knows-this"


def test_a_message_without_words_is_its_code(english: Speaker) -> None:
    assert english.message(Message("nobody-knows-this")) == "nobody-knows-this"
