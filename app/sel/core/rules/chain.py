"""Does it lead to somebody we trust? RFC 5280 6.1."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.chain import Path
from sel.core.finding import Finding

CODES: tuple[str, ...] = ()
"""None of its own: `sel.core.chain` makes them."""


def check_chain(path: Path | None) -> Iterator[Finding]:
    """What `sel.core.chain.build` found; nothing if it was not asked."""
    if path is not None:
        yield from path.findings
