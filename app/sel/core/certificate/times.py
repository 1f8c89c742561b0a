"""UTCTime and GeneralizedTime as RFC 5280 4.1.2.5 wants them, and as they are met."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from sel.core.certificate.oddities import BAD_TIME, TIME_FORM

UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
WARN_BEFORE = timedelta(days=30)
"""How long before its end a person is told that a certificate wants renewing."""

_MAX_OCTETS = 40
_USUAL_OCTETS = 13


def read(tag: int, contents: bytes, odd: set[str]) -> datetime:
    """The moment, aware, UTC. What is unusual goes to `odd`. Raises ValueError for no time."""
    if tag == UTC_TIME and len(contents) == _USUAL_OCTETS:
        usual = _usual(contents)
        if usual is not None:
            return usual
    if len(contents) > _MAX_OCTETS:
        raise ValueError("time")
    text = contents.decode("ascii")
    if tag == UTC_TIME:
        century = "19" if text[:2] >= "50" else "20"  # RFC 5280 4.1.2.5.1
        text = century + text
    elif tag != GENERALIZED_TIME:
        raise ValueError("time")
    digits = text[:-1]
    if len(text) == 15 and text[14] == "Z" and digits.isdigit():
        if tag == GENERALIZED_TIME and text[:4] < "2050":
            odd.add(TIME_FORM)
        if digits[12:] != "60":
            return _moment(digits)
    odd.add(BAD_TIME)
    return _unusual(text)


@lru_cache(maxsize=256)
def _usual(contents: bytes) -> datetime | None:
    """Of a UTCTime as RFC 5280 wants it; None for what wants a closer look."""
    text = contents.decode("ascii")
    if text[12] != "Z" or not text[:12].isdigit() or text[10:12] == "60":
        return None
    return _moment(("19" if text[:2] >= "50" else "20") + text[:12])


def _moment(digits: str) -> datetime:
    """Of 14 digits. Raises ValueError for what is no date or no time of day."""
    return datetime.fromisoformat(f"{digits[:8]}T{digits[8:]}+00:00")


def _unusual(text: str) -> datetime:
    """Seconds left out, a fraction, an offset from UTC or none (X.680 46, 47); a leap second."""
    offset = timedelta()
    if text.endswith("Z"):
        text = text[:-1]
    elif len(text) > 5 and text[-5] in "+-" and text[-4:].isdigit():
        offset = timedelta(hours=int(text[-4:-2]), minutes=int(text[-2:]))
        if text[-5] == "-":
            offset = -offset
        text = text[:-5]
    digits, mark, fraction = text.replace(",", ".").partition(".")
    if (
        not digits.isdigit()
        or (mark and not fraction.isdigit())
        or len(digits) not in {10, 12, 14}
    ):
        raise ValueError("time")
    digits = digits.ljust(14, "0")
    leap = digits[12:] == "60"
    moment = _moment(f"{digits[:12]}59" if leap else digits)
    try:
        return moment.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except OverflowError as problem:
        raise ValueError("time") from problem
