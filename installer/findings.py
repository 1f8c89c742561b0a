"""The table of findings: docs/findings.md, made from the sources and the catalogue.

    findings.py write     make it anew
    findings.py check     exit 1 if it is not what the sources say

Found are calls of `error("code", source=…)`, `warning(…)` and `info(…)` in the rooms below the
words; the level is the name of the function, also where a local name stands for one or another
of them. Code and source are literals or constants of the module, local variables, or parameters
of a function that the same module calls.
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
# Enumerations whose values are findings of one level, without those that are none.
_ENUMERATED = {"Reason": ("error", "RFC 5652 5.6", {"signature-holds"})}
# Constants of a module that are findings of one level.
_CONSTANT = {"core/letter/foreign.py": ("info", ("MICROSOFT", "PGP"))}
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
            module = ast.parse(path.read_text("utf-8"))
            level, names = _CONSTANT.get(file, ("", ()))
            known = dict(_constants(module.body))
            named = [(code, level, "") for name in names for code in _texts(known[name], {})]
            for code, level, source in (*in_module(module), *named):
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
    for call, known in _calls(module, constants):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)
        levels = sorted(_made(call.func, makers, known)) if call.args else []
        for level in levels:
            yield from _each(_texts(call.args[0], known), level, _clauses(call, known))
        if levels:
            continue
        if name in _CARRIED:
            place, level, clause = _CARRIED[name]
            yield from _each(_texts_at(call, place, known), level, [clause])
        elif name == "Finding" and len(call.args) > 1 and isinstance(call.args[1], ast.Call):
            codes = _texts_at(call.args[1], 0, known)
            clauses = _texts_at(call, 2, known) or _clauses(call, known)
            for level in sorted(_levels(call.args[0], known, module)):
                yield from _each(codes, level, clauses)
    yield from _enumerated(module)


def _made(called: ast.expr, makers: Mapping[str, str], known: Mapping[str, ast.expr]) -> set[str]:
    """The levels of what is called: a maker, or a local name for one or another of them."""
    match called:
        case ast.Name(id=name) if name in makers:
            return {makers[name]}
        case ast.Name(id=name) if name in known:
            return _made(known[name], makers, {})
        case ast.IfExp(body=body, orelse=orelse):
            return _made(body, makers, known) | _made(orelse, makers, known)
        case _:
            return set()


def _levels(node: ast.expr, known: Mapping[str, ast.expr], module: ast.Module) -> set[str]:
    """The levels an expression can be: `Level.X`, or a name that is one of several."""
    if isinstance(node, ast.Name):
        given = [
            each.value
            for call in ast.walk(module)
            if isinstance(call, ast.Call)
            for each in call.keywords
            if each.arg == node.id
        ]
        nodes: list[ast.expr] = [known[node.id]] if node.id in known else []
        return {level for each in (*nodes, *given) for level in _levels(each, {}, module)}
    return {
        each.attr.lower()
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and _name(each.value) == "Level"
    }


def _enumerated(module: ast.Module) -> Iterator[tuple[str, str, str]]:
    for node in module.body:
        if isinstance(node, ast.ClassDef) and node.name in _ENUMERATED:
            level, clause, without = _ENUMERATED[node.name]
            for _, value in _constants(node.body):
                yield from _each(
                    [code for code in _texts(value, {}) if code not in without], level, [clause]
                )


def _calls(
    module: ast.Module, constants: dict[str, ast.expr]
) -> Iterator[tuple[ast.Call, dict[str, ast.expr]]]:
    """Every call with the names that are known where it stands."""
    named: dict[str, list[ast.Call]] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else _name(node.func)
            named.setdefault(name, []).append(node)
    inside: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            statements = [each for each in ast.walk(node) if isinstance(each, ast.stmt)]
            known = {
                **constants,
                **dict(_given(node, named.get(node.name, []), constants)),
                **dict(_defaults(node.args)),
                **dict(_constants(statements)),
            }
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and id(call) not in inside:
                    inside.add(id(call))
                    yield call, known
    for calls in named.values():
        yield from ((call, constants) for call in calls if id(call) not in inside)


def _given(
    function: ast.FunctionDef, calls: list[ast.Call], constants: dict[str, ast.expr]
) -> Iterator[tuple[str, ast.expr]]:
    """The texts a parameter gets from calls in the same module, as a table of them."""
    names = [each.arg for each in function.args.args if each.arg != "self"]
    for place, name in enumerate(names):
        texts = [text for call in calls for text in _texts_at(call, place, constants)]
        if texts:
            yield name, ast.Dict(keys=[], values=[ast.Constant(text) for text in texts])


def _defaults(given: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    for each, value in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        if value is not None:
            yield each.arg, value


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

    # A code can be in both families, the core's and a page's; its English tells them apart.
    welsh = {(str(each.context), each.id): each.string for each in words.read("cy") if each.id}
    found = collect(*ROOMS)
    parts = [_HEAD.format()]
    for title, by_rule in (
        ("A certificate", True),
        ("Paths, mail, files, backups and partner domains", False),
    ):
        parts.append(f"\n## {title}\n")
        parts.append("| code | | clause | English | Cymraeg |\n| --- | --- | --- | --- | --- |")
        for said in found:
            entry = find(said.code)
            if said.by_rule is by_rule and entry is not None:
                parts.append(_row(said, entry, welsh))
    return "\n".join(parts) + "\n"


def _row(said: Said, entry: Entry, welsh: Mapping[Any, Any]) -> str:
    what = welsh.get((said.code, (entry.what, entry.many) if entry.many else entry.what), "")
    hint = welsh.get((f"{said.code}.hint", entry.hint), "")
    cymraeg = (what if isinstance(what, str) else what[-1], hint)
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
