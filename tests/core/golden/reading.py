"""What a golden file holds, read, judged and said.

    # text for people
    # purpose: any
    # address: sian.llyr@school.example      (only if one was asked for)
    # at: 2026-11-24T12:00:00Z
    # finds: error expired, info key-elliptic
    -----BEGIN CERTIFICATE-----
    …
    -----END CERTIFICATE-----
    error expired (RFC 5280 4.1.2.5)
    en: what it is
    en: what to do
    cy: …
    cy: …

`finds` is what the author of the case wanted; the lines after the certificate are what is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sel.core import certificate
from sel.core.asn1 import unarmour
from sel.core.finding import Finding
from sel.core.rules import Purpose, judge
from sel.text import render
from sel.text.voice import Voice

FOLDER = Path(__file__).resolve().parent
ENDING = ".pem.txt"


@dataclass(frozen=True)
class Golden:
    """One file, taken apart. finds: "level code" in the order of the judgement."""

    name: str
    purpose: Purpose
    address: str | None
    at: datetime
    finds: tuple[str, ...]
    der: bytes
    said: str


def every() -> list[Path]:
    """All golden files."""
    return sorted(FOLDER.glob(f"*{ENDING}"))


def read(path: Path) -> Golden:
    """Raises KeyError or ValueError for a file that is not of this form."""
    text = path.read_text("utf-8")
    lines = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    head = dict(line.split(": ", 1) for line in lines if ": " in line)
    ((_, der),) = unarmour(text.encode())
    return Golden(
        path.name.removesuffix(ENDING),
        Purpose(head["purpose"]),
        head.get("address"),
        datetime.fromisoformat(head["at"]),
        tuple(head["finds"].split(", ")),
        der,
        text.partition("-----END CERTIFICATE-----\n")[2],
    )


def judged(golden: Golden) -> tuple[Finding, ...]:
    """What the judge says today."""
    facts = certificate.read(golden.der)
    return judge(facts, at=golden.at, purpose=golden.purpose, mailbox=golden.address)


def short(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Level and code of each."""
    return tuple(f"{each.level.value} {each.code}" for each in findings)


def said(findings: tuple[Finding, ...]) -> str:
    """Each in both languages, as it stands at the end of the file."""
    lines = []
    for each in findings:
        lines.append(f"{each.level.value} {each.code} ({each.source})")
        for language in ("en", "cy"):
            told = render.finding(Voice(language), each)
            lines += [f"{language}: {told.what}", f"{language}: {told.hint}"]
    return "\n".join(lines) + "\n"
