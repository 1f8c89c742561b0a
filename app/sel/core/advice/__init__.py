"""Which protection a mail needs: facts in, one answer with its reasons out.

The rows and notes are those of Hwb's page on e-mail encryption; which domains are whose is data
(`sel.core.partners`), not part of the rules.
"""

from __future__ import annotations

from sel.core.advice.deciding import advise
from sel.core.advice.model import (
    Advice,
    App,
    Content,
    Facts,
    Other,
    Own,
    Protection,
    Recipient,
    Sender,
    Writing,
)

__all__ = [
    "Advice",
    "App",
    "Content",
    "Facts",
    "Other",
    "Own",
    "Protection",
    "Recipient",
    "Sender",
    "Writing",
    "advise",
]
