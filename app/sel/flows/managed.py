"""What the organisation decided, value by value, for people who have to see why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sel.core.policy import Policy
from sel.core.policy.schema import SETTINGS, Item, Setting


@dataclass(frozen=True, slots=True)
class Decision:
    """One value in force. origin: where it came from; None where it is Sêl's own."""

    setting: Setting
    value: object
    origin: str | None


def decisions(policy: Policy) -> tuple[Decision, ...]:
    """Every value, in the order of the schema."""
    return tuple(
        Decision(each, getattr(policy, each.key), policy.origin_of(each.key)) for each in SETTINGS
    )


def decided(policy: Policy) -> tuple[Decision, ...]:
    """Those that somebody set."""
    return tuple(each for each in decisions(policy) if each.origin is not None)


def plain(one: Decision) -> Any:
    """The value for a report, as JSON can hold it; certificates by their SHA-256."""
    if one.setting.item is Item.CERTIFICATE:
        import hashlib

        return [hashlib.sha256(each).hexdigest() for each in _bytes(one.value)]
    if one.setting.item is Item.PROFILE:
        import json

        return [str(json.loads(each).get("id", "?")) for each in _bytes(one.value)]
    if isinstance(one.value, tuple):
        return [each.hex() if isinstance(each, bytes) else each for each in one.value]
    return one.value


def _bytes(value: object) -> Sequence[bytes]:
    assert isinstance(value, tuple)
    return value
