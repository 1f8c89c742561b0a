"""Values of one place, checked: from a JSON file, or as a registry or property list gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sel.base.errors import PolicyBroken
from sel.core.policy.schema import BY_KEY, VERSION, Item
from sel.core.policy.values import checked


@dataclass(frozen=True, slots=True)
class Given:
    """What one place says.

    origin   of the place, as people find it: a path, a registry key
    values   by key, as `Policy` holds them
    unknown  names that this version does not know, sorted
    machine  whether only an administrator can write there
    """

    origin: str
    values: Mapping[str, object]
    unknown: tuple[str, ...] = ()
    machine: bool = False


def from_json(data: bytes, *, origin: str, machine: bool = False) -> Given:
    """One JSON object, {"version": 1, …}. Raises PolicyBroken with what does not fit."""
    import json

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        """A name that stands there twice is somebody's mistake, and which was meant is unknown."""
        shape = dict(pairs)
        if len(shape) != len(pairs):
            names = [name for name, _ in pairs]
            raise PolicyBroken(origin=origin, field=next(n for n in names if names.count(n) > 1))
        return shape

    try:
        # A signature at the beginning is what Windows' own editors and PowerShell write.
        shape = json.loads(data.removeprefix(b"\xef\xbb\xbf"), object_pairs_hook=once)
    except (ValueError, RecursionError) as problem:
        raise PolicyBroken(origin=origin, field="JSON") from problem
    if not isinstance(shape, dict):
        raise PolicyBroken(origin=origin, field="object")
    if shape.get("version") != VERSION or isinstance(shape["version"], bool):
        raise PolicyBroken(origin=origin, field="version")
    rest = {name: value for name, value in shape.items() if name != "version"}
    for name, value in rest.items():
        setting = BY_KEY.get(name)
        if setting is not None and setting.item is Item.PROFILE and isinstance(value, list):
            # In JSON a profile may stand as the object it is.
            rest[name] = [json.dumps(each) if isinstance(each, dict) else each for each in value]
    return from_values(rest, origin=origin, machine=machine)


def from_values(raw: Mapping[str, object], *, origin: str, machine: bool) -> Given:
    """Values as a place gave them, by name. Raises PolicyBroken with what does not fit."""
    values: dict[str, object] = {}
    for name, value in raw.items():
        setting = BY_KEY.get(name)
        if setting is None:
            continue
        try:
            values[name] = checked(setting, value)
        except (ValueError, RecursionError) as problem:
            raise PolicyBroken(origin=origin, field=name, detail=str(problem)) from problem
    unknown = tuple(sorted(set(map(str, raw)) - set(BY_KEY)))
    return Given(origin, MappingProxyType(values), unknown, machine)
