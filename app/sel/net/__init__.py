"""The network: revocation lists and answers, by the rules of the design, and what came of it."""

from __future__ import annotations

from sel.net.fetching import HttpFetch
from sel.net.kept import KeptFiles

__all__ = ["HttpFetch", "KeptFiles"]
