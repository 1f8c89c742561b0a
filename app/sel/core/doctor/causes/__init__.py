"""Likely causes, each with what it has to know and the function that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sel.core.doctor.causes import exchange, keys, own, programs, recipients
from sel.core.doctor.model import Facts, Need, Outcome

Look = Callable[[Facts], Outcome]


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause. needs: what of the facts has to be filled before `look` is asked."""

    id: str
    look: Look
    needs: frozenset[Need]


def _table(*rows: tuple[str, Look, tuple[Need, ...]]) -> Mapping[str, Cause]:
    return MappingProxyType({id_: Cause(id_, look, frozenset(needs)) for id_, look, needs in rows})


_MINE = (Need.CERTIFICATES,)
_PLACED = (Need.CERTIFICATES, Need.PROGRAMS, Need.STORES)

CAUSES: Final = _table(
    ("own-none", own.none, _MINE),
    ("own-address", own.address, (Need.CERTIFICATES, Need.PROGRAMS)),
    ("own-ended", own.ended, _MINE),
    ("own-usage", own.usage, _MINE),
    ("own-chain", own.chain, (Need.CERTIFICATES, Need.PATHS)),
    ("key-not-in-store", keys.not_in_store, _PLACED),
    ("key-shut", keys.shut, _MINE),
    ("older-key", keys.older, _PLACED),
    ("account", programs.account, (Need.PROGRAMS, Need.ACCOUNTS)),
    ("settings", programs.settings, (Need.PROGRAMS,)),
    ("program", programs.program, (Need.PROGRAMS,)),
    ("other-method", programs.other_method, (Need.PROGRAMS,)),
    ("recipient-certificate", recipients.certificate, (Need.RECIPIENTS,)),
    ("recipient-address", recipients.address, (Need.RECIPIENTS,)),
    ("recipient-ended", recipients.ended, (Need.RECIPIENTS,)),
    ("recipient-path", recipients.path, (Need.RECIPIENTS,)),
    ("their-signature", recipients.signature, ()),
    ("old-directory-entry", exchange.directory_entry, (Need.PROGRAMS,)),
    ("old-suggestion", exchange.suggestion, (Need.PROGRAMS,)),
    ("group", exchange.group, ()),
)


def examine(cause: str, facts: Facts) -> Outcome:
    """What became of this cause. Raises KeyError for one that there is not."""
    return CAUSES[cause].look(facts)
