"""The recovery sheet of a backup that was tested here: its facts, from the book."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from sel.base.errors import NoTestedBackup
from sel.core import bundle
from sel.flows.backups import people
from sel.flows.backups.where import place_of
from sel.flows.identities import Identity, identities, standing
from sel.ports.services import Services
from sel.text import sheet
from sel.text.sheet import SheetFacts, SheetKey


def sheet_of(services: Services, file: Path | None = None) -> tuple[str, bytes]:
    """Where the backup lies, and its sheet (PDF, both languages).

    file  a backup; None for the one that was tested last
    Raises NoTestedBackup, also if the file changed since; NotFound, Unreadable.
    """
    book, now = services.book(), services.clock.now()
    wanted = None if file is None else place_of(file)
    tested = [
        (fact.verified, fact)
        for fact in standing(book)
        if fact.verified is not None and wanted in {None, fact.path}
    ]
    if not tested:
        raise NoTestedBackup()
    verified, fact = max(tested, key=_when)
    path = Path(fact.path)
    data = services.inputs.read(path)
    if hashlib.sha256(data).digest() != fact.file_sha256:
        raise NoTestedBackup()
    inside = set(fact.keys)
    keys = tuple(_key(each) for each in identities(book, now) if each.spki_sha256 in inside)
    facts = SheetFacts(
        path.name,
        str(path.parent),
        fact.made,
        verified,
        keys,
        old_devices="pbe-sha1-3des" in bundle.outline(data).ciphers,
        people=people.NAME if path.with_name(people.NAME).exists() else "",
    )
    return fact.path, sheet.recovery_sheet(facts)


def _when(tested: tuple[datetime, object]) -> datetime:
    return tested[0]


def _key(one: Identity) -> SheetKey:
    facts = one.certificate
    if facts is None:
        return SheetKey("", one.emails, one.spki_sha256)
    return SheetKey(
        facts.common_name or "", facts.emails, facts.sha256, facts.not_before, facts.not_after
    )
