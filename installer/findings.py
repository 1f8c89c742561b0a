"""The table of findings: docs/findings.md, made from the sources and the catalogue.

    findings.py write     make it anew
    findings.py check     exit 1 if it is not what the sources say

Found are calls of `error("code", source=…)`, `warning(…)` and `info(…)` in the rooms below the
words; the level is the name of the function, the source a literal or a constant of the module.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sel.text.catalog import Entry

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "app" / "sel"
TABLE = ROOT / "docs" / "findings.md"
_LEVELS = {"error": "error", "failed": "error", "warning": "warning", "info": "info"}
_ORDER = ("error", "warning", "info")
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
    constants = dict(_constants(module))
    names = _finding_makers(module)
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        level = names.get(node.func.id)
        if level is None or not node.args:
            continue
        source = next((each.value for each in node.keywords if each.arg == "source"), None)
        for code in _texts(node.args[0], constants):
            for clause in _texts(source, constants) or [""]:
                yield code, level, clause


def _finding_makers(module: ast.Module) -> dict[str, str]:
    """What `error`, `warning` and `info` of sel.core.finding are called in this module."""
    return {
        each.asname or each.name: _LEVELS[each.name]
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "sel.core.finding"
        for each in node.names
        if each.name in _LEVELS
    }


def _constants(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in module.body:
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


def _row(said: Said, entry: Entry, welsh: Mapping[str, str | tuple[str, ...]]) -> str:
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
