"""Make the golden files, each with keys of its own that nobody keeps.

    python -m tests.core.golden.make          the files that are missing
    python -m tests.core.golden.make words    the sentences of all files again, after new wording,
                                              those of partner domains and of tests/flows/golden

A file whose certificate is not judged as its case says is not written; what is wrong is printed
and the exit code is 1. To make one anew, delete it.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from sel.core.asn1 import armour
from tests.core.golden import (
    cases,
    cases_baseline,
    cases_file,
    cases_look,
    cases_mail,
    cases_path,
    reading,
)
from tests.core.golden.cases import Case
from tests.core.golden.cases_file import FileCase
from tests.core.golden.cases_look import LookCase
from tests.core.golden.cases_mail import MailCase
from tests.core.golden.cases_path import PathCase
from tests.core.golden.delivery import files

AnyCase = Case | PathCase | MailCase | FileCase | LookCase


def every() -> Iterator[AnyCase]:
    """All cases there are."""
    yield from cases.every()
    yield from cases_baseline.every()
    yield from cases_path.every()
    yield from cases_mail.every()
    yield from cases_file.every()
    yield from cases_look.every()


def path_of(case: AnyCase) -> Path:
    """Where its file is."""
    return reading.FOLDER / f"{case.name}{reading.ENDING}"


def write(case: AnyCase) -> str | None:
    """Make the file; what is wrong with the case, or None."""
    key = "no key in it but 1" if isinstance(case, LookCase) else "its key was thrown away"
    head = [f"# Made by {Path(__file__).name}; {key}."]
    head.append(f"# purpose: {case.purpose}")
    if case.address is not None:
        head.append(f"# address: {case.address}")
    head += [f"# at: {case.at}", f"# finds: {case.finds}"]
    if isinstance(case, PathCase):
        head.append(f"# revocation: {case.revocation}")
        body = "".join(
            f"# part: {role}\n{armour(label, der).decode()}" for role, label, der in case.parts
        )
    elif isinstance(case, MailCase):
        body = reading.MAIL_BEGINS + case.mail + reading.MAIL_ENDS
    elif isinstance(case, LookCase):
        if case.passphrase is not None:
            head.append(f"# passphrase: {case.passphrase}")
        body = armour("FILE", case.data).decode()
    elif isinstance(case, FileCase):
        body = armour("PKCS12", case.pfx).decode()
    else:
        body = armour("CERTIFICATE", case.shape.der()).decode()
    path = path_of(case)
    path.write_text("\n".join([*head, body]), "utf-8")
    wrong = say(path)
    if wrong:
        path.unlink()
    return wrong


def say(path: Path) -> str | None:
    """Write the sentences anew, unless the certificate is not judged as the file says."""
    golden = reading.read(path)
    findings = reading.judged(golden)
    found = ", ".join(reading.short(findings))
    text = path.read_text("utf-8")
    if golden.said:
        text = text.removesuffix(golden.said)
    if found != ", ".join(golden.finds):
        return f"{golden.name}: {found}, not {', '.join(golden.finds)}"
    path.write_text(text + reading.said(findings), "utf-8")
    return None


def _scenes() -> list[str | None]:
    """Those of the flows, played in a home that nobody lives in; one line each."""
    importlib.import_module("tests.conftest")
    showing = importlib.import_module("tests.flows.golden.showing")
    wrong: list[str] = showing.write()
    return [*wrong, *([None] * (len(showing.SCENES) - len(wrong)))]


def main(arguments: list[str]) -> int:
    """See above."""
    if arguments == ["words"]:
        wrong = [*map(say, reading.every()), *map(files.say, files.every()), *_scenes()]
    else:
        wrong = [write(case) for case in every() if not path_of(case).exists()]
    problems = [each for each in wrong if each]
    print("\n".join(problems) or f"{len(wrong)} golden files written")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
