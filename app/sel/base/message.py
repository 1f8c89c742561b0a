"""A fact worth telling, before anybody has chosen a language for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Message:
    """A code with its facts; only `sel.text` turns it into words.

    code   kebab-case, one per fact, the same in exception, problem, JSON, catalogue and journal
    facts  values that stand in the sentence by name; never a secret, never a sentence
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
