"""The table of findings: docs/findings.md, made from the sources and the catalogue.

    findings.py write     make it anew
    findings.py check     exit 1 if it is not what the sources say

Found are calls of `error("code", source=…)`, `warning(…)` and `info(…)` in the rooms below the
words; the level is the name of the function, the source a literal or a constant of the module. A
code may also be a local variable, or be handed on by a function of the same module whose
parameter is called `code`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sel.text.catalog import Entry

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "app" / "sel"
TABLE = ROOT / "docs" / "findings.md"
_LEVELS = {"error": "error", "failed": "error", "warning": "warning", "info": "info"}
_ORDER = ("error", "warning", "info")
# Codes that travel in a field before they become a finding: class, place, level and source.
_CARRIED = {"Judged": (1, "warning", "RFC 6960 3.2")}
ROOMS = ("core", "flows")
RULES = "core/rules"


@dataclass(frozen=True, slots=True)
class Said:
    """One code with everything it can be. files: relative to app/sel."""

    code: str
    levels: tuple[str, ...]
    sources: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def by_rule(self) -> bool:
        """Whether a rule of the judge says it."""
        return any(file.startswith(RULES) for file in self.files)


def collect(*rooms: str) -> list[Said]:
    """Every finding that these rooms can make, by code. rooms: folders of app/sel."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for room in rooms:
        for path in sorted((SOURCES / room).rglob("*.py")):
            file = path.relative_to(SOURCES).as_posix()
            for code, level, source in in_module(ast.parse(path.read_text("utf-8"))):
                found.setdefault(code, []).append((level, source, file))
    return [_said(code, found[code]) for code in sorted(found)]


def _said(code: str, calls: list[tuple[str, str, str]]) -> Said:
    levels, sources, files = (dict.fromkeys(each) for each in zip(*calls, strict=True))
    ordered = tuple(level for level in _ORDER if level in levels)
    return Said(code, ordered, tuple(each for each in sources if each), tuple(files))


def in_module(module: ast.Module) -> Iterator[tuple[str, str, str]]:
    """Code, level and source of every finding that is made in it."""
    constants = dict(_constants(module.body))
    makers = _finding_makers(module)
    handed = dict(_handing_on(module, makers, constants)) if makers else {}
    for call, known in _calls(module, constants):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)
        if isinstance(call.func, ast.Name) and name in makers and call.args:
            clauses = _clauses(call, known)
            yield from _each(_texts(call.args[0], known), makers[name], clauses)
        elif name in handed:
            place, level, clauses = handed[name]
            yield from _each(_texts_at(call, place, known), level, clauses)
        elif name in _CARRIED:
            place, level, clause = _CARRIED[name]
            yield from _each(_texts_at(call, place, known), level, [clause])


def _calls(
    module: ast.Module, constants: dict[str, ast.expr]
) -> Iterator[tuple[ast.Call, dict[str, ast.expr]]]:
    """Every call with the names that are known where it stands."""
    inside: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            statements = [each for each in ast.walk(node) if isinstance(each, ast.stmt)]
            known = {**constants, **dict(_constants(statements))}
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and id(call) not in inside:
                    inside.add(id(call))
                    yield call, known
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and id(node) not in inside:
            yield node, constants


def _handing_on(
    module: ast.Module, makers: dict[str, str], constants: dict[str, ast.expr]
) -> Iterator[tuple[str, tuple[int, str, list[str]]]]:
    """Functions with a parameter `code` that they make a finding of: its place among arguments."""
    for node in ast.walk(module):
        if not isinstance(node, ast.FunctionDef):
            continue
        names = [each.arg for each in node.args.args if each.arg != "self"]
        for call in ast.walk(node):
            if (
                isinstance(call, ast.Call)
                and "code" in names
                and _name(call.func) in makers
                and call.args
                and _name(call.args[0]) == "code"
            ):
                clauses = _clauses(call, constants)
                yield node.name, (names.index("code"), makers[_name(call.func)], clauses)


def _each(codes: list[str], level: str, clauses: list[str]) -> Iterator[tuple[str, str, str]]:
    for code in codes:
        for clause in clauses or [""]:
            yield code, level, clause


def _clauses(call: ast.Call, known: Mapping[str, ast.expr]) -> list[str]:
    source = next((each.value for each in call.keywords if each.arg == "source"), None)
    return _texts(source, known)


def _texts_at(call: ast.Call, place: int, known: Mapping[str, ast.expr]) -> list[str]:
    return _texts(call.args[place], known) if place < len(call.args) else []


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _finding_makers(module: ast.Module) -> dict[str, str]:
    """What `error`, `warning` and `info` of sel.core.finding are called in this module."""
    return {
        each.asname or each.name: _LEVELS[each.name]
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "sel.core.finding"
        for each in node.names
        if each.name in _LEVELS
    }


def _constants(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                yield target.id, value


def _texts(node: ast.expr | None, constants: Mapping[str, ast.expr]) -> list[str]:
    """The literal texts an expression can be; of a table of the module any of its values."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_texts(body, constants), *_texts(orelse, constants)]
        case ast.Name(id=name) if name in constants:
            return _texts(constants[name], {})
        case ast.Subscript(value=ast.Name(id=name)) if name in constants:
            return _texts(constants[name], {})
        case ast.Dict(values=values):
            return [text for value in values for text in _texts(value, {})]
        case _:
            return []


_HEAD = """\
# What Sêl can find

Made by `installer/findings.py write` from the sources and the catalogue; do not edit it here.
Each finding has a code, the same in both languages, in `--json` and under "Technical details".
**error**: not usable for this purpose. **warning**: act on it. **info**: worth knowing. Where
more than one stands there, it depends on what the certificate is wanted for. What stands in
`{{braces}}` is filled in. The clause is the one that asks for it.
"""


def table() -> str:
    """The whole page."""
    sys.path[:0] = [str(ROOT / "app"), str(Path(__file__).resolve().parent)]
    import words

    from sel.text.catalog import find

    welsh = {str(each.context): each.string for each in words.read("cy") if each.id}
    found = collect(*ROOMS)
    parts = [_HEAD.format()]
    for title, by_rule in (("A certificate", True), ("Paths, mail, files and backups", False)):
        parts.append(f"\n## {title}\n")
        parts.append("| code | | clause | English | Cymraeg |\n| --- | --- | --- | --- | --- |")
        for said in found:
            entry = find(said.code)
            if said.by_rule is by_rule and entry is not None:
                parts.append(_row(said, entry, welsh))
    return "\n".join(parts) + "\n"


def _row(said: Said, entry: Entry, welsh: Mapping[str, Any]) -> str:
    what = welsh.get(said.code, "")
    cymraeg = (what if isinstance(what, str) else what[-1], welsh.get(f"{said.code}.hint", ""))
    english = (entry.many or entry.what, entry.hint)
    cells = (
        f"`{said.code}`",
        " ".join(said.levels),
        ", ".join(said.sources),
        _cell(*english),
        _cell(*map(str, cymraeg)),
    )
    return f"| {' | '.join(cells)} |"


def _cell(what: str, hint: str) -> str:
    return f"{what}<br>*{hint}*".replace("|", "\\|") if hint else what.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Run one of the verbs; 0, 1 if the table is stale, 2 for a wrong verb."""
    match arguments:
        case ["write"]:
            TABLE.write_text(table(), "utf-8")
        case ["check"]:
            if not TABLE.exists() or TABLE.read_text("utf-8") != table():
                print("docs/findings.md is stale: run installer/findings.py write")
                return 1
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
