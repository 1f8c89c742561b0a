"""Why it does not work: which message it was, and what is likely behind it, from facts alone.

Which messages there are and what may be behind each is data (`resources/doctor`); what tells
whether a cause is there is a function each (`causes`).
"""

from __future__ import annotations

from sel.core.doctor.causes import CAUSES, Cause, examine
from sel.core.doctor.messages import Known, Table, read, recognise
from sel.core.doctor.model import (
    Able,
    Account,
    Facts,
    Need,
    Outcome,
    OwnCertificate,
    Program,
    Recipient,
    Setting,
    Verdict,
)

__all__ = [
    "CAUSES",
    "Able",
    "Account",
    "Cause",
    "Facts",
    "Known",
    "Need",
    "Outcome",
    "OwnCertificate",
    "Program",
    "Recipient",
    "Setting",
    "Table",
    "Verdict",
    "examine",
    "read",
    "recognise",
]
