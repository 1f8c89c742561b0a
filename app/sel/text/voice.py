"""One language: words, plurals, dates, sizes. No state of the program, so two can exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, cached_property, lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from sel.base.resources import words
from sel.text import pseudo
from sel.text.visible import visible

if TYPE_CHECKING:
    from gettext import GNUTranslations

LANGUAGES = ("en", "cy")
_GROUPED_FROM = 10_000


class Voice:
    """Says codes and facts in one language.

    A code is the context in the catalogue, the English text its key; facts stand in the text as
    `{name}`. Facts that are dates, numbers, lists or digests are written as the language writes
    them; text from outside is shown with its control and direction marks made visible.
    Raises ValueError for a language there is none of; at its first word FileNotFoundError if the
    words were not compiled (`make words`).
    """

    def __init__(self, language: str) -> None:
        if language not in (*LANGUAGES, pseudo.LANGUAGE):
            raise ValueError(language)
        self.language = language
        self._pseudo = language == pseudo.LANGUAGE

    @cached_property
    def _catalogue(self) -> GNUTranslations | English:
        return English() if self._pseudo or self.language == "en" else _catalogue(self.language)

    def say(self, code: str, english: str, /, **facts: object) -> str:
        """`english` in this language, with its facts."""
        return self._fill(self._catalogue.pgettext(code, english), (english,), facts)

    def count(self, code: str, one: str, many: str, /, *, n: int, **facts: object) -> str:
        """The form for `n`: two forms in English, six in Welsh. `{n}` is a fact like others."""
        translated = self._catalogue.npgettext(code, one, many, n)
        return self._fill(
            translated, (one if n == 1 else many, one, many), {**facts, "n": self.number(n)}
        )

    def date(self, day: date) -> str:
        """24 November 2026. A datetime must be aware and is told in local time."""
        local = _local(day) if isinstance(day, datetime) else day
        return f"{local.day} {self._months[local.month - 1]} {local.year}"

    def when(self, moment: datetime) -> str:
        """24 November 2026, 14:05; local time. Raises ValueError without a zone."""
        return self.say(
            "date-and-time", "{date}, {time}", date=self.date(moment), time=self.time(moment)
        )

    def time(self, moment: datetime) -> str:
        """14:05; local time. Raises ValueError without a zone."""
        return f"{_local(moment):%H:%M}"

    def number(self, value: int | float) -> str:
        """1,234 or 1,234.5; English and Welsh write numbers alike."""
        return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"

    def size(self, octets: int) -> str:
        """500 bytes, 12 KB, 3.4 MB; decimal units, as file managers show them."""
        if octets < 1000:
            return self.count("bytes", "{n} byte", "{n} bytes", n=octets)
        value = float(octets)
        for unit in ("KB", "MB", "GB"):
            value /= 1000
            if value < 999.5 or unit == "GB":
                break
        return f"{value:,.0f} {unit}" if value >= 10 or unit == "KB" else f"{value:,.1f} {unit}"

    def listed(self, items: Iterable[object]) -> str:
        """Items with commas and no "and": Welsh `a` changes what follows it."""
        return ", ".join(self._written(item) for item in items)

    def fact(self, value: object) -> str:
        """A fact standing alone, written as it would stand in a sentence."""
        return self._written(value)

    def days(self, n: int) -> str:
        """A length of time, standing alone: 1 day, 2 days."""
        return self.count("days", "{n} day", "{n} days", n=n)

    def weeks(self, n: int) -> str:
        """As `days`."""
        return self.count("weeks", "{n} week", "{n} weeks", n=n)

    def months(self, n: int) -> str:
        """As `days`."""
        return self.count("months", "{n} month", "{n} months", n=n)

    def years(self, n: int) -> str:
        """As `days`. Welsh says *4 blynedd* beside *5 mlynedd*, which six forms cannot express."""
        if n == 4:
            return self.say("years-four", "{n} years", n=self.number(n))
        return self.count("years", "{n} year", "{n} years", n=n)

    def nothing_changed(self) -> str:
        """What is true after most errors."""
        return self.say("nothing-changed", "Nothing was changed.")

    @cached_property
    def _months(self) -> tuple[str, ...]:
        return (
            self.say("month-1", "January"),
            self.say("month-2", "February"),
            self.say("month-3", "March"),
            self.say("month-4", "April"),
            self.say("month-5", "May"),
            self.say("month-6", "June"),
            self.say("month-7", "July"),
            self.say("month-8", "August"),
            self.say("month-9", "September"),
            self.say("month-10", "October"),
            self.say("month-11", "November"),
            self.say("month-12", "December"),
        )

    def _fill(self, text: str, english: tuple[str, ...], facts: Mapping[str, object]) -> str:
        """Put the facts in; a translation that names other facts than its English is refused."""
        text = _agreeing(text, english)
        if self._pseudo:
            text = pseudo.longer(text)
        written = {
            name: visible(value) if type(value) is str else self._written(value)
            for name, value in facts.items()
        }
        return text.format_map(_Facts(written))

    def _written(self, value: object) -> str:
        match value:
            case str():
                return visible(value)
            case bool() | None:
                return str(value)
            case int():
                return self.number(value) if abs(value) >= _GROUPED_FROM else str(value)
            case float():
                return self.number(value)
            case datetime():
                return self.when(value)
            case date():
                return self.date(value)
            case bytes():
                return value.hex()
            case PurePath():
                return visible(str(value))
            case list() | tuple() | set() | frozenset():
                return self.listed(value)
            case _:
                return visible(str(value))


class _Facts(dict[str, str]):
    """A fact that is missing shows as its name: a sentence is never worth a crash."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


@lru_cache(maxsize=2048)
def placeholders(text: str) -> frozenset[str] | None:
    """The names of the facts in `text`; None if its braces do not pair."""
    from string import Formatter

    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


@lru_cache(maxsize=2048)
def _agreeing(text: str, english: tuple[str, ...]) -> str:
    """`text`, or its English where the two do not name the same facts."""
    if text in english:
        return text
    if placeholders(text) in (placeholders(each) for each in english):
        return text
    return english[0]


class English:
    """The source speaks English itself: nothing has to be loaded for it."""

    def pgettext(self, context: str, english: str) -> str:
        """What came."""
        return english

    def npgettext(self, context: str, one: str, many: str, n: int) -> str:
        """The form for `n`."""
        return one if n == 1 else many


@cache
def _catalogue(language: str) -> GNUTranslations:
    from gettext import GNUTranslations

    with words(language).open("rb") as file:
        return GNUTranslations(file)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone()
