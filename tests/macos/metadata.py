"""What pyobjc's wheel for macOS says of the framework: read there, never run.

`installer/setup.sh test` fetches the wheel (installer/macos/wheel.py), with the hashes of the
lock file.
"""

from __future__ import annotations

import ast
import re
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(sys.prefix) / "macos"


@dataclass(frozen=True)
class Signature:
    """How pyobjc has a function called.

    returns    type encoding of what it returns
    arguments  type encoding of each
    outs       places of those through which it answers: None goes in, a value comes back
    """

    returns: str
    arguments: tuple[str, ...]
    outs: tuple[int, ...]


@dataclass(frozen=True)
class Framework:
    """Names by what they are.

    types    classes of references
    strings  constants whose value the running macOS knows
    fixed    constants whose value the wheel gives
    structs  what is handed over by its fields, with their names
    """

    types: frozenset[str]
    strings: frozenset[str]
    fixed: Mapping[str, int | str]
    structs: Mapping[str, tuple[str, ...]]
    functions: Mapping[str, Signature]


@cache
def framework() -> Framework:
    """The pinned version's. Fails the test if the wheel was not fetched."""
    wheels = list(FOLDER.glob("pyobjc_framework_security-*.whl"))
    assert len(wheels) == 1, f"installer/macos/wheel.py {FOLDER} fetches it"
    with zipfile.ZipFile(wheels[0]) as wheel:
        tree = ast.parse(wheel.read("Security/_metadata.py"))
    given: dict[str, object] = {}
    more: dict[str, int | str] = {}
    structs: dict[str, tuple[str, ...]] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in {
                "constants",
                "enums",
                "functions",
                "cftypes",
            }:
                given[name] = ast.literal_eval(value)
            case ast.Expr(
                ast.Call(func=ast.Attribute(attr="update"), args=[ast.Dict() as entries])
            ):
                for key, value in zip(entries.keys, entries.values, strict=True):
                    match key, value:
                        case ast.Constant(str(name)), ast.Constant(int(known) | str(known)):
                            more[name] = known
                        case ast.Constant(str(name)), ast.Call(args=[_, _, ast.List() as fields]):
                            structs[name] = tuple(ast.literal_eval(fields))
    strings = [each.partition("@")[0] for each in str(given["constants"]).split("$") if each]
    enums = [each.partition("@") for each in str(given["enums"]).split("$") if each]
    numbers = {name: int(value) for name, _, value in enums if re.fullmatch(r"-?\d+", value)}
    functions, types = given["functions"], given["cftypes"]
    assert isinstance(functions, dict)
    assert isinstance(types, list)
    return Framework(
        frozenset(name for name, *_ in types),
        frozenset(strings),
        more | numbers,
        structs,
        {name: signature(entry) for name, entry in functions.items()},
    )


def signature(entry: tuple[object, ...]) -> Signature:
    """Of (encoding, …, notes on retval and arguments)."""
    encoding, notes = entry[0], entry[2] if len(entry) > 2 else {}
    assert isinstance(encoding, bytes)
    assert isinstance(notes, dict)
    returns, *arguments = _split(encoding.decode())
    outs = []
    for place, argument in enumerate(arguments):
        modifier = notes.get("arguments", {}).get(place, {}).get("type_modifier")
        if modifier == "o" or argument.startswith("o"):
            outs.append(place)
    return Signature(returns, tuple(arguments), tuple(outs))


def _split(encoding: str) -> list[str]:
    """Types side by side (Objective-C type encodings): qualifiers, pointers, then one type."""
    out, rest = [], encoding
    while rest:
        head = re.match(r"[nNorORV]*\^*[nNorORV]*\^*", rest)
        assert head
        end = head.end()
        if rest[end] in "{[(":
            depth = 0
            for place in range(end, len(rest)):
                depth += (rest[place] in "{[(") - (rest[place] in "}])")
                if not depth:
                    end = place
                    break
        elif rest[end : end + 2] == "@?":
            end += 1
        out.append(rest[: end + 1])
        rest = rest[end + 1 :]
    return out
