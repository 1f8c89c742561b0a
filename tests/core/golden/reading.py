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

`finds` is what the author of the case wanted; the lines after the last block are what is said.
Where a path is judged, `# revocation: off` (or prefer, require) stands in the head, and before
each block what it is for: `# part: leaf`, pool, root or list. With `# purpose: mail` the block is
a mail as it stands, between lines of its own, and is looked at without any key; with
`# purpose: file` it is a PKCS#12 before anybody asks for its passphrase. With `# purpose: look`
it is a file of any kind, looked at with the words of `# passphrase: …` if it has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import certificate, letter
from sel.core.asn1 import unarmour
from sel.core.finding import Finding
from sel.core.rules import Purpose, judge
from sel.flows import checking, imports, inspecting
from sel.text import render
from sel.text.voice import Voice

FOLDER = Path(__file__).resolve().parent
ENDING = ".pem.txt"
MAIL_BEGINS, MAIL_ENDS = "-----BEGIN MAIL-----\n", "-----END MAIL-----\n"


@dataclass(frozen=True)
class Golden:
    """One file, taken apart. finds: "level code" in the order of the judgement."""

    name: str
    purpose: str
    address: str | None
    at: datetime
    finds: tuple[str, ...]
    revocation: str | None
    passphrase: str | None
    parts: tuple[tuple[str, bytes], ...]
    said: str

    @property
    def der(self) -> bytes:
        """The certificate, the mail or the file that is judged."""
        return self.of("leaf")[0]

    def of(self, what: str) -> tuple[bytes, ...]:
        """Every part that is for this."""
        return tuple(der for part, der in self.parts if part == what)


def every() -> list[Path]:
    """All golden files."""
    return sorted(FOLDER.glob(f"*{ENDING}"))


def read(path: Path) -> Golden:
    """Raises KeyError or ValueError for a file that is not of this form."""
    text = path.read_text("utf-8")
    notes = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    pairs = [note.split(": ", 1) for note in notes if ": " in note]
    head = dict(pairs)
    roles = [value for name, value in pairs if name == "part"] or ["leaf"]
    if head["purpose"] == "mail":
        ders = [text.partition(MAIL_BEGINS)[2].rpartition(MAIL_ENDS)[0].encode()]
    else:
        ders = [der for _, der in unarmour(text.encode())]
    return Golden(
        path.name.removesuffix(ENDING),
        head["purpose"],
        head.get("address"),
        datetime.fromisoformat(head["at"]),
        tuple(head["finds"].split(", ")),
        head.get("revocation"),
        head.get("passphrase"),
        tuple(zip(roles, ders, strict=True)),
        text.rpartition("-----\n")[2],
    )


def judged(golden: Golden) -> tuple[Finding, ...]:
    """What the judge says today."""
    if golden.purpose == "mail":
        return letter.describe(golden.der.replace(b"\n", b"\r\n")).findings
    if golden.purpose == "look":
        word = None if golden.passphrase is None else Secret(golden.passphrase)
        return inspecting.look_at(golden.der, Path("A"), word, golden.at).findings
    if golden.purpose == "file":
        return imports.outline(golden.der)[1]
    if golden.revocation is None:
        facts = certificate.read(golden.der)
        purpose = Purpose(golden.purpose)
        return judge(facts, at=golden.at, purpose=purpose, mailbox=golden.address)
    options = checking.Options(
        wanted=checking.Wanted(golden.purpose),
        roots=golden.of("root"),
        chain=golden.of("pool"),
        crls=tuple(("a.crl", der) for der in golden.of("list")),
        at=golden.at,
        mode=checking.Mode(golden.revocation),
    )
    return checking.check(_Offline(), golden.der, options, Silent()).findings  # type: ignore[arg-type]


class _Offline:
    """What `check` asks of the world where roots, lists and the moment are given."""

    def fetch(self) -> None:
        """There is no network."""


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
