"""What the last check of partner domains found. Implemented by `sel.keeping`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # only named here, so that a command loads no more than it uses
    from sel.core.delivery.changing import Kept


class PartnerChecks(Protocol):
    """A small file beside the book; all of it can be forgotten without harm."""

    def read(self) -> Mapping[str, Kept]:
        """By domain; empty where there is none, or it cannot be read."""

    def keep(self, checks: Sequence[Kept]) -> None:
        """Put these in the place of what was known of the same domains.

        Raises DiskFull, OutputFailed.
        """


class NothingKept:
    """Where nothing is kept."""

    def read(self) -> Mapping[str, Kept]:
        """See `PartnerChecks.read`."""
        return {}

    def keep(self, checks: Sequence[Kept]) -> None:
        """See `PartnerChecks.keep`."""
