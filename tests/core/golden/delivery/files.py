"""The files: a head that says what must be found, the description, and what is said of it.

The head and the description are written by hand; what is said below them is written by
`python -m tests.core.golden.make words`, unless something else is found than the head says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sel.core.delivery.judged import Judged
from sel.core.delivery.judging import judge
from tests.core.golden import reading
from tests.core.golden.delivery import describing

FOLDER = Path(__file__).resolve().parent
LINE = "-----\n"


@dataclass(frozen=True)
class DomainGolden:
    """One file, taken apart.

    finds  "level code", first what is said of the domain, then of each of its servers
    """

    name: str
    verdict: str
    finds: tuple[str, ...]
    described: describing.Described
    said: str


def every() -> list[Path]:
    """All of them."""
    return sorted(FOLDER.glob("*.txt"))


def read(path: Path) -> DomainGolden:
    """Raises KeyError or ValueError for a file that is not of this form."""
    written, _, said = path.read_text("utf-8").partition(LINE)
    lines = written.splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    body = "\n".join(line for line in lines if not line.startswith("# "))
    return DomainGolden(
        path.stem,
        head["verdict"],
        tuple(each for each in head["finds"].split(", ") if each != "nothing"),
        json.loads(body),
        said,
    )


def judged(golden: DomainGolden) -> Judged:
    """What the judge says today."""
    return judge(describing.seen(golden.described))


def wrong(golden: DomainGolden, today: Judged) -> str | None:
    """What is found otherwise than the head says; None if nothing is."""
    found = (today.verdict.value, reading.short(today.every_finding))
    if found == (golden.verdict, golden.finds):
        return None
    return f"{golden.name}: {found[0]}: {', '.join(found[1])}, not {', '.join(golden.finds)}"


def say(path: Path) -> str | None:
    """Write what is said anew; what is wrong with the file, or None."""
    golden = read(path)
    today = judged(golden)
    if problem := wrong(golden, today):
        return problem
    head, _, _ = path.read_text("utf-8").partition(LINE)
    path.write_text(f"{head}{LINE}{reading.said(today.every_finding)}", "utf-8")
    return None
