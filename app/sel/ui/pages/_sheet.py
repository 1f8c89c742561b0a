"""The facts of one backup for its recovery sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sel.flows.identities import Identity, identities
from sel.ports.services import Services
from sel.text import sheet
from sel.text.sheet import SheetFacts, SheetKey


def recovery_sheet(services: Services, state: Any) -> bytes:
    """The sheet (PDF, both languages) for a backup that was verified a moment ago."""
    book, now = services.book(), services.clock.now()
    inside = set(state.verified.ids)
    path = str(state.target.absolute())
    facts = [each for each in book.backups() if each.path == path]
    fact = max(facts, key=lambda each: each.made, default=None)  # an older file had this name too
    made: datetime = fact.made if fact is not None else now
    verified = fact.verified if fact is not None and fact.verified is not None else now
    keys = tuple(_key(each) for each in identities(book, now) if each.id in inside)
    return sheet.recovery_sheet(
        SheetFacts(state.target.name, str(state.target.parent), made, verified, keys)
    )


def _key(one: Identity) -> SheetKey:
    facts = one.certificate
    if facts is None:
        return SheetKey("", one.emails, one.spki_sha256)
    return SheetKey(
        facts.common_name or "", facts.emails, facts.sha256, facts.not_before, facts.not_after
    )
