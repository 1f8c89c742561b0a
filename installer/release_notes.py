"""The notes of a release, from the CHANGELOG: Welsh and English, whole and side by side.

    release_notes.py VERSION     to standard output; exit 1 if the CHANGELOG has no such section

A section of the CHANGELOG is `## VERSION · 24 November 2026 · 24 Tachwedd 2026` with `### English`
and `### Cymraeg` below it. Both have to be there with as many entries: nobody reads half the news.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
_HEADINGS = ("Cymraeg", "English")
_FOOT = {
    "Cymraeg": "Mae `SHA256SUMS` yn rhestru sieciau'r ffeiliau; nid ydynt wedi'u llofnodi eto. Sut"
    " i osod Sêl: README. I staff TG: `docs/it/deployment.cy.md`.",
    "English": "`SHA256SUMS` lists the checksums of the files; they are not signed yet. How to"
    " install Sêl: README. For IT staff: `docs/it/deployment.md`.",
}


class NotReady(ValueError):
    """The CHANGELOG does not say what a release needs."""


def notes(changelog: str, version: str) -> str:
    """The text of one release. Raises NotReady."""
    section = _section(changelog, rf"## {re.escape(version)}( · .*)?", "## ")
    if section is None:
        raise NotReady(f"CHANGELOG.md has no section for {version}")
    parts = {name: _section(section, f"### {name}", "### ") for name in _HEADINGS}
    lacking = [name for name, text in parts.items() if not text or not _entries(text)]
    if lacking:
        raise NotReady(f"{version} says nothing under: {', '.join(lacking)}")
    counts = {name: _entries(text) for name, text in parts.items() if text}
    if len(set(counts.values())) != 1:
        raise NotReady(f"{version} does not say the same in both languages: {counts}")
    told = (f"## {name}\n\n{parts[name]}\n\n{_FOOT[name]}\n" for name in _HEADINGS)
    return "\n".join(told)


def _entries(text: str) -> int:
    return len(re.findall(r"^- ", text, re.MULTILINE))


def _section(text: str, heading: str, end: str) -> str | None:
    """What stands below a heading, up to the next of its kind."""
    lines = text.splitlines()
    place = next((n for n, line in enumerate(lines) if re.fullmatch(heading, line)), None)
    if place is None:
        return None
    rest = lines[place + 1 :]
    stop = next((n for n, line in enumerate(rest) if line.startswith(end)), len(rest))
    return "\n".join(rest[:stop]).strip()


def main(arguments: list[str]) -> int:
    """Print the notes; 0, 1 if they are not ready, 2 for a wrong call."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    try:
        sys.stdout.write(notes(CHANGELOG.read_text("utf-8"), arguments[0]))
    except NotReady as problem:
        sys.stderr.write(f"release notes: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
