"""MTA-STS (RFC 8461): a domain says that its mail wants TLS, and which servers are its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sel.core.delivery.names import is_host

LIMIT: Final = 64 * 1024
"""Bytes of a policy file (RFC 8461 3.3 leaves a limit to the sender)."""

_ID: Final = re.compile(r"[A-Za-z0-9]{1,32}")
_LONGEST: Final = 31_557_600
"""Seconds: a year (RFC 8461 3.2)."""
_MOST_PATTERNS: Final = 100


class Mode(StrEnum):
    """What a sender does when something does not fit."""

    ENFORCE = "enforce"
    TESTING = "testing"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the file says. mx: patterns in lower case; max_age: seconds."""

    mode: Mode
    mx: tuple[str, ...]
    max_age: int

    def allows(self, host: str) -> bool:
        """Whether a mail server is one of the domain's own.

        A star stands for exactly one label (RFC 8461 4.1).
        """
        _, _, parent = host.partition(".")
        return host in self.mx or f"*.{parent}" in self.mx


class BrokenPolicyError(ValueError):
    """What of it does not fit; the text is for the helpdesk."""


def records(texts: Sequence[str]) -> tuple[str, ...]:
    """Those of the TXT records that are about MTA-STS (RFC 8461 3.1)."""
    return tuple(each for each in texts if re.match(r"v=STSv1[ \t]*(;|\Z)", each))


def version_id(record: str) -> str:
    """The id of a TXT record; "" if the record does not fit RFC 8461 3.1."""
    fields = [each.strip() for each in record.split(";")]
    found = [each[3:].strip() for each in fields if each.startswith("id=")]
    return found[0] if len(found) == 1 and _ID.fullmatch(found[0]) else ""


def read(data: bytes) -> Policy:
    """A policy file. Raises BrokenPolicyError. Fields that nobody knows are passed over."""
    if len(data) > LIMIT:
        raise BrokenPolicyError("too large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise BrokenPolicyError("not UTF-8") from problem
    first: dict[str, str] = {}
    patterns: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise BrokenPolicyError("a line without a colon")
        name, value = name.strip(), value.strip()
        if name == "mx":
            patterns.append(value.lower().rstrip("."))
        else:
            first.setdefault(name, value)  # of repeated fields the first counts (RFC 8461 3.2)
    return _policy(first, tuple(dict.fromkeys(patterns)))


def _policy(fields: dict[str, str], patterns: tuple[str, ...]) -> Policy:
    if fields.get("version") != "STSv1":
        raise BrokenPolicyError("version")
    try:
        mode = Mode(fields.get("mode", ""))
    except ValueError as problem:
        raise BrokenPolicyError("mode") from problem
    age = fields.get("max_age", "")
    if not (age.isascii() and age.isdigit() and len(age) <= 10):
        raise BrokenPolicyError("max_age")
    if len(patterns) > _MOST_PATTERNS or not all(map(_is_pattern, patterns)):
        raise BrokenPolicyError("mx")
    if mode is not Mode.NONE and not patterns:
        raise BrokenPolicyError("no mx")
    return Policy(mode, patterns, min(int(age), _LONGEST))


def _is_pattern(text: str) -> bool:
    return is_host(text.removeprefix("*."))
