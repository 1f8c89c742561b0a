"""What IT staff load and read about managed settings, made from the one schema.

    policy.py write     make it anew
    policy.py check     exit 1 if something is not what the schema and the words say

Made are the templates in resources/policy/ (.admx, .adml, .mobileconfig) and, between
their marks, the tables in docs/it/ in both languages.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "app"), str(Path(__file__).resolve().parent)]

import policy_templates as templates  # noqa: E402  beside this file, which is not in a package
import words as catalogues  # noqa: E402

from sel.core.policy.schema import SETTINGS, Form, Group, Setting, Stricter  # noqa: E402
from sel.text import catalog  # noqa: E402

RESOURCES = ROOT / "resources" / "policy"
DOCS = ROOT / "docs" / "it"

_HEADS = {
    "en": ("name", "what it decides", "default", "example", "`--policy` may"),
    "cy": ("enw", "beth mae'n ei benderfynu", "rhagosodiad", "enghraifft", "Caiff `--policy`"),
}
_STRICTER = {
    "en": {
        Stricter.NEVER: "not change it",
        Stricter.TRUE: "set it to true",
        Stricter.FALSE: "set it to false",
        Stricter.HIGHER: "raise it",
        Stricter.LOWER: "lower it",
        Stricter.FEWER: "leave some out",
    },
    "cy": {
        Stricter.NEVER: "ddim ei newid",
        Stricter.TRUE: "ei osod yn true",
        Stricter.FALSE: "ei osod yn false",
        Stricter.HIGHER: "ei godi",
        Stricter.LOWER: "ei ostwng",
        Stricter.FEWER: "gadael rhai allan",
    },
}
_INTUNE = {"en": ("name", "OMA-URI", "example"), "cy": ("enw", "OMA-URI", "enghraifft")}


def made() -> Mapping[Path, str]:
    """Every file with what it has to hold."""
    english, welsh = said("en"), said("cy")
    files = {
        RESOURCES / "Sel.admx": templates.admx(),
        RESOURCES / "en-GB" / "Sel.adml": templates.adml(english),
        RESOURCES / "cy-GB" / "Sel.adml": templates.adml(welsh),
        RESOURCES / "sel.mobileconfig": templates.mobileconfig(english, welsh),
    }
    for ending, spoken in (("md", english), ("cy.md", welsh)):
        for name, table in (("deployment", policy_table), ("intune", intune_table)):
            page = DOCS / f"{name}.{ending}"
            files[page] = between(page.read_text("utf-8"), name, table(spoken))
    return files


def said(language: str) -> templates.Words:
    """The words of the schema in a language. Raises KeyError where Welsh is missing."""
    codes: dict[str, str] = {}
    welsh = {
        (str(each.context), each.id): each.string for each in catalogues.read("cy") if each.id
    }
    for code in _codes():
        entry = catalog.find(code)
        if entry is None:
            raise KeyError(code)
        for name, english in ((code, entry.what), (f"{code}.hint", entry.hint)):
            text: Any = english if language == "en" or not english else welsh[(name, english)]
            if not isinstance(text, str) or (english and not text):
                raise KeyError(f"{name} ({language})")
            codes[name] = text
    return templates.Words(language, codes)


def _codes() -> Iterator[str]:
    for group in Group:
        yield f"policy-group.{group}"
    for setting in SETTINGS:
        yield f"rule.{setting.key}"
        if setting.form is Form.CHOICE:
            yield from (f"rule.{setting.key}.{option}" for option in setting.options)


def between(page: str, name: str, table: str) -> str:
    """The page with a new table between its two marks. Raises ValueError without them."""
    mark = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not mark.search(page):
        raise ValueError(f"no marks for the table of {name}")
    return mark.sub(lambda found: f"{found[1]}\n{table}\n{found[2]}", page)


def policy_table(words: templates.Words) -> str:
    """Every value, by group."""
    head = _HEADS[words.language]
    parts: list[str] = []
    for group in Group:
        parts += [
            f"### {words[f'policy-group.{group}']}",
            "",
            _row(head),
            _row(["---"] * len(head)),
        ]
        for setting in (each for each in SETTINGS if each.group is group):
            title, why = words[f"rule.{setting.key}"], words[f"rule.{setting.key}.hint"]
            cells = (
                f"`{setting.key}`",
                f"**{title}.** {why}",
                _code(_default(setting)),
                _code(json.dumps(setting.example, ensure_ascii=False)),
                _STRICTER[words.language][setting.stricter],
            )
            parts.append(_row(cells))
        parts.append("")
    return "\n".join(parts)


def _default(setting: Setting) -> str:
    default = setting.default
    if default in (None, "", ()):
        return ""
    return json.dumps(list(default) if isinstance(default, tuple) else default)


def intune_table(words: templates.Words) -> str:
    """Where each value goes in Intune."""
    head = _INTUNE[words.language]
    rows = [_row(head), _row(["---"] * len(head))]
    for setting in SETTINGS:
        uri, example = templates.intune(setting)
        rows.append(_row((f"`{setting.key}`", _code(uri), _code(example))))
    return "\n".join([*rows, ""])


def _row(cells: object) -> str:
    assert isinstance(cells, list | tuple)
    return f"| {' | '.join(str(each).replace('|', chr(92) + '|') for each in cells)} |"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def main(arguments: list[str]) -> int:
    """Run one of the verbs; 0, 1 if a file is stale, 2 for a wrong verb."""
    match arguments:
        case ["write"]:
            for path, text in made().items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")
        case ["check"]:
            stale = [
                path.relative_to(ROOT).as_posix()
                for path, text in made().items()
                if not path.exists() or path.read_text("utf-8") != text
            ]
            for name in stale:
                print(f"{name} is stale: run installer/policy.py write")
            return 1 if stale else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
