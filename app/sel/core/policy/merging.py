"""From what several places say to the one policy that holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sel.core.policy.model import Policy
from sel.core.policy.reading import Given
from sel.core.policy.schema import BY_KEY, Setting, Stricter


def merged(given: Sequence[Given]) -> Policy:
    """The policy of these places, the strongest first.

    Of the places that only an administrator can write, the first that names a value decides. A
    person's own file decides where no such place says anything at all; where one does, the file
    can only make stricter what can be stricter. What it would loosen is listed in `ignored`.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for one in (each for each in given if each.machine):
        for key, value in one.values.items():
            if key not in values:
                values[key], origins[key] = value, one.origin
    managed = any(each.machine and (each.values or each.unknown) for each in given)
    ignored: list[str] = []
    for one in (each for each in given if not each.machine):
        for key, value in one.values.items():
            setting = BY_KEY[key]
            if not managed:
                taken = value
            else:
                now = values.get(key, setting.default)
                taken = _stricter(setting, now, value)
                if taken != value:
                    ignored.append(key)
                if taken == now:
                    continue
            values[key], origins[key] = taken, one.origin
    return Policy(
        **values,
        unknown=tuple(sorted({name for one in given for name in one.unknown})),
        ignored=tuple(ignored),
        origin=", ".join(one.origin for one in given) or None,
        origins=tuple(origins.items()),
        file=next((one.origin for one in given if not one.machine), None),
    )


def _stricter(setting: Setting, now: Any, wanted: Any) -> Any:
    """What a weaker place may make of a value; `now` where it may not."""
    match setting.stricter:
        case Stricter.NEVER:
            return now
        case Stricter.TRUE:
            return now or wanted
        case Stricter.FALSE:
            return now and wanted
        case Stricter.HIGHER:
            return max(now, wanted)
        case Stricter.LOWER:
            return min(now, wanted)
        case Stricter.FEWER:
            # None is "everything": any list is fewer.
            return wanted if now is None else tuple(each for each in now if each in wanted)


def with_origins(policy: Policy) -> Mapping[str, tuple[object, str | None]]:
    """Every value with where it came from (None: the default), in the order of the schema."""
    return {key: (getattr(policy, key), policy.origin_of(key)) for key in BY_KEY}
