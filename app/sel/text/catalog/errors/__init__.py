"""What a person can act on: one entry for every error of `sel.base.errors`, a file a family.

Each says what happened and what to do now. What was lost is "Nothing was changed." unless the
entry says otherwise.
"""

from __future__ import annotations

from sel.text.catalog.errors import (
    files,
    guides,
    keeping,
    matters,
    packs,
    policy,
    surroundings,
    usage,
)

ENTRIES = tuple(
    entry
    for family in (usage, files, matters, packs, guides, surroundings, keeping, policy)
    for entry in family.ENTRIES
)
