"""Ways to a certificate: an authority as data. Implemented by `sel.enrol`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PILOT: Final = "pilot"
"""Id of this book's own trial authority. No other may bear it."""


class Route(StrEnum):
    """Where a request goes: by mail to somebody, or to the pilot of this very book."""

    MAIL = "mail"
    BOOK = "book"


@dataclass(frozen=True, slots=True)
class AuthorityProfile:
    """One authority, or somebody who names one. Texts are by language, "en" and "cy".

    key_made_by  "person" or "authority"
    comes_back   endings of what it sends, without the dot
    """

    id: str
    name: Mapping[str, str]
    route: Route
    key_made_by: str
    comes_back: tuple[str, ...]
    takes: Mapping[str, str]
    cost: Mapping[str, str]
    note: Mapping[str, str]
