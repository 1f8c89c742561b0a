"""The licences of everything that is packed, in resources/licences, where the program shows them.

    licences.py write     collect them anew from the locked packages
    licences.py check     exit 1 if a locked package has no entry, another version, or no text

A package that is not installed here (Windows' and macOS' own) is fetched by its hash for `write`;
`check` needs nothing but the checkout.
"""

from __future__ import annotations

import email
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))

from locked import Locked, read  # noqa: E402

FOLDER = ROOT / "resources" / "licences"
LIST = FOLDER / "packages.json"
LOCK = ROOT / "requirements" / "run.txt"
_TEXT = re.compile(r"(?i)(licen[cs]e|copying|notice)[^/]*$")
# Qt's own wheels bring no text; this one brings both that they name.
_QT, _BOTH_TEXTS = {"pyside6-essentials", "shiboken6"}, "ldap3"
_BY_CLASSIFIER = {
    "MIT License": "MIT",
    "BSD License": "BSD-2-Clause",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
}
_SHORT = {
    "MIT": "MIT",
    "BSD": "BSD-2-Clause",
    "BSD-2-Clause": "BSD-2-Clause",
    "BSD-3-Clause": "BSD-3-Clause",
    "ISC": "ISC",
    "PSFL": "PSF-2.0",
}
# What is packed and is no package: name, licence, text.
_OTHERS = (
    ("DejaVu (fonts)", "Bitstream-Vera", "DejaVu.txt"),
    ("EFF long word list", "CC-BY-3.0-US", "EFF-words.txt"),
    ("Bangor word list", "BSD-2-Clause", "Bangor-words.txt"),
)


def collected() -> tuple[list[dict[str, str]], dict[str, str]]:
    """The list, and the texts by the name of their file."""
    texts, entries = {"Python.txt": _pythons()}, [_entry("Python", "3", "PSF-2.0", "Python.txt")]
    for package in read(LOCK):
        about, found = _distribution(package)
        if package.name in _QT:
            found = _distribution(next(e for e in read(LOCK) if e.name == _BOTH_TEXTS))[1]
        if not found and _expression(about) == "MIT":
            found = {"MIT": _mit(about)}
        if not found:
            raise SystemExit(f"licences: {package.name} brings no text")
        name = f"{package.name}.txt"
        texts[name] = "\n\n".join(each.strip() for each in found.values()) + "\n"
        entries.append(_entry(package.name, package.version, _expression(about), name))
    entries += [_entry(name, "", licence, text) for name, licence, text in _OTHERS]
    return entries, texts


def _entry(name: str, version: str, licence: str, text: str) -> dict[str, str]:
    return {"name": name, "version": version, "licence": licence, "text": text}


def _mit(about: Message) -> str:
    """For a package that names the MIT licence and brings no text (pyobjc): Sêl's own has it."""
    terms = (ROOT / "LICENCE").read_text("utf-8").partition("Permission is hereby granted")
    who = about.get("Author") or about.get("Author-email") or about.get("Name")
    return f"Copyright {who} (as the package says)\n\n{terms[1]}{terms[2]}"


def _pythons() -> str:
    """Python's own, from beside its library."""
    library = Path(os.__file__).parent
    for path in (library / "LICENSE.txt", library.parent.parent / "LICENSE.txt"):
        if path.exists():
            return path.read_text("utf-8")
    raise SystemExit("licences: this Python has no LICENSE.txt")


def _distribution(package: Locked) -> tuple[Message, dict[str, str]]:
    """What a package says of itself, and its texts by name."""
    try:
        here = metadata.distribution(package.name)
    except metadata.PackageNotFoundError:
        return _fetched(package)
    if here.version != package.version:
        raise SystemExit(f"licences: {package.name} {here.version} is installed, not the locked")
    files = [each for each in here.files or () if _is_text(str(each))]
    about = email.message_from_string(here.read_text("METADATA") or "")
    return about, {str(each): each.read_text("utf-8") for each in files}


def _fetched(package: Locked) -> tuple[Message, dict[str, str]]:
    """The same from its wheel, by the locked hash; nothing is installed."""
    platform = "macosx_10_9_universal2" if "darwin" in package.when else "win_amd64"
    hashes = " ".join(f"--hash=sha256:{each}" for each in package.hashes)
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch) / "wanted.txt"
        wanted.write_text(f"{package.name}=={package.version} {hashes}\n", "utf-8")
        subprocess.run(
            [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-qq",
             "--no-deps", "--require-hashes", "--only-binary=:all:", "--platform", platform,
             "--python-version", "3.11", "-d", scratch, "-r", str(wanted)],
            check=True,
        )  # fmt: skip
        (wheel,) = Path(scratch).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
            about = next(each for each in names if each.endswith(".dist-info/METADATA"))
            texts = {each: archive.read(each).decode() for each in names if _is_text(each)}
            return email.message_from_bytes(archive.read(about)), texts


def _is_text(name: str) -> bool:
    return ".dist-info/" in name and _TEXT.search(name) is not None


def _expression(about: Message) -> str:
    """As SPDX. Raises SystemExit where a package does not say it in any known form."""
    given = str(about.get("License-Expression") or about.get("License") or "")
    if about.get("License-Expression") or " OR " in given:
        return re.sub(r"\b((?:L?GPL)-[0-9.]+)(?!-|[0-9.])", r"\1-only", given)
    for line in about.get_all("Classifier") or ():
        found = _BY_CLASSIFIER.get(str(line).rpartition(" :: ")[2])
        if found is not None and str(line).startswith("License"):
            return found
    short = _SHORT.get(str(about.get("License", "")))
    if short is None:
        raise SystemExit(f"licences: {about.get('Name')} does not say its licence")
    return short


def faults(entries: list[Mapping[str, Any]], packages: tuple[Locked, ...]) -> Iterator[str]:
    """What is not as the lock file says."""
    known = {each["name"]: each for each in entries}
    for package in packages:
        entry = known.get(package.name)
        if entry is None or entry["version"] != package.version:
            yield f"{package.name} {package.version} has no entry"
    wanted = {each.name for each in packages} | {"Python"} | {name for name, _, _ in _OTHERS}
    yield from (f"{name} is not packed any more" for name in known if name not in wanted)
    for entry in entries:
        text = FOLDER / entry["text"]
        if not text.is_file() or text.stat().st_size < 100:
            yield f"{entry['name']} has no text"
        if not entry["licence"]:
            yield f"{entry['name']} has no licence"
    used = {entry["text"] for entry in entries} | {LIST.name}
    yield from (f"{each.name} is nobody's" for each in FOLDER.iterdir() if each.name not in used)


def main(arguments: list[str]) -> int:
    """Run one of the verbs; 0, 1 if something is amiss, 2 for a wrong verb."""
    match arguments:
        case ["write"]:
            entries, texts = collected()
            for name, text in texts.items():
                (FOLDER / name).write_text(text, "utf-8", newline="\n")
            listed = json.dumps(entries, indent=1, ensure_ascii=False)
            LIST.write_text(f"{listed}\n", "utf-8", newline="\n")
        case ["check"]:
            wrong = list(faults(json.loads(LIST.read_text("utf-8")), read(LOCK)))
            for each in wrong:
                print(f"licences: {each}")
            return 1 if wrong else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
