"""What the place shows of each domain: the list, what was found today, and before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sel.core.delivery.judged import Verdict
from sel.flows.partner_checks import Checked
from sel.flows.partner_domains import Listed


@dataclass(frozen=True, slots=True)
class Row:
    """One domain. listed: None if no list names it; checked: None if not in this window."""

    domain: str
    listed: Listed | None
    checked: Checked | None

    @property
    def organisation(self) -> str:
        """As the list writes it; "" where it does not."""
        return self.listed.partner.organisation if self.listed is not None else ""

    @property
    def verdict(self) -> Verdict | None:
        """The newest one; None before the first check."""
        if self.checked is not None:
            return self.checked.judged.verdict
        last = self.listed.last if self.listed is not None else None
        return last.verdict if last is not None else None

    @property
    def moment(self) -> datetime | None:
        """Of the newest check."""
        if self.checked is not None:
            return self.checked.judged.moment
        last = self.listed.last if self.listed is not None else None
        return last.checked if last is not None else None
