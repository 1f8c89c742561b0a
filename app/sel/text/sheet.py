"""The recovery sheet: what a backup is and how to get the keys back, with Sêl and without.

Both languages say the same on one page each, Welsh first. There is room for *where* the
passphrase is kept, and none for the passphrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sel.text.paper import Paper
from sel.text.voice import Voice

_IN_FULL = 3
_IN_LINES = 11
_FEWER = 2


@dataclass(frozen=True, slots=True)
class SheetKey:
    """One key of a backup, as its sheet names it.

    name         of the certificate's holder, or ""
    addresses    e-mail addresses of the certificate or of the request
    fingerprint  SHA-256 of the certificate; of the SubjectPublicKeyInfo while it waits for one
    start, end   aware; None while it waits for its certificate
    """

    name: str
    addresses: tuple[str, ...]
    fingerprint: bytes
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet tells about one backup.

    file         its name, without a folder
    place        where it was written, as the person knows it: a drive, a folder
    verified     aware; when the file was opened and every key in it tested
    old_devices  made for old devices: 3DES and SHA-1 instead of AES-256
    people       the name of the file with colleagues' certificates beside it, or ""
    """

    file: str
    place: str
    made: datetime
    verified: datetime
    keys: tuple[SheetKey, ...]
    old_devices: bool = False
    people: str = ""


def recovery_sheet(facts: SheetFacts) -> bytes:
    """The sheet as a PDF: a page in Welsh, the same page in English.

    A few keys are named in full, up to a dozen in a line each; of more the sheet says how many.
    Raises FileNotFoundError if the words were not compiled.
    """
    if len(facts.keys) <= _IN_FULL:
        paper = _drawn(facts, in_lines=None)
        if not paper.overfull:
            return paper.data()
    for in_lines in range(min(len(facts.keys), _IN_LINES), 0, -_FEWER):
        paper = _drawn(facts, in_lines=in_lines)
        if not paper.overfull:
            return paper.data()
    return _drawn(facts, in_lines=0).data()


def _drawn(facts: SheetFacts, *, in_lines: int | None) -> Paper:
    """The whole sheet. in_lines: so many keys have a line each; None: every one in full."""
    voices = (Voice("cy"), Voice("en"))
    title = " · ".join(_title(voice) for voice in voices)
    paper = Paper(title=title, language=voices[0].language, made=facts.made)
    for voice in voices:
        _page(paper, voice, facts, in_lines=in_lines)
    return paper


def _title(voice: Voice) -> str:
    return voice.say("sheet-title", "Recovery sheet")


def _page(paper: Paper, voice: Voice, facts: SheetFacts, *, in_lines: int | None) -> None:
    paper.begin(_title(voice), voice.say("sheet-under", "Sêl: backup of your mail keys"))
    paper.paragraph(
        voice.say(
            "sheet-what",
            "This file holds the keys that open your encrypted mail. Whoever has the file and its"
            " passphrase can read that mail and sign as you. Without them nobody can.",
        )
    )
    paper.pairs(_about(voice, facts))
    paper.heading(voice.say("sheet-keys", "The keys in it"))
    if in_lines is None:
        for key in facts.keys:
            _key(paper, voice, key)
    else:
        _in_lines(paper, voice, facts.keys, in_lines)
    paper.heading(voice.say("sheet-with-sel", "Get the keys back with Sêl"))
    paper.paragraph(
        voice.say(
            "sheet-with-sel-how",
            "Start Sêl, choose “Get my certificate back from a backup”, then choose the file and"
            " type its passphrase. On the command line:",
        )
    )
    paper.code(f'sel backup restore "{_typed(facts.file)}"')
    paper.heading(voice.say("sheet-without-sel", "Without Sêl"))
    paper.steps(_without(voice, facts))
    paper.lines_to_write_on(
        voice.say(
            "sheet-where",
            "Where the passphrase is kept (the place only, never the passphrase)",
        ),
        2,
    )
    paper.foot(
        voice.say("sheet-apart", "Keep this sheet, the file and the passphrase in three places.")
    )


def _about(voice: Voice, facts: SheetFacts) -> list[tuple[str, str]]:
    kind = (
        voice.say("sheet-kind-old", "PKCS#12 for old devices (3DES, SHA-1)")
        if facts.old_devices
        else voice.say("sheet-kind", "PKCS#12 (AES-256, PBKDF2 with SHA-256)")
    )
    rows = [
        (voice.say("sheet-file", "File"), voice.fact(facts.file)),
        (voice.say("sheet-place", "Place"), voice.fact(facts.place)),
        (voice.say("sheet-made", "Made"), voice.when(facts.made)),
        (voice.say("sheet-tested", "Tested"), voice.when(facts.verified)),
        (voice.say("sheet-format", "Kind of file"), kind),
    ]
    if facts.people:
        beside = voice.say(
            "sheet-people-beside",
            "{file}, beside it: certificates only, no keys",
            file=facts.people,
        )
        rows.append((voice.say("sheet-people", "Colleagues"), beside))
    return rows


def _key(paper: Paper, voice: Voice, key: SheetKey) -> None:
    addresses = voice.listed(key.addresses)
    if key.start is None or key.end is None:
        dates = voice.say("sheet-waiting", "still waiting for its certificate")
        kind = voice.say("sheet-key-fingerprint", "Fingerprint of the key (SHA-256):")
    else:
        dates = voice.say(
            "sheet-dates",
            "valid from {start} to {end}",
            start=voice.date(key.start),
            end=voice.date(key.end),
        )
        kind = voice.say("sheet-fingerprint", "Fingerprint of the certificate (SHA-256):")
    rows = ([addresses] if key.name else []) + [f"{dates} · {kind}"]
    paper.entry(voice.fact(key.name) or addresses, rows, _in_groups(key.fingerprint))


def _in_groups(digest: bytes) -> str:
    written = digest.hex()
    return " ".join(written[place : place + 4] for place in range(0, len(written), 4))


def _typed(name: str) -> str:
    """The file's name in a command, if it is short and a shell keeps it as it is in quotes."""
    return name if re.fullmatch(r"[\w .,()+@=-]{1,60}", name) else "FILE.p12"


def _in_lines(paper: Paper, voice: Voice, keys: Sequence[SheetKey], shown: int) -> None:
    """Those that end last first: they are the ones in use. A line has where its code begins."""
    for key in sorted(keys, key=_last, reverse=True)[:shown]:
        until = (
            voice.say("sheet-waiting", "still waiting for its certificate")
            if key.end is None
            else voice.date(key.end)
        )
        begins = _in_groups(key.fingerprint[:8])
        paper.code(f"{voice.listed(key.addresses)}, {until} · {begins} …")
    more = len(keys) - shown
    if more:
        paper.paragraph(
            voice.count("sheet-more-keys", "and {n} more key.", "and {n} more keys.", n=more)
            if shown
            else voice.count("sheet-keys-only", "{n} key.", "{n} keys.", n=more)
        )


def _last(key: SheetKey) -> datetime:
    """When it ends; one that waits for its certificate ends last of all."""
    return key.end or datetime.max.replace(tzinfo=UTC)


def _without(voice: Voice, facts: SheetFacts) -> Sequence[tuple[str, str, str]]:
    """Programs that open the file, and how. keeping.md: Windows from 10 1709, macOS from 15."""
    return (
        (
            "Windows",
            voice.say("sheet-windows-old", "Open the file, choose “Current User”, type the"
                      " passphrase, then go on to the end.")
            if facts.old_devices
            else voice.say("sheet-windows", "Windows 10 (version 1709) or newer: open the file,"
                           " choose “Current User”, type the passphrase, then go on to the end."),
            "",
        ),
        (
            "macOS",
            voice.say("sheet-macos-old", "In Terminal:")
            if facts.old_devices
            else voice.say("sheet-macos", "macOS 15 or newer, in Terminal:"),
            f'security import "{_typed(facts.file)}" -f pkcs12',
        ),
        (
            "Thunderbird",
            voice.say("sheet-thunderbird", "Settings › Privacy & Security › Manage Certificates ›"
                      " Your Certificates › Import. Choose the file and type the passphrase."),
            "",
        ),
        (
            "OpenSSL",
            voice.say("sheet-openssl", "Shows what is in the file. With -out FILE.pem in place of"
                      " -noout it writes the keys, protected with a passphrase you choose."),
            f'openssl pkcs12 -info -noout -in "{_typed(facts.file)}"',
        ),
    )  # fmt: skip
