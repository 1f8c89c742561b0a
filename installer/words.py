"""The words of Sêl: take them from the sources, merge them into i18n, compile them.

    words.py update     new English goes into cy.po untranslated; what is gone goes away
    words.py check      exit 1 and a list if anything is untranslated, stale or ill-formed
    words.py compile    i18n/*.po → build/i18n/*.mo; does nothing if they are newer

Found are calls of `say("code", "English")`, `count("code", "one", "many")` and, in the
catalogue, `message("code", "what", hint=…, lost=…)` and `plural(…)`; and of functions whose first
parameters are `code, english`. The code becomes the context (msgctxt), `CODE.hint` and `CODE.lost`
for the parts. Texts must be literals, or constants of the same module that are.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "app" / "sel"
LANGUAGES = ("en", "cy")
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    # Babel's own Welsh rule has five forms; Unicode's has six (0, 1, 2, 3, 6, other).
    "cy": "nplurals=6; plural=(n==0)?0:(n==1)?1:(n==2)?2:(n==3)?3:(n==6)?4:5;",
}
# The rooms that have words; those below have codes.
_SPEAKING = ("cli", "text", "ui")
# Hands on the parts of entries (`CODE.hint`); it holds no words of its own.
_HANDS_ON = {"text/render.py"}
_WIDTH = 98


@dataclass(frozen=True, slots=True)
class Found:
    """One text in the sources; many is empty if it does not count."""

    context: str
    one: str
    many: str
    file: str

    @property
    def key(self) -> str | tuple[str, str]:
        """The msgid: one text, or both forms."""
        return (self.one, self.many) if self.many else self.one


class IllFormed(ValueError):
    """A call in the sources that translators could not be given."""


def extract(sources: Path = SOURCES) -> list[Found]:
    """Every text under `sources`, once a context, in the order of files and lines.

    Raises IllFormed if a text is no literal, if one code stands for two texts, or if a
    placeholder is no plain `{name}`.
    """
    modules = {
        path.relative_to(sources).as_posix(): ast.parse(path.read_text("utf-8"))
        for room in ("", *_SPEAKING)
        for path in sorted((sources / room).glob("**/*.py" if room else "*.py"))
    }
    speaking = {name for module in modules.values() for name in _handing_on(module)}
    found: dict[tuple[str, bool], Found] = {}
    for name, module in modules.items():
        for each in _in_module(module, name, speaking):
            # Facts of the core and places of a page are two families; a code may be in both.
            first = found.setdefault((each.context, name.startswith("text/catalog/")), each)
            if first.key != each.key:
                raise IllFormed(
                    f"{each.context}: one text in {first.file}, another in {each.file}"
                )
    return list({(each.context, each.key): each for each in found.values()}.values())


def _handing_on(module: ast.Module) -> Iterator[str]:
    """Functions that begin with `code, english`: they hand both on, so their callers speak."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
            if [name for name in names if name != "self"][:2] == ["code", "english"]:
                yield node.name


def _in_module(module: ast.Module, file: str, speaking: set[str]) -> Iterator[Found]:
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    named = dict(_named(module))
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = _name_of(node.func)
        wanted = {"say": 2, "count": 3}.get(name, 0)
        if file.startswith("text/catalog/") and isinstance(node.func, ast.Name):
            wanted = {"message": 2, "plural": 3}.get(name, wanted)
        if not wanted and name in speaking and len(node.args) >= 2:
            wanted = 2
        if not wanted or file in _HANDS_ON or _is_handed_on(node, name):
            continue
        where = f"{file}:{node.lineno}"
        if len(node.args) < wanted or (len(node.args) > wanted and name not in speaking):
            raise IllFormed(f"{where}: {name}() wants {wanted} texts, facts by name")
        code, *words = (_literal(each, where, named) for each in node.args[:wanted])
        yield _checked(code, words[0], words[1] if wanted == 3 else "", where, file)
        if name in ("message", "plural"):
            for part in node.keywords:
                text = _literal(part.value, where, named)
                yield _checked(f"{code}.{part.arg}", text, "", where, file)


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_handed_on(node: ast.Call, name: str) -> bool:
    """`say(code, english)`, `say(entry.code, entry.what)`; or something else of that name.

    With one argument it is a label's own `say(text)`, or the `count` of a list or a string.
    """
    given = [ast.unparse(each).rpartition(".")[2] for each in node.args[:2]]
    handed = given in (["code", "english"], ["code", "one"], ["code", "what"])
    return handed or (name in ("say", "count") and len(node.args) < 2)


def _named(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Constants of a module: `_COPY = "a hint that several entries share"`."""
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _literal(node: ast.expr, where: str, named: Mapping[str, ast.expr]) -> str:
    if isinstance(node, ast.Name):
        node = named.get(node.id, node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return node.value
    raise IllFormed(f"{where}: a text must be a literal: {ast.unparse(node)[:60]}")


def _checked(code: str, one: str, many: str, where: str, file: str) -> Found:
    for text in (one, many):
        try:
            plain = all(not spec and not turn for _, _, spec, turn in Formatter().parse(text))
            named = all(
                name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(text)
            )
        except ValueError:
            plain = named = False
        if not (plain and named):
            raise IllFormed(f"{where}: placeholders are plain {{names}}: {text[:60]}")
    return Found(code, one, many, file)


def read(language: str, folder: Path | None = None) -> Catalog:
    """The catalogue in i18n; an empty one if there is none yet."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    path = (folder or ROOT / "i18n") / f"{language}.po"
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    return Catalog(locale=language)


def merged(language: str, found: list[Found], old: Catalog) -> Catalog:
    """`found` with the translations of `old`.

    Where only the English of a code has changed its translation stays, marked fuzzy. English
    holds plurals alone, filled in from the sources.
    """
    from babel.messages.catalog import Catalog

    exactly = {(message.context, message.id): message for message in old if message.id}
    here = {(each.context, each.key) for each in found}
    by_code = {each.context: each for at, each in exactly.items() if at not in here}
    new = _blank(Catalog(locale=language), language)
    for each in found:
        if language == "en" and not each.many:
            continue
        before = exactly.get((each.context, each.key)) or by_code.get(each.context)
        string: str | tuple[str, ...] = "" if not each.many else ("",) * new.num_plurals
        flags: set[str] = set()
        if language == "en":
            string = (each.one, each.many)
        elif before is not None and isinstance(before.string, str) == (not each.many):
            string = before.string
            if (before.id != each.key or before.fuzzy) and any(string):
                flags = {"fuzzy"}
        new.add(
            each.key,
            string,
            context=each.context,
            flags=flags,
            locations=[(f"app/sel/{each.file}", None)],
        )
    return new


def _blank(catalogue: Catalog, language: str) -> Catalog:
    """A catalogue whose header is the same on every machine and every day."""
    count = int(PLURALS[language].split("=")[1].split(";")[0])
    catalogue._num_plurals = count
    catalogue._plural_expr = PLURALS[language].split("plural=")[1].rstrip(";")
    catalogue.fuzzy = False
    return catalogue


_HEADER = """\
# Words of Sêl. See README.md beside this file; the glossary there is binding.
msgid ""
msgstr ""
"Project-Id-Version: Sel\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def write(language: str, catalogue: Catalog, folder: Path | None = None) -> bool:
    """Write the catalogue to i18n; True if that changed the file."""
    from io import BytesIO

    from babel.messages.pofile import write_po

    buffer = BytesIO()
    write_po(buffer, catalogue, width=_WIDTH, omit_header=True, include_lineno=False)
    header = _HEADER.format(language=language, plurals=PLURALS[language])
    content = header.encode() + buffer.getvalue().strip() + b"\n"
    path = (folder or ROOT / "i18n") / f"{language}.po"
    if path.exists() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    return True


def update() -> list[str]:
    """Merge the sources into i18n; the contexts that now want words."""
    found = extract()
    wanting: list[str] = []
    for language in LANGUAGES:
        new = merged(language, found, read(language))
        write(language, new)
        wanting += [
            str(each.context)
            for each in new
            if each.id and (each.fuzzy or not is_full(each.string))
        ]
    return wanting


def is_full(string: str | tuple[str, ...] | list[str]) -> bool:
    """Whether a translation has all its forms."""
    return bool(string) if isinstance(string, str) else all(string)


def problems(found: list[Found] | None = None, folder: Path | None = None) -> list[str]:
    """What is untranslated, stale or ill-formed, a line each; empty if all is well."""
    try:
        found = extract() if found is None else found
    except IllFormed as error:
        return [str(error)]
    wrong: list[str] = []
    for language in LANGUAGES:
        old = read(language, folder)
        wanted = {(each.context, each.key) for each in found if each.many or language != "en"}
        present = {(str(each.context), each.id): each for each in old if each.id}
        missing = [each for each in found if (each.context, each.key) in wanted - present.keys()]
        wrong += [f"{language}: missing: {each.context}" for each in missing]
        for (code, key), each in present.items():
            if (code, key) not in wanted:
                wrong.append(f"{language}: stale: {code}")
            elif each.fuzzy:
                wrong.append(f"{language}: unsure (fuzzy): {code}")
            elif not is_full(each.string):
                wrong.append(f"{language}: untranslated: {code}")
        wrong += [f"{language}: stale: {code}" for _, code in old.obsolete]
    return wrong


def compile_words(target: Path | None = None, folder: Path | None = None) -> list[Path]:
    """Write `target`/*.mo where they are older than i18n/*.po; the files written."""
    target = target or ROOT / "build" / "i18n"
    source = folder or ROOT / "i18n"
    written: list[Path] = []
    for language in LANGUAGES:
        po, mo = source / f"{language}.po", target / f"{language}.mo"
        if mo.exists() and mo.stat().st_mtime_ns > po.stat().st_mtime_ns:
            continue
        from babel.messages.mofile import write_mo

        target.mkdir(parents=True, exist_ok=True)
        beside = mo.with_suffix(".new")
        catalog = read(language, source)
        # Else Babel says when it was compiled, and the same words are never the same file.
        catalog.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
        with beside.open("wb") as file:
            write_mo(file, catalog)
        beside.replace(mo)
        written.append(mo)
    return written


def main(arguments: list[str]) -> int:
    """Run one of the verbs; 0, 1 if something is wrong, 2 for a wrong verb."""
    match arguments:
        case ["update"]:
            for code in update():
                print(f"wants words: {code}")
        case ["check"]:
            wrong = problems()
            print("\n".join(wrong) or "words: complete")
            return 1 if wrong else 0
        case ["compile"]:
            for path in compile_words():
                print(f"compiled {path.relative_to(ROOT)}")
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
