"""Names under which a reminder is put off among the small choices."""

from __future__ import annotations

LATER = "backup"
RENEWAL = "renewal"
